"""Faces are settled in parts, and no part needs to know of another."""

from __future__ import annotations

from unittest.mock import patch

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms.identify import blocking
from transforms.identify.blocking import independent_blocks

FACES = st.lists(st.tuples(st.sampled_from("甲乙丙丁戊己庚辛"), st.none() | st.sampled_from("123456")), max_size=20)
SCHEMA = {"name_key": pl.String, "id_digest": pl.String}


def frame(mentions: list[tuple[str, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(mentions, schema=SCHEMA, orient="row").with_row_index("place")


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
