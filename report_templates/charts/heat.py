"""A rate by division and week; every cell has its number, so the shade, dark for the worst, only helps the eye."""

from __future__ import annotations

import altair as alt
import polars as pl

from report_templates.charts.theme import INK, LATE, WIDTH


def draw(frame: pl.DataFrame) -> alt.TopLevelMixin:
    """frame: `division`, `week`, `value` (percent or null), `words` (the value as printed)."""
    divisions = frame["division"].unique(maintain_order=True).to_list()
    weeks = frame["week"].unique(maintain_order=True).to_list()
    base = alt.Chart(frame).encode(
        x=alt.X("week:N", sort=weeks, title=None, axis=alt.Axis(orient="top", labelAngle=0, domain=False)),
        y=alt.Y("division:N", sort=divisions, title=None, axis=alt.Axis(domain=False)),
    )
    shade = alt.Scale(domain=[0, 100], range=[LATE, "#ffffff"], interpolate="rgb")
    cells = base.mark_rect(stroke="#999", strokeWidth=0.5).encode(
        color=alt.condition("isValid(datum.value)", alt.Color("value:Q", scale=shade, legend=None), alt.value("#eee"))
    )
    words = base.mark_text().encode(
        text="words:N",
        color=alt.condition("isValid(datum.value) && datum.value < 55", alt.value("white"), alt.value(INK)),
    )
    return alt.layer(cells, words).properties(width=WIDTH, height=alt.Step(15))
