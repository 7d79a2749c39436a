"""Early retirement beside what the law of the day allows, on real workbooks (domain.md §5.4, M67)."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from tests.support.messiness.across import FIRST, lines, put
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import compared_week, received
from tests.support.workbooks.tables import W47
from transforms.dataset import Dataset

MAN = {"birth_ym": "1966-06", "sex": "男"}
CHOICES = {
    "弹性提前退休（2026年8月）": 8,
    "弹性提前退休2026.08": 8,
    "弹性提前退休": 11,
    "弹性提前退休（2026年5月）": 11,
    "按法定年龄退休": 11,
}
"""By what a cadre chose the month of 2026."""
JANUARY = "2025-W03"


@pytest.fixture(scope="module")
def weeks(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    """One under the law of 2021 and one under that of 2025, of the rosters of two offices."""
    folder = tmp_path_factory.mktemp("retirement")
    choices = ("弹性提前退休（2025年6月）", "按法定年龄退休")
    before = zip("一二", choices, strict=True)
    put(folder, W47, "S1", *({"name": f"陈{n}", "retire_choice": choice, **MAN} for n, choice in before))
    now = ({"name": f"王{n}", "retire_choice": choice, **MAN} for n, choice in zip("一二三四五", CHOICES, strict=True))
    put(folder, JANUARY, "S1", *now, unit="QC-LGB")
    intake = received(folder)
    return {period: compared_week(intake, period) for period in (W47, JANUARY)}


@case("M67", FIXW="code_understood", CELL="early_retirement_month")
@pytest.mark.parametrize("choice", [*CHOICES][:4])
def test_the_month_beside_an_early_retirement_counts(weeks: dict[str, Dataset], choice: str) -> None:
    """A man born in June 1966 retires in November 2026, or from the month in which he is 60 (domain.md §5.4)."""
    week, row = weeks[JANUARY], FIRST + [*CHOICES].index(choice)
    of_office = week.files.filter(pl.col("submitter") == "QC-LGB")
    sent = week.five_dim.join(of_office, on="submission", how="semi")
    month = dict(sent.select("row", pl.col("retire_ym").dt.month()).rows())
    assert (month[row], month[FIRST + 4]) == (CHOICES[choice], 11)
    told = lines(week, "early_retirement_month", unit="QC-LGB", rows=[row, FIRST + 4])
    assert told == ([] if CHOICES[choice] == 8 else [("CELL", row, "retire_choice")])


@case("M67", FIXW="early_retirement_month")
def test_before_2025_nobody_retires_early_and_whoever_wrote_so_is_told(weeks: dict[str, Dataset]) -> None:
    assert weeks[W47].five_dim["retire_ym"].to_list() == [dt.date(2026, 6, 1)] * 2
    assert lines(weeks[W47], "early_retirement_month") == [("FIXW", FIRST, "retire_choice")]
