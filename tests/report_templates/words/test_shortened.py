"""Long names in narrow columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_templates.words.shortened import places, shortened


@pytest.mark.parametrize(
    ("name", "longest", "wanted"),
    [
        ("甲.xlsx", 7, "甲.xlsx"),
        ("甲乙丙丁.xlsx", 10, "甲….xlsx"),  # 6 places at the end, where 丁 would be the 7th; … takes two
        ("QC-BLH_S10_2021W46_v12.xlsx", 26, "QC-BLH_S10…21W46_v12.xlsx"),  # 27 places: 14, 2 and 10
    ],
)
def test_a_name_keeps_its_beginning_and_its_end(name: str, longest: int, wanted: str) -> None:
    assert shortened(name, longest) == wanted


@given(st.text(max_size=60), st.integers(8, 40))
def test_no_name_is_wider_than_its_column(name: str, longest: int) -> None:
    assert places(shortened(name, longest)) <= longest
