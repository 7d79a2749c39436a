"""What each figure of the analysts' page read in earlier periods."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from report_templates.words.figure_words import amount
from report_templates.words.numbers import NONE

_RESTATED = "（已更正）"


def past_values(values: pl.DataFrame, history: pl.DataFrame) -> Mapping[str, list[str]]:
    """By code a text for each period of the history, oldest first: with its unit, and whether it was corrected since.

    values: FIGURES of the edition; history: HISTORY. A period without a value has the sign for none, a code without any
    past is left out.
    """
    units = dict(values.select("code", pl.col("unit").fill_null("")).iter_rows())
    places = {period: place for place, period in enumerate(history["period"].unique().sort())}
    lines: dict[str, list[str]] = {}
    known = history.filter(pl.col("value").is_not_null(), pl.col("code").is_in(list(units)))
    for code, period, value, restated in known.select("code", "period", "value", "restated").iter_rows():
        line = lines.setdefault(code, [NONE] * len(places))
        line[places[period]] = amount(value, units[code]) + (_RESTATED if restated else "")
    return lines
