"""How far the open items of each division are ahead of or behind schedule, with the limits of yellow and red."""

from __future__ import annotations

import altair as alt
import polars as pl

from report_templates.charts.theme import DONE, HELD, INK, LATE, RUNNING, SIZE, WIDTH

_FILLS = {"绿": DONE, "黄": RUNNING, "红": LATE, "灰": HELD}


def draw(frame: pl.DataFrame) -> alt.TopLevelMixin:
    """frame: `division`, `deviation` (percentage points or null), `light`, `words`, `items` (how many); the limits
    `yellow` and `red` in each row."""
    divisions = frame["division"].to_list()
    y_axis = alt.Y("division:N", sort=divisions, title=None, axis=alt.Axis(domain=False, labelLimit=140))
    known = frame["deviation"].drop_nulls().to_list()
    low, high = 1.3 * min([*known, float(frame["red"][0])]), max([*(1.3 * value for value in known), 10.0])
    scale = alt.Scale(domain=[low, high], nice=False)
    fills = alt.Color("light:N", scale=alt.Scale(domain=list(_FILLS), range=list(_FILLS.values())), legend=None)
    base = alt.Chart(frame.with_columns(pl.format("{}（{}件）", "words", "items").alias("words"))).encode(y_axis)
    bars = (
        base.mark_bar(height=11, stroke=INK, strokeWidth=0.5)
        .encode(alt.X("zero:Q", scale=scale, axis=None), x2="deviation:Q", color=fills)
        .transform_calculate(zero="0")
    )
    words = base.mark_text(align="left", dx=6).encode(x=alt.value(WIDTH - 40), text="words:N")
    limits = pl.DataFrame({"at": [0.0, frame["yellow"][0], frame["red"][0]], "word": ["序时", "黄灯", "红灯"]})
    at = alt.X("at:Q", scale=scale, axis=None)
    rules = alt.Chart(limits).mark_rule(color=INK, strokeWidth=0.8, strokeDash=[3, 2]).encode(at)
    heads = alt.Chart(limits).mark_text(fontSize=SIZE).encode(at, y=alt.value(-8), text="word:N")
    return alt.layer(bars, rules, words, heads).properties(width=WIDTH - 40, height=alt.Step(18))
