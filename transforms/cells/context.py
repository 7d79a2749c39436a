"""What a caster may use besides the cell and its column, and the reading it gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from expectations.contract.contract import Column
from expectations.contract.rules import Reaction
from expectations.county.codelist import CodeList
from transforms.cells.legend import Legend
from transforms.recognise.grid import Cell

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


PercentStyle = Literal["fraction", "points"]


@dataclass(frozen=True, kw_only=True)
class Context:
    """The surroundings of one cell.

    `period_end` gives the year to dates without one. `codes` are all code lists by name, the county's own
    included. `percent_style` is the style of a whole percent column: fractions (0–1), points (0–100), or None
    where it cannot be decided. `number_format` is the cell's own, such as `0%`. `stated_unit` is the unit that
    heading or line of the table state for a bare number ("" for none, `units.DISPUTED` for two), `legend` what the
    heading says its signs mean. `area_code` completes local telephone numbers, `timezone` tells the day of a moment in
    another zone. `known` caches the readings of a column's cells for the tables still to come.
    """

    period_end: dt.date
    codes: Mapping[str, CodeList] = field(default_factory=dict)
    percent_style: PercentStyle | None = None
    number_format: str | None = None
    stated_unit: str = ""
    legend: Legend | None = None
    area_code: str | None = None
    timezone: str = "Asia/Shanghai"
    known: dict[tuple[Column, PercentStyle | None, str, Legend | None], dict[object, Reading]] = field(
        default_factory=dict, compare=False, repr=False
    )


Caster: TypeAlias = Callable[[Cell, Column, Context], Reading]
