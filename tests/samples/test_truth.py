"""The pipeline against the truth of the synthetic county, which is counted without it (design.md §5.1, §5.2)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from samples.dirt.dirt import soil
from samples.story.story import inboxes
from samples.truth.truth import truth
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import W46, W47, Outcome, counted, received
from transforms.records.submission import file_digits_of

OTHERS = ((0.0, 20211123), (0.2, 1), (0.5, 3), (1.0, 20211123))
"""By day the cases of the acceptance are as clean as the first and as dirty as the second."""
LEVELS = [(1.0, 7), *(pytest.param(*level, marks=pytest.mark.nightly) for level in OTHERS)]
AS_OF = {W46: dt.date(2021, 11, 21), W47: dt.date(2021, 11, 23)}


def close(value: float | None, true: float | None) -> bool:
    return value == true if value is None or true is None else abs(value - true) < 1e-9 * max(1, abs(true))


def wrong_figures(result: Outcome, true: dict[str, Any]) -> list[str]:
    return [
        f"{code} {what}: {value} for {expected[what]}"
        for code, expected in true["indicators"].items()
        for what in ("value", "numerator", "denominator")
        if expected[what] is not None
        and not close(value := getattr(result.figures[code].measured, what), expected[what])
    ]


def wrong_ledgers(result: Outcome, true: dict[str, Any]) -> list[str]:
    names = dict(result.dataset.files.select(file_digits_of("submission"), "file").iter_rows())
    ledger = result.dataset.ledger.with_columns(file=file_digits_of("submission").replace_strict(names))
    wrong = []
    for file, expected in true["files"].items():
        rows = ledger.filter((pl.col("file") == file) & ~pl.col("reason").eq_missing(pl.lit("other_worksheet")))
        fates = dict(rows.group_by("fate").len().iter_rows())
        counts = (fates.get("accepted", 0), fates.get("rejected", 0), fates.get("set_aside", 0))
        if counts != (expected["accepted"], expected["rejected"], sum(expected["set_aside"].values())):
            wrong.append(f"{file}: {counts} for {expected}")
    return wrong


def untold(result: Outcome, true: dict[str, Any]) -> list[str]:
    """Dirty cells of which no issue with the right reaction tells."""
    issues = set(result.dataset.issues.select("file", "row", "column", "reaction").iter_rows())
    return [
        f"{file} {issue}"
        for file, expected in true["files"].items()
        for issue in expected["issues"]
        if (file, issue["row"], issue["column"], issue["reaction"]) not in issues
    ]


@pytest.mark.parametrize(("dirt", "seed"), LEVELS)
def test_the_pipeline_finds_the_truth(tmp_path: Path, dirt: float, seed: int) -> None:
    boxes = inboxes(qichun(), seed=seed, scale=0.1)
    soil(boxes, qichun(), dirt, seed)
    for period, as_of in AS_OF.items():
        workspace = received(tmp_path, {period: boxes[period]})
        result, true = counted(workspace, period, as_of), truth(boxes, period, as_of, qichun())
        assert wrong_figures(result, true) == []
        assert wrong_ledgers(result, true) == []
        assert untold(result, true) == []
