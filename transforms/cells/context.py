"""What a caster may use besides the cell and its column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from expectations.contract.contract import Column
from expectations.county.codelist import CodeList
from transforms.cells.reading import Reading
from transforms.recognise.grid import Cell

PercentStyle = Literal["fraction", "points"]


@dataclass(frozen=True, kw_only=True)
class Context:
    """The surroundings of one cell.

    `period_end` gives the year to dates without one. `codes` are all code lists by name, the county's own included.
    `percent_style` is the style of a whole percent column: fractions (0–1), points (0–100), or None where it cannot be
    decided. `number_format` is the cell's own, such as `0%`. `heading_unit` is the unit a heading names in place of the
    contract's ("" where it names none). `area_code` completes local telephone numbers. `known` caches the readings of a
    column's cells for the tables still to come.
    """

    period_end: dt.date
    codes: Mapping[str, CodeList] = field(default_factory=dict)
    percent_style: PercentStyle | None = None
    number_format: str | None = None
    heading_unit: str = ""
    area_code: str | None = None
    known: dict[tuple[Column, PercentStyle | None, str], dict[object, Reading]] = field(
        default_factory=dict, compare=False, repr=False
    )


Caster: TypeAlias = Callable[[Cell, Column, Context], Reading]
