"""What broken rules do to rows, cells and files, and what the clerk is told (domain.md §4.1, design.md §5.2)."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from expectations.evaluate.judgement import FAILURES
from tests.support.frames import sheet_rows, table
from tests.support.workbooks.tables import W47
from transforms.judge.rule_failures import FailuresApplied, apply_failures
from transforms.records.extract import COLUMN_LETTERS
from transforms.records.issues import ISSUES, MASK
from transforms.records.submission import SUBMISSIONS

S8 = SHEETS["S8"]
FILE = f"S8-{W47}"


def failure(row: int, rule: str, column: str, reaction: Reaction = Reaction.CELL, **cells: Any) -> dict[str, Any]:
    return {
        "submission": FILE,
        "row": row,
        "rule": rule,
        "column": column,
        "reaction": reaction,
        "message": "请改。",
    } | cells


def judge(
    rows: pl.DataFrame, *failures: dict[str, Any], noted: tuple[dict[str, Any], ...] = (), sheet: str = "S8"
) -> FailuresApplied:
    submission = f"{sheet}-{W47}"
    sent = table(SUBMISSIONS, [{"submission": submission, "file": "a.xlsx", "submitter": "QC-AAA", "worksheet": "表"}])
    places = table(COLUMN_LETTERS, [{"submission": submission, "column": "title", "letter": "D"}])
    lines = table(FAILURES, [each | {"submission": submission} for each in failures])
    issues = table(ISSUES, [each | {"submission": submission} for each in noted])
    return apply_failures(SHEETS[sheet], rows.lazy(), lambda *_: lines, issues, sent, places)


def items(*cells: dict[str, Any]) -> pl.DataFrame:
    """Items in rows 2, 3, …"""
    return sheet_rows("S8", cells)


TWO = items(
    {"item_code": "1", "title": "修路", "progress": 50.0}, {"item_code": "2", "title": "架桥", "progress": 120.0}
)


def test_without_failures_everything_stays() -> None:
    result = judge(TWO)
    assert result.rows.collect().equals(TWO)
    assert result.issues.is_empty()
    assert result.rejected.is_empty()


def test_cell_empties_the_cell_and_keeps_the_row() -> None:
    result = judge(TWO, failure(3, "progress_range", "progress"))
    assert result.rows.collect()["progress"].to_list() == [50.0, None]
    assert result.rejected.is_empty()


def test_row_rejects_the_row_and_names_the_rule() -> None:
    result = judge(TWO, failure(2, "item_code_twice", "item_code", Reaction.ROW))
    assert result.rows.collect()["item_code"].to_list() == ["2"]
    assert result.rejected.rows() == [(FILE, 2, "item_code_twice")]


def test_fixw_changes_nothing_and_is_told() -> None:
    result = judge(TWO, failure(2, "title_length", "title", Reaction.FIXW))
    assert result.rows.collect().equals(TWO)
    assert result.issues["reaction"].to_list() == ["FIXW"]


def test_file_rejects_every_row_of_the_submission() -> None:
    result = judge(TWO, failure(3, "whatever", "title", Reaction.FILE))
    assert result.rows.collect().is_empty()
    assert sorted(result.rejected["row"]) == [2, 3]


def test_an_issue_points_at_the_cell_and_shows_the_value() -> None:
    line = judge(TWO, failure(3, "title_length", "title", Reaction.FIXW)).issues.row(0, named=True)
    assert (line["file"], line["submitter"], line["worksheet"], line["sheet"]) == ("a.xlsx", "QC-AAA", "表", "S8")
    assert (line["cell"], line["row"], line["heading"], line["value"]) == ("D3", 3, S8.column["title"].heading, "架桥")


def test_an_issue_on_a_column_the_clerk_left_out_points_at_the_row() -> None:
    line = judge(TWO, failure(3, "progress_range", "progress")).issues.row(0, named=True)
    assert (line["cell"], line["row"]) == (None, 3)


def test_a_private_value_is_masked() -> None:
    rows = sheet_rows("S9", [{"name": "张三", "id_no": "421126196510150012"}, {"name": "李四"}])
    result = judge(rows, failure(2, "id_no_checksum", "id_no"), failure(3, "id_no_checksum", "id_no"), sheet="S9")
    assert result.issues["value"].to_list() == [MASK, None]
    assert result.rows.collect()["id_no"].to_list() == [None, None]


def test_a_list_is_shown_as_the_clerk_would_write_it() -> None:
    rows = items({"leader": ["赵六", "钱七"]})
    assert judge(rows, failure(2, "leader_known", "leader", Reaction.FIXW)).issues["value"].to_list() == ["赵六、钱七"]


def test_a_cell_refused_in_cleaning_is_not_reported_missing_as_well() -> None:
    refused = {"row": 2, "column": "due_original", "reaction": "CELL", "rule": "date_impossible"}
    missing = failure(2, "due_original_required", "due_original")
    assert judge(TWO, missing, noted=(refused,)).issues.is_empty()
    assert judge(TWO, missing).issues["rule"].to_list() == ["due_original_required"]
    other_row = refused | {"row": 3}
    assert judge(TWO, missing, noted=(other_row,)).issues.height == 1


@pytest.mark.parametrize("rule", [rule for rule in S8.all_rules if rule.becomes], ids=lambda rule: rule.id)
def test_a_consequence_sets_its_column_in_the_broken_rows_only(rule: Any) -> None:
    before = {rule.becomes.column: "DONE"} if rule.becomes.column == "status" else {}
    rows = items({"item_code": "1", **before}, {"item_code": "2", **before})
    result = judge(rows, failure(3, rule.id, rule.blamed, Reaction.FIXW))
    assert result.rows.collect()[rule.becomes.column].to_list() == [before.get(rule.becomes.column), rule.becomes.value]


def test_emptying_a_birth_forgets_how_precise_it_was() -> None:
    rows = sheet_rows("S9", [{"name": "张三", "birth_ym": None, "birth_ym_precision": "month"}])
    result = judge(rows, failure(2, "birth_ym_of_age", "birth_ym"), sheet="S9")
    assert result.rows.collect()["birth_ym_precision"].to_list() == [None]
