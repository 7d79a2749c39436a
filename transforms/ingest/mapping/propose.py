"""A proposal how to read an office's own table: which sheets, which column is which, and why (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column, Sheet
from expectations.contract.rules import Reaction
from expectations.county.own_tables import Source, Step
from transforms.cells.context import Context
from transforms.ingest.mapping.assign import (
    PERSON,
    READABLE,
    Match,
    assigned,
    disproved,
    further_sheets,
    speaks_for,
    weight_of,
)
from transforms.ingest.mapping.atoms import atoms
from transforms.ingest.mapping.evidence import SPEAKING
from transforms.ingest.mapping.heading_likeness import HeadingWords, Level
from transforms.ingest.mapping.office_table import office_table
from transforms.ingest.mapping.words_of_list import contradicting, matched_by_words
from transforms.recognise.grid import Grid
from transforms.recognise.headings import heading_keys

_FEWEST_WORDS = 2.0
"""Weight of a table's distinctive columns below which it is no sheet of ours; a heading of all sheets weighs little."""
_FEWEST_COLUMNS = 3
_TITLE = 0.5
_LONG = 4


@dataclass(frozen=True)
class Line:
    """One column of one sheet as proposed: where its cells come from, how surely, and by what evidence.

    What is not `sure` is a question; `share` of the cells can be read so, None where they do not tell. `against` is the
    heading of a column that contradicts one value for all rows, `rivals` are headings that may be this column as well,
    `times` is over how many columns its heading stands.
    """

    sheet: str
    column: str
    source: Source
    sure: bool
    level: Level | None
    share: float | None = None
    against: str = ""
    rivals: tuple[str, ...] = ()
    times: int = 1


@dataclass(frozen=True)
class Proposal:
    """An own table: title, the sheets it seems to be, best first, the lines of each, the headings left over.

    `rows_with` maps a sheet to the heading without which a row says nothing of it, `disproved` a heading to the (sheet,
    column) that its words mean and its cells do not bear out, `times` one over several columns to how many.
    """

    worksheet: str
    title: str
    headings: tuple[str, ...]
    sheets: tuple[str, ...]
    lines: tuple[Line, ...]
    rows_with: dict[str, str]
    disproved: dict[str, tuple[str, str]]
    times: Mapping[str, int]

    @property
    def open(self) -> tuple[str, ...]:
        """The headings that no line reads."""
        read = {heading for line in self.lines for heading in line.source.headings}
        return tuple(heading for heading in self.headings if heading not in read)

    def source_of(self, heading: str) -> Source:
        """Where the cells of a heading come from, of several parted by ＋ as the lines join them."""
        joined = (line.source for line in self.lines if len(line.source.headings) > 1)
        return next((source for source in joined if "＋".join(source.headings) == heading), Source((heading,)))

    def answered(self, sheet: str) -> set[str]:
        """The columns of a sheet for which there is something."""
        return {line.column for line in self.lines if line.sheet == sheet}

    def missing(self, sheet: str) -> list[Column]:
        """The required columns of a sheet for which there is nothing."""
        return SHEETS[sheet].lacking(self.answered(sheet))


def proposal(grid: Grid, words: HeadingWords, context: Context) -> Proposal | None:
    """How a worksheet may be read; None where nothing in it is like a sheet. `context` is what casters know."""
    office = office_table(grid, words)
    if office is None:
        return None
    every = atoms(office, context.codes["units"])
    spoken = f"{office.title} {grid.name}"
    best = {sheet.id: assigned(every, sheet, words, context) for sheet in SHEETS.values()}
    weights = {
        sheet: weight_of(matches) + _TITLE * speaks_for(office.title, sheet, words) for sheet, matches in best.items()
    }
    first = max(weights, key=weights.__getitem__)
    if weights[first] < _FEWEST_WORDS or len(best[first]) < _FEWEST_COLUMNS:
        return None
    taken = dict.fromkeys((match.atom.source for match in best[first]), first)
    chosen = {first: best[first]} | further_sheets(first, best, taken)
    for sheet, matches in chosen.items():
        there = {match.column.name for match in matches}
        by_words = [*matched_by_words(SHEETS[sheet], every, there, taken, context)]
        matches.extend(by_words)
        taken |= {match.atom.source: sheet for match in by_words}
    lines = [line for sheet, matches in chosen.items() for line in _lines(SHEETS[sheet], matches, words)]
    for line in [line for sheet in chosen for line in _constants(sheet, spoken, lines, words)]:
        column = SHEETS[line.sheet].column[line.column]
        lines.append(replace(line, against=contradicting(column, line.source.value, every, context)))
    times = {heading.text: heading.times for heading in office.headings if heading.times > 1}
    return Proposal(
        worksheet=grid.name,
        title=office.title,
        headings=tuple(heading.text for heading in office.headings),
        sheets=tuple(chosen),
        lines=tuple(_with_times(line, times) for line in lines),
        rows_with={sheet: mark for sheet in chosen if (mark := _mark(SHEETS[sheet], lines))} if len(chosen) > 1 else {},
        disproved={
            heading: (sheet, column)
            for sheet in reversed(chosen)
            for heading, column in disproved(every, SHEETS[sheet], words, context).items()
        },
        times=times,
    )


def _with_times(line: Line, times: Mapping[str, int]) -> Line:
    """A line whose heading stands over several columns is a question: nobody knows whether they mean the same."""
    most = max((times.get(heading, 1) for heading in line.source.headings), default=1)
    return replace(line, times=most, sure=False) if most > 1 else line


def _lines(sheet: Sheet, matches: Sequence[Match], words: HeadingWords) -> list[Line]:
    order = {column.name: n for n, column in enumerate(sheet.columns)}
    lines = [
        Line(sheet.id, m.column.name, m.atom.source, _is_sure(m, sheet, words), m.level, m.share, rivals=m.rivals)
        for m in matches
    ]
    return sorted(lines, key=lambda line: order[line.column])


def _is_sure(match: Match, sheet: Sheet, words: HeadingWords) -> bool:
    """Whether no question is needed: the heading means this column everywhere, and what stands there bears it out."""
    if match.atom.source.step is not Step.SAME or match.level < Level.COUNTY:
        return False
    if not words.asked.isdisjoint(heading_keys(match.atom.name)):
        return False
    if match.column.kind in SPEAKING and "person_id" not in sheet.key:
        return False  # a number is told by whose name stands before it
    if match.share is None:
        return match.level is Level.STANDARD or len(heading_keys(match.atom.name)[1]) >= _LONG
    return match.share >= READABLE


def _constants(sheet: str, title: str, lines: Iterable[Line], words: HeadingWords) -> list[Line]:
    """What a title says of every row, for required columns that have no cells: 党员花名册 → 党员类别 = 中共党员."""
    there = {line.column for line in lines if line.sheet == sheet}
    given = []
    for constant in words.constants:
        of, column = constant["column"].split(".")
        wanted = of == sheet and any(c.name == column for c in SHEETS[sheet].lacking(there))
        if wanted and any(word in title for word in constant["title"]):
            given.append(Line(sheet, column, Source((), Step.CONSTANT, constant["value"]), False, None))
            there.add(column)
    return given


def _mark(sheet: Sheet, lines: Iterable[Line]) -> str | None:
    """The heading of the column without which the sheet rejects a row; the name is none, every row has one."""
    marks = {c.name for c in sheet.columns if c.on_failure is Reaction.ROW and c.name not in PERSON}
    return next(
        (
            line.source.headings[0]
            for line in lines
            if line.sheet == sheet.id and line.column in marks and line.source.headings
        ),
        None,
    )
