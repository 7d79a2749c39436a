"""Columns of offices' own tables that are made by a declared step: one name split in two, several cells joined."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from expectations.contract.contract import Sheet
from expectations.contract.rules import Reaction
from expectations.county.codelist import CodeList, code_text
from expectations.county.own_tables import Step
from transforms.cells.plain import plain
from transforms.recognise.grid import Cell
from transforms.recognise.headings import Made
from transforms.recognise.tables import Table
from transforms.records.notice import Notice

_LONGEST_UNIT = 40
_EARLIER = re.compile(r"^(?:原|曾任|现任|任)")
_BETWEEN = " \u3000、，,；;：:/\\|-—（）()的"
_SCHOOL = re.compile(r"^(.*?(?:大学|党校|学院|学校|电大|职校|中专|一中|高中))(.*)$")
_FACULTY = re.compile(r"^.*?(?:学院|系)(?=.)")
_NUMBER = re.compile(r"(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[-—]?\d{7,8}|\b\d{7,8}\b")
_TICKS = frozenset("√✓✔☑■●○★1是vV")


@dataclass(frozen=True)
class _Row:
    """What a step may use of one row: the texts of its cells, their headings, the declared value, the worksheet."""

    texts: tuple[str, ...]
    headings: tuple[str, ...]
    value: str
    worksheet: str
    units: CodeList

    @property
    def text(self) -> str:
        return self.texts[0]


def made_cells(made: Made, cells: Sequence[Sequence[Cell]], table: Table, units: CodeList) -> list[Cell]:
    """The cells of a made column in the order of the data rows; `cells` are those of its places, a list for each."""
    step = STEPS[made.step]
    rows = zip(*cells, strict=True) if cells else (() for _ in table.data)
    return [
        step(_Row(tuple(_text(cell) for cell in row), made.headings, made.value, table.grid.name, units))
        for row in rows
    ]


def _text(cell: Cell) -> str:
    return (plain(cell) if isinstance(cell, float) else str(cell)).strip()


def unit_and_post(text: str, units: CodeList) -> tuple[str, str]:
    """A unit of the county's list and the post behind it.

    Without one there, nobody can tell where the post begins: both get the whole text, so that nothing is lost and the
    unit is asked back as one that is in no list.
    """
    text = _EARLIER.sub("", text.strip())
    for end in range(min(len(text), _LONGEST_UNIT), 1, -1):
        name = code_text(text[:end])
        if name in units.readings or name in units.warned:
            return text[:end], text[end:].strip(_BETWEEN)
    return text, text


def school_and_major(text: str) -> tuple[str, str]:
    """A school and what was studied there: 华中农业大学经济管理学院会计专业 → 华中农业大学, 会计."""
    if not (match := _SCHOOL.match(text)):
        return "", text
    studied = _FACULTY.sub("", match[2].strip(_BETWEEN)).removesuffix("专业")
    return match[1], studied.strip(_BETWEEN)


def person_and_phone(text: str) -> tuple[str, str]:
    """A name and a telephone number in one cell."""
    match = _NUMBER.search(text)
    return (text.replace(match[0], "").strip(_BETWEEN), match[0]) if match else (text, "")


def _ticked(row: _Row) -> str:
    """The heading of the ticked cell, without what all have in common (满意度满意, 满意度一般); several together."""
    start = len([*takewhile(lambda signs: len({*signs}) == 1, zip(*row.headings, strict=False))])
    leaves = [heading[start:] for heading in row.headings]
    words = leaves if all(leaves) else row.headings
    return "、".join(word for word, text in zip(words, row.texts, strict=True) if text and set(text) <= _TICKS)


def _part(row: _Row, *, behind: bool) -> str:
    before, found, after = row.text.partition(row.value)
    return (after.strip() if found else "") if behind else before.strip()


STEPS: Mapping[Step, Callable[[_Row], str]] = {
    Step.CONSTANT: lambda row: row.value,
    Step.UNIT: lambda row: unit_and_post(row.text, row.units)[0],
    Step.POST: lambda row: unit_and_post(row.text, row.units)[1],
    Step.SCHOOL: lambda row: school_and_major(row.text)[0],
    Step.MAJOR: lambda row: school_and_major(row.text)[1],
    Step.PERSON: lambda row: person_and_phone(row.text)[0],
    Step.PHONE: lambda row: person_and_phone(row.text)[1],
    Step.BEFORE: lambda row: _part(row, behind=False),
    Step.AFTER: lambda row: _part(row, behind=True),
    Step.JOIN: lambda row: row.value.join(filter(None, row.texts)),
    Step.TICKED: _ticked,
    Step.WORKSHEET: lambda row: row.worksheet,
}
"""Every step but SAME, as a function of one row."""


def own_table_notices(table: Table, sheet: Sheet) -> list[Notice]:
    """What a list of issues says of a table that was read as its county has declared."""
    header = table.header
    if header.own is None:
        return []
    given = [
        f"「{sheet.column[name].heading}」统一为“{made.value}”"
        for name, made in header.made.items()
        if made.step is Step.CONSTANT
    ]
    constants = f"，{'、'.join(given)}" if given else ""
    message = f"按已登记的自用表《{header.own}》读作《{sheet.title}》{constants}。"
    return [Notice("own_table", message, Reaction.FIX)]
