"""The livelihood items of each division by their state, as bars: in editions made before the table said it."""

from __future__ import annotations

import altair as alt
import polars as pl

from report_templates.charts.theme import DONE, HELD, INK, LATE, RUNNING, WIDTH

STATES = {"完成": DONE, "推进": RUNNING, "逾期": LATE, "暂缓": HELD}
_DARK = ("逾期",)


def draw(frame: pl.DataFrame) -> alt.TopLevelMixin:
    """frame: `division`, `state` (of STATES), `items` (count), `words` and `rate` (count and percent as printed)."""
    order = {state: rank for rank, state in enumerate(STATES)}
    stacked = (
        frame.with_columns(order=pl.col("state").replace_strict(order))
        .sort("order", maintain_order=True)
        .with_columns(end=pl.col("items").cum_sum().over("division"))
        .with_columns(start=pl.col("end") - pl.col("items"), middle=pl.col("end") - pl.col("items") / 2)
        .filter(pl.col("items") > 0)
    )
    divisions = frame["division"].unique(maintain_order=True).to_list()
    longest = float(stacked["end"].max() or 1)  # type: ignore[arg-type] # a count
    y_axis = alt.Y("division:N", sort=divisions, title=None, axis=alt.Axis(domain=False))
    across = alt.Scale(domain=[0, longest], nice=False)
    base = alt.Chart(stacked).encode(y_axis)
    bars = base.mark_bar(height=13, stroke=INK, strokeWidth=0.5).encode(
        x=alt.X("start:Q", scale=across, axis=None),
        x2="end:Q",
        color=alt.Color("state:N", scale=alt.Scale(domain=list(STATES), range=list(STATES.values()))),
    )
    counts = base.mark_text().encode(
        x=alt.X("middle:Q", scale=across),
        text="words:N",
        color=alt.condition(alt.FieldOneOfPredicate("state", list(_DARK)), alt.value("white"), alt.value(INK)),
    )
    rates = (
        alt.Chart(stacked.unique("division", keep="last", maintain_order=True))
        .mark_text(align="left", dx=6)
        .encode(y_axis, x=alt.X("end:Q", scale=across), text="rate:N")
    )
    return alt.layer(bars, counts, rates).properties(width=WIDTH, height=alt.Step(15))
