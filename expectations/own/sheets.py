"""Whole sheets, and further columns of a known one, as data (docs/own-sheets.md)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from expectations.contract.contract import LINEAGE, Cadence, Column, Kind, Need, Privacy, Sheet
from expectations.contract.rules import Reaction, Rule, Unique
from expectations.own.columns import column_of, kept_private
from expectations.own.rules import rule_of
from expectations.own.wrong import WrongDeclaration, check_keys, made

SHEET_KEYS = ("id", "name", "title", "submitted_by", "senders", "cadence", "key", "feeds", "source", "grouped_by")
_LISTS = ("column", "rule", "codes")
_ID = re.compile(r"Z[1-9][0-9]?")
ADDED = "own_"
"""How the names of columns added to a known sheet begin, so that none is taken by a table, now or later."""
_NO_COLUMNS = ("person_id", *LINEAGE)
"""Parts of the keys of built-in sheets that are no columns of theirs."""
Lists = Mapping[str, Mapping[str, Any]]


def sheet_of(data: Mapping[str, Any], known: Mapping[str, Sheet], lists: Lists) -> Sheet:
    """A whole sheet of a county's own from its data.

    known: the built-in sheets, whose columns it may `use`; lists: the code lists there are. What it does not say:
    a row without its key is not accepted, and neither are two rows of one unit and week with the same key.
    Raises WrongDeclaration.
    """
    if not _ID.fullmatch(str(data.get("id", ""))):
        raise WrongDeclaration(("id",), "write" if "id" in data else "missing", write="write_sheet_id")
    sheet = declared_sheet(data, known, lists)
    if not sheet.columns:
        raise WrongDeclaration(("column",), "own_no_columns")
    if not sheet.key:
        raise WrongDeclaration(("key",), "write", write="write_key")
    own = _kept_private(sheet.columns, data, known)
    keyed = tuple(_key_column(column, sheet) for column in own)
    return replace(sheet, columns=keyed, rules=(_unique(sheet), *sheet.rules))


def declared_sheet(data: Mapping[str, Any], known: Mapping[str, Sheet], lists: Lists) -> Sheet:
    """Exactly what the data say, in the words of the built-in sheets. Raises WrongDeclaration."""
    check_keys(data, (*SHEET_KEYS, *_LISTS), ())
    columns = tuple(_column(data, at, known, lists) for at in range(len(parts(data, "column"))))
    _check_twice(columns)
    head = {key: data[key] for key in SHEET_KEYS if key in data and key != "senders"}
    sheet = replace(made(Sheet, {"source": "本县自定", **head, "columns": ()}, ()), columns=columns)
    if lost := next((name for name in sheet.key if name not in {*sheet.column, *_NO_COLUMNS}), None):
        raise WrongDeclaration(("key",), "own_no_column", name=lost, known=", ".join(sheet.column))
    if sheet.grouped_by not in {None, *sheet.column}:
        raise WrongDeclaration(("grouped_by",), "own_no_column", name=sheet.grouped_by, known=", ".join(sheet.column))
    return replace(sheet, rules=rules_of(data, sheet.column))


def extended(data: Mapping[str, Any], known: Mapping[str, Sheet], lists: Lists) -> Sheet:
    """A known sheet with the further columns and rules of `data`. Raises WrongDeclaration."""
    check_keys(data, ("adds_to", *_LISTS), ())
    if (sheet := known.get(str(data["adds_to"]))) is None:
        raise WrongDeclaration(("adds_to",), "no_sheet", known=", ".join(known))
    added = tuple(_column(data, at, known, lists) for at in range(len(parts(data, "column"))))
    if not added:
        raise WrongDeclaration(("column",), "own_no_columns")
    for at, column in enumerate(added):
        if not column.name.startswith(ADDED):
            raise WrongDeclaration(("column", at, "name"), "own_prefix")
    columns = (*sheet.columns, *_kept_private(added, data, known))
    _check_twice(columns, len(sheet.columns))
    return replace(sheet, columns=columns, rules=(*sheet.rules, *rules_of(data, {c.name: c for c in columns})))


def _kept_private(columns: Sequence[Column], data: Mapping[str, Any], known: Mapping[str, Sheet]) -> tuple[Column, ...]:
    """The columns of a declaration, each of a class that is strict enough."""
    kept = []
    for at, (column, values) in enumerate(zip(columns, parts(data, "column"), strict=True)):
        sheet, _, name = str(values.get("use", "")).partition(".")
        used = known[sheet].column[name].privacy if sheet else Privacy.P3
        kept.append(kept_private(column, values, ("column", at), used))
    return tuple(kept)


def rules_of(data: Mapping[str, Any], columns: Mapping[str, Column]) -> tuple[Rule, ...]:
    """The rules a declaration has over these columns. Raises WrongDeclaration."""
    rules = tuple(rule_of(values, ("rule", at), columns) for at, values in enumerate(parts(data, "rule")))
    counted = Counter(rule.id for rule in rules)
    if twice := next((at for at, rule in enumerate(rules) if counted[rule.id] > 1), None):
        raise WrongDeclaration(("rule", twice, "id"), "own_twice", name=rules[twice].id)
    return rules


def parts(data: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    """The tables of an array of a declaration, none where there is none. Raises WrongDeclaration."""
    tables = data.get(name, ())
    if not isinstance(tables, list | tuple) or not all(isinstance(table, Mapping) for table in tables):
        raise WrongDeclaration((name,), "no_tables", name=name)
    return tables


def _column(data: Mapping[str, Any], at: int, known: Mapping[str, Sheet], lists: Lists) -> Column:
    return column_of(parts(data, "column")[at], ("column", at), known, lists)


def _check_twice(columns: Sequence[Column], known: int = 0) -> None:
    """Raises WrongDeclaration where a name or a heading stands twice; the first `known` columns are built in."""
    for what in ("name", "heading"):
        seen: set[str] = set()
        for at, column in enumerate(columns):
            texts = {getattr(column, what)} if what == "name" else {column.heading, *column.variants}
            if texts & seen:
                raise WrongDeclaration(("column", at - known, what), "own_twice", name="、".join(sorted(texts & seen)))
            seen |= texts


def _key_column(column: Column, sheet: Sheet) -> Column:
    """A column of the key: without it a row is not accepted, for nobody could tell it from another."""
    if column.name not in sheet.key:
        return column
    if column.privacy in (Privacy.P0, Privacy.P1):
        raise WrongDeclaration(("key",), "own_private_key", name=column.heading)
    if column.kind in (Kind.CODES, Kind.TAGS, Kind.PEOPLE):
        raise WrongDeclaration(("key",), "own_list_key", name=column.heading)
    return replace(column, need=Need.REQUIRED, on_failure=Reaction.ROW)


def _unique(sheet: Sheet) -> Rule:
    named = "".join(f"「{sheet.column[name].heading}」" for name in sheet.key)
    week = "本周内" if sheet.cadence is Cadence.WEEKLY_ROWS else ""
    return Unique(
        id="key_unique",
        on=(*sheet.key, "submitter", "period"),
        reaction=Reaction.ROW,
        blames=sheet.key[0],
        because=f"{named}{week}与另一行重复，两行都未接收；请只保留正确的一行后重新报送。",
    )
