"""本期要情: at most six points on what has changed since the period before, the weightiest first.

A point says what, how much against the period before, and whose it is as far as the audience may see it; a level that
has not changed is none. Points are ranked as official prose ranks them: newly red or late, newly done, changed most,
green again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from typing import Any

import polars as pl

from report_templates.model.cells import cell_of
from report_templates.reports.context import SectionContext
from report_templates.reports.overdue_orders import most_overdue
from report_templates.words.figure_view import FigureView
from report_templates.words.headline import headline
from report_templates.words.sentence import Runs, Sentence
from report_templates.words.typeset import cut
from transforms.clock import previous_period
from transforms.figures import Light
from transforms.indicators.declare.breakdown import labels, town_labels

SECTION = "brief"
MOST_POINTS, MOST_NAMES = 6, 3
LEAST_CHANGE = 1.0
"""Percentage points: a smaller change of a rate is no news."""
WATCHED = ("A5", "C3", "C5", "D3", "D11", "D12")
"""Figures whose changes are points of their own; what nobody has sent of them is not known not to have changed."""
_GOOD_TO_BAD = (Light.GREEN.value, Light.YELLOW.value, Light.RED.value)


class Rank(IntEnum):
    """The order of points."""

    LATE = 1
    RED = 2
    DONE = 3
    CHANGED = 4
    GREEN = 5


@dataclass(frozen=True)
class Point:
    """Something new; among points of one rank the greatest weight comes first."""

    rank: Rank
    weight: float
    said: Sentence


def brief(context: SectionContext) -> tuple[Sentence, ...]:
    """The points of a period; one sentence where it is the first, or nothing has changed."""
    if context.is_first:
        first = "first" if context.within.is_empty() else "first_within"
        return (context.words.say(SECTION, first, context.views), headline(context.figures, context.words))
    points = list(chain.from_iterable(rule(context) for rule in RULES))
    for general in (_turned_lights, _largest_changes):
        points += general(context, {code for point in points for code in point.said.codes})
    ranked = sorted(points, key=lambda point: (point.rank, -point.weight))[:MOST_POINTS]
    quiet = "unsent" if any(context.views[code].figure.missing for code in WATCHED) else "quiet"
    return tuple(point.said for point in ranked) or (context.words.say(SECTION, quiet, context.views),)


def _point(context: SectionContext, rank: Rank, key: str, weight: float, **facts: object) -> Point:
    return Point(rank, weight, context.words.say(SECTION, key, context.views, **facts))


def _late_items(context: SectionContext) -> Iterator[Point]:
    """Items whose time limit has passed in the period."""
    view, clock = context.views["C5"], context.dataset.clock
    fresh = context.dataset.items.filter("overdue", pl.col("overdue_days") <= (clock.as_of - clock.start).days + 1)
    if _grown(view):
        yield _point(context, Rank.LATE, "late_items", view.number or 0, items=_items(context, fresh))


def _overdue_orders(context: SectionContext) -> Iterator[Point]:
    """Orders that nobody took, or nobody finished, in time."""
    untaken, unfinished = context.views["D11"], context.views["D12"]
    if _grown(untaken) or _grown(unfinished):
        weight = (untaken.number or 0) + (unfinished.number or 0)
        yield _point(context, Rank.LATE, "overdue_orders", weight, worst="、".join(most_overdue(context)[:MOST_NAMES]))


def _done_items(context: SectionContext) -> Iterator[Point]:
    view, clock = context.views["C3"], context.dataset.clock
    done = pl.col("late_completed") & pl.col("done_on").is_between(clock.start, clock.as_of)
    if _grown(view):
        late = _items(context, context.dataset.items.filter("claimed", ~pl.col("carried_over"), done))
        yield _point(context, Rank.DONE, "done_items", view.counted.numerator or 0, late=late)


def _new_posts(context: SectionContext) -> Iterator[Point]:
    """Cadres whose second post began in the period."""
    view, clock, organs = context.views["A5"], context.dataset.clock, labels("organ")
    begun = pl.col("start").is_between(clock.start, clock.as_of)
    people = context.dataset.assignments.filter("is_primary", begun).sort("start", maintain_order=True)
    posts = [(row.get("name"), organs.get(row["organ"], row["organ"])) for row in people.iter_rows(named=True)]
    if posts and view.number is not None and not view.outdated:
        names = _shortened([(f"{name}（{organ}）",) for name, organ in posts if name])
        where = "、".join(dict.fromkeys(organ for _, organ in posts))
        yield _point(context, Rank.DONE, "new_posts", len(posts), people=names, organs=where)


def _new_projects(context: SectionContext) -> Iterator[Point]:
    if _grown(context.views["D3"]):
        yield _point(context, Rank.DONE, "new_projects", 0)


RULES: tuple[Callable[[SectionContext], Iterator[Point]], ...] = (
    *(_late_items, _overdue_orders, _new_posts, _done_items, _new_projects),
)


def _turned_lights(context: SectionContext, known: Set[str]) -> Iterator[Point]:
    """The lights that have turned red, yellow from green, and green, but for the figures whose codes are `known`."""
    before = _lights_before(context)
    turned: dict[str, list[FigureView]] = defaultdict(list)
    for view in _comparable(context, known):
        was, now = before.get(view.figure.code), view.light
        if was in _GOOD_TO_BAD and now in _GOOD_TO_BAD and was != now:
            turned[now].append(view)
    ranks = {Light.RED.value: Rank.RED, Light.YELLOW.value: Rank.CHANGED, Light.GREEN.value: Rank.GREEN}
    for light, views in turned.items():
        yield _point(context, ranks[light], "turned", max(map(_moved, views)), light=light, turned=_largest(views))


def _largest_changes(context: SectionContext, known: Set[str]) -> Iterator[Point]:
    """The rates that have changed most, but for those whose codes are `known`."""
    if views := [v for v in _comparable(context, known) if v.unit == "%" and _moved(v) >= LEAST_CHANGE]:
        yield _point(context, Rank.CHANGED, "changed", max(map(_moved, views)), changed=_largest(views))


def _largest(views: list[FigureView]) -> list[FigureView]:
    return sorted(views, key=lambda view: -_moved(view))[:MOST_NAMES]


def _comparable(context: SectionContext, known: Set[str]) -> Iterator[FigureView]:
    """Lit figures of what was sent, measured now and in the period before among the same units."""
    for view in context.views.values():
        measured = None not in (view.number, view.figure.previous, *view.like) and view.figure.id not in known
        if measured and not view.outdated and view.light != Light.NONE.value:
            yield view


def _lights_before(context: SectionContext) -> Mapping[str, str]:
    history = context.history
    if "light" not in history.columns:
        return {}
    last = history.filter(pl.col("period") == previous_period(context.dataset.clock.period))
    return dict(last.select("code", "light").drop_nulls().iter_rows())


def _grown(view: FigureView) -> bool:
    """Whether it is more than in the period before, among the units that count in both; what only the calendar has
    moved, as nothing was sent, is not."""
    before, now = view.like
    return now is not None and before is not None and now > before and not view.outdated


def _moved(view: FigureView) -> float:
    """By how much, among the units that count in both periods."""
    before, now = view.like
    return 0 if before is None or now is None else abs(now - before)


def _items(context: SectionContext, items: pl.DataFrame) -> Runs:
    """修桥（甲镇，赵六）、修路（乙镇，钱七）等."""
    places = town_labels(context.county)
    worst = items.sort(pl.col("overdue_days").fill_null(0), "item_code", descending=[True, False])
    return _shortened([_whose(item, places.get(item["town"])) for item in worst.iter_rows(named=True)])


def _whose(item: Mapping[str, Any], place: str | None) -> Runs:
    owners = "，".join(filter(None, (place, item.get("leader"))))
    return (cell_of("items", item["item_code"], "title", cut(item["title"] or "")), f"（{owners}）" if owners else "")


def _shortened(names: Sequence[Runs]) -> Runs:
    runs = [run for name in names[:MOST_NAMES] for run in (*name, "、")][:-1]
    return (*runs, "等") if len(names) > MOST_NAMES else tuple(runs)
