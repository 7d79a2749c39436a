"""Whose rows an erasure leaves with the person's name, so that they can be told."""

from __future__ import annotations

import polars as pl

from tests.support.frames import Row, table
from transforms.editions.find_person import MENTIONS, undecided_namesakes


def mention(row: int, name: str, person: str | None) -> Row:
    return {"submission": "a", "row": row, "name": name, "person_id": person}


def test_undecided_rows_of_the_name_that_are_nobodys_are_named() -> None:
    named = table(
        pl.Schema(MENTIONS),
        [mention(4, "张三", "P1"), mention(5, "张三", None), mention(6, "张三", None), mention(7, "李四", None)],
    )
    own = named.filter(pl.col("row").is_in([4, 5]))  # row 5 an edition has held to be the person's
    assert undecided_namesakes(own, named).rows() == [("a", 6)]
