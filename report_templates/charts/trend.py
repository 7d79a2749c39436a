"""Rates over the weeks; each line has a dash and a mark of its own, and its name and last number at its end."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Any

import altair as alt
import polars as pl

from report_templates.charts.theme import INK, LATE, WIDTH

_HUES = ("#2c5f3c", LATE, INK, "#7a5c00")
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
_MARKS = ("circle", "square", "triangle-up", "diamond")


def draw(frame: pl.DataFrame) -> alt.TopLevelMixin:
    """frame: `week` (in their order), `line`, `value` (percent or null), `words` (the value as printed)."""
    frame = frame.drop_nulls("value")
    lines = frame["line"].unique(maintain_order=True).to_list()
    weeks = frame["week"].unique(maintain_order=True).to_list()
    at = alt.X("week:N", sort=weeks, title=None, axis=alt.Axis(labelAngle=0, labelOverlap="parity"))
    low = min(75, 25 * floor(min(frame["value"].to_list(), default=0) / 25))
    percents = alt.Scale(domain=[low, 100])
    height = alt.Axis(values=[*range(low, 101, 25 if low < 75 else 5)], format=".0f", domain=False)

    def by_line(channel: Any, range_: Sequence[Any]) -> Any:
        return channel("line:N", scale=alt.Scale(domain=lines, range=list(range_[: len(lines)])), legend=None)

    hue = by_line(alt.Color, _HUES)
    base = alt.Chart(frame).encode(at, alt.Y("value:Q", title=None, scale=percents, axis=height), hue)
    strokes = base.mark_line(strokeWidth=1.6).encode(strokeDash=by_line(alt.StrokeDash, _DASHES))
    marks = base.mark_point(filled=True, size=36, opacity=1).encode(shape=by_line(alt.Shape, _MARKS))
    last = frame.unique("line", keep="last", maintain_order=True)
    ends = alt.Chart(_apart(last.with_columns(label=pl.format("{} {}", "line", "words")), low)).mark_text(
        align="left", dx=9
    )
    named = ends.encode(alt.X("week:N", sort=weeks), alt.Y("label_at:Q", scale=percents), hue, text="label:N")
    return alt.layer(strokes, marks, named).properties(width=WIDTH - 40, height=110)


def _apart(last: pl.DataFrame, low: float) -> pl.DataFrame:
    """`label_at`: the values, moved so that two labels on a scale from `low` to 100 do not touch."""
    least = 0.12 * (100 - low)
    placed, free = [], 100.0 + least
    for row in last.sort("value", descending=True, maintain_order=True).iter_rows(named=True):
        free = min(row["value"], free - least)
        placed.append({**row, "label_at": free})
    lift = max(0.0, -min((row["label_at"] for row in placed), default=0.0))
    return pl.DataFrame(placed, {**last.schema, "label_at": pl.Float64}).with_columns(pl.col("label_at") + lift)
