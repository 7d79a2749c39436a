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
    """The change against the period before: percentage points for ratios, else in the figure's own unit.

    It is the difference of the two numbers as they are printed, so that it can be reckoned again on the paper; 0 is
    that of two that are printed alike.
    """
    if now is None or before is None:
        return NONE
    difference = _printed(now, unit) - _printed(before, unit)
    digits = whole(float(difference)) if unit != "%" and difference % 1 == 0 else str(difference)
    return f"{'+' if difference > 0 else ''}{digits}{'个百分点' if unit == '%' else unit}"


def _printed(number: float, unit: str) -> Decimal:
    """A number as it is printed with its unit: a rate in percent and a fraction to one decimal."""
    return Decimal(percent(number, 100).rstrip("%") if unit == "%" else tenths(number))
