"""A figure: an indicator's value with all that is needed to print it, question it and open it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class Light(StrEnum):
    """Traffic light (domain.md §7.2); grey also for missing or stale data, never green."""

    GREEN = "绿"
    YELLOW = "黄"
    RED = "红"
    GREY = "灰"
    NONE = "—"  # the indicator has no light


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows behind a count: `keys` are values of the key of one `table` of the dataset (`dataset.KEYS`)."""

    table: str
    keys: pl.Series


@dataclass(frozen=True, kw_only=True)
class Part:
    """One line of a breakdown: a code of a list, its Chinese label and the counts.

    `group` tells breakdowns apart where a figure has several, as by level and by sex.
    """

    code: str
    label: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What an indicator's function returns.

    `value` is the figure itself (a ratio as percent 0–100, None where the denominator is 0); `rows` are the rows of
    the numerator, `population` those of the denominator where there is one. `parts` break the figure down, `beside`
    is printed next to it. `light` is set only where something else than the value decides it.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    rows: Rows | None = None
    population: Rows | None = None
    parts: tuple[Part, ...] = ()
    beside: tuple[Part, ...] = ()
    light: Light | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """An indicator measured for one edition (domain.md §7.3).

    `coverage` is received / expected submissions of the sheets it draws on, 0–1 (None: none is expected); `missing`
    are those of its sheets that nobody has sent; `previous` the value in the published edition of the period before.
    """

    id: str
    label: str
    formula: str
    window: str
    unit: str
    measured: Measured
    light: Light
    coverage: float | None = None
    missing: tuple[str, ...] = ()
    previous: float | None = None
