"""How a figure reads in a table and in a sentence (domain.md §7.3, §7.4)."""

from __future__ import annotations

from transforms.figures import Figure
from transforms.headline import NOT_REPORTED
from transforms.numbers import NONE, change, percent, tenths, whole

UNCHANGED = "持平"
MINUS = "−"


def unsent(figure: Figure) -> bool:
    """Whether the figure is unknown because nobody has sent one of its sheets."""
    return figure.measured.value is None and bool(figure.missing)


def number(value: float | None) -> str:
    """A count as a table prints it: exact where it is whole, else to one decimal."""
    if value is None:
        return NONE
    return (whole(value) if value == int(value) else tenths(value)).replace("-", MINUS)


def amount(value: float | None, unit: str) -> str:
    """A value with its unit: 19人, 95.0%; a ratio that is not quite whole never reads 100.0%."""
    if value is None:
        return NONE
    return percent(value, 100).replace("-", MINUS) if unit == "%" else f"{number(value)}{unit}"


def value_words(figure: Figure) -> str:
    """The figure itself: 未报送 where nobody has sent it, “—” where its denominator is 0."""
    return NOT_REPORTED if unsent(figure) else amount(figure.measured.value, figure.unit)


def change_words(figure: Figure) -> str:
    """The change against the published period before, ratios in percentage points; “—” in the first period."""
    now, before = figure.measured.value, figure.previous
    return UNCHANGED if now is not None and now == before else change(now, before, figure.unit).replace("-", MINUS)


def coverage_words(figure: Figure) -> str:
    """The share of the figure's submissions that arrived, or the sheet nobody has sent, or how many such there are."""
    absent = figure.missing
    if not absent:
        return percent(figure.coverage, 1)
    return f"缺{absent[0]}" if len(absent) == 1 else f"缺{len(absent)}张表"
