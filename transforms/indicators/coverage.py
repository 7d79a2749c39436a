"""How much of what a figure needs has arrived; what is missing never counts as good (design.md §5.7)."""

from __future__ import annotations

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Measured
from transforms.in_hand import SENT
from transforms.indicators.declaration import Indicator


def expected(dataset: Dataset, sheets: tuple[str, ...] | None = None) -> pl.DataFrame:
    """`submitter`, `sheet`: what the units of the county must send of `sheets` (None: of all)."""
    wanted = dataset.county.expected.items()
    pairs = [(unit, sheet) for sheet, units in wanted if sheets is None or sheet in sheets for unit in units]
    return pl.DataFrame(pairs, schema={"submitter": pl.String, "sheet": pl.String}, orient="row")


def due(dataset: Dataset, sheets: tuple[str, ...] | None = None) -> pl.DataFrame:
    """`submitter`, `sheet`, `period`: what the units must send for each week of the period."""
    weeks = pl.DataFrame({"period": dataset.clock.weeks}, schema={"period": pl.String})
    return expected(dataset, sheets).join(weeks, how="cross")


def coverage(dataset: Dataset, sheets: tuple[str, ...]) -> float | None:
    """Received / expected submissions of `sheets`, 0–1; None where none is expected."""
    wanted = due(dataset, sheets)
    return wanted.join(dataset.in_hand, on=SENT).height / wanted.height if wanted.height else None


def missing(dataset: Dataset, sheets: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `sheets` that nobody has sent.

    A reference table that no unit is asked for comes with the county's own file and cannot be missing.
    """
    arrived = set(dataset.in_hand["sheet"])
    asked = [sheet for sheet in sheets if sheet in dataset.county.expected or not sheet.startswith("R")]
    return tuple(sheet for sheet in asked if sheet not in arrived)


def reported(indicator: Indicator, dataset: Dataset) -> Measured:
    """The measure of an indicator, but a zero that only means “nobody has sent it” becomes unknown."""
    measured = indicator.measure(dataset)
    counted = measured.value or measured.numerator
    return measured if counted or not missing(dataset, indicator.sheets) else Measured(value=None)
