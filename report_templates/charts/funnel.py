"""The way of an order: 点单—派单—接单—办结—评价, each stage as wide as its count."""

from __future__ import annotations

import altair as alt
import polars as pl

from report_templates.charts.theme import DONE, INK, WIDTH


def draw(frame: pl.DataFrame) -> alt.TopLevelMixin:
    """frame: `stage` in their order, `orders` (count), `words` and `share` (as printed)."""
    most = float(frame["orders"].max() or 1)  # type: ignore[arg-type] # a count
    stages = frame["stage"].to_list()
    sided = frame.with_columns(
        left=-pl.col("orders") / 2, right=pl.col("orders") / 2, end=pl.lit(most / 2)
    ).with_columns(pl.format("{}件（{}）", "words", "share").alias("words"))
    y_axis = alt.Y("stage:N", sort=stages, title=None, axis=alt.Axis(domain=False))
    scale = alt.Scale(domain=[-most / 2, most / 2], nice=False)
    base = alt.Chart(sided).encode(y_axis)
    bars = base.mark_bar(height=17, color="#cfdccf", stroke=DONE, strokeWidth=0.8).encode(
        x=alt.X("left:Q", scale=scale, axis=None), x2="right:Q"
    )
    words = base.mark_text(color=INK, align="left", dx=8).encode(x=alt.X("end:Q", scale=scale), text="words:N")
    return alt.layer(bars, words).properties(width=WIDTH - 80, height=alt.Step(20))
