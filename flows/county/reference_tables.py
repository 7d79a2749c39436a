"""The reference tables of a county file: divisions (R1), villages and units (R3), as CSV (domain.md §3)."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from expectations.county.codelist import codelist
from expectations.county.county import Division, DivisionKind, Unit, Village
from flows.county.county_text import NotAText, county_text, quoted_line

SEPARATOR = "|"

_DIVISION_COLUMNS = ("code", "name", "kind", "aliases", "mistyped", "reports", "valid_from", "valid_to")
_VILLAGE_COLUMNS = ("code", "name", "aliases")
_VILLAGE_CODE = re.compile(r"[0-9]{12}")
_UNIT_COLUMNS = (
    "code", "name", "short", "aliases", "old_names", "organ", "division", "tier", "valid_from", "valid_to", "successor",
)  # fmt: skip


class WrongReferenceTable(ValueError):
    """A reference table cannot be used; the message says which line and what to write."""


@dataclass(frozen=True)
class _Line:
    """One line of a table; its errors name file, line and column."""

    file: Path
    number: int
    cells: dict[str, str]

    def wrong(self, column: str, write: str) -> WrongReferenceTable:
        return WrongReferenceTable(f"{self.file}, line {self.number}, column {column}: {write}")

    def text(self, column: str) -> str | None:
        return self.cells[column].strip() or None

    def required(self, column: str) -> str:
        if text := self.text(column):
            return text
        raise self.wrong(column, "is empty; fill it in")

    def among(self, column: str, known: list[str]) -> str:
        if (text := self.required(column)) in known:
            return text
        raise self.wrong(column, f"{text} is not known; write one of {', '.join(known)}")

    def several(self, column: str) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, self.cells[column].split(SEPARATOR))))

    def day(self, column: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(text) if (text := self.text(column)) else None
        except ValueError:
            raise self.wrong(column, "is no date; write it like 2021-11-22, or leave it empty") from None


def divisions_of(path: Path) -> tuple[Division, ...]:
    """The divisions in the order of the table. Raises WrongReferenceTable."""
    return tuple(
        Division(
            code=line.required("code"),
            name=line.required("name"),
            kind=DivisionKind(line.among("kind", [kind.value for kind in DivisionKind])),
            aliases=line.several("aliases"),
            mistyped=line.several("mistyped"),
            reports=line.among("reports", ["yes", "no"]) == "yes",
            valid_from=line.day("valid_from"),
            valid_to=line.day("valid_to"),
        )
        for line in _lines(path, _DIVISION_COLUMNS)
    )


def villages_of(path: Path, divisions: tuple[Division, ...]) -> tuple[Village, ...]:
    """The villages and communities; each lies in one of `divisions`. Raises WrongReferenceTable."""
    known = {division.code for division in divisions}
    villages = []
    for line in _lines(path, _VILLAGE_COLUMNS):
        code = line.required("code")
        if not _VILLAGE_CODE.fullmatch(code) or code[:9] not in known:
            raise line.wrong("code", f"{code} lies in no division; write 12 digits that begin with a division's code")
        villages.append(Village(code=code, name=line.required("name"), aliases=line.several("aliases")))
    return tuple(villages)


def units_of(path: Path, divisions: tuple[Division, ...]) -> tuple[Unit, ...]:
    """The units in the order of the table; a division's own unit names one of `divisions`.

    Raises WrongReferenceTable.
    """
    lines = list(_lines(path, _UNIT_COLUMNS))
    codes = [line.cells["code"] for line in lines]
    return tuple(_unit(line, codes, [division.code for division in divisions]) for line in lines)


def _unit(line: _Line, codes: list[str], divisions: list[str]) -> Unit:
    return Unit(
        code=line.required("code"),
        name=line.required("name"),
        short=line.required("short"),
        aliases=line.several("aliases"),
        old_names=line.several("old_names"),
        organ=line.among("organ", list(codelist("organ").labels)) if line.text("organ") else None,
        division=line.among("division", divisions) if line.text("division") else None,
        tier=line.among("tier", list(codelist("mgmt_tier").labels)) if line.text("tier") else None,
        valid_from=line.day("valid_from"),
        valid_to=line.day("valid_to"),
        successor=line.among("successor", codes) if line.text("successor") else None,
    )


def _lines(path: Path, columns: tuple[str, ...]) -> Iterator[_Line]:
    """The lines of a table whose header must be exactly `columns`; codes are unique. Raises WrongReferenceTable."""
    codes: set[str] = set()
    try:
        text = county_text(path)
    except (NotAText, PermissionError) as wrong:
        raise WrongReferenceTable(str(wrong)) from None
    reader = csv.DictReader(StringIO(text, newline=""), restval="")
    if tuple(reader.fieldnames or ()) != columns:
        raise WrongReferenceTable(f"{path}, line 1, {quoted_line(text, 1)}: write the columns {','.join(columns)}")
    for cells in reader:
        line = _Line(path, reader.line_num, {key: value for key, value in cells.items() if key})
        if None in cells:
            raise line.wrong(columns[-1], f"has cells beyond the last column; {len(columns)} are expected")
        if line.required("code") in codes:
            raise line.wrong("code", f"{line.cells['code']} stands twice; give each line its own code")
        codes.add(line.cells["code"])
        yield line
