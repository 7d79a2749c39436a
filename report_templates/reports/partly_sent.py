"""Earlier periods in which not all units had sent what a figure draws on: a course that is shown says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from report_templates.words.figure_view import FigureView
from report_templates.words.period_words import short_name
from report_templates.words.sentence import Runs

MOST_NAMED = 3
"""So many figures are named of each period."""


def partly_sent(history: pl.DataFrame, views: Iterable[FigureView]) -> Runs:
    """第45周领办实事项目数、接单率；第46周领办实事项目数: by period, oldest first, the figures that were not complete.

    history: `period`, `code` and `coverage` of HISTORY; a coverage that is unknown is taken for complete.
    """
    if "coverage" not in history.columns:
        return ()
    labels = {view.code: view.label for view in views}
    lines = history.filter(pl.col("coverage") < 1, pl.col("value").is_not_null(), pl.col("code").is_in(list(labels)))
    by_period: dict[str, list[str]] = defaultdict(list)
    for period, code in lines.sort("period", maintain_order=True).select("period", "code").iter_rows():
        by_period[period].append(labels[code])
    runs = (
        run
        for period, named in by_period.items()
        for run in ("；", short_name(period), "、".join(named[:MOST_NAMED]), "等" if len(named) > MOST_NAMED else "")
    )
    return tuple(filter(None, runs))[1:]
