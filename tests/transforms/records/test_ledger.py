"""Nothing is lost: every row read has exactly one fate, and whoever takes one away is found out (design.md §5.1)."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.workbooks.tables import HEADINGS, contact_log, grid, intake, talk
from transforms.recognise.grid import Grid
from transforms.records.columnar import frame
from transforms.records.extract import ROW_COUNTS, Intake, combined
from transforms.records.ledger import (
    ACCEPTED,
    LEDGER,
    REJECTED,
    SET_ASIDE,
    RowsLost,
    check_conservation,
    ledger_lines,
    with_rejections,
    without,
)

FILE = "0123456789abcdef"


def ledger(*fates: str, submission: str = FILE, worksheet: str = "Sheet1", sheet: str = "S4") -> pl.DataFrame:
    verdicts = {row: (fate, None if fate == ACCEPTED else "why") for row, fate in enumerate(fates)}
    return frame(LEDGER, [ledger_lines(submission, sheet, worksheet, range(len(fates)), verdicts)])


def heights(times: int = 1, **rows: int) -> pl.DataFrame:
    lines = [(FILE, worksheet, read, times) for worksheet, read in rows.items()]
    return pl.DataFrame(lines, schema=ROW_COUNTS, orient="row")


def accepted(*rows: int, submission: str = FILE) -> pl.DataFrame:
    keys = [(submission, row) for row in rows]
    return pl.DataFrame(keys, schema={"submission": pl.String, "row": pl.Int64}, orient="row")


def test_rows_without_a_word_are_accepted() -> None:
    lines = frame(LEDGER, [ledger_lines(FILE, "S4", "Sheet1", range(3), {1: (SET_ASIDE, "blank")})])
    assert lines.schema == pl.Schema(LEDGER)
    assert lines.select("row", "fate", "reason").rows() == [
        (1, ACCEPTED, None),
        (2, SET_ASIDE, "blank"),
        (3, ACCEPTED, None),
    ]


def test_the_first_rule_that_rejects_a_row_is_told_and_other_fates_stay() -> None:
    rejected = pl.DataFrame(
        {"submission": [FILE, FILE, FILE, "other"], "row": [1, 1, 2, 3], "rule": ["first", "second", "late", "other"]},
        schema_overrides={"row": pl.Int64},
    )
    judged = with_rejections(ledger(ACCEPTED, SET_ASIDE, ACCEPTED), rejected)
    assert judged.select("fate", "reason").rows() == [(REJECTED, "first"), (SET_ASIDE, "why"), (ACCEPTED, None)]


def test_a_submission_that_does_not_count_loses_its_accepted_rows_only() -> None:
    result = without(ledger(ACCEPTED, REJECTED, SET_ASIDE), [FILE], "superseded")
    assert result.select("fate", "reason").rows() == [(SET_ASIDE, "superseded"), (REJECTED, "why"), (SET_ASIDE, "why")]
    assert without(ledger(ACCEPTED), ["other"], "superseded").equals(ledger(ACCEPTED))


def test_a_complete_ledger_passes() -> None:
    lines = pl.concat([ledger(SET_ASIDE, ACCEPTED, REJECTED), ledger(ACCEPTED, submission=f"{FILE}-2", worksheet="乙")])
    tables = pl.concat([accepted(2), accepted(1, submission=f"{FILE}-2")])
    check_conservation(lines, heights(Sheet1=3, 乙=1, 空=0), tables)


def test_of_an_own_table_each_row_has_a_fate_for_every_sheet_it_is_read_as() -> None:
    roster, wishes = ledger(SET_ASIDE, ACCEPTED), ledger(SET_ASIDE, ACCEPTED, submission=f"{FILE}-2", sheet="S3")
    tables = pl.concat([accepted(2), accepted(2, submission=f"{FILE}-2")])
    check_conservation(pl.concat([roster, wishes]), heights(2, Sheet1=2), tables)
    for lost in (roster, pl.concat([roster, wishes.head(1)]), pl.concat([roster, roster])):
        with pytest.raises(RowsLost, match="1 worksheets"):
            check_conservation(lost, heights(2, Sheet1=2), tables)


@pytest.mark.parametrize(
    ("lines", "read", "tables"),
    [
        pytest.param(ledger(ACCEPTED), heights(Sheet1=2), accepted(1), id="a row has no fate"),
        pytest.param(ledger(ACCEPTED, SET_ASIDE), heights(Sheet1=1), accepted(1), id="a fate has no row"),
        pytest.param(
            pl.concat([ledger(ACCEPTED), ledger(SET_ASIDE)]), heights(Sheet1=2), accepted(1), id="one row has two fates"
        ),
        pytest.param(ledger(ACCEPTED), heights(Sheet1=1, 乙=1), accepted(1), id="a worksheet is missing"),
        pytest.param(ledger(ACCEPTED), heights(), accepted(1), id="a worksheet nobody read"),
        pytest.param(ledger(ACCEPTED, ACCEPTED), heights(Sheet1=2), accepted(1), id="an accepted row is in no table"),
        pytest.param(ledger(ACCEPTED, REJECTED), heights(Sheet1=2), accepted(1, 2), id="a rejected row is in a table"),
        pytest.param(
            ledger(ACCEPTED), heights(Sheet1=1), accepted(1, submission="other"), id="a table has a row of nobody"
        ),
    ],
)
def test_anything_that_does_not_add_up_stops_the_run(
    lines: pl.DataFrame, read: pl.DataFrame, tables: pl.DataFrame
) -> None:
    with pytest.raises(RowsLost):
        check_conservation(lines, read, tables)


CELLS = st.sampled_from(["", "张三", "2021-11-22", "面谈", "合计", "同上", "？", 44522.0, *HEADINGS])
LINES = st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=8)


def keys(result: Intake) -> pl.DataFrame:
    return pl.concat([rows.select("submission", "row") for rows in combined([result]).rows.values()]).collect()


@st.composite
def workbooks(draw: st.DrawFn) -> list[Grid]:
    """One to three worksheets, some of them submissions, some anything, some hidden."""
    count = draw(st.integers(1, 3))
    pages = [contact_log(*draw(LINES)) if draw(st.booleans()) else draw(LINES) for _ in range(count)]
    return [grid(rows, f"Sheet{n}", visible=draw(st.booleans())) for n, rows in enumerate(pages)]


@given(workbooks(), st.data())
def test_of_any_workbook_no_row_can_be_lost_unseen(pages: list[Grid], data: st.DataObject) -> None:
    result = intake(*pages)
    check_conservation(result.ledger, result.row_counts, keys(result))
    assert result.ledger.height == sum(len(page.rows) for page in pages)
    if result.ledger.height:
        gone = data.draw(st.integers(0, result.ledger.height - 1))
        with pytest.raises(RowsLost):
            check_conservation(
                result.ledger.with_row_index().filter(pl.col("index") != gone), result.row_counts, keys(result)
            )
    if (there := keys(result)).height:
        gone = data.draw(st.integers(0, there.height - 1))
        with pytest.raises(RowsLost):
            check_conservation(result.ledger, result.row_counts, there.with_row_index().filter(pl.col("index") != gone))


def test_the_same_worksheet_read_by_nobody_is_missed() -> None:
    result = intake(contact_log(talk()))
    with pytest.raises(RowsLost, match="1 worksheets"):
        check_conservation(result.ledger.clear(), result.row_counts, keys(result).clear())
