"""What counts for a week, what is asked back, and where every row went (design.md §5.1–2, domain.md §6)."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from expectations.contract.contract import Sheet
from expectations.evaluate.judgement import FAILURES
from tests.support.workbooks.tables import MONDAY, W46, W47, W48, contact_log, intake, talk, totals
from transforms.ingest.refused_files import repeated
from transforms.judge.acceptance import Acceptance, accept_submissions
from transforms.records.extract import Intake, combined, framed
from transforms.records.ledger import RowsLost
from transforms.records.submission import Received


def lenient(_: Sheet, __: pl.DataFrame) -> pl.DataFrame:
    """A judge who finds nothing."""
    return pl.DataFrame(schema=FAILURES)


def strict(sheet: Sheet, rows: pl.DataFrame) -> pl.DataFrame:
    """A judge who rejects the first row of every sheet."""
    broken = rows.head(1).select("submission", "row")
    return broken.with_columns(
        rule=pl.lit("first_row"), column=pl.lit(sheet.columns[0].name), reaction=pl.lit("ROW"), message=pl.lit("请改。")
    ).select(FAILURES.keys())


def weigh(*intakes: Intake, period: str = W47) -> Acceptance:
    return accept_submissions(combined(intakes), period, lenient)


def fates(verdict: Acceptance) -> dict[str, int]:
    data = verdict.ledger.filter(~pl.col("reason").is_in(["title", "header", "foot"]).fill_null(value=False))
    counted = data.group_by(pl.coalesce("reason", "fate").alias("fate")).len()
    return dict(counted.iter_rows())


def names(verdict: Acceptance) -> list[str]:
    return verdict.rows["S4"].collect()["name"].explode().sort().to_list()


def test_a_week_with_one_file() -> None:
    verdict = weigh(intake(contact_log(talk("张三"), talk("李四"))))
    assert names(verdict) == ["张三", "李四"]
    assert fates(verdict) == {"accepted": 2}
    assert verdict.submissions["standing"].to_list() == ["in_force"]
    assert verdict.issues.is_empty()


def test_a_row_the_judge_rejects_is_told_and_accounted_for() -> None:
    verdict = accept_submissions(combined([intake(contact_log(talk("张三"), talk("李四")))]), W47, strict)
    assert names(verdict) == ["李四"]
    assert fates(verdict) == {"accepted": 1, "first_row": 1}
    assert verdict.issues.select("cell", "rule", "reaction").rows() == [("A4", "first_row", "ROW")]


def test_of_two_versions_only_the_higher_one_counts_and_is_asked_about_m02() -> None:
    first = intake(contact_log(talk("张三", way="吹风"), talk("李四")))
    second = intake(contact_log(talk("张三")), file="QC-ZZB_S4_2021-W47_v2.xlsx")
    verdict = weigh(first, second)
    assert names(verdict) == ["张三"]
    assert fates(verdict) == {"accepted": 1, "superseded": 2}
    assert verdict.issues.is_empty()


def test_two_files_of_one_version_are_both_refused_until_one_is_withdrawn_m03() -> None:
    verdict = weigh(
        intake(contact_log(talk("张三"))), intake(contact_log(talk("李四")), file="QC-ZZB_S4_2021-W47_v1 (1).xlsx")
    )
    assert names(verdict) == []
    assert fates(verdict) == {"same_version_twice": 2}
    assert verdict.issues.select("rule", "reaction").rows() == [("same_version_twice", "FILE")] * 2
    assert all("文件名末尾写上“_v2”" in message for message in verdict.issues["message"])
    assert verdict.submissions["refused"].to_list() == ["same_version_twice"] * 2


def test_an_office_s_own_file_name_says_its_version_too_m02() -> None:
    files = ("谈话台账.xlsx", "谈话台账（改）.xlsx", "谈话台账_v3.xlsx")
    sent = [
        intake(contact_log(talk(name)), file=file) for name, file in zip(("张三", "李四", "王五"), files, strict=True)
    ]
    assert names(weigh(*sent[:2])) == ["李四"]
    assert names(weigh(*sent)) == ["王五"]


def test_a_late_file_counts_in_its_own_week_and_is_told_where_it_arrived() -> None:
    late = intake(
        contact_log(talk("张三"), period="2021年第46周"), file="QC-ZZB_S4_2021-W46_v1.xlsx", came=MONDAY, inbox=W47
    )
    own_week, inbox_week, next_week = (weigh(late, period=period) for period in (W46, W47, W48))
    assert names(own_week) == names(inbox_week) == names(next_week) == ["张三"]
    assert own_week.rows["S4"].collect()["period"].to_list() == [W46]
    assert fates(own_week) == fates(inbox_week) == {"accepted": 1}
    assert next_week.ledger.is_empty()  # the week after speaks of its own inbox
    assert own_week.issues["rule"].to_list() == inbox_week.issues["rule"].to_list() == ["late_for_its_period"]


def test_a_later_correction_turns_up_in_the_week_it_is_for() -> None:
    first = intake(contact_log(talk("张三"), period="2021年第46周"), file="QC-ZZB_S4_2021-W46_v1.xlsx", inbox=W46)
    second = intake(contact_log(talk("李四"), period="2021年第46周"), file="QC-ZZB_S4_2021-W46_v2.xlsx", inbox=W47)
    verdict = weigh(first, second, period=W46)
    assert names(verdict) == ["李四"]
    assert fates(verdict) == {"accepted": 1, "superseded": 1}


def test_nothing_of_a_later_period_reaches_an_earlier_one() -> None:
    verdict = weigh(intake(contact_log(talk()), inbox=W47), period=W46)
    assert (names(verdict), verdict.ledger.height, verdict.submissions.height) == ([], 0, 0)


def test_a_workbook_with_worksheets_for_two_weeks_is_split_m08() -> None:
    both = intake(
        contact_log(talk("张三"), period="2021年第46周"),
        contact_log(talk("李四"), period="2021年第47周"),
        file="联系表.xlsx",
    )
    again, now = weigh(both, period=W46), weigh(both, period=W47)
    assert (names(again), fates(again)) == (["张三"], {"accepted": 1, "later_period": 1})
    assert (names(now), fates(now)) == (["张三", "李四"], {"accepted": 2})


def test_a_period_ahead_by_a_slip_is_returned_in_the_week_it_was_sent() -> None:
    verdict = weigh(intake(contact_log(talk(), period="2027年第47周"), file="联系表.xlsx"))
    assert fates(verdict) == {"period_ahead": 1}
    assert "period_ahead" in verdict.issues["rule"].to_list()


def snapshot(count: float, period: str, inbox: str) -> Intake:
    rows = totals(["二次分工人数", count, "2021-11-14"], period=f"2021年第{period[-2:]}周")
    return intake(rows, file=f"QC-ZZB_R8_{period}_v1.xlsx", inbox=inbox)


def test_a_carried_snapshot_counts_without_being_accounted_for_twice() -> None:
    verdict = weigh(snapshot(19.0, W46, W46), period=W47)
    assert verdict.rows["R8"].collect()["declared"].to_list() == [19]
    assert verdict.ledger.is_empty()


def test_a_zero_report_leaves_the_snapshot_of_before() -> None:
    zero = intake(totals(["本周无变化", "", ""]), file="QC-ZZB_R8_2021-W47_v1.xlsx")
    verdict = weigh(snapshot(19.0, W46, W46), zero)
    assert verdict.rows["R8"].collect()["declared"].to_list() == [19]
    assert verdict.submissions["zero_report"].to_list() == [False, True]


def test_a_newer_snapshot_replaces_the_older_one_whole() -> None:
    verdict = weigh(snapshot(19.0, W46, W46), snapshot(18.0, W47, W47))
    assert verdict.rows["R8"].collect()["declared"].to_list() == [18]


def test_the_same_file_twice_is_told_and_counted_once_m01() -> None:
    first = intake(contact_log(talk("张三")))
    sha = first.submissions["sha256"][0]
    copy = repeated(
        Received("副本.xlsx", sha, W47, MONDAY + dt.timedelta(hours=1), repeats="QC-ZZB_S4_2021-W47_v1.xlsx")
    )
    verdict = weigh(first, framed([copy]))
    assert (names(verdict), fates(verdict)) == (["张三"], {"accepted": 1})
    assert verdict.issues.select("file", "rule", "reaction").rows() == [("副本.xlsx", "same_file_twice", "FIX")]
    assert verdict.submissions.filter(pl.col("file") == "副本.xlsx")["refused"].to_list() == ["same_file_twice"]


def test_a_row_that_disappears_on_the_way_stops_the_run() -> None:
    whole = intake(contact_log(talk("张三"), talk("李四")))
    lost = Intake(**{**vars(whole), "rows": {**combined([whole]).rows, "S4": whole.rows["S4"].head(1)}})
    with pytest.raises(RowsLost):
        accept_submissions(lost, W47, lenient)


def test_nothing_arrived() -> None:
    verdict = weigh()
    assert (verdict.ledger.height, verdict.issues.height, verdict.submissions.height) == (0, 0, 0)
