"""What files bring, in plain columns, becomes frames of many (design.md §2)."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.records.columnar import Columns, FileExtract, columns, frame, merge_extracts

SCHEMA = {"row": pl.Int64(), "name": pl.List(pl.String()), "way": pl.String()}

lines = st.lists(
    st.tuples(
        st.integers(-5, 5),
        st.none() | st.lists(st.text("甲乙 、", min_size=1), min_size=1, max_size=3).map(tuple),
        st.none() | st.text(max_size=3),
    )
)


@given(st.lists(lines, max_size=4))
def test_a_frame_of_pieces_holds_their_lines_in_their_order(pieces: list[list[tuple[object, ...]]]) -> None:
    result = frame(SCHEMA, [columns(SCHEMA, piece) for piece in pieces])
    assert result.schema == pl.Schema(SCHEMA)
    every = [(row, [*name] if isinstance(name, tuple) else None, way) for piece in pieces for row, name, way in piece]
    assert result.rows() == every


def test_a_value_that_fits_no_frame_is_an_error() -> None:
    with pytest.raises(TypeError):
        frame({"row": pl.Int64()}, [{"row": [1 << 70]}])


def test_parts_of_a_file_are_joined_sheet_by_sheet() -> None:
    def piece(row: int) -> Columns:
        return {"row": [row]}

    part = FileExtract(rows={"S1": (piece(1),), "S4": (piece(2),)}, ledger=(piece(3),))
    other = FileExtract(rows={"S4": (piece(4),)}, issues=(piece(5),))
    assert merge_extracts([part, other]) == FileExtract(
        rows={"S1": (piece(1),), "S4": (piece(2), piece(4))}, ledger=(piece(3),), issues=(piece(5),)
    )
    assert merge_extracts([]) == FileExtract()
