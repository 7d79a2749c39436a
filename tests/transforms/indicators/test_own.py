"""Indicators as data: what each measure, condition and window of a declaration counts, over literal rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from expectations.catalogue import BUILT_IN, SHEETS
from expectations.own.declared import own_of
from expectations.own.in_use import NOTHING, declare
from expectations.own.indicator import COUNTABLE
from expectations.own.wrong import WrongDeclaration
from tests.support.figures import figures
from tests.support.frames import COUNTY, PERIOD, UNIT, dataset, done_item, item, sheet_rows
from transforms.figures import Figure, Light
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.own import COUNTED
from transforms.tables.catalogue import TABLES

VISITS = {
    "id": "Z7",
    "name": "visits",
    "title": "走访表",
    "submitted_by": "各单位",
    "cadence": "weekly_rows",
    "key": ["no"],
    "codes": {"kind": {"A": ["困难户"], "B": ["老党员"]}},
    "column": [
        {"name": "no", "heading": "编号", "kind": "text", "example": "1"},
        {"name": "kind", "heading": "类别", "kind": "code", "codes": "kind"},
        {"name": "visited_on", "heading": "走访日期", "kind": "date"},
        {"name": "money", "heading": "慰问金", "kind": "money"},
    ],
}
COUNT = {"id": "F1", "label": "走访户数", "formula": "走访的户数", "sheet": "Z7", "measure": "count", "unit": "户"}
ROWS = (
    {"no": "1", "kind": "A", "visited_on": dt.date(2021, 11, 22), "money": 1.0},
    {"no": "2", "kind": "A", "visited_on": dt.date(2021, 11, 23), "money": 3.0},
    {"no": "3", "kind": "B", "visited_on": dt.date(2021, 11, 24), "money": None},  # the day after the as-of day
    {"no": "4", "kind": None, "visited_on": dt.date(2021, 10, 1), "money": 8.0, "period": "2021-W39"},
    {"no": "5", "kind": "B", "visited_on": dt.date(2020, 12, 31), "money": 9.0, "period": "2020-W52"},
)


@pytest.fixture(autouse=True)
def afterwards_nothing_is_declared() -> Iterator[None]:
    yield
    declare(NOTHING)


def declared(**changes: Any) -> None:
    """The sheet of visits, and F1 with these changes."""
    sheets = {"sheets/Z7": VISITS, "sheets/more": MORE, "indicators/F": {"indicator": [COUNT | changes]}}
    declare(own_of(sheets, BUILT_IN))


MORE = {"adds_to": "S8", "column": [{"name": "own_households", "heading": "惠及户数", "kind": "integer"}]}


def measured(**changes: Any) -> Figure:
    declared(**changes)
    county = replace(
        COUNTY,
        expected={"Z7": (UNIT,), "S8": (UNIT,)},
        own_codes={"kind": {"title": "类别", "source": "", "codes": VISITS["codes"]["kind"]}},  # type: ignore[index]
    )
    rows = sheet_rows("Z7", ROWS)
    cancelled = item("3", status="CANCEL", extension_ref="县督〔2021〕1号")
    items = [item("1", own_households=5), done_item("2", own_households=20), cancelled]
    return figures(replace(dataset(county=county, item_rows=items), own={"visits": rows}))["F1"]


def value(**changes: Any) -> tuple[float | None, float | None, float | None]:
    counted = measured(**changes).measured
    return counted.value, counted.numerator, counted.denominator


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (5, 5, None)),
        ({"where": [{"column": "kind", "values": ["A"]}]}, (2, 2, None)),
        ({"where": [{"column": "kind"}]}, (4, 4, None)),  # filled in
        ({"where": [{"column": "kind", "empty": True}]}, (1, 1, None)),
        ({"where": [{"column": "money", "low": 3}]}, (3, 3, None)),
        ({"where": [{"column": "money", "low": 1, "high": 3}]}, (2, 2, None)),
        ({"where": [{"column": "visited_on", "past": True}]}, (3, 3, None)),  # before 23 November
        ({"where": [{"column": "visited_on", "low": dt.date(2021, 11, 23)}]}, (2, 2, None)),
        ({"measure": "sum", "column": "money"}, (21, 21, None)),
        ({"measure": "mean", "column": "money"}, (5.25, None, None)),
        ({"measure": "median", "column": "money"}, (5.5, None, None)),
        ({"measure": "max", "column": "money"}, (9, None, None)),
        ({"measure": "distinct", "column": "kind"}, (2, 2, None)),
        ({"measure": "ratio", "where": [{"column": "kind", "values": ["A"]}]}, (40, 2, 5)),
        (
            {
                "measure": "ratio",
                "among": [{"column": "kind"}],
                "where": [{"column": "money", "low": 3}],
            },
            (50, 2, 4),
        ),
    ],
)
def test_a_measure_over_conditions(changes: dict[str, Any], expected: tuple[float | None, ...]) -> None:
    assert value(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "count", "words"),
    [
        ({"window": "period"}, 3, "本期"),  # by the week it was sent for
        ({"window": "period", "on": "visited_on"}, 2, "本期"),  # by its day, none after the as-of day
        ({"window": "year"}, 4, "本年"),
        ({"window": "year", "on": "visited_on"}, 3, "本年"),
        ({"window": "days", "days": 2, "on": "visited_on"}, 2, "近2天"),
        ({"window": "days", "days": 1, "on": "visited_on"}, 1, "近1天"),
    ],
)
def test_a_window_over_rows(changes: dict[str, Any], count: int, words: str) -> None:
    figure = measured(**changes)
    assert (figure.measured.value, figure.window) == (count, words)


def test_a_breakdown_has_the_labels_of_the_list_and_the_blank_last() -> None:
    parts = measured(by=["kind"]).measured.parts
    assert [(part.name, part.value) for part in parts] == [("类别.困难户", 2), ("类别.老党员", 2), ("类别.未填", 1)]
    means = measured(by=["kind"], measure="mean", column="money").measured.parts
    assert [(part.label, part.value) for part in means] == [("困难户", 2), ("老党员", 9), ("未填", 8)]


def test_a_light_is_the_countys_threshold_and_grey_where_nobody_has_sent() -> None:
    light = {"green": 4, "yellow": 2}
    assert measured(light=light).light is Light.GREY  # the fixture's units have sent nothing of it
    assert INDICATORS["F1"].lit


def test_what_a_built_in_sheet_has_is_counted_as_its_own_indicators_count_it() -> None:
    declared()
    assert SHEETS["S8"].column["own_households"].heading == "惠及户数"
    of_items = {"sheet": "S8", "measure": "sum", "column": "own_households"}
    assert value(**of_items) == (25, 25, None)
    assert value(sheet="S8") == (2, 2, None)  # a cancelled item is none


def test_every_sheet_that_can_be_counted_has_a_table_with_its_columns() -> None:
    assert (*COUNTED,) == COUNTABLE
    tables = dataset().tables()
    for sheet, (table, _) in COUNTED.items():
        assert sheet in TABLES[table].made_of
        assert {c.name for c in BUILT_IN[sheet].columns if c.privacy.value != "P0"} <= {*tables[table].columns}


def test_an_edition_without_the_sheet_does_not_know_the_figure() -> None:
    declared()
    assert figures(dataset(period=PERIOD))["F1"].measured.value is None


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"id": "A1"}, "id", "write"),
    ({"sheet": "S1"}, "sheet", "no_sheet"),
    ({"measure": "average"}, "measure", "one_of"),
    ({"measure": "sum"}, "column", "own_takes_a_column"),
    ({"column": "money"}, "column", "own_takes_no_column"),
    ({"measure": "sum", "column": "kind"}, "column", "own_no_number"),
    ({"by": ["visited_on"]}, "by", "own_not_by"),
    ({"where": [{"column": "money", "past": True}]}, "where", "own_no_date"),
    ({"window": "days"}, "days", "own_days"),
    ({"window": "period", "on": "kind"}, "on", "own_no_date"),
    ({"sheet": "S8", "window": "period"}, "on", "own_on_wanted"),
]


@pytest.mark.parametrize(("changes", "key", "says"), WRONG)
def test_what_is_wrong_is_named(changes: dict[str, Any], key: str, says: str) -> None:
    with pytest.raises(WrongDeclaration) as wrong:
        declared(**changes)
    assert (wrong.value.place[-1], wrong.value.says) == (key, says)


def test_rows_of_an_own_sheet_are_typed() -> None:
    declared()
    assert sheet_rows("Z7", ROWS).schema["money"] == pl.Float64
