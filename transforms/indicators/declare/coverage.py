"""Coverage of a figure's sheets; a missing sheet never counts as good (design.md §5.7)."""

from __future__ import annotations

import datetime as dt

import polars as pl

from transforms.clock import period_end
from transforms.dataset import Dataset
from transforms.figures import Measured, Senders
from transforms.indicators.declare.declaration import Indicator


def expected(dataset: Dataset, sheets: tuple[str, ...] | None = None) -> pl.DataFrame:
    """`submitter`, `sheet`: what the units of the county must send of `sheets` (None: of all)."""
    wanted = dataset.county.expected.items()
    pairs = [(unit, sheet) for sheet, units in wanted if sheets is None or sheet in sheets for unit in units]
    return pl.DataFrame(pairs, schema={"submitter": pl.String, "sheet": pl.String}, orient="row")


def lacking(dataset: Dataset, sheets: tuple[str, ...]) -> list[tuple[str, str]]:
    """Unit and sheet of what has not arrived of `sheets`, once for each week of the period."""
    units, arrived = dataset.county.expected, dataset.senders
    due = [(unit, sheet, week) for sheet in sheets for unit in units.get(sheet, ()) for week in dataset.clock.weeks]
    return [(unit, sheet) for unit, sheet, week in due if unit not in arrived.get((sheet, week), ())]


def _weeks(dataset: Dataset, days: float | None) -> list[str]:
    first = dataset.clock.as_of - dt.timedelta(days=days - 1) if days else dt.date.min
    return [week for week in dataset.clock.weeks if period_end(week) >= first]


def coverage(dataset: Dataset, sheets: tuple[str, ...], days: float | None = None) -> float | None:
    """Received / expected submissions of `sheets`, 0–1; None where none is expected.

    `days`: only for the weeks in which the last so many days lie.
    """
    units = dataset.county.expected
    due = [(sheet, week) for sheet in sheets if sheet in units for week in _weeks(dataset, days)]
    wanted = sum(len(units[sheet]) for sheet, _ in due)
    arrived = sum(len(dataset.senders.get(sending, set()).intersection(units[sending[0]])) for sending in due)
    return arrived / wanted if wanted else None


def senders(dataset: Dataset, sheets: tuple[str, ...], days: float | None = None) -> Senders:
    """The units that must send some of `sheets`, and which of them lack one; `days` as for `coverage`."""
    expected_of, weeks = dataset.county.expected, _weeks(dataset, days)
    due = {(sheet, week): set(expected_of.get(sheet, ())) for sheet in sheets for week in weeks}
    absent = {unit for sending, units in due.items() for unit in units - dataset.senders.get(sending, set())}
    return Senders(
        due=len({unit for units in due.values() for unit in units}),
        absent=tuple(unit.short for unit in dataset.county.units if unit.code in absent),
    )


def missing(dataset: Dataset, sheets: tuple[str, ...], days: float | None = None) -> tuple[str, ...]:
    """Those of `sheets` that nobody has sent; `days`: for the weeks in which the last so many days lie.

    A reference table that no unit must send comes with the county's own file and cannot be missing.
    """
    weeks = _weeks(dataset, days)
    arrived = {sheet for sheet, week in dataset.senders if not days or week in weeks}
    wanted = [sheet for sheet in sheets if sheet in dataset.county.expected or not sheet.startswith("R")]
    return tuple(sheet for sheet in wanted if sheet not in arrived)


def last_days(indicator: Indicator, dataset: Dataset) -> float | None:
    """How many last days an indicator counts, where not all of the period."""
    return dataset.county.settings[indicator.days] if indicator.days else None


def reported(indicator: Indicator, dataset: Dataset) -> Measured:
    """The measure of an indicator, but a zero that only means “nobody has sent it” becomes unknown."""
    measured = indicator.measure(dataset)
    counted = measured.value or measured.numerator
    unsent = missing(dataset, indicator.sheets, last_days(indicator, dataset))
    return measured if counted or not unsent else Measured(value=None)
