"""What earlier periods said of a figure, and what was corrected since (domain.md §7.3)."""

from __future__ import annotations

import polars as pl

from tests.support.frames import dataset, done_item, item
from transforms.figures import Point
from transforms.indicators.history import HISTORY, Published, trend
from transforms.indicators.measure import figures
from transforms.indicators.provenance import FIGURES


def published(**values: float | None) -> pl.DataFrame:
    lines = [{"code": code, "indicator": code, "value": value, "light": "绿"} for code, value in values.items()]
    return pl.DataFrame(lines, schema=FIGURES)


PAST = trend(
    {
        "2021-W46": Published(published(C3=20.0, C2=3.0, A1=24.0), published(C3=25.0, C2=3.0)),
        "2021-W45": Published(published(C3=10.0), published(C3=10.0)),
    }
)


def test_a_line_for_every_period_and_figure() -> None:
    assert dict(PAST.schema) == HISTORY
    assert PAST.select("period", "code", "value", "first", "restated").rows() == [
        ("2021-W45", "C3", 10.0, 10.0, False),
        ("2021-W46", "C3", 20.0, 25.0, True),
        ("2021-W46", "C2", 3.0, 3.0, False),
        ("2021-W46", "A1", 24.0, None, True),  # nobody knew it then
    ]


def test_a_figure_is_beside_the_period_before_and_says_what_was_corrected() -> None:
    by_code = figures(dataset(item_rows=[done_item("A"), item("B")]), history=PAST)
    completion, claimed = by_code["C3"], by_code["C2"]
    assert (completion.previous, completion.first_previous, completion.restated) == (20.0, 25.0, True)
    assert (claimed.previous, claimed.restated) == (3.0, False)
    assert completion.trend == (Point("2021-W45", 10.0, 10.0, False), Point("2021-W46", 20.0, 25.0, True))
    assert (by_code["C4"].previous, by_code["C4"].trend) == (None, ())


def test_nothing_is_compared_with_the_flows_of_a_part_of_a_period() -> None:
    days, week = published(C2=3.0, D9=2.0), published(C2=3.0, D9=9.0)
    of_part = trend({"2021-W46": Published(days, days, part=True, first_part=True)})
    assert of_part["code"].to_list() == ["C2"]
    of_whole = trend({"2021-W46": Published(week, days, part=False, first_part=True)})
    assert of_whole.select("code", "value", "first", "restated").rows() == [
        ("C2", 3.0, 3.0, False),
        ("D9", 9.0, 9.0, False),  # it has grown with the days, nobody has corrected it
    ]


def test_an_older_period_is_no_period_before() -> None:
    by_code = figures(dataset(item_rows=[item("B")]), history=PAST.filter(pl.col("period") == "2021-W45"))
    assert (by_code["C3"].previous, len(by_code["C3"].trend)) == (None, 1)
