"""Suppression of small counts, so that they follow from nothing the public has been given (domain.md §11.3).

A table counts events by label over the days of a period and is printed with its sum. A count below the limit is hidden,
and further ones with it, until no hidden one follows from what is printed: here, in tables of other periods that share
days with this one (a month and its weeks), and in earlier editions. Statistics calls such tables linked. Where nothing
is left to hide, the whole table is withheld.

A mark says that a count is from 1 to below the limit, or that it is not below it; no more may follow of a small one.
So it is safe while each number that its mark allows could stand behind it: on some days less of its label and more of
others, or the other way, would change nothing that has been printed, for all of them are hidden in every table with
these days, and their marks would stay true. Of one that only hides others another number must be possible. Printed
counts of a label tell what happened between any two days on which their periods begin or end: that must not be small
either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

Events = Mapping[str, Mapping[dt.date, int]]
"""By label how many there were on each day, as far as is known now."""
Span = tuple[dt.date, dt.date]
"""The first day, and the day after the last one."""


@dataclass(frozen=True, kw_only=True)
class CountTable:
    """Counts by label over the days from `first` to `last`; the `hidden` are printed as marks.

    The mark says whether a count is below the limit. A label that is not named has 0, one that is named has not, and
    everybody can see that.
    """

    first: dt.date
    last: dt.date
    counts: Mapping[str, int]
    hidden: frozenset[str] = frozenset()

    @property
    def span(self) -> Span:
        """Its days."""
        return self.first, self.last + dt.timedelta(days=1)

    def shares(self, span: Span) -> bool:
        """Whether it counts any of these days."""
        return self.first < span[1] and span[0] <= self.last


def suppressed(table: CountTable, given: Sequence[CountTable], events: Events, limit: int) -> CountTable | None:
    """The table with what has to be hidden, beside what has been given; None where it must be withheld.

    given: the tables of the same kind that the public has, those at least that share days with this one.
    """
    everything = _together(events)
    small = frozenset(label for label, count in table.counts.items() if count < limit)
    marked = replace(table, hidden=small)
    if sum(table.counts.values()) < limit or _tells_small(
        table.span, [t.span for t in (*given, table)], everything, limit
    ):
        return None
    before = _Linked(given, events, limit)
    while (label := _exposed(marked, before)) is not None:
        shown = marked.counts.keys() - marked.hidden
        if not shown:
            return None
        cover = label if label in shown else min(shown, key=lambda other: before.cost(other, marked))
        marked = replace(marked, hidden=marked.hidden | {cover})
    return marked


def _exposed(table: CountTable, before: _Linked) -> str | None:
    """A label of which a hidden count, or a small one between two days, would follow if the table were printed."""
    after = replace(before, tables=(*before.tables, table))
    for label in table.counts:
        spans = [other.span for other in after.tables if label not in other.hidden]
        if label not in table.hidden and _tells_small(table.span, spans, after.events.get(label, {}), after.limit):
            return label
    for at, other in enumerate(after.tables):
        if other.shares(table.span):
            for label in sorted(other.hidden):
                if not after.safe(label, at) and (other is table or before.safe(label, at)):
                    return label
    return None


@dataclass(frozen=True)
class _Linked:
    """Tables that the public has, or would have."""

    tables: Sequence[CountTable]
    events: Events
    limit: int

    def cost(self, label: str, table: CountTable) -> tuple[int, int, str]:
        """Of what to hide beside a count: first what is hidden in the linked tables, then what is small."""
        return -sum(label in other.hidden for other in self.tables), table.counts[label], label

    def safe(self, label: str, at: int) -> bool:
        """Whether of a hidden count of the table at this place no more follows than its mark says."""
        count = self.tables[at].counts[label]
        if count >= self.limit:
            return self._reaches(label, at, count + 1) or self._reaches(label, at, count - 1)
        return self.limit > _LOWEST and self._reaches(label, at, 1) and self._reaches(label, at, self.limit - 1)

    def _reaches(self, label: str, at: int, goal: int) -> bool:
        """Whether this number could stand there, one event after the other moved from the label or to it."""
        here = self.tables[at].counts[label]
        if here == goal:
            return True
        moved = self._moved(label, at, up=goal > here)
        return moved is not None and moved._reaches(label, at, goal)

    def _moved(self, label: str, at: int, *, up: bool) -> _Linked | None:
        """With one event less or more of a label, and nothing else than what is printed; None where that cannot be."""
        table = self.tables[at]
        others = sorted(table.hidden - {label}, key=lambda other: -table.counts[other])  # the roomiest first
        for span, places in self._parts(table):
            for other in others:
                here, there = (other, label) if up else (label, other)
                if _between(self.events.get(here, {}), span) and all(
                    self._may_move(here, there, self.tables[place]) for place in places
                ):
                    return self._with_moved(here, there, span, places)
        return None

    def _parts(self, table: CountTable) -> Iterator[tuple[Span, list[int]]]:
        """The days of a table in parts, each with the places of the tables that count all of its days."""
        linked = [other for other in self.tables if other.shares(table.span)]
        ends = sorted({day for other in linked for day in other.span if table.span[0] <= day <= table.span[1]})
        for span in pairwise(ends):
            yield span, [place for place, other in enumerate(self.tables) if other.shares(span)]

    def _may_move(self, here: str, there: str, table: CountTable) -> bool:
        """Whether one less of `here` and one more of `there` changes nothing that is printed: their marks stay true."""
        return {here, there} <= table.hidden and self._keeps(table, here, -1) and self._keeps(table, there, 1)

    def _keeps(self, table: CountTable, label: str, step: int) -> bool:
        count = table.counts[label]
        return count + step >= 1 and (count < self.limit) == (count + step < self.limit)

    def _with_moved(self, here: str, there: str, span: Span, places: Sequence[int]) -> _Linked:
        steps, tables = {here: -1, there: 1}, [*self.tables]
        for place in places:
            counts = tables[place].counts
            changed = {label: counts[label] + step for label, step in steps.items()}
            tables[place] = replace(tables[place], counts={**counts, **changed})
        events = {label: _with_step(self.events.get(label, {}), span, step) for label, step in steps.items()}
        return replace(self, tables=tables, events={**self.events, **events})


_LOWEST = 2
"""Below this limit or with it, a mark would say the count."""


def _with_step(events: Mapping[dt.date, int], span: Span, step: int) -> dict[dt.date, int]:
    """One event more or less on a day of the span; less only where there is one."""
    day = next((day for day, count in events.items() if span[0] <= day < span[1] and count + step >= 0), span[0])
    return {**events, day: events.get(day, 0) + step}


def _tells_small(span: Span, printed: Sequence[Span], events: Mapping[dt.date, int], limit: int) -> bool:
    """Whether printed counts of these spans tell a count below the limit, but for 0, between two of their ends.

    What happened between two days follows where a way leads from one to the other by the ends of printed spans.
    """
    reached, waiting = {span[0]}, [span[0]]
    while waiting:
        day = waiting.pop()
        for ends in printed:
            if day in ends:
                waiting += {*ends} - reached
                reached |= {*ends}
    return any(0 < _between(events, part) < limit for part in pairwise(sorted(reached)))


def _between(events: Mapping[dt.date, int], span: Span) -> int:
    return sum(count for day, count in events.items() if span[0] <= day < span[1])


def _together(events: Events) -> dict[dt.date, int]:
    days: dict[dt.date, int] = {}
    for of_label in events.values():
        for day, count in of_label.items():
            days[day] = days.get(day, 0) + count
    return days
