"""What figures read in earlier periods, beside their own."""

from __future__ import annotations

import polars as pl

from report_templates.reports.variants.past_values import past_values
from transforms.indicators.history import HISTORY

VALUES = pl.DataFrame({"code": ["C3", "C5", "D1"], "unit": ["%", "件", None]})


def past(*lines: tuple[str, str, float | None, bool]) -> pl.DataFrame:
    names = ("period", "code", "value", "restated")
    return pl.DataFrame([dict(zip(names, line, strict=True)) for line in lines], schema=HISTORY)


def test_each_figure_has_a_text_for_every_period_oldest_first() -> None:
    history = past(
        ("2021-W46", "C3", 94.25, False),
        ("2021-W45", "C3", 90.0, True),
        ("2021-W46", "C5", 3.0, False),
        ("2021-W45", "C5", None, False),
        ("2021-W44", "D1", 7.0, False),
    )
    assert past_values(VALUES, history) == {
        "C3": ["—", "90.0%（已更正）", "94.3%"],
        "C5": ["—", "—", "3件"],
        "D1": ["7", "—", "—"],
    }


def test_what_is_no_longer_counted_and_what_has_no_past_are_left_out() -> None:
    assert past_values(VALUES, past(("2021-W46", "C99", 1.0, False))) == {}
