from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_templates.words.figure_words import change_words
from report_templates.words.numbers import change, percent, prose, tenths, whole


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [
        (87, 87, "100.0%"),
        (86, 87, "98.9%"),
        (19, 20, "95.0%"),
        (23, 24, "95.8%"),
        (0, 12, "0.0%"),
        (9996, 10000, "99.9%"),  # would round to 100.0
        (10004, 10000, "100.1%"),
        (1, 800, "0.1%"),  # 0.125
        (1, 16, "6.3%"),  # 6.25: halves away from zero
        (0, 0, "—"),
        (None, 5, "—"),
        (5, None, "—"),
    ],
)
def test_percent(numerator: int | None, denominator: int | None, printed: str) -> None:
    assert percent(numerator, denominator) == printed


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_only_equals_are_a_hundred_percent(numerator: int, denominator: int) -> None:
    assert (percent(numerator, denominator) == "100.0%") == (numerator == denominator)


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        *((9999, "9999"), (10000, "1万"), (12345, "1.2万"), (99_960, "10万"), (206_771, "20.7万")),
        *((760_000, "76万"), (100_000_000, "10000万"), (None, "—")),
    ],
)
def test_prose_says_wan_from_ten_thousand(number: int | None, printed: str) -> None:
    assert prose(number) == printed


def test_whole_numbers_have_no_separators_and_no_fractions() -> None:
    assert whole(7600.0) == "7600"
    with pytest.raises(ValueError, match="no whole number"):
        whole(0.5)


@pytest.mark.parametrize(
    ("number", "printed"), [(50.355, "50.4"), (1.25, "1.3"), (-1.25, "-1.3"), (-0.04, "0.0"), (None, "—")]
)
def test_tenths(number: float | None, printed: str) -> None:
    assert tenths(number) == printed


@pytest.mark.parametrize(
    ("now", "before", "unit", "printed"),
    [
        (95.0, 93.8, "%", "+1.2个百分点"),
        (93.8, 95.0, "%", "-1.2个百分点"),
        (95.0, 95.0, "%", "0.0个百分点"),
        (3827, 3790, "件", "+37件"),
        (3, 5, "件", "-2件"),
        (5, 5, "件", "0件"),
        (12.5, 10, "小时", "+2.5小时"),
        (94.649, 89.251, "%", "+5.3个百分点"),  # 94.6 less 89.3, though they are 5.398 apart
        (99.96, 100.0, "%", "-0.1个百分点"),  # 99.9%: never 100.0% where something lacks
        (2.25, 1.04, "天", "+1.3天"),  # 2.3 less 1.0
        (12, None, "件", "—"),
        (None, 12, "件", "—"),
    ],
)
def test_change(now: float | None, before: float | None, unit: str, printed: str) -> None:
    assert change(now, before, unit) == printed


@pytest.mark.parametrize(("now", "before", "printed"), [(94.64, 94.61, "持平"), (94.65, 94.64, "+0.1个百分点")])
def test_what_is_printed_alike_has_not_changed(now: float, before: float, printed: str) -> None:
    assert change_words(now, before, "%") == printed
