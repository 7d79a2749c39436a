"""Faces are settled in parts, and no part needs to know of another."""

from __future__ import annotations

from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.identify import blocking
from transforms.identify.blocking import independent_blocks

FACES = st.lists(st.tuples(st.sampled_from("甲乙丙丁戊己庚辛"), st.none() | st.sampled_from("123456")), max_size=20)
SCHEMA = {"name_key": pl.String, "id_digest": pl.String}


def frame(mentions: list[tuple[str, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(mentions, schema=SCHEMA, orient="row").with_row_index("place")


def blocks(
    shown: list[tuple[str, str | None]], other: list[tuple[str, str | None]]
) -> list[tuple[list[int], list[int]]]:
    """Places of the mentions and of the others in each block that is not empty."""
    return [
        (part["place"].to_list(), bearing["place"].to_list())
        for part, bearing in independent_blocks(frame(shown), frame(other))
        if part.height or bearing.height
    ]


def test_few_mentions_are_one_block_with_the_others_of_their_names_only() -> None:
    shown: list[tuple[str, str | None]] = [("甲", "1"), ("乙", None)]
    apart: list[tuple[str, str | None]] = [("丙", None), ("己", "3")]
    others: list[tuple[str, str | None]] = [("乙", "2"), ("甲", None), ("丁", "1"), ("戊", "2")]
    assert blocks(shown, apart + others) == [([0, 1], [2, 3, 4, 5])]  # 丁 by the id of 甲, 戊 by that of another 乙


def test_names_tied_by_ids_stay_together_however_small_the_blocks() -> None:
    """甲 and 丁 share no id: 乙 and 丙 tie them."""
    shown: list[tuple[str, str | None]] = [("甲", "1"), ("乙", "1"), ("乙", "2"), ("丙", "2"), ("丙", "3"), ("丁", "3")]
    with patch.object(blocking, "MOST", 1):
        assert blocks(shown, []) == [([0, 1, 2, 3, 4, 5], [])]


def test_no_id_ties_nobody() -> None:
    alone: list[tuple[str, str | None]] = [(name, None) for name in "甲乙丙丁戊己庚辛"]
    with patch.object(blocking, "MOST", 1):
        assert len(blocks(alone, [])) > 1


def test_an_id_ties_its_own_names_only() -> None:
    pairs: list[tuple[str, str | None]] = [*zip("甲乙丙丁戊己庚辛", "11223344", strict=True)]
    with patch.object(blocking, "MOST", 1):
        assert len(blocks(pairs, [])) > 1


@pytest.mark.parametrize(("mentions", "number"), [(0, 1), (1, 1), (2, 2), (3, 2), (4, 3)])
def test_there_is_a_block_more_than_the_mentions_fill(mentions: int, number: int) -> None:
    shown: list[tuple[str, str | None]] = [("甲", None)]
    with patch.object(blocking, "MOST", 2):
        assert len([*independent_blocks(frame(shown * mentions), frame([]))]) == number


@given(FACES, FACES)
def test_a_name_or_an_id_stands_in_one_part_only(
    shown: list[tuple[str, str | None]], other: list[tuple[str, str | None]]
) -> None:
    mentions, others = frame(shown), frame(other)
    with patch.object(blocking, "MOST", 2):
        parts = [*independent_blocks(mentions, others)]
    assert pl.concat(part for part, _ in parts).sort("place").equals(mentions)
    for column in SCHEMA:
        values = [{*part[column], *bearing[column]} - {None} for part, bearing in parts]
        assert sum(map(len, values)) == len(set().union(*values))


@given(FACES, FACES)
def test_all_that_may_bear_on_a_face_is_beside_it(
    shown: list[tuple[str, str | None]], other: list[tuple[str, str | None]]
) -> None:
    others = frame(other)
    with patch.object(blocking, "MOST", 2):
        parts = [*independent_blocks(frame(shown), others)]
    for part, bearing in parts:
        for column in SCHEMA:
            alike = others.filter(pl.col(column).is_in(part[column].drop_nulls().to_list()))
            assert set(alike["place"]) <= set(bearing["place"])
