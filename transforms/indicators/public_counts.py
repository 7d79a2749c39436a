"""Numbers for the public: tables of counts and figures without small counts of persons (domain.md §11.2, §11.3).

Works are public: livelihood items are counted as they are, those too whose titles are not published, so that how many
there are in a town beside those on the list may be seen. Requests of residents are not: `suppression` hides small
counts of them, and whatever would tell one beside all that the public has been given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Figure, Light, Measured, Part, figure_code
from transforms.indicators.declare.breakdown import UNKNOWN, town_labels
from transforms.indicators.suppression import CountTable, Events, suppressed

COVERED = "不公开"
TOTAL = "合计"
STATES = {"完成": ("C8", "乡镇"), "推进": ("C2", "在办"), "暂缓": ("C2", "暂缓")}
"""State of an item → the figure and the group of its parts that count the state by division."""
REQUESTS = {"诉求类别": "category", "乡镇": "town"}
"""The breakdowns of D10 that the public reads, and the columns of the orders they follow."""
FREE = "C"
"""The family of indicators of works."""
PART_OF = {"A6": "A1"}
"""Figures that count some of those whom another one counts: the public would read the others off the two."""


class PublicCount(NamedTuple):
    """A printed count and its source: the code of a figure, its numerator or denominator."""

    words: str
    code: str
    side: str


@dataclass(frozen=True, kw_only=True)
class PublicTable:
    """Counts ready to print, sums included in the last row and column; each row begins with its head.

    kind: of what it counts, a key of REQUESTS, or empty for items. One that is withheld has no rows: even which towns
    occur would tell of its counts.
    """

    kind: str = ""
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[PublicCount, ...]], ...]

    @property
    def withheld(self) -> bool:
        """Whether none of its counts may be printed."""
        return not self.rows

    @property
    def marked(self) -> bool:
        """Whether any of its counts is hidden."""
        return any(not count.words.isdecimal() for _, counts in self.rows for count in counts)


def public_tables(
    figures: Mapping[str, Figure], dataset: Dataset, given: Mapping[str, Sequence[CountTable]]
) -> tuple[PublicTable, ...]:
    """Items by town and state, requests of the period by category and by town.

    figures: the whole ones with their parts. given: by kind the tables that the public has been given.
    """
    tables = (_items(figures), *(_requests(figures, kind, dataset, given.get(kind, ())) for kind in REQUESTS))
    return tuple(table for table in tables if table)


def _items(figures: Mapping[str, Figure]) -> PublicTable | None:
    """A row for each division, a column for each state that occurs."""
    places = _parts(figures["C8"], "乡镇")
    extras = {part.code: part for part in figures["C2"].measured.extras}
    sums = {
        "完成": _whole(figures["C3"]),
        "推进": _of("C2", extras.get("open"), absent="open"),
        "暂缓": _of("C2", extras.get("held"), absent="held"),
    }
    shown = [state for state in STATES if sums[state].words != "0"]
    by_state = {
        state: {part.label: part for part in _parts(figures[figure], group)}
        for state, (figure, group) in STATES.items()
    }

    def counts(place: Part) -> Iterator[PublicCount]:
        for state in shown:
            figure, group = STATES[state]
            yield _of(figure, by_state[state].get(place.label), absent=f"{group}.{place.label}")
        yield _of("C8", place, "d")

    rows = tuple((place.label, tuple(counts(place))) for place in places)
    total = (TOTAL, (*(sums[state] for state in shown), _whole(figures["C2"])))
    heads = ("乡镇（园区）", *shown, TOTAL)
    return PublicTable(caption="各乡镇（园区）民生实事", heads=heads, rows=(*rows, total)) if rows else None


def _requests(
    figures: Mapping[str, Figure], kind: str, dataset: Dataset, given: Sequence[CountTable]
) -> PublicTable | None:
    """A row for each label that occurs, small counts hidden."""
    parts, limit = _parts(figures["D10"], kind), int(dataset.county.settings["small_cell"])
    if not parts:
        return None
    numbers = {part.label: int(part.denominator or 0) for part in parts}
    table = CountTable(first=dataset.clock.start, last=dataset.clock.as_of, counts=numbers)
    printable = suppressed(table, given, _events(dataset, REQUESTS[kind]), limit)
    heads = (kind.replace("乡镇", "乡镇（园区）"), "件数")
    if printable is None:
        return PublicTable(kind=kind, caption=_caption(kind), heads=heads, rows=())
    rows = tuple((part.label, (_marked(_of("D10", part, "d"), part.label, printable, limit),)) for part in parts)
    total = (TOTAL, (_whole(figures["D10"]),))
    return PublicTable(kind=kind, caption=_caption(kind), heads=heads, rows=(*rows, total))


def _caption(kind: str) -> str:
    return f"本期居民诉求按{kind}"


def kind_of_caption(caption: str) -> str | None:
    """Of which kind a printed table is, of those that have small counts hidden."""
    return next((kind for kind in REQUESTS if caption == _caption(kind)), None)


def _marked(count: PublicCount, label: str, table: CountTable, limit: int) -> PublicCount:
    if label not in table.hidden:
        return count
    return count._replace(words=f"<{limit}" if table.counts[label] < limit else COVERED)


def _events(dataset: Dataset, column: str) -> Events:
    """By label the orders posted on each day, in the period and outside."""
    names = town_labels(dataset.county) if column == "town" else dataset.county.codes("order_category").labels
    posted = dataset.orders.filter("posted").select(day="posted_on", label=pl.col(column).replace(names))
    events: dict[str, dict[dt.date, int]] = {}
    for label, day, count in posted.group_by("label", "day").len().iter_rows():
        events.setdefault(UNKNOWN.label if label is None else label, {})[day] = count
    return events


def _parts(figure: Figure, group: str) -> list[Part]:
    return [part for part in figure.measured.parts if part.group == group]


def _of(figure: str, part: Part | None, side: str = "n", absent: str = "") -> PublicCount:
    """A part's count; 0 for a missing part, under its name `absent`."""
    if part is None:
        return PublicCount("0", figure_code(figure, "", absent), side)
    number = part.numerator if side == "n" else part.denominator
    return PublicCount(str(int(number or 0)), figure_code(figure, "", part.name), side)


def _whole(figure: Figure) -> PublicCount:
    return PublicCount(str(int(figure.measured.numerator or 0)), figure.code, "n")


def public_figures(figures: Mapping[str, Figure], limit: int) -> dict[str, Figure]:
    """The figures without breakdowns, lights, earlier values and ranges, and without small counts but of works.

    A count below `limit` is removed; so is a ratio whose numerator, or denominator − numerator, is below it, except
    where numerator and denominator are equal; and a count of some of those whom another figure counts (PART_OF), where
    so few are left.
    """
    bare = {
        "light": Light.NONE,
        "previous": None,
        "first_previous": None,
        "restated": False,
        "range": None,
        "trend": (),
    }
    told = {code for code, whole in PART_OF.items() if _leaves_few(figures.get(code), figures.get(whole), limit)}
    return {
        code: replace(
            figure,
            measured=Measured(value=None) if code in told else _large(figure.measured, 0 if code[0] == FREE else limit),
            **bare,  # type: ignore[arg-type] # its own fields
        )
        for code, figure in figures.items()
    }


def _leaves_few(part: Figure | None, whole: Figure | None, limit: int) -> bool:
    counts = [figure.measured.numerator for figure in (part, whole) if figure]
    return len(counts) == 2 and None not in counts and 0 < (counts[1] or 0) - (counts[0] or 0) < limit


def _large(measured: Measured, limit: int) -> Measured:
    numerator, denominator = measured.numerator, measured.denominator
    bare = Measured(value=measured.value, numerator=numerator, denominator=denominator)
    if denominator is None:
        small = numerator is not None and numerator < limit
    else:
        lacking = denominator - (numerator or 0)
        small = denominator < limit or numerator is None or numerator < limit or 0 < lacking < limit
    return Measured(value=None) if small else bare
