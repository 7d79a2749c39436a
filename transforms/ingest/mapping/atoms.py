"""The columns of an own table as they may be read: as they stand, split in two, or several joined to one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from expectations.county.codelist import CodeList
from expectations.county.own_tables import Source, Step
from transforms.clean.made_columns import made_cells
from transforms.ingest.mapping.office_table import Heading, OfficeTable
from transforms.recognise.grid import Cell
from transforms.recognise.headings import Made

_AND = "(?:及|和|与|、|/)"
_OF = "(?P<of>原任?|现任?|退出前|工作|所在)?"
_UNIT, _POST = "(?P<a>(?:工作|所在|任职)?单位)", "(?P<b>(?:领导)?职务|职位|任职)"
_SCHOOL, _MAJOR = "(?P<a>毕业(?:院校|学校)|院校|学校)(?:系)?", "(?P<b>(?:所学)?专业)"
_PERSON, _PHONE = "(?P<a>.*(?:人|姓名|党员))", "(?P<b>(?:联系)?(?:电话|方式)|手机号?码?)"
_PAIRS = tuple(
    (re.compile(pattern), first, second)
    for pattern, first, second in (
        (f"{_OF}{_UNIT}{_AND}?{_POST}", Step.UNIT, Step.POST),
        (f"(?P<of>){_SCHOOL}{_AND}?{_MAJOR}", Step.SCHOOL, Step.MAJOR),
        (f"(?P<of>){_PERSON}{_AND}{_PHONE}", Step.PERSON, Step.PHONE),
        (f"(?P<of>)(?P<a>.*单位){_AND}(?P<b>责任人|负责人|联系人)", Step.UNIT, Step.POST),
    )
)
"""Headings of two things in one cell, with the steps that part them; `of` says something of both (原单位及职务)."""
_OF_UNITS = ("工作", "所在")
"""What speaks of the unit only: 工作单位及职务 is 工作单位 and 职务."""
_DATE = ("年", "月", "日")


@dataclass(frozen=True)
class Atom:
    """One way to get cells for a column: what it is called, its source, its first cells as the step makes them.

    `at` is the position of its first heading, `lowest` the lowest line of one that has several.
    """

    name: str
    source: Source
    cells: tuple[Cell, ...]
    at: int
    lowest: str = ""


def atoms(office: OfficeTable, units: CodeList, most: int = 50) -> list[Atom]:
    """Every heading as an atom, or as two; neighbours under one heading that are ticked, or parts of a date, as one."""
    every: list[Atom] = []
    for _, group in groupby(office.headings, key=lambda heading: _parent(heading) or heading.text):
        under = [*group]
        every += (
            [_together(office, under, units, most)]
            if _are_one(office, under, most)
            else _apart(office, under, units, most)
        )
    return every


def _parent(heading: Heading) -> str | None:
    return heading.lines[0] if len(heading.lines) > 1 else None


def _are_one(office: OfficeTable, under: Sequence[Heading], most: int) -> bool:
    """Whether neighbours under one heading hold one answer: a tick below one of them, or the parts of a date."""
    if len(under) < 2:
        return False
    if tuple(heading.lines[-1] for heading in under) in (_DATE, _DATE[:2]):
        return True
    filled = [cell for heading in under for cell in office.cells(heading, most) if cell not in ("", None)]
    return bool(filled) and all(str(cell).strip() in _TICKS for cell in filled)


_TICKS = frozenset({"√", "✓", "✔", "☑", "■", "●", "○", "★"})


def _together(office: OfficeTable, under: Sequence[Heading], units: CodeList, most: int) -> Atom:
    dated = under[0].lines[-1] == _DATE[0]
    source = Source(tuple(heading.text for heading in under), Step.JOIN if dated else Step.TICKED, "-" if dated else "")
    return _atom(office, under[0].lines[0], source, under, units, most)


def _apart(office: OfficeTable, under: Sequence[Heading], units: CodeList, most: int) -> Iterator[Atom]:
    for heading in under:
        for name, step in _parts(heading.text):
            yield _atom(office, name, Source((heading.text,), step), [heading], units, most)


def _parts(text: str) -> tuple[tuple[str, Step], ...]:
    """What a heading names, one thing or two, each with its step."""
    for pattern, first, second in _PAIRS:
        if match := pattern.fullmatch(text):
            of = match["of"] or ""
            return (of + match["a"], first), (("" if of in _OF_UNITS else of) + match["b"], second)
    return ((text, Step.SAME),)


def _atom(office: OfficeTable, name: str, source: Source, under: Sequence[Heading], units: CodeList, most: int) -> Atom:
    cells = [office.cells(heading, most) for heading in under]
    if source.step is Step.SAME:
        lines = under[0].lines
        return Atom(name, source, tuple(cells[0]), under[0].at, lines[-1] if len(lines) > 1 else "")
    made = Made(source.step, tuple(h.at for h in under), source.headings, source.value)
    return Atom(name, source, tuple(made_cells(made, cells, office.table, units)), under[0].at)
