"""How numbers are written in Chinese prose and tables (domain.md §7.4): exact, and never better than they are."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

NONE = "—"
"""Printed where there is no number: a denominator of 0, no earlier period."""

_TENTH = Decimal("0.1")
_HUNDRED = Decimal(100)
_WAN = 10_000


def whole(number: float | None) -> str:
    """An exact count as tables print it, without thousands separators. Raises ValueError for a fraction."""
    if number is None:
        return NONE
    if number != int(number):
        raise ValueError(f"{number} is no whole number")
    return str(int(number))


def prose(number: float | None) -> str:
    """A count as a sentence says it: exact below 10,000, from there in 万 to one decimal, as in 1.2万."""
    if number is None or abs(number) < _WAN:
        return whole(number)
    return f"{(Decimal(whole(number)) / _WAN).quantize(_TENTH, ROUND_HALF_UP).normalize():f}万"


def tenths(number: float | None) -> str:
    """A measure to one decimal, halves away from zero; never “-0.0”."""
    if number is None:
        return NONE
    rounded = Decimal(str(number)).quantize(_TENTH, ROUND_HALF_UP)
    return str(abs(rounded) if rounded == 0 else rounded)


def percent(numerator: float | None, denominator: float | None) -> str:
    """A ratio to one decimal; 100.0% only where both are equal, “—” where the denominator is 0 or unknown."""
    if numerator is None or not denominator:
        return NONE
    exact = Decimal(str(numerator)) * _HUNDRED / Decimal(str(denominator))
    rounded = exact.quantize(_TENTH, ROUND_HALF_UP)
    if rounded == _HUNDRED and numerator != denominator:
        rounded += _TENTH if exact > _HUNDRED else -_TENTH
    return f"{rounded}%"


def change(now: float | None, before: float | None, unit: str) -> str:
    """The change against the period before: percentage points for ratios, else in the figure's own unit."""
    if now is None or before is None:
        return NONE
    difference = Decimal(str(now)) - Decimal(str(before))
    digits = tenths(float(difference)) if unit == "%" or difference % 1 else whole(float(difference))
    points = "个百分点" if unit == "%" else unit
    return f"{'+' if Decimal(digits) > 0 else ''}{digits}{points}"
