"""What the papers of an edition demand (要求) until when, and what has become of what the papers before demanded.

A matter keeps the day that was named when it was first demanded, and every paper since has urged it once more (催办).
What the first edition of a period said stands in all later ones: a period made again says the same of the same matters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import polars as pl

from expectations.county.county import County
from transforms.clock import Clock, is_week
from transforms.dataset import Dataset
from transforms.editions.outcomes import outcome
from transforms.figures import Figure, Light
from transforms.join.cadres.requests import requests

DEMANDS: dict[str, pl.DataType] = {
    "matter": pl.String(),
    "step": pl.String(),
    "until": pl.Date(),
    "later": pl.Date(),
    "urged": pl.Int64(),
    "late": pl.Int64(),
    "outcome": pl.String(),
    "person_id": pl.String(),
}
"""A line per matter: `items/`, `orders/`, `figures/` or `duties/` and the item, place, code of the figure or report it
is about (of a request the first one that made it). `until`: the day that is demanded; `later`: for orders that are to
be taken until then, to be finished. `urged`: how many papers demanded it before; `late`: by how many days it was past
`until` on the day of issue, null before that day. `outcome`: of what the paper before demanded and this one does not,
else null. `person_id`: who asks.
"""

NO_DEMANDS = pl.DataFrame(schema=DEMANDS)
Own = Mapping[str, Mapping[str, Figure]]
"""The figures of each unit by its code."""
Row = dict[str, Any]

IN_OTHER_MATTERS = ("C5", "D11", "D12")
"""What they count, late items and orders, is demanded by itself."""
IN_OTHER_TASKS = (*IN_OTHER_MATTERS, "C3", "C4", "C6", "D6", "E1", "E2")
"""Of a single unit each item, order, sheet and cell is a task of its own, too."""


class Step(StrEnum):
    """What is demanded; of a late item more, the longer it is late (domain.md §7.2)."""

    FINISH = "finish"
    EXPLAIN = "explain"
    REFER = "refer"
    SOLVE = "solve"
    TAKE = "take"  # orders that nobody took, and finish all
    FINISH_ORDERS = "finish_orders"
    FIGURE = "figure"
    HELP = "help"


class Days(NamedTuple):
    """Until when something is demanded: the day, and a later one for orders to be finished."""

    until: dt.date
    later: dt.date


def issued_on(clock: Clock, county: County) -> dt.date:
    """The day of issue in the county's own time."""
    return clock.knowledge.astimezone(ZoneInfo(county.timezone)).date()


def first_days(clock: Clock, county: County) -> Days:
    """The days of what is demanded for the first time: a week (`demand_days`) and two after the day of issue."""
    days = dt.timedelta(days=county.settings["demand_days"])
    return Days(issued_on(clock, county) + days, issued_on(clock, county) + 2 * days)


def named_days(step: str, before: Row | None, fresh: Days) -> Days:
    """The days of a demand: those of the demand before, if it was the same or had this one in it, else `fresh` ones."""
    if before and before["step"] == step:
        return Days(before["until"], before["later"])
    if step != Step.FINISH_ORDERS:
        return fresh
    finish = before["later"] if before and before["step"] == Step.TAKE else fresh.later
    return Days(finish, finish)


def item_steps(items: pl.DataFrame) -> pl.DataFrame:
    """The items that are red or whose unit names a problem, with their `step`.

    Red ones stand first, the longest overdue before the others.
    """
    red, late = pl.col("light") == Light.RED.value, pl.col("overdue_days").fill_null(0)
    hindered = pl.col("open") & pl.col("problem").is_not_null()
    step = (
        pl.when(red & (late <= 7))
        .then(pl.lit(Step.FINISH.value))
        .when(red & (late <= 14))
        .then(pl.lit(Step.EXPLAIN.value))
        .when(red)
        .then(pl.lit(Step.REFER.value))
        .otherwise(pl.lit(Step.SOLVE.value))
    )
    wanting = items.filter("claimed", ~pl.col("cancelled"), red | hindered).with_columns(step=step)
    by_days = pl.when(red).then("overdue_days")
    return wanting.sort(red, by_days, "item_code", descending=[True, True, False], nulls_last=True)


def wanting(figures: Mapping[str, Figure], county: County) -> list[Figure]:
    """The figures, of the county or of a unit, that are red, and those yellow ones the county wants to be demanded."""
    yellow = county.demands.yellow
    return [
        figure
        for figure in figures.values()
        if figure.id not in (IN_OTHER_TASKS if figure.place else IN_OTHER_MATTERS)
        and (figure.light is Light.RED or (figure.light is Light.YELLOW and figure.id in yellow))
    ]


def demands(
    dataset: Dataset, figures: Mapping[str, Figure], own: Own, before: pl.DataFrame, first: pl.DataFrame
) -> pl.DataFrame:
    """DEMANDS of an edition.

    figures: the county's by code; own: those of each unit. before: DEMANDS of the edition of the week before, or the
    `gathered` ones of the weeks of a longer period, which tells their outcomes once more; first: those of the first
    edition of this period, where there was one.
    """
    earlier, said = ({row["matter"]: row for row in standing(old).iter_rows(named=True)} for old in (before, first))
    wanted = {matter: (step, person) for matter, step, person in _matters(dataset, figures, own)}
    rows = [
        {"matter": matter, "step": step, "person_id": person}
        | _said(dataset, step, said.get(matter), earlier.get(matter))
        for matter, (step, person) in wanted.items()
    ]
    by_code = {figure.code: figure for each in (figures, *own.values()) for figure in each.values()}
    for matter, row in earlier.items():
        if matter not in wanted:
            rows.append(row | {"outcome": outcome(matter, row["step"], dataset, by_code)})
    if not is_week(dataset.clock.period):
        told = before.drop_nulls("outcome").iter_rows(named=True)
        rows += [row for row in told if row["matter"] not in wanted]
    return pl.DataFrame(rows, schema=DEMANDS).sort("matter")


def _said(dataset: Dataset, step: str, first: Row | None, before: Row | None) -> Row:
    """Days and how often: as the first edition of the period had them, else from the paper before."""
    if first and first["step"] == step:
        return {name: first[name] for name in ("until", "later", "urged", "late")}
    urged = first["urged"] if first else before["urged"] + 1 if before else 0
    days = named_days(step, before, first_days(dataset.clock, dataset.county))
    late = (issued_on(dataset.clock, dataset.county) - days.until).days
    return days._asdict() | {"urged": urged, "late": late if late >= 0 else None}


def gathered(weeks: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """DEMANDS of several weeks, oldest first, as one: each matter as the last of them has it."""
    return pl.concat([NO_DEMANDS, *weeks]).unique("matter", keep="last", maintain_order=True)


def standing(demanded: pl.DataFrame) -> pl.DataFrame:
    """DEMANDS of what is still demanded."""
    return demanded.filter(pl.col("outcome").is_null())


def _matters(dataset: Dataset, figures: Mapping[str, Figure], own: Own) -> Iterator[tuple[str, str, str | None]]:
    """Matter, step and who asks."""
    for code, step in item_steps(dataset.items).select("item_code", "step").iter_rows():
        yield f"items/{code}", step, None
    finish = dict.fromkeys(_with_overdue_orders("D12", figures, own), Step.FINISH_ORDERS)
    for place, step in (finish | dict.fromkeys(_with_overdue_orders("D11", figures, own), Step.TAKE)).items():
        yield f"orders/{place}", step.value, None
    for each in (figures, *own.values()):
        for figure in wanting(each, dataset.county):
            yield f"figures/{figure.code}", Step.FIGURE.value, None
    for request in requests(dataset).iter_rows(named=True):
        yield f"duties/{request['first_asked']}", Step.HELP.value, request["person_id"]


def _with_overdue_orders(code: str, figures: Mapping[str, Figure], own: Own) -> Iterator[str]:
    """The divisions and units with orders that D11 or D12 counts; what nobody reported in the period is not known."""
    if code in figures and not figures[code].missing:
        yield from (part.label for part in figures[code].measured.parts if part.group == "乡镇" and part.value)
    theirs = (each[code] for each in own.values() if code in each)
    yield from (figure.place for figure in theirs if figure.measured.value and not figure.missing)
