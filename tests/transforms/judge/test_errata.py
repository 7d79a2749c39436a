"""Reviewed corrections of cells: put right what they expect, say so where they do not fit any more, leak nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from expectations.county.errata import Erratum, ErratumStatus
from tests.support.frames import sheet_rows
from tests.support.workbooks.tables import W46, W47, contact_log, intake, reader, talk
from transforms.judge.errata import concerning, errata_in_force, with_corrected, with_errata
from transforms.judge.in_force import FILES, IN_FORCE
from transforms.records.extract import Intake
from transforms.records.ledger import LEDGER

CODES = reader().codes
TALKS = intake(contact_log(talk("张三", "2021-11-12"), talk("李四", "2021-11-22", by="赵六")))
"""Two talks in rows 4 and 5 of one submission; the day of the first should have been the 22nd."""
((SUBMISSION,),) = TALKS.submissions.select("submission").rows()
FOURTH, DAY = dt.date(2021, 11, 12), dt.date(2021, 11, 22)


def erratum(**said: Any) -> Erratum:
    plain = {
        "id": "K1", "status": ErratumStatus.REVIEWED, "sheet": "S4", "column": "contact_date", "name": "张三",
        "expect": "2021-11-12", "becomes": "2021年11月22日", "because": "核对谈话记录", "by": "干部信息室",
    }  # fmt: skip
    return Erratum(**(plain | said))


def corrected(*errata: Erratum, intake: Intake = TALKS) -> Intake:
    return with_errata(intake, errata, CODES)


def days(intake: Intake) -> list[dt.date]:
    return intake.rows["S4"].collect()["contact_date"].to_list()


def lines(intake: Intake, standing: str = IN_FORCE) -> list[dict[str, Any]]:
    known = intake.submissions.with_columns(standing=pl.lit(standing)).select(FILES.keys())
    return errata_in_force(intake.errata, known).to_dicts()


def test_the_wrong_value_of_the_person_named_becomes_the_right_one_and_no_other_cell_changes() -> None:
    after = corrected(erratum())
    assert days(after) == [DAY, DAY]
    before = TALKS.rows["S4"].collect()
    assert after.rows["S4"].collect().drop("contact_date").equals(before.drop("contact_date"))


def test_a_row_may_be_named_by_its_place_and_a_cell_may_be_emptied() -> None:
    by_place = erratum(name="", submission=SUBMISSION, row=5, expect="2021-11-22", becomes="")
    assert days(corrected(by_place)) == [FOURTH, None]


def test_one_that_was_applied_says_which_cell_and_nothing_to_do() -> None:
    (line,) = lines(corrected(erratum()))
    assert (line["erratum"], line["row"], line["cell"], line["state"]) == ("K1", 4, "B4", "applied")
    assert (line["expect"], line["becomes"], line["message"]) == ("2021-11-12", "2021年11月22日", None)


def test_one_whose_source_is_right_by_now_is_not_applied_and_says_so() -> None:
    after = corrected(erratum(name="李四"))
    assert days(after) == [FOURTH, DAY]
    assert [(line["state"], line["message"]) for line in lines(after)] == [
        (
            "right",
            "勘误K1：《跟踪联系记录表》第5行「联系日期」已与更正值一致，原表已改正；请将本条的 status 改为 withdrawn。",
        )
    ]


def test_one_that_finds_a_third_value_changes_nothing_and_asks() -> None:
    after = corrected(erratum(expect="2021-11-11"))
    assert days(after) == [FOURTH, DAY]
    assert [(line["state"], "请核对原表" in line["message"]) for line in lines(after)] == [("other", True)]


def test_one_that_means_no_row_or_one_that_counts_no_more_says_so() -> None:
    nobody = lines(corrected(erratum(name="王五")))
    replaced = lines(corrected(erratum()), standing="superseded")
    assert [line["state"] for line in [*nobody, *replaced]] == ["absent", "absent"]
    assert all("不在采用的报送内" in line["message"] for line in [*nobody, *replaced])


def test_a_row_with_several_names_is_not_changed_for_one_of_them() -> None:
    both = intake(contact_log(talk("张三、李四", "2021-11-12")))
    assert days(corrected(erratum(), intake=both)) == [FOURTH]


def test_it_bears_on_the_week_of_its_rows_and_on_later_ones() -> None:
    assert concerning(TALKS, [erratum()], CODES, W46) == []
    assert concerning(TALKS, [erratum()], CODES, W47) == [erratum()]
    assert concerning(TALKS, [erratum(name="王五")], CODES, W46) == [
        erratum(name="王五")
    ]  # that it fits nowhere is told


def test_a_value_of_class_p1_is_put_right_and_shown_nowhere() -> None:
    roster = sheet_rows("S1", [{"name": "张三", "birth_ym": dt.date(1965, 3, 1), "birth_ym_precision": "month"}])
    people = Intake(**{**vars(TALKS), "rows": {"S1": roster.lazy()}})
    wrong = erratum(sheet="S1", column="birth_ym", expect="1965-03", becomes="1966-03-05")
    after = corrected(wrong, intake=people)
    assert after.rows["S1"].collect().select("birth_ym", "birth_ym_precision").rows() == [(dt.date(1966, 3, 5), "day")]
    assert after.errata.select("expect", "becomes").rows() == [("***", "***")]


def test_the_ledger_says_which_accepted_rows_were_corrected() -> None:
    read = [(SUBMISSION, "S4", "Sheet1", row, fate, None) for row, fate in ((4, "accepted"), (5, "accepted"))]
    ledger = pl.DataFrame(read, schema=LEDGER, orient="row")
    assert with_corrected(ledger, corrected(erratum()).errata)["reason"].to_list() == ["erratum", None]
