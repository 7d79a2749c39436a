"""The completeness of each of the five dimensions as bars."""

from __future__ import annotations

import altair as alt
import polars as pl

from report_templates.charts.theme import DONE, INK, WIDTH


def draw(frame: pl.DataFrame) -> alt.TopLevelMixin:
    """frame: `dimension`, `value` (percent), `words` (the value as printed)."""
    order = frame["dimension"].to_list()
    y_axis = alt.Y("dimension:N", sort=order, title=None, axis=alt.Axis(domain=False))
    across = alt.X("value:Q", scale=alt.Scale(domain=[0, 100]), axis=None)
    base = alt.Chart(frame.with_columns(whole=pl.lit(100.0))).encode(y_axis)
    frames = base.mark_bar(height=12, fill="none", stroke=INK, strokeWidth=0.5).encode(
        x=alt.X("whole:Q", scale=alt.Scale(domain=[0, 100]), axis=None)
    )
    bars = base.mark_bar(height=12, color=DONE).encode(across)
    words = base.mark_text(align="left", dx=6).encode(x=alt.X("whole:Q"), text="words:N")
    return alt.layer(bars, frames, words).properties(width=WIDTH, height=alt.Step(18))
