"""Which submissions count: versions, snapshots, zero reports, conflicts (domain.md §4.1, §6; M02, M03)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.support.frames import table
from tests.support.workbooks.tables import MONDAY, W46, W47, W48
from transforms.judge.in_force import CONFLICT, FILES, IN_FORCE, SUPERSEDED, WITHDRAWN, come_again, standing, there
from transforms.records.submission import SUBMISSIONS

W45 = "2021-W45"
LATER: dict[str, Any] = {"received_at": MONDAY + dt.timedelta(hours=1)}


def sent(submission: str, sheet: str = "S1", period: str = W47, **cells: Any) -> dict[str, Any]:
    """A submission of one unit, in a file of its own."""
    return {
        "submission": submission,
        "file": f"{submission}.xlsx",
        "sha256": submission,
        "inbox": period,
        "received_at": MONDAY,
        "sheet": sheet,
        "submitter": "QC-AAA",
        "period": period,
        "version": 1,
        "zero_report": False,
        **cells,
    }


def stands(
    *lines: dict[str, Any], period: str = W47, since: str | None = None, withdrawn: tuple[str, ...] = ()
) -> dict[str, str]:
    result = standing(table(SUBMISSIONS, lines), period, withdrawn, since)
    return dict(result.select("submission", "standing").iter_rows())


def test_the_higher_version_replaces_the_lower_as_a_whole_m02() -> None:
    assert stands(sent("a"), sent("b", version=3), sent("c", version=2)) == {
        "a": SUPERSEDED,
        "b": IN_FORCE,
        "c": SUPERSEDED,
    }


def test_versions_of_other_units_sheets_and_periods_do_not_touch_each_other() -> None:
    others = [
        sent("b", submitter="QC-BBB", version=2),
        sent("c", sheet="S4", version=2),
        sent("d", sheet="S4", period=W46),
    ]
    assert set(stands(sent("a"), *others).values()) == {IN_FORCE}


def test_two_files_of_one_version_are_a_conflict_and_neither_counts_m03() -> None:
    assert stands(sent("a"), sent("b")) == {"a": CONFLICT, "b": CONFLICT}


def test_of_two_files_the_later_one_is_in_conflict_too() -> None:
    assert stands(sent("a"), sent("b", **LATER)) == {"a": CONFLICT, "b": CONFLICT}


def test_a_conflict_is_settled_by_a_higher_version() -> None:
    assert stands(sent("a"), sent("b"), sent("c", version=2)) == {"a": SUPERSEDED, "b": SUPERSEDED, "c": IN_FORCE}


def test_two_worksheets_of_one_file_are_no_conflict() -> None:
    assert stands(sent("a", sha256="x"), sent("a-2", sha256="x")) == {"a": IN_FORCE, "a-2": IN_FORCE}


def test_a_file_laid_over_another_of_the_same_name_replaces_it() -> None:
    later = MONDAY + dt.timedelta(minutes=5)
    first, second = sent("a", file="表.xlsx"), sent("b", file="表.xlsx", received_at=later)
    assert stands(first, second) == {"a": SUPERSEDED, "b": IN_FORCE}
    assert stands(first, second | {"inbox": W48}) == {"a": CONFLICT, "b": CONFLICT}  # there it is a second file


def test_a_marked_copy_replaces_the_file_it_was_made_of() -> None:
    first, copy = sent("a", file="表.xls"), sent("b", file="表_退回修改表.xlsx", **LATER)
    assert stands(first, copy) == {"a": SUPERSEDED, "b": IN_FORCE}


def test_an_older_version_laid_over_a_newer_one_does_not_replace_it() -> None:
    newer, older = sent("a", file="表.xlsx", version=2), sent("b", file="表.xlsx", **LATER)
    assert stands(newer, older) == {"a": IN_FORCE, "b": SUPERSEDED}


def test_two_units_may_call_their_files_alike() -> None:
    first, second = sent("a", file="表.xlsx"), sent("b", file="表.xlsx", submitter="QC-BBB", **LATER)
    assert stands(first, second) == {"a": IN_FORCE, "b": IN_FORCE}


def test_what_was_withdrawn_counts_for_nothing_and_replaces_none() -> None:
    assert stands(sent("a"), sent("b", version=2), withdrawn=("b",)) == {"a": IN_FORCE, "b": WITHDRAWN}
    assert stands(sent("a"), sent("b"), withdrawn=("a",)) == {"a": WITHDRAWN, "b": IN_FORCE}  # no conflict any more


def test_what_was_withdrawn_is_as_if_it_had_never_come() -> None:
    files = table(FILES, [{**sent("a"), "standing": IN_FORCE}, {**sent("b"), "standing": WITHDRAWN}, sent("c")])
    assert there(files)["submission"].to_list() == ["a", "c"]  # a refused file has no standing, and has come


def test_a_refused_file_that_has_come_again_is_asked_for_in_no_week() -> None:
    """Also where its correction is for another week than the one it was filed under."""
    refused = {"refused": "period_disagrees"}
    lines = [
        sent("a", standing=SUPERSEDED, **refused),
        sent("b", standing=None, **refused),
        sent("c", standing=SUPERSEDED),
    ]
    files = table(FILES, lines)
    assert there(files)["submission"].to_list() == ["b", "c"]


def test_a_refused_file_has_no_standing_and_replaces_nothing() -> None:
    assert stands(sent("a"), sent("b", version=2, refused="unknown_sheet")) == {"a": IN_FORCE}


UNREAD = {"sheet": None, "submitter": None}


@pytest.mark.parametrize(
    ("first", "second", "again"),
    [
        ({**UNREAD, "file": "QC-AAA_S1_v1.xlsx"}, {**LATER, "file": "QC-AAA_S1_v1.xlsx"}, True),  # half copied before
        ({**UNREAD, "file": "QC-AAA_S1_v1.xlsx"}, {**LATER, "period": W46, "inbox": W46}, False),
        ({**UNREAD, "file": "QC-AAA_S1_v1.xlsx"}, {**LATER, "file": "QC-AAA_S1_v2.xlsx"}, True),  # its name says what
        ({**UNREAD, "file": "QC-AAA_S1_2021-W46_v1.xlsx"}, {**LATER, "period": W46, "inbox": W48}, True),
        ({**UNREAD, "file": "QC-AAA_S1_2021-W46_v1.xlsx"}, {**LATER, "period": W47, "inbox": W48}, False),
        ({**UNREAD, "file": "包.zip/qc-aaa_s1_v1.xls"}, LATER, True),
        ({"version": 1}, {"version": 2}, True),  # put into the inbox in the same second
        ({**UNREAD, "file": "名册.xlsx"}, {**LATER, "file": "名册.xlsx"}, False),  # of another unit, perhaps
        ({}, LATER, True),  # the same sheet, with the column it lacked
        ({}, {**LATER, "submitter": "QC-BBB"}, False),
        (LATER, {}, False),
        ({"sheet": None}, {**LATER, "sheet": None}, False),  # two files of a unit in which no table was found
        ({"submitter": None}, {**LATER, "submitter": None}, False),  # two whose unit nobody knows
    ],
)
def test_a_refused_file_is_asked_for_until_it_comes_again(
    first: dict[str, Any], second: dict[str, Any], *, again: bool
) -> None:
    lines = table(SUBMISSIONS, [sent("a", **{"refused": "file_damaged", **first}), sent("b", **second)])
    assert come_again(lines) == (["a"] if again else [])
    assert come_again(lines, withdrawn=["b"]) == []  # what was withdrawn corrects nothing


MISFILED = {"period": W46, "inbox": W47}


@pytest.mark.parametrize(
    ("rule", "others", "again"),
    [
        ("period_disagrees", [sent("b", **LATER)], True),  # W46 in the title, W47 in the name; corrected for W47
        ("period_disagrees", [sent("b", period=W46, **LATER)], True),  # corrected for W46
        ("period_ahead", [sent("b", **LATER)], True),
        ("period_disagrees", [sent("b")], False),  # was there before
        ("period_disagrees", [sent("b", sheet="S2", **LATER)], False),
        ("period_disagrees", [sent("b", submitter="QC-BBB", **LATER)], False),
        ("columns_missing", [sent("b", **LATER)], False),  # a belated W46 is still awaited beside a good W47
        ("columns_missing", [sent("b", **LATER), sent("c", period=W46)], True),  # W46 had come: it was meant for W47
    ],
)
def test_a_correction_replaces_what_it_corrects_wherever_that_was_filed(
    rule: str, others: list[dict[str, Any]], *, again: bool
) -> None:
    first = sent("a", refused=rule, **MISFILED)
    assert come_again(table(SUBMISSIONS, [first, *others])) == (["a"] if again else [])


V1, V2 = {"file": "QC-AAA_S1_2021-W46_v1.xlsx"}, {"file": "QC-AAA_S1_2021-W46_v2.xlsx", "version": 2}
NEXT_WEEKS = {"file": "QC-AAA_S1_2021-W47_v1.xlsx", "refused": "period_ahead"}


@pytest.mark.parametrize(
    ("files", "again"),
    [
        ([V1, V2, {**NEXT_WEEKS, **LATER}], []),  # received last of all
        ([V1, V2, NEXT_WEEKS], []),  # all copied in the same second
        ([V1, NEXT_WEEKS, {**V2, **LATER}], ["b"]),  # the slip in the name was corrected
        (
            [V1 | {"refused": "columns_missing"}, NEXT_WEEKS | LATER],
            [],
        ),  # next week's file corrects nothing of this one
        ([V1 | {"refused": "columns_missing"}, V2], ["a"]),
        ([NEXT_WEEKS, {**NEXT_WEEKS, **LATER}], ["a"]),
        ([{**NEXT_WEEKS}, {**NEXT_WEEKS, "file": "QC-AAA_S1_2021-W47_v2.xlsx", "version": 2}], ["a"]),
    ],
)
def test_a_file_for_the_next_week_is_no_version_of_this_weeks(files: list[dict[str, Any]], again: list[str]) -> None:
    lines = [sent(name, period=W46, **cells) for name, cells in zip("abc", files, strict=False)]
    assert come_again(table(SUBMISSIONS, lines)) == again


@pytest.mark.parametrize(("unit", "again"), [("QC-AAA", True), ("QC-BBB", True), ("QC-CCC", False)])
def test_a_file_that_two_units_are_named_for_comes_again_from_either(unit: str, *, again: bool) -> None:
    first = sent("a", submitter="QC-AAA", file="QC-BBB_S1_2021-W47_v1.xlsx", refused="sender_disagrees")
    lines = table(SUBMISSIONS, [first, sent("b", submitter=unit, file="新.xlsx", **LATER)])
    assert come_again(lines) == (["a"] if again else [])


def test_the_last_snapshot_is_carried_until_the_next_one() -> None:
    old, new = sent("a", period=W45), sent("b", period=W47)
    assert stands(old, period=W46) == {"a": IN_FORCE}
    assert stands(old, new, period=W46) == {"a": IN_FORCE}  # nothing of the future is known
    assert stands(old, new, period=W48) == {"a": SUPERSEDED, "b": IN_FORCE}


def test_a_snapshot_stands_until_the_same_unit_sends_the_same_sheet() -> None:
    roster = sent("a", period=W46)
    assert stands(roster, sent("b", submitter="QC-BBB"), sent("c", "S9")) == dict.fromkeys("abc", IN_FORCE)


def test_a_snapshot_is_carried_however_old_it_is() -> None:
    assert stands(sent("a", period="2020-W53")) == {"a": IN_FORCE}


def test_a_zero_report_leaves_the_older_snapshot_in_force() -> None:
    assert stands(sent("a", period=W46), sent("b", zero_report=True)) == {"a": IN_FORCE, "b": IN_FORCE}


def test_a_conflict_leaves_the_older_snapshot_in_force() -> None:
    assert stands(sent("a", period=W46), sent("b"), sent("c")) == {"a": IN_FORCE, "b": CONFLICT, "c": CONFLICT}


def test_a_weekly_snapshot_counts_in_its_own_week_only() -> None:
    assert stands(sent("a", "S8", W46), sent("b", "S8", W47)) == {"a": SUPERSEDED, "b": IN_FORCE}
    assert stands(sent("a", "S8", W46)) == {"a": SUPERSEDED}  # a missing week is missing


def test_weekly_rows_of_all_weeks_together_are_the_history() -> None:
    assert set(stands(sent("a", "S10", W45), sent("b", "S10", W46), sent("c", "S10", W47)).values()) == {IN_FORCE}


def test_nobody_sent_anything() -> None:
    assert standing(table(SUBMISSIONS, []), W47).schema == pl.Schema({"submission": pl.String, "standing": pl.String})


def test_in_a_month_the_last_items_sent_for_it_stand() -> None:
    """Nobody may read that there are no items because the week the month ends in has not been sent yet."""
    items = [sent("a", "S8", W45), sent("b", "S8", W46), sent("c", "S8", W47)]
    assert stands(*items, period=W48) == dict.fromkeys("abc", SUPERSEDED)
    assert stands(*items, period=W48, since=W45) == {"a": SUPERSEDED, "b": SUPERSEDED, "c": IN_FORCE}
    last = sent("d", "S8", W48)
    assert stands(*items, last, period=W48, since=W45) == {**dict.fromkeys("abc", SUPERSEDED), "d": IN_FORCE}
    assert stands(*items, sent("e", "S8", W48, zero_report=True), period=W48, since=W45)["c"] == IN_FORCE
    assert stands(items[0], period=W48, since=W46) == {"a": SUPERSEDED}
    assert stands(items[1], period=W48, since=W46) == {"b": IN_FORCE}
