"""Headings of a worksheet matched against the contracts (domain.md §12, M12–M14, M17)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from expectations.catalogue import IGNORED_HEADINGS, SHEETS
from expectations.contract.contract import Sheet
from expectations.county.own_tables import Step
from expectations.own.in_use import remembered
from transforms.recognise.grid import Grid
from transforms.recognise.measures import BASES, SCALES
from transforms.recognise.near_headings import nearest
from transforms.recognise.simplified import simplified

SEARCHED_ROWS = 100  # as much instruction as stands above a header; a header repeated among the data is no candidate
DEEPEST_HEADER = 3
KNOWN_SHARE = 0.6
FEWEST_COLUMNS = 3
LONGEST_HEADING = 200

_NOISE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff*★:：/、]+|(?:必填|选填)项?")
_UNIT_BEHIND = re.compile(rf"(?<=\S)\s*(?:金额|计量|货币)?单位\s*:\s*(?:人民币)?[{SCALES}]*(?:{BASES})\s*$")
_NUMBERED = re.compile(r"^\s*[0-9]{1,2}\s*[.、)]\s*(?![0-9])")
_BRACKETED = re.compile(r"[(\[【〔].*?[)\]】〕]")
_BRACKETS = re.compile(r"[()\[\]【】〔〕]")


def heading_keys(text: str) -> tuple[str, str]:
    """Two look-up forms of a heading: with the words in brackets, and without them; a long text stays as it is."""
    return _keys(text) if len(text) <= LONGEST_HEADING else (text, text)


@lru_cache(maxsize=4096)
def _keys(text: str) -> tuple[str, str]:
    folded = unicodedata.normalize("NFKC", text).lower()
    if folded.isalnum() and "填" not in folded and simplified(folded) == folded:  # most texts have no noise
        return folded, folded
    plain = _NOISE.sub("", _NUMBERED.sub("", _UNIT_BEHIND.sub("", simplified(folded))))
    return _BRACKETS.sub("", plain), _BRACKETED.sub("", plain)


SENDER = frozenset({"填报单位", "报送单位", "上报单位", "填表单位"})
"""Headings of the column with each row's unit: a workbook merged of several (domain.md M08)."""

UNREAD = SENDER | {heading_keys(heading)[0] for heading in IGNORED_HEADINGS}
"""Headings allowed in every sheet and ignored in matching."""

Index = Mapping[str, Mapping[str, str]]
"""Look-up form of a heading → {sheet id: canonical column name}."""


def heading_index(sheets: Iterable[Sheet]) -> Index:
    """Every heading and variant of every sheet; within a sheet the standard headings win over variants."""
    index: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        headings = [(column.heading, column.name) for column in sheet.columns]
        variants = [(variant, column.name) for column in sheet.columns for variant in column.variants]
        for form in (0, 1):
            for text, name in headings + variants:
                if key := heading_keys(text)[form]:
                    index.setdefault(key, {}).setdefault(sheet.id, name)
    return index


def is_heading(text: str) -> bool:
    """Whether a text is a heading, or a variant of one, of any contract: lists of them explain how to fill in."""
    return heading_keys(text)[1] in _every_heading()


@remembered
def _every_heading() -> Index:
    return heading_index(SHEETS.values())


@dataclass(frozen=True)
class Made:
    """A column that is made of cells of an own table by a declared step: positions from 0, their headings, a value."""

    step: Step
    places: tuple[int, ...]
    headings: tuple[str, ...]
    value: str


@dataclass(frozen=True)
class Header:
    """The position of a worksheet's header and of its contract columns.

    `sheet` is the contract's id; `top` and `bottom` are row positions from 0, both included. `columns` maps a
    canonical name to its position, `texts` to the heading as found, `rivals` to further positions of the same
    column; `near` are the columns found by a heading with one wrong character, `unknown` the texts that name
    none. `adjacent` says that a second table of the same columns stands to the right, `sender` where a column
    填报单位 is, `outdated` the columns with a hidden one of the same meaning, which is not read. `headed` are the
    positions with a heading of any kind. `own` is the title of the own table it was known as, `made` its columns that
    are more than a cell as it stands, `times` how many sheets each of its rows is read as.
    """

    sheet: str
    top: int
    bottom: int
    columns: dict[str, int]
    texts: dict[str, str]
    rivals: dict[str, tuple[int, ...]]
    near: tuple[str, ...]
    unknown: tuple[str, ...]
    adjacent: bool = False
    sender: int | None = None
    outdated: tuple[str, ...] = ()
    headed: frozenset[int] = frozenset()
    own: str | None = None
    made: Mapping[str, Made] = field(default_factory=dict)
    times: int = 1

    @property
    def answered(self) -> frozenset[str]:
        """The columns the table has something for, constants included, which stand in no cell."""
        return frozenset((*self.columns, *self.made))


def _filled(grid: Grid, top: int, bottom: int) -> list[list[str]]:
    """Heading rows as text, merged ranges filled."""
    lines = grid.rows[top : bottom + 1]
    width = max(map(len, lines))
    rows = [
        [cell.strip() if isinstance(cell, str) else "" for cell in row] + [""] * (width - len(row)) for row in lines
    ]
    for merge in grid.merges:
        if top <= merge.top <= bottom and merge.left < width:
            text = rows[merge.top - top][merge.left]
            for r in range(merge.top, min(merge.bottom, bottom) + 1):
                for c in range(merge.left, min(merge.right, width - 1) + 1):
                    rows[r - top][c] = text
    return rows


def labels_of(grid: Grid, top: int, bottom: int) -> list[tuple[str, ...]]:
    """Per column the ways to read its heading, best first: all lines joined, the lowest line, the highest line."""
    columns: list[tuple[str, ...]] = []
    for stack in zip(*_filled(grid, top, bottom), strict=True):
        lines = list(dict.fromkeys(line for line in stack if line))
        columns.append(tuple(dict.fromkeys(("".join(lines), lines[-1], lines[0]))) if lines else ())
    return columns


def _known(labels: tuple[str, ...], index: Index) -> dict[str, str]:
    """{sheet id: column} for one heading, by its best label."""
    columns: dict[str, str] = {}
    for form in (0, 1):
        for label in labels:
            for sheet, name in index.get(heading_keys(label)[form], {}).items():
                columns.setdefault(sheet, name)
    return columns


def _header(
    index: Index, sheet: str, top: int, bottom: int, labels: list[tuple[str, ...]], known: list[dict[str, str]]
) -> Header:
    places: dict[str, list[int]] = {}
    for position, by_sheet in enumerate(known):
        if sheet in by_sheet:
            places.setdefault(by_sheet[sheet], []).append(position)
    unknown = {
        at: way for at, (way, by_sheet) in enumerate(zip(labels, known, strict=True)) if way and sheet not in by_sheet
    }
    near = _near(index, sheet, unknown, places)
    places |= {name: [at] for at, name in near.items()}
    adjacent = _side_by_side(places)
    return Header(
        sheet=sheet,
        top=top,
        bottom=bottom,
        columns={name: at[0] for name, at in places.items()},
        texts={name: labels[at[0]][0] for name, at in places.items()},
        rivals={} if adjacent else {name: tuple(at[1:]) for name, at in places.items() if len(at) > 1},
        near=tuple(near.values()),
        unknown=tuple(way[0] for at, way in unknown.items() if at not in near),
        adjacent=adjacent,
        headed=frozenset(at for at, way in enumerate(labels) if way),
        sender=next((at for at, way in unknown.items() if heading_keys(way[-1])[1] in SENDER), None),
    )


def _side_by_side(places: Mapping[str, Sequence[int]]) -> bool:
    """Whether every column is repeated further right: a second table, not a second column."""
    return len(places) >= FEWEST_COLUMNS and max(at[0] for at in places.values()) < min(
        at[1] if len(at) > 1 else 0 for at in places.values()
    )


def _near(index: Index, sheet: str, unknown: dict[int, tuple[str, ...]], taken: Collection[str]) -> dict[int, str]:
    """Position → missing column whose heading is mistyped there; a column matched twice is left out."""
    forms = {at: [heading_keys(way)[0] for way in ways] for at, ways in unknown.items()}
    read = {at: keys for at, keys in forms.items() if UNREAD.isdisjoint(keys)}
    if not read:
        return {}
    headings = {key: by_sheet[sheet] for key, by_sheet in index.items() if sheet in by_sheet}
    near = {at: name for at, keys in read.items() if (name := nearest(keys, headings, taken))}
    claims = Counter(near.values())
    return {at: name for at, name in near.items() if claims[name] == 1}


def only_texts(grid: Grid, row: int) -> bool:
    """Whether a row may belong to a header: one with a number or a date is data."""
    return all(isinstance(cell, str) for cell in grid.rows[row])


def cuts_a_heading(grid: Grid, top: int, bottom: int) -> bool:
    """Whether a heading merged over several rows would reach out of these rows."""
    return any(top <= merge.top <= bottom < merge.bottom < top + DEEPEST_HEADER for merge in grid.merges)


def headers(grid: Grid, index: Index, tops: Iterable[int] | None = None) -> Iterator[Header]:
    """Every way to read some rows of a worksheet, by default the first ones, as the header of a sheet, row by row.

    At least three columns and 60 % of the headings must be known (domain.md M12). Only candidates near the first one
    are given: further down the header may be repeated among the data (M18).
    """
    end = SEARCHED_ROWS if tops is None else len(grid.rows)
    if tops is None:
        grid = replace(grid, merges=tuple(merge for merge in grid.merges if merge.top < end + DEEPEST_HEADER))
    for top in range(len(grid.rows)) if tops is None else tops:
        if top >= end:
            return
        if not any(isinstance(cell, str) and cell and heading_keys(cell)[1] in index for cell in grid.rows[top]):
            continue
        for bottom in range(top, min(top + DEEPEST_HEADER, len(grid.rows))):
            if bottom > top and not only_texts(grid, bottom):
                break
            if cuts_a_heading(grid, top, bottom):
                continue
            labels = labels_of(grid, top, bottom)
            known = [_known(way, index) for way in labels]
            votes = Counter(sheet for by_sheet in known for sheet in by_sheet)
            headed = sum(bool(way) and heading_keys(way[-1])[1] not in UNREAD for way in labels)
            for sheet, count in votes.items():
                distinct = {by_sheet[sheet] for by_sheet in known if sheet in by_sheet}
                if len(distinct) >= FEWEST_COLUMNS and count >= KNOWN_SHARE * headed:
                    end = min(end, top + DEEPEST_HEADER)
                    yield _header(index, sheet, top, bottom, labels, known)
