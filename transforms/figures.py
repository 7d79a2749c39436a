"""A figure: an indicator's value with all that is needed to print it, question it and open it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Light(StrEnum):
    """Traffic light (domain.md §7.2); grey also for missing or stale data, never green."""

    GREEN = "绿"
    YELLOW = "黄"
    RED = "红"
    GREY = "灰"
    NONE = "—"  # the indicator has no light


@dataclass(frozen=True, kw_only=True)
class Part:
    """One line of a breakdown: a code of a list, its Chinese label and the counts."""

    code: str
    label: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What an indicator's function returns.

    `value` is the figure itself (a ratio as percent 0–100, None where the denominator is 0); `rows` are the keys of
    the rows in the numerator, as (table, key) with key a value of the table's key column; `population` those of the
    denominator where there is one.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    rows: tuple[tuple[str, str], ...] = ()
    population: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    beside: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """An indicator measured for one edition (domain.md §7.3).

    `coverage` is received / expected submissions of the sheets it draws on, 0–1 (None: it draws on none);
    `previous` the value in the published edition of the period before.
    """

    id: str
    label: str
    formula: str
    window: str
    unit: str
    measured: Measured
    light: Light
    coverage: float | None = None
    previous: float | None = None
