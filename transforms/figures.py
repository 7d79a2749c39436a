"""A figure: an indicator's value with everything needed to print it and trace it to its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import polars as pl


class Light(StrEnum):
    """Traffic light (domain.md §7.2); grey also for missing or stale data, never green."""

    GREEN = "绿"
    YELLOW = "黄"
    RED = "红"
    GREY = "灰"
    NONE = "—"  # the indicator has no light


class How(StrEnum):
    """The aggregation of the rows of a numerator or denominator."""

    COUNT = "count"  # how many there are
    DISTINCT = "distinct"  # how many different values a column has; of a list each of its values
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    MAX = "max"
    MEAN_EACH = "mean of persons"  # of the sums of each person
    MEDIAN_EACH = "median of persons"

    @property
    def each(self) -> bool:
        """Whether the values of each person are added up first."""
        return self in (How.MEAN_EACH, How.MEDIAN_EACH)


class Form(StrEnum):
    """How a value follows from its numerator (n) and denominator (d)."""

    NUMERATOR = "n"
    HUNDREDFOLD = "100n"  # a mean of shares 0–1, as percent
    PERCENT = "100n/d"
    PER_THOUSAND = "1000n/d"
    QUOTIENT = "n/d"
    DIFFERENCE = "n-d"

    def of(self, n: float | None, d: float | None) -> float | None:
        """The value; None where something is unknown, or the denominator 0 (domain.md §7)."""
        if n is None or (d is None and self.has_denominator):
            return None
        if self is Form.DIFFERENCE:
            return n - (d or 0)
        if not self.has_denominator:
            return 100 * n if self is Form.HUNDREDFOLD else n
        return {Form.PERCENT: 100, Form.PER_THOUSAND: 1000, Form.QUOTIENT: 1}[self] * n / d if d else None

    @property
    def has_denominator(self) -> bool:
        """Whether the value depends on one."""
        return self not in (Form.NUMERATOR, Form.HUNDREDFOLD)


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """The rows behind a count: `keys` are values of the key of one `table` of the dataset (`COUNTED_BY`).

    Keys are categorical: most rows are behind a dozen numbers, and text takes many times the memory.

    `how` is the aggregation, of their `column` where it needs one. `also` are rows of a further table, aggregated
    together with these.
    """

    table: str
    keys: pl.Series
    how: How = How.COUNT
    column: str = ""
    also: Rows | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A number with its derivation: `value` = `form` of the aggregates of `rows` and `population`.

    `value` is a ratio as percent 0–100, None where the denominator is 0; `numerator` and `denominator` are printed next
    to it, `rows` are the rows of the numerator, `population` those of the denominator.
    `transforms.indicators.provenance.recomputed` gives the value anew from the tables of an edition.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    rows: Rows | None = None
    population: Rows | None = None
    form: Form = Form.NUMERATOR


@dataclass(frozen=True, kw_only=True, slots=True)
class Part(Counted):
    """One line of a breakdown, or an extra number next to a figure: a code, its Chinese label and the counts.

    `group` tells breakdowns apart where a figure has several, as by level and by sex; `unit` is empty where it is the
    figure's own.
    """

    code: str
    label: str
    group: str = ""
    unit: str = ""

    @property
    def name(self) -> str:
        """What it is called in the code of a figure: CW in A6-CW, 性别.女 in A2-性别.女."""
        called = self.label if self.group or not re.fullmatch(r"\w+", self.code) else self.code
        return f"{self.group}.{called}" if self.group else called


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured(Counted):
    """What an indicator's function returns.

    `parts` break the figure down, `extras` are printed next to it; `cumulative` is its value from 1 January, or the
    start of the programme, to the as-of day (累计), where domain.md §7.3 has one. `light` is set only where it does not
    follow from the value.
    """

    parts: tuple[Part, ...] = ()
    extras: tuple[Part, ...] = ()
    cumulative: Part | None = None
    light: Light | None = None


class Point(NamedTuple):
    """A figure in an earlier period: its value in the current edition, in the first one, whether it was corrected."""

    period: str
    value: float | None
    first: float | None
    restated: bool


class Ranged(NamedTuple):
    """An indicator whose range can be computed: a row of the weekly sheet `sheet` adds at most one to the numerator.

    `fixed` says that the denominator does not grow with it.
    """

    sheet: str
    fixed: bool = False


class Range(NamedTuple):
    """Bounds of a figure if everybody had sent (docs/indicators.md says how they are computed)."""

    low: float
    high: float


class Senders(NamedTuple):
    """The units that must send the sheets of a figure: how many, and by short name those that have not sent all."""

    due: int
    absent: tuple[str, ...]

    @property
    def sent(self) -> int:
        """How many have."""
        return self.due - len(self.absent)


class Unlike(NamedTuple):
    """The units, by their short names, that count in one of two compared periods alone.

    `joined` were not counted in the period before, `left` have not sent in this one; both are empty where one knows
    only that not the same units had sent. `before` and `now` is the figure among all others, `added` by how much those
    that joined have raised a count; None where unknown.
    """

    joined: tuple[str, ...]
    left: tuple[str, ...]
    before: float | None
    now: float | None
    added: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """An indicator measured for one edition (domain.md §7.3).

    `coverage` is received / expected submissions of the sheets it draws on, 0–1 (None: none is expected); `missing`
    are those of its sheets that nobody has sent; `previous` the value in the published edition of the period
    before, `restated` whether that was corrected after it had been published (上期更正: `first_previous` was the value
    then). `range` is where the figure would lie if the units whose sheets are missing had sent them; None where all
    are there or no bound can be had. `senders` are the units it rests on (of the county alone), `unlike` those that
    make it unlike the period before, if any (`transforms.indicators.comparability`). `trend` are the earlier periods,
    oldest first. `place` names the township or unit the figure is of, and is empty for the county.
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
    first_previous: float | None = None
    restated: bool = False
    range: Range | None = None
    senders: Senders | None = None
    unlike: Unlike | None = None
    trend: tuple[Point, ...] = ()
    place: str = ""

    @property
    def code(self) -> str:
        """The printed code, by which it is looked up: A5, C3-漕河镇."""
        return figure_code(self.id, self.place)

    def numbers(self) -> Iterator[NumberWithRows]:
        """The figure itself, and each number printed with it: breakdown, extras, cumulative value."""
        measured = self.measured
        yield NumberWithRows(self.code, self.label, self.unit, measured, self)
        for part in (*measured.parts, *measured.extras, *filter(None, (measured.cumulative,))):
            yield NumberWithRows(
                figure_code(self.id, self.place, part.name), part.label, part.unit or self.unit, part, self
            )


@dataclass(frozen=True, slots=True)
class NumberWithRows:
    """One printed number by its code, and the figure it belongs to."""

    code: str
    label: str
    unit: str
    counted: Counted
    figure: Figure


def figure_code(figure: str, place: str = "", part: str = "") -> str:
    """The code of a printed number: A5, A6-CW, C3-漕河镇, C5-漕河镇-longest."""
    return "-".join(filter(None, (figure, place, part)))
