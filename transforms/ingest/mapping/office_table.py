"""The table of a worksheet that no contract knows: where its header is, what its headings are, which rows are data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from expectations.county.own_tables import OwnTable
from transforms.ingest.mapping.heading_likeness import HeadingWords, Target
from transforms.recognise.grid import Cell, Grid
from transforms.recognise.headings import DEEPEST_HEADER, UNREAD, cuts_a_heading, heading_keys, labels_of, only_texts
from transforms.recognise.own_tables import own_index
from transforms.recognise.stacked_tables import line
from transforms.recognise.tables import Table, tables

_SEARCHED = 40
_LOOKED_AT = 120
"""Rows that are looked at; a proposal needs no more."""
_FEWEST = 3
_LONGEST = 30
"""Characters of a heading; longer texts are sentences."""
_WIDEST = 80


@dataclass(frozen=True)
class Heading:
    """A heading with all its lines joined, its position, and the lines themselves, the highest first.

    `times` is over how many columns it stands: they can only be read as one.
    """

    text: str
    at: int
    lines: tuple[str, ...]
    times: int = 1


@dataclass(frozen=True)
class OfficeTable:
    """Headings from left to right, and the table as it is recognised by them alone; `title` is the text above."""

    headings: tuple[Heading, ...]
    table: Table
    title: str

    def cells(self, heading: Heading, most: int = 50) -> list[Cell]:
        """The first cells below a heading."""
        return [self.table.grid.rows[row][heading.at] for row in self.table.data[:most]]


def office_table(grid: Grid, words: HeadingWords) -> OfficeTable | None:
    """The table of a worksheet below the rows whose texts are best known as headings; None where there is none."""
    grid = _top_of(grid)
    best = max(_headers(grid, words), key=lambda found: found[:2], default=None)
    if best is None:
        return None
    _, _, top, headings = best
    own = OwnTable("", (), tuple(heading.text for heading in headings))
    (first, *_) = tables(grid, own_index(own), {"": ""}) or (None,)
    if first is None:
        return None
    title = next((text for row in range(top) if (text := line(grid, row))), grid.name)
    return OfficeTable(headings, first, title)


def _top_of(grid: Grid) -> Grid:
    """As many rows as show what a table is, as wide as a table may be: a hostile sheet has millions of cells."""
    rows = [row[:_WIDEST] for row in grid.rows[:_LOOKED_AT]]
    return replace(grid, rows=rows, merges=tuple(merge for merge in grid.merges if merge.bottom < len(rows)))


def _headers(grid: Grid, words: HeadingWords) -> Iterator[tuple[float, int, int, tuple[Heading, ...]]]:
    """(known headings, minus the depth, first row, headings) of every stretch of rows that may be a header."""
    for top in range(min(len(grid.rows), _SEARCHED)):
        for bottom in range(top, min(top + DEEPEST_HEADER, len(grid.rows))):
            if not only_texts(grid, bottom) or not any(grid.rows[bottom]):
                break
            if cuts_a_heading(grid, top, bottom):
                continue
            headings = _headings(grid, top, bottom)
            known = sum(_weight(words.known, heading) for heading in headings)
            if len(headings) >= _FEWEST and known >= _FEWEST - 1:
                yield known, top - bottom, top, headings


def _headings(grid: Grid, top: int, bottom: int) -> tuple[Heading, ...]:
    """Distinct headings; without those that stand in every table (序号)."""
    found: dict[str, Heading] = {}
    for at, labels in enumerate(labels_of(grid, top, bottom)):
        if labels and labels[0] and len(labels[0]) <= _LONGEST:
            lines = tuple(dict.fromkeys((labels[-1], *labels[1:2]))) if len(labels) > 1 else labels
            key = heading_keys(labels[0])[0]
            found[key] = (
                replace(found[key], times=found[key].times + 1) if key in found else Heading(labels[0], at, lines)
            )
    return tuple(heading for heading in found.values() if heading_keys(heading.text)[1] not in UNREAD)


def _weight(known: Mapping[str, Mapping[Target, object]], heading: Heading) -> float:
    """1 for a heading that is known as a whole, less where only one of its lines is, or nothing."""
    if any(key in known for key in heading_keys(heading.text)):
        return 1.0
    return 0.5 if any(key in known for text in heading.lines for key in heading_keys(text)) else 0.0
