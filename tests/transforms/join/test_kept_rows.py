"""An accepted row is in its table, or a row of its key stands for it (design.md §5.1)."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.frames import sheet_rows, table
from transforms.join.kept_rows import KEPT, MERGED, merged_rows
from transforms.records.ledger import ACCEPTED, LEDGER, REJECTED, RowsLost, with_reason

PERSON = {"person_id": pl.String()}
TWICE = {
    "S4": {"person_id": "p", "contact_by": "赵六"},
    "S6": {"person_id": "p", "post_code": "ZF-001"},
    "S7": {"person_id": "p"},
    "S8": {"item_code": "MS2021-001"},
    "S9": {"person_id": "p", "community_code": "甲社区"},
    "S10": {"order_no": "1"},
}


def twice(sheet: str) -> pl.DataFrame:
    return sheet_rows(sheet, [TWICE[sheet]] * 2, more=PERSON)


@pytest.mark.parametrize("sheet", KEPT)
def test_rows_of_one_key_are_one_only_where_the_sheet_says_so(sheet: str) -> None:
    rows = twice(sheet)
    if KEPT[sheet].key:
        assert merged_rows(sheet, rows.lazy(), rows[1:])["row"].to_list() == [2]
    else:
        with pytest.raises(RowsLost, match=f"1 accepted rows of {sheet} are in no table"):
            merged_rows(sheet, rows.lazy(), rows[1:])


@pytest.mark.parametrize("sheet", KEPT)
def test_a_row_of_which_nothing_is_left_stops_the_run(sheet: str) -> None:
    rows = twice(sheet)
    assert merged_rows(sheet, rows.lazy(), rows).is_empty()
    with pytest.raises(RowsLost, match=f"2 accepted rows of {sheet} are in no table"):
        merged_rows(sheet, rows.lazy(), rows.clear())


def test_the_ledger_names_the_accepted_rows_another_stands_for() -> None:
    lines = [("s", 1, ACCEPTED, None), ("s", 2, ACCEPTED, None), ("s", 3, REJECTED, "rule"), ("t", 1, ACCEPTED, None)]
    ledger = table(LEDGER, [dict(zip(("submission", "row", "fate", "reason"), line, strict=True)) for line in lines])
    merged = pl.DataFrame([("s", 1), ("s", 3)], schema={"submission": pl.String, "row": pl.Int64}, orient="row")
    assert with_reason(ledger, merged, MERGED)["reason"].to_list() == [MERGED, None, "rule", None]
