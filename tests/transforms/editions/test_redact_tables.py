"""Whoever is erased stands in no pair of the queue any more, on neither side."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.editions.redact_tables import without_person
from transforms.identify.review import REVIEW
from transforms.join.disagreements import DISAGREEMENTS

LINES = pl.DataFrame({"submission": ["s"], "row": [5]}, schema={"submission": pl.String, "row": pl.Int64})
NOWHERE = LINES.clear()


def left(table: str, schema: dict[str, pl.DataType], row: dict[str, object], whole: pl.DataFrame) -> int:
    frame = pl.DataFrame([row], schema=schema)
    return without_person({table: frame}, {"p"}, {"王芳"}, whole, NOWHERE).get(table, frame).height


@pytest.mark.parametrize(
    ("row", "whole", "rows"),
    [
        ({"counted_as": "p"}, NOWHERE, 0),
        ({"candidate": "p"}, NOWHERE, 0),
        ({"submission": "s", "row": 5}, LINES, 0),
        ({"candidate_submission": "s", "candidate_row": 5}, LINES, 0),
        ({"candidate_submission": "s", "candidate_row": 6, "candidate": "q"}, LINES, 1),
    ],
)
def test_a_pair_goes_with_either_of_the_two(row: dict[str, object], whole: pl.DataFrame, rows: int) -> None:
    assert left("candidate_pairs", REVIEW, {"submission": "s", "row": 1} | row, whole) == rows


@pytest.mark.parametrize(
    ("row", "whole", "rows"),
    [
        ({"person_id": "p"}, NOWHERE, 0),
        ({"person_id": "q", "other_submission": "s", "other_row": 5}, LINES, 0),
        ({"person_id": "q", "other_submission": "s", "other_row": 6}, LINES, 1),
    ],
)
def test_a_disagreement_goes_with_its_person_and_its_rows(
    row: dict[str, object], whole: pl.DataFrame, rows: int
) -> None:
    assert left("disagreements", DISAGREEMENTS, {"submission": "s", "row": 1} | row, whole) == rows
