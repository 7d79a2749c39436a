"""A true value and the counts behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from samples.truth.known import Fact


@dataclass(frozen=True)
class Sum:
    """The value of an indicator, a ratio as percent; None where there is nothing to divide by."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    parts: Mapping[str, float] = field(default_factory=dict)


def count(number: float, parts: Mapping[str, float] | None = None) -> Sum:
    """A plain count."""
    return Sum(number, number, parts=parts or {})


def ratio(numerator: float, denominator: float) -> Sum:
    """A share in percent."""
    return Sum(100 * numerator / denominator if denominator else None, numerator, denominator)


def tally(facts: Iterable[Fact], column: str, prefix: str = "") -> dict[str, float]:
    """How many facts have each value of a column."""
    counts: dict[str, float] = {}
    for fact in facts:
        if fact[column] is not None:
            counts[f"{prefix}{fact[column]}"] = counts.get(f"{prefix}{fact[column]}", 0) + 1
    return counts
