"""The outcome of reading one cell."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from expectations.contract.rules import Reaction

Value = str | int | float | bool | dt.date | tuple[str, ...] | None


class Reading(NamedTuple):
    """What a cell was read as.

    `reaction` None means: read as it stands. FIX and FIXW mean `value` is the repaired value; CELL means `value` is
    None and the cell goes back to the clerk. `rule` is a stable identifier such as `date_two_digit_year`; `message` a
    whole sentence in Chinese for the clerk, which never repeats the cell's own text. `text` keeps words that have no
    code; `precision` is `day` or `month` where that matters.
    """

    value: Value
    reaction: Reaction | None = None
    rule: str = ""
    message: str = ""
    text: str | None = None
    precision: str | None = None


BLANK = Reading(None)


def refused(rule: str, message: str) -> Reading:
    """The cell cannot be read; it becomes null and goes back to the clerk."""
    return Reading(None, Reaction.CELL, rule, message)


def repaired(value: Value, rule: str, message: str = "", *, warn: bool = False) -> Reading:
    """The cell was understood after a repair; with `warn` the clerk is told how it was read."""
    return Reading(value, Reaction.FIXW if warn else Reaction.FIX, rule, message)
