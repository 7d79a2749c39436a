"""What the published editions of earlier periods said of every figure: for charts, and to tell what was corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from transforms.figures import Point

HISTORY: dict[str, pl.DataType] = {
    "period": pl.String(),
    "code": pl.String(),
    **dict.fromkeys(("value", "numerator", "denominator"), pl.Float64()),
    "light": pl.String(),
    "first": pl.Float64(),
    "restated": pl.Boolean(),
}
"""A line per earlier period and figure: what its current edition says, `first` the value that was published first, and
whether it is another by now (更正)."""

NO_HISTORY = pl.DataFrame(schema=HISTORY)


class Published(NamedTuple):
    """The figures (`transforms.indicators.provenance.FIGURES`) of a period's current edition and of its first."""

    current: pl.DataFrame
    first: pl.DataFrame


def trend(periods: Mapping[str, Published]) -> pl.DataFrame:
    """HISTORY of all figures and their parts in earlier periods, in the order of the periods."""
    return pl.concat([NO_HISTORY, *(_period(period, periods[period]) for period in sorted(periods))])


def _period(period: str, published: Published) -> pl.DataFrame:
    first = published.first.select("code", first=pl.col("value"))
    return (
        published.current.join(first, on="code", how="left", maintain_order="left")
        .with_columns(period=pl.lit(period), restated=pl.col("value").ne_missing(pl.col("first")))
        .select(pl.col(name).cast(dtype) for name, dtype in HISTORY.items())
    )


def points(history: pl.DataFrame) -> dict[str, tuple[Point, ...]]:
    """The earlier values of each code, oldest first."""
    found: dict[str, tuple[Point, ...]] = {}
    for code, *told in history.sort("period", maintain_order=True).select("code", *Point._fields).iter_rows():
        found[code] = (*found.get(code, ()), Point(*told))
    return found
