from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.recognise.cell_references import cell_place, cell_reference, column_letter, column_position
from transforms.recognise.grid import Place

COLUMNS = [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]


@pytest.mark.parametrize(("position", "letter"), COLUMNS)
def test_columns_have_letters(position: int, letter: str) -> None:
    assert column_letter(position) == letter
    assert column_position(letter) == column_position(letter.lower()) == position


@pytest.mark.parametrize(
    ("reference", "place"),
    [("A1", (0, 0)), ("AB12", (11, 27)), ("ab12", (11, 27)), ("XFD1048576", (1_048_575, 16_383))],
)
def test_a_reference_names_a_place(reference: str, place: Place) -> None:
    assert cell_place(reference) == place


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "A-1", "$A$1", "A1:B2", "Ａ1", "A１", " A1", "A1\n"])
def test_what_is_no_reference_has_no_place(text: str) -> None:
    assert cell_place(text) is None


@given(st.tuples(st.integers(0, 10**9), st.integers(0, 10**6)))
def test_every_place_is_found_again_by_its_reference(place: Place) -> None:
    assert cell_place(cell_reference(place)) == place
