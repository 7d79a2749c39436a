"""How much of what a figure needs has arrived; what is missing never counts as good (design.md §5.7)."""

from __future__ import annotations

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract import Cadence
from transforms.arrivals import ARRIVED, CARRIED, ZERO
from transforms.dataset import Dataset
from transforms.figures import Measured
from transforms.in_force import IN_FORCE
from transforms.indicators.declaration import Indicator

IN_HAND = [*ARRIVED, CARRIED]
"""States of a submission whose data count: sent, reported as nothing new, or an earlier snapshot that still stands."""


def expected(dataset: Dataset, sheets: tuple[str, ...] | None = None) -> pl.DataFrame:
    """`submitter`, `sheet`: what the units of the county must send of `sheets` (None: of all)."""
    wanted = dataset.county.expected.items()
    pairs = [(unit, sheet) for sheet, units in wanted if sheets is None or sheet in sheets for unit in units]
    return pl.DataFrame(pairs, schema={"submitter": pl.String, "sheet": pl.String}, orient="row")


SENT = ["submitter", "sheet", "period"]
"""What tells one sending from another."""


def due(dataset: Dataset, sheets: tuple[str, ...] | None = None) -> pl.DataFrame:
    """`submitter`, `sheet`, `period`: what the units must send for each week of the period."""
    weeks = pl.DataFrame({"period": dataset.clock.weeks}, schema={"period": pl.String})
    return expected(dataset, sheets).join(weeks, how="cross")


def in_hand(dataset: Dataset) -> pl.DataFrame:
    """`submitter`, `sheet`, `period` of everything that has arrived, expected or not.

    A zero report says that the last snapshot still stands; where none was ever sent it says nothing.
    """
    snapshots = [sheet.id for sheet in SHEETS.values() if sheet.cadence is Cadence.ON_CHANGE]
    held = dataset.files.filter((pl.col("standing") == IN_FORCE) & ~pl.col("zero_report"))
    sent = dataset.submissions.filter(pl.col("status").is_in(IN_HAND)).select(*SENT, "status").unique()
    unheld = sent.filter((pl.col("status") == ZERO) & pl.col("sheet").is_in(snapshots)).join(
        held, on=["submitter", "sheet"], how="anti"
    )
    return sent.join(unheld, on=SENT, how="anti").select(SENT)


def coverage(dataset: Dataset, sheets: tuple[str, ...]) -> float | None:
    """Received / expected submissions of `sheets`, 0–1; None where none is expected."""
    wanted = due(dataset, sheets)
    return wanted.join(in_hand(dataset), on=SENT).height / wanted.height if wanted.height else None


def missing(dataset: Dataset, sheets: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `sheets` that nobody has sent.

    A reference table that no unit is asked for comes with the county's own file and cannot be missing.
    """
    arrived = set(in_hand(dataset)["sheet"])
    asked = [sheet for sheet in sheets if sheet in dataset.county.expected or not sheet.startswith("R")]
    return tuple(sheet for sheet in asked if sheet not in arrived)


def reported(indicator: Indicator, dataset: Dataset) -> Measured:
    """The measure of an indicator, but a zero that only means “nobody has sent it” becomes unknown."""
    measured = indicator.measure(dataset)
    counted = measured.value or measured.numerator
    return measured if counted or not missing(dataset, indicator.sheets) else Measured(value=None)
