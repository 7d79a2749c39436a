"""The picture of a report's chart: SVG for a page, PNG for a .docx."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

import polars as pl
import polars.selectors as cs
from markupsafe import Markup

from report_templates.model.report import Chart
from report_templates.words.typeset import cut, plain

CHARTS = ("completeness", "completion", "deviation", "funnel", "heat", "trend")
"""A module of this folder for each: `draw` takes the frame of the chart and gives an Altair chart."""


@lru_cache(maxsize=64)
def drawn(chart: Chart) -> Markup:
    """The SVG of a chart with rows, cached for the HTML page and the PDF. Raises ValueError for one without a module.

    Altair and vl-convert take half a second to import, so only a page with a chart does.
    """
    if chart.name not in CHARTS:
        raise ValueError(f"there is no module report_templates/charts/{chart.name}.py")
    theme = import_module("report_templates.charts.theme")
    draw: Callable[[pl.DataFrame], Any] = import_module(f"report_templates.charts.{chart.name}").draw
    picture: Markup = theme.svg(draw(_frame(chart)), plain(chart.alternative.text))
    return picture


def pictured(chart: Chart) -> bytes:
    """The same drawing as a PNG, for papers that hold no SVG; its text alternative stands beside it there."""
    picture: bytes = import_module("report_templates.charts.theme").png(drawn(chart))
    return picture


def _frame(chart: Chart) -> pl.DataFrame:
    """The rows with texts as printed; a column of numbers stays numeric where some or all of its values are missing."""
    rows: list[Mapping[str, Any]] = [dict(zip(chart.fields, row, strict=True)) for row in chart.rows]
    written = [
        {name: plain(cut(cell)) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows
    ]
    return pl.DataFrame(written, infer_schema_length=None).with_columns(cs.by_dtype(pl.Null).cast(pl.Float64))
