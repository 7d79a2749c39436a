"""Columns that a county has added to sheets of persons: in the person's row, from the row it was made of."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest

from expectations.catalogue import BUILT_IN
from expectations.own.declared import own_of
from expectations.own.in_use import NOTHING, declare
from tests.support.frames import sheet_rows, table
from transforms.audience.column_classes import privacy_of
from transforms.join.dimensions.added import with_added
from transforms.join.five_dimensions import FIVE_DIM_SCHEMA


@pytest.fixture(autouse=True)
def afterwards_nothing_is_declared() -> Iterator[None]:
    yield
    declare(NOTHING)


MORE = {
    "adds_to": "S2",
    "column": [
        {"name": "own_licence", "heading": "驾照", "kind": "flag"},
        {"name": "own_wish", "heading": "本人想法", "kind": "text", "example": "下乡", "privacy": "P1"},
        {"name": "own_friend", "heading": "介绍人", "kind": "name"},
    ],
}


def test_the_row_of_a_person_has_what_the_row_of_the_sheet_says_but_no_name() -> None:
    declare(own_of({"sheets/more": MORE}, BUILT_IN))
    rows = sheet_rows("S2", [{"own_licence": True, "own_wish": "下乡", "own_friend": "李四"}, {"own_licence": False}])
    persons = table(
        FIVE_DIM_SCHEMA,
        [{"person_id": "p1", "src_S2_submission": "S2-2021-W47", "src_S2_row": 2}, {"person_id": "p2"}],
    )
    cadres = with_added(persons, {"S1": pl.DataFrame(), "S2": rows, "S3": pl.DataFrame()})
    assert cadres.columns == [*FIVE_DIM_SCHEMA, "own_licence", "own_wish"]
    assert cadres.select("person_id", "own_licence", "own_wish").rows() == [("p1", True, "下乡"), ("p2", None, None)]
    assert privacy_of("five_dim", "own_wish") == "P1"


def test_without_added_columns_it_is_as_it_was() -> None:
    persons = table(FIVE_DIM_SCHEMA, [{"person_id": "p1"}])
    assert with_added(persons, {}).equals(persons)
