"""Earlier periods whose figures were not complete, of literal lines of history."""

from __future__ import annotations

import polars as pl

from report_templates.reports.context import NO_HISTORY
from report_templates.reports.partly_sent import partly_sent
from report_templates.words.figure_view import FigureView
from tests.support.figures import figures
from tests.support.frames import dataset
from transforms.indicators.history import HISTORY

VIEWS = [FigureView.of(figures(dataset())[code]) for code in ("C3", "D3", "D5", "D6", "D7")]


def said(*lines: tuple[str, str, float | None]) -> str:
    rows = [{"period": period, "code": code, "value": 1.0, "coverage": coverage} for period, code, coverage in lines]
    return "".join(partly_sent(pl.DataFrame(rows, schema=HISTORY), VIEWS))


def test_each_period_names_the_figures_that_lacked_a_unit() -> None:
    assert said(
        ("2021-W46", "D3", 0.9), ("2021-W45", "C3", 0.5), ("2021-W45", "D3", 1.0), ("2021-W44", "C3", None)
    ) == ("第45周完成率；第46周领办实事项目数")


def test_of_many_figures_the_first_are_named() -> None:
    assert (
        said(*(("2021-W46", code, 0.9) for code in ("C3", "D3", "D5", "D6")))
        == "第46周完成率、领办实事项目数、接单率等"
    )


def test_what_is_not_shown_and_a_history_that_knows_of_no_coverage_say_nothing() -> None:
    assert said(("2021-W46", "D1", 0.5)) == ""
    assert partly_sent(NO_HISTORY, VIEWS) == ()
