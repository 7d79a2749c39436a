"""Bounds of a figure if the units whose weekly sheet is missing had sent it (design.md §5.7).

A missing sheet has from none to as many rows as the largest its unit has sent for an earlier week, and none of them
revokes earlier rows. Each row adds at most one to the numerator and, unless that is fixed, to the denominator. There is
no range where a unit has never sent the sheet, or where another sheet of the figure is missing as well.
"""

from __future__ import annotations

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Form, Measured, Range, Ranged
from transforms.indicators.declare.coverage import lacking
from transforms.indicators.declare.declaration import Indicator
from transforms.judge.in_force import IN_FORCE


def range_of(indicator: Indicator, measured: Measured, dataset: Dataset) -> Range | None:
    """The range of a figure; None where everything was sent, the figure is unknown, or there is no bound."""
    if indicator.ranged is None or measured.value is None:
        return None
    absent = lacking(dataset, indicator.sheets)
    if {sheet for _, sheet in absent} != {indicator.ranged.sheet}:
        return None
    more = _most_rows(dataset, indicator.ranged.sheet, [unit for unit, _ in absent])
    return None if more is None else _range(measured, indicator.ranged, more)


def _most_rows(dataset: Dataset, sheet: str, units: list[str]) -> int | None:
    """How many rows these units could have sent; None where one of them never sent any."""
    earlier = dataset.files.filter(
        pl.col("standing") == IN_FORCE, pl.col("sheet") == sheet, pl.col("period") < dataset.clock.weeks[0]
    )
    most = dict(earlier.group_by("submitter").agg(pl.col("rows_read").max()).iter_rows())
    rows = [most.get(unit) for unit in units]
    return None if None in rows else sum(filter(None, rows))


def _range(measured: Measured, ranged: Ranged, more: int) -> Range:
    """The bounds; a share of rows in rows of the same table is never more than all of them."""
    n, d = measured.numerator or 0, measured.denominator or 0
    if measured.form is Form.NUMERATOR:
        return Range(n, n + more)
    hits, all_of_them = measured.rows, measured.population
    of_same = hits is not None and all_of_them is not None and hits.table == all_of_them.table
    if ranged.fixed:
        return Range(100 * n / d, 100 * (min(n + more, d) if of_same else n + more) / d)
    return Range(100 * n / (d + more), 100 * min(1, (n + more) / d))
