"""Which units make a figure unlike that of the week before, of literal lines of history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from expectations.county.county import Unit
from tests.support.frames import COUNTY, Row, arrival, dataset, order
from transforms.audience.audiences import Audience
from transforms.dataset import Dataset
from transforms.figures import Unlike
from transforms.indicators.comparability import compared
from transforms.indicators.history import HISTORY
from transforms.indicators.measure import figures
from transforms.indicators.places import own_figures
from transforms.tables.table import Variant

TOWNS = {"QC-JIA": ("421126100", "甲镇"), "QC-YI": ("421126101", "乙镇")}
TWO = replace(
    COUNTY,
    units=tuple(Unit(code=code, name=name, short=name, division=town) for code, (town, name) in TOWNS.items()),
    expected={"S10": tuple(TOWNS)},
)


def orders(unit: str, number: int, **cells: Any) -> list[Row]:
    """Orders of a township that are projects."""
    town, _ = TOWNS[unit]
    return [order(f"{unit}{n}", town=town, submitter=unit, is_project=True, **cells) for n in range(number)]


def week(rows: Sequence[Row], *senders: str) -> Dataset:
    absent = [arrival("S10", "missing", unit) for unit in TOWNS if unit not in senders]
    return dataset(
        as_of=dt.date(2021, 11, 28),
        county=TWO,
        order_rows=rows,
        sent=[*(arrival("S10", submitter=unit) for unit in senders), *absent],
    )


def line(code: str, n: float | None, d: float | None, coverage: float) -> Row:
    value = n if d is None or n is None else 100 * n / d if d else None
    counts = {"value": value, "first": value, "numerator": n, "denominator": d, "coverage": coverage}
    return {"period": "2021-W46", "code": code, "restated": False, **counts}


def unlike(code: str, data: Dataset, *before: Row) -> Unlike | None:
    history = pl.DataFrame(before, schema=HISTORY)
    county = figures(data, codes=(code,), history=history)
    own = {unit: own_figures(Audience(Variant.TOWNSHIP, unit), data, history) for unit in TOWNS}
    return compared(county, own, data, history)[code].unlike


BOTH = week([*orders("QC-JIA", 5), *orders("QC-YI", 3)], *TOWNS)


def test_what_a_township_adds_that_was_not_there_is_no_change_of_the_others() -> None:
    """甲镇 had 4 projects and has 5; 乙镇 had sent nothing and brings 3."""
    before = (line("D3", 4, None, 0.5), line("D3-甲镇", 4, None, 1), line("D3-乙镇", None, None, 0))
    assert unlike("D3", BOTH, *before) == Unlike(("乙镇",), (), 4, 5, 3)


def test_a_rate_is_that_of_the_others() -> None:
    """甲镇 had finished 1 of 4 and has finished all 5; what 乙镇 brings is none of it."""
    before = (line("D6", 1, 4, 0.5), line("D6-甲镇", 1, 4, 1), line("D6-乙镇", None, None, 0))
    assert unlike("D6", BOTH, *before) == Unlike(("乙镇",), (), 25.0, 100.0)


def test_a_township_that_has_not_sent_is_left_out_of_both_weeks() -> None:
    """Of 乙镇 the 3 projects of earlier weeks are known in both."""
    data = week([*orders("QC-JIA", 5), *orders("QC-YI", 3, period="2021-W46")], "QC-JIA")
    before = (line("D3", 7, None, 1), line("D3-甲镇", 4, None, 1), line("D3-乙镇", 3, None, 1))
    assert unlike("D3", data, *before) == Unlike((), ("乙镇",), 4, 5, 0)


@pytest.mark.parametrize(
    "before",
    [
        (line("D3", 7, None, 1), line("D3-甲镇", 4, None, 1), line("D3-乙镇", 3, None, 1)),
        (),  # nothing is compared with
    ],
)
def test_the_same_townships_are_alike(before: tuple[Row, ...]) -> None:
    assert unlike("D3", BOTH, *before) is None


def test_a_week_without_orders_is_not_one_without_a_report() -> None:
    """0 of 0 has no rate, but it was sent."""
    before = (line("D6", 4, 4, 1), line("D6-甲镇", 4, 4, 1), line("D6-乙镇", 0, 0, 1))
    assert unlike("D6", BOTH, *before) is None


def test_of_a_figure_that_units_have_not_themselves_one_knows_that_not_the_same_had_sent() -> None:
    assert unlike("D9", BOTH, line("D9", 4, None, 0.5)) == Unlike((), (), None, None)
    assert unlike("D9", BOTH, line("D9", 4, None, 1)) is None
