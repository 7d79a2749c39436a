"""Rows that come, go and change between two editions, also where several have one key (domain.md §6)."""

from __future__ import annotations

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms.editions.diff import counts_of, rows_changed

ROWS = st.lists(st.tuples(st.sampled_from("ij"), st.sampled_from(["A", "B", None])), max_size=6)


def issues(*rows: tuple[str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"issue": pl.String, "cell": pl.String}, orient="row")


def test_a_row_that_another_of_its_key_now_stands_before_has_not_changed() -> None:
    changes = rows_changed("issues", issues(("i", "A")), issues(("i", "B"), ("i", "A")))
    assert changes.rows() == [("i", "added", None, None, None)]


def test_a_changed_row_is_told_by_its_cells() -> None:
    changes = rows_changed("issues", issues(("i", "A"), ("j", "A")), issues(("i", "B"), ("j", "A")))
    assert changes.rows() == [("i", "changed", "cell", "A", "B")]


@given(ROWS, ROWS)
def test_no_row_is_lost_or_told_twice(old: list[tuple[str, str | None]], new: list[tuple[str, str | None]]) -> None:
    counts = counts_of(rows_changed("issues", issues(*old), issues(*new)))
    came, gone = Counter(new) - Counter(old), Counter(old) - Counter(new)
    assert counts["added"] + counts["changed"] == came.total()
    assert counts["removed"] + counts["changed"] == gone.total()
