"""The reference tables of a county file: divisions (R1), villages and units (R3), as CSV or .xlsx (domain.md §3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from expectations.county.codelist import codelist
from expectations.county.county import Division, DivisionKind, Unit, Village
from flows.county.said import Said, both, said
from flows.county.table_file import Row, WrongReferenceTable, table_rows

SEPARATOR = "|"

DIVISION_COLUMNS = {
    "code": "代码",
    "name": "名称",
    "kind": "类别",
    "aliases": "别名",
    "mistyped": "误写",
    "reports": "是否报送",
    "valid_from": "启用日期",
    "valid_to": "停用日期",
}
"""The columns of a table and their headings in Chinese; either may stand in it."""
UNIT_COLUMNS = {
    "code": "代码",
    "name": "全称",
    "short": "简称",
    "aliases": "别名",
    "old_names": "旧称",
    "organ": "所属系统",
    "division": "所属乡镇代码",
    "tier": "管理层级",
    "valid_from": "启用日期",
    "valid_to": "停用日期",
    "successor": "并入单位代码",
}
VILLAGE_COLUMNS = {"code": "代码", "name": "名称", "aliases": "别名"}
KIND_WORDS = {
    DivisionKind.SEAT: "县城",
    DivisionKind.TOWN: "镇",
    DivisionKind.TOWNSHIP: "乡",
    DivisionKind.SUBDISTRICT: "街道",
    DivisionKind.QUASI: "园区",
}
_KINDS = {word: kind.value for kind, word in KIND_WORDS.items()} | {kind.value: kind.value for kind in DivisionKind}
_ANSWERS = {"yes": "yes", "no": "no", "是": "yes", "否": "no"}
_VILLAGE_CODE = re.compile(r"[0-9]{12}")


@dataclass(frozen=True)
class _Line:
    """One line of a table by the names of its columns; its errors name file, line and column, and quote the line."""

    file: Path
    row: Row
    cells: Mapping[str, str]
    columns: Mapping[str, str]

    def wrong(self, column: str, what: Said) -> WrongReferenceTable:
        heading = self.columns.get(column, column)
        return _wrong(self.file, self.row, Said(f", column {column}", f" {heading}"), what)

    def text(self, column: str) -> str | None:
        return self.cells.get(column, "").strip() or None

    def required(self, column: str) -> str:
        if text := self.text(column):
            return text
        raise self.wrong(column, said("empty"))

    def among(self, column: str, known: Mapping[str, str]) -> str:
        """The value that one of the known texts stands for."""
        if (text := self.required(column)) in known:
            return known[text]
        raise self.wrong(column, said("not_among", text=text, known=", ".join(known)))

    def several(self, column: str) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, (self.text(column) or "").split(SEPARATOR))))

    def day(self, column: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(text) if (text := self.text(column)) else None
        except ValueError:
            raise self.wrong(column, said("no_date")) from None


def _wrong(file: Path, row: Row, at: Said, what: Said) -> WrongReferenceTable:
    place = Said(f"{file}, line {row.number}{at.en}", f"{file}第{row.number}行{at.zh}")
    return WrongReferenceTable(both(place, what, row.text))


def divisions_of(path: Path) -> tuple[Division, ...]:
    """The divisions in the order of the table. Raises WrongReferenceTable."""
    return tuple(
        Division(
            code=line.required("code"),
            name=line.required("name"),
            kind=DivisionKind(line.among("kind", _KINDS)),
            aliases=line.several("aliases"),
            mistyped=line.several("mistyped"),
            reports=line.among("reports", _ANSWERS) == "yes",
            valid_from=line.day("valid_from"),
            valid_to=line.day("valid_to"),
        )
        for line in _lines(path, DIVISION_COLUMNS)
    )


def villages_of(path: Path, divisions: tuple[Division, ...]) -> tuple[Village, ...]:
    """The villages and communities; each lies in one of `divisions`. Raises WrongReferenceTable."""
    known = {division.code for division in divisions}
    villages = []
    for line in _lines(path, VILLAGE_COLUMNS):
        code = line.required("code")
        if not _VILLAGE_CODE.fullmatch(code) or code[:9] not in known:
            raise line.wrong("code", said("no_village", text=code))
        villages.append(Village(code=code, name=line.required("name"), aliases=line.several("aliases")))
    return tuple(villages)


def units_of(path: Path, divisions: tuple[Division, ...]) -> tuple[Unit, ...]:
    """The units in the order of the table; a division's own unit names one of `divisions`.

    Raises WrongReferenceTable.
    """
    lines = list(_lines(path, UNIT_COLUMNS))
    codes = [line.required("code") for line in lines]
    return tuple(_unit(line, codes, divisions) for line in lines)


def _unit(line: _Line, codes: list[str], divisions: tuple[Division, ...]) -> Unit:
    places = {text: division.code for division in divisions for text in (division.code, division.name)}
    return Unit(
        code=line.required("code"),
        name=line.required("name"),
        short=line.required("short"),
        aliases=line.several("aliases"),
        old_names=line.several("old_names"),
        organ=line.among("organ", _by_label("organ")) if line.text("organ") else None,
        division=line.among("division", places) if line.text("division") else None,
        tier=line.among("tier", _by_label("mgmt_tier")) if line.text("tier") else None,
        valid_from=line.day("valid_from"),
        valid_to=line.day("valid_to"),
        successor=line.among("successor", {code: code for code in codes}) if line.text("successor") else None,
    )


def _by_label(name: str) -> dict[str, str]:
    """The codes of a list by themselves and by their labels."""
    labels = codelist(name).labels
    return {code: code for code in labels} | {label: code for code, label in labels.items()}


def _lines(path: Path, columns: Mapping[str, str]) -> Iterator[_Line]:
    """The lines of a table headed by `columns`, by their names or in Chinese; codes are unique.

    Raises WrongReferenceTable.
    """
    head, *rows = table_rows(path)
    names = {heading: name for name, heading in columns.items()} | {name: name for name in columns}
    order = [names.get(cell.strip()) for cell in head.text.split(",")]
    if order != [*columns]:
        wanted = said("columns", columns="")
        listed = Said(wanted.en + ",".join(columns), wanted.zh + "，".join(columns.values()))
        raise _wrong(path, head, Said("", ""), listed)
    codes: set[str] = set()
    for row in rows:
        line = _Line(path, row, dict(zip(columns, row.cells, strict=False)), columns)
        if any(row.cells[len(columns) :]):
            raise line.wrong([*columns][-1], said("too_many", number=len(columns)))
        if (code := line.required("code")) in codes:
            raise line.wrong("code", said("twice", text=code))
        codes.add(code)
        yield line
