"""All that a county declares, from plain data to what the catalogues take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expectations.contract.contract import Sheet
from expectations.county.codelist import Declared, codelist_names
from expectations.county.county_codes import COUNTY_LISTS
from expectations.own.in_use import Own
from expectations.own.indicator import COUNTABLE, OwnIndicator, indicator_of
from expectations.own.sheets import Lists, extended, parts, sheet_of
from expectations.own.wrong import WrongDeclaration, check_keys


def own_of(declarations: Mapping[str, Mapping[str, Any]], built_in: Mapping[str, Sheet]) -> Own:
    """What a county's declarations are, by the name of their file, as `sheets/Z1` or `indicators/F`.

    Raises WrongDeclaration; its `place` begins with the name of the file.
    """
    sheets: dict[str, Sheet] = {}
    lists: dict[str, Declared] = {}
    for name, data in declarations.items():
        if name.startswith("sheets/"):
            declared = _sheet(name, data, built_in)
            if declared.id in sheets:
                raise WrongDeclaration((name, "id"), "own_twice", name=declared.id)
            _check_free(name, declared, sheets, built_in)
            if taken := lists.keys() & own_lists(data):
                raise WrongDeclaration((name, "codes", min(taken)), "own_taken")
            lists |= own_lists(data)
            sheets[declared.id] = declared
    indicators: dict[str, OwnIndicator] = {}
    every = {**built_in, **sheets}
    counted = {sheet: every[sheet] for sheet in every if sheet not in built_in or sheet in COUNTABLE}
    for name, data in declarations.items():
        if name.startswith("indicators/"):
            for indicator in _indicators(name, data, counted):
                if indicator.id in indicators:
                    raise WrongDeclaration((name, "indicator"), "own_twice", name=indicator.id)
                indicators[indicator.id] = indicator
    return Own(sheets, indicators)


def _sheet(name: str, data: Mapping[str, Any], built_in: Mapping[str, Sheet]) -> Sheet:
    """A sheet of its own, or a known one with further columns."""
    try:
        return (extended if "adds_to" in data else sheet_of)(data, built_in, lists_of(data))
    except WrongDeclaration as wrong:
        raise WrongDeclaration((name, *wrong.place), wrong.says, **wrong.facts) from None


def _indicators(name: str, data: Mapping[str, Any], sheets: Mapping[str, Sheet]) -> list[OwnIndicator]:
    check_keys(data, ("indicator",), (name,))
    listed = data.get("indicator")
    if not isinstance(listed, list) or not all(isinstance(each, Mapping) for each in listed):
        raise WrongDeclaration((name, "indicator"), "no_tables", name="indicator")
    return [indicator_of(values, (name, "indicator", at), sheets) for at, values in enumerate(listed)]


def _check_free(name: str, declared: Sheet, sheets: Mapping[str, Sheet], built_in: Mapping[str, Sheet]) -> None:
    """Raises WrongDeclaration where another sheet has the name or title; by them tables and files are known."""
    others = [other for other in (*built_in.values(), *sheets.values()) if other.id != declared.id]
    for what in ("name", "title"):
        if getattr(declared, what) in {getattr(other, what) for other in others}:
            raise WrongDeclaration((name, what), "own_twice", name=getattr(declared, what))


def lists_of(data: Mapping[str, Any]) -> Lists:
    """The code lists that a sheet may name: the shipped ones, the county's names, and those beside the sheet."""
    known: dict[str, Mapping[str, Any]] = {name: {} for name in (*codelist_names(), *COUNTY_LISTS)}
    return known | own_lists(data)


def own_lists(data: Mapping[str, Any]) -> dict[str, Declared]:
    """The code lists declared beside a sheet, each a table of texts by code, as [codes.work_status]."""
    columns = [column for column in parts(data, "column") if isinstance(column.get("codes"), str)]
    headed = {column["codes"]: str(column.get("heading", "")) for column in columns}
    declared: dict[str, Declared] = {}
    lists = data.get("codes", {})
    if not isinstance(lists, Mapping):
        raise WrongDeclaration(("codes",), "no_table", name="codes.NAME")
    for name, codes in lists.items():
        texts = [*codes.values()] if isinstance(codes, Mapping) else []
        if not texts or not all(_are_texts(each) for each in texts):
            raise WrongDeclaration(("codes", name), "write", write="code_texts")
        if name in (*codelist_names(), *COUNTY_LISTS):
            raise WrongDeclaration(("codes", name), "own_taken")
        declared[name] = {"title": headed.get(name) or name, "source": "本县自定", "codes": codes}
    return declared


def _are_texts(listed: object) -> bool:
    return isinstance(listed, list) and bool(listed) and all(isinstance(text, str) and text for text in listed)


def lists_beside(declarations: Mapping[str, Mapping[str, Any]]) -> dict[str, Declared]:
    """The code lists declared beside all sheets, of declarations that `own_of` has taken."""
    return {name: declared for data in declarations.values() for name, declared in own_lists(data).items()}
