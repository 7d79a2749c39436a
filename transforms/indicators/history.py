"""Figures in the published editions of earlier periods: for charts, and to detect corrections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from transforms.figures import Point
from transforms.indicators.catalogue import INDICATORS

HISTORY: dict[str, pl.DataType] = {
    "period": pl.String(),
    "code": pl.String(),
    **dict.fromkeys(("value", "numerator", "denominator", "coverage"), pl.Float64()),
    "light": pl.String(),
    "first": pl.Float64(),
    "restated": pl.Boolean(),
}
"""A line per earlier period and figure: the values of its current edition, `first` the value published first,
`restated` whether they differ (更正)."""

NO_HISTORY = pl.DataFrame(schema=HISTORY)


class Published(NamedTuple):
    """The figures (`transforms.indicators.provenance.FIGURES`) of a period's current edition and of its first.

    `part`, `first_part`: whether the edition was made before the period was over. Its flows are no measure of a period:
    nothing later is compared with them, and they are not corrected by the edition of the whole.
    """

    current: pl.DataFrame
    first: pl.DataFrame
    part: bool = False
    first_part: bool = False


def trend(periods: Mapping[str, Published]) -> pl.DataFrame:
    """HISTORY of all figures and their parts in earlier periods, in the order of the periods."""
    return pl.concat([NO_HISTORY, *(_period(period, periods[period]) for period in sorted(periods))])


def _period(period: str, published: Published) -> pl.DataFrame:
    flow = pl.col("indicator").is_in([indicator.id for indicator in INDICATORS.values() if indicator.flow])
    current = published.current.filter(~flow) if published.part else published.current
    issued = (
        pl.concat([published.first.filter(~flow), current.filter(flow)]) if published.first_part else published.first
    )
    first = issued.select("code", first=pl.col("value"))
    return (
        current.join(first, on="code", how="left", maintain_order="left")
        .with_columns(period=pl.lit(period), restated=pl.col("value").ne_missing(pl.col("first")))
        .select(pl.col(name).cast(dtype) for name, dtype in HISTORY.items())
    )


def points(history: pl.DataFrame) -> dict[str, tuple[Point, ...]]:
    """The earlier values of each code, oldest first."""
    by_code: dict[str, tuple[Point, ...]] = {}
    for code, *values in history.sort("period", maintain_order=True).select("code", *Point._fields).iter_rows():
        by_code[code] = (*by_code.get(code, ()), Point(*values))
    return by_code
