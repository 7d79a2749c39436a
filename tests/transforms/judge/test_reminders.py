"""Whom to remind of what: the list, and a text for each unit to be pasted into a message."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.county.workspace import Workspace
from flows.report.reminders import FOLDER, remind_all, reminder_list, unit_texts
from tests.support.frames import COUNTY, UNIT, arrival, table
from transforms.judge.arrivals import ARRIVALS
from transforms.judge.in_force import FILES
from transforms.judge.reminders import REMINDERS, reminders
from transforms.records.issues import ISSUES, places
from transforms.records.ledger import LEDGER

W47 = "2021-W47"
FILE = "QC-AAA_S4_2021-W47_v1.xlsx"


def issue(reaction: str, file: str = FILE, **cells: Any) -> dict[str, Any]:
    return {"file": file, "submitter": UNIT, "sheet": "S4", "reaction": reaction, "rule": "r", **cells}


def listed(*sent: Any, issues: tuple[Any, ...] = ()) -> pl.DataFrame:
    result = reminders(table(ARRIVALS, sent), table(ISSUES, issues))
    assert result.schema == pl.Schema(REMINDERS)
    return result


def text(frame: pl.DataFrame) -> str:
    ((unit, words),) = unit_texts(frame, COUNTY, W47)
    assert unit == "甲局"
    return words


def test_what_came_reminds_nobody() -> None:
    assert listed(arrival("S1"), arrival("S4", "late"), arrival("S5", "carried"), arrival("S6", "zero")).is_empty()


@pytest.mark.parametrize("status", ["due", "overdue", "missing"])
def test_what_is_not_there_is_asked_for(status: str) -> None:
    result = listed(arrival("S1", status, days_overdue=2))
    assert result.select("submitter", "sheet", "status", "days_overdue", "file").rows() == [
        (UNIT, "S1", status, 2, None)
    ]


def test_a_file_is_named_with_what_is_to_be_corrected_in_it() -> None:
    faults = issue("CELL", cell="A5"), issue("ROW", row=7), issue("CELL", cell="B5"), issue("FIXW"), issue("FIX")
    result = listed(arrival("S4", "returned", days_overdue=4), issues=faults)
    assert result.select("sheet", "status", "days_overdue", "file", "faults").rows() == [("S4", "returned", 4, FILE, 3)]


def test_a_sheet_that_was_taken_is_not_called_returned_for_its_cells() -> None:
    result = listed(arrival("S4"), issues=(issue("CELL"), issue("ROW", row=9)))
    assert result.select("status", "days_overdue", "faults").rows() == [("asked_back", None, 2)]
    assert reminder_list(result, COUNTY, W47)["状态"].to_list() == ["有误待改"]


def test_a_cell_and_a_row_are_counted_once_whatever_is_wrong_with_them_as_on_page_one() -> None:
    faults = (
        *(issue("CELL", cell="A5", row=5, rule=rule, message=f"{rule}；请改。") for rule in ("甲", "乙")),
        *(issue("ROW", cell=cell, row=7, rule=rule) for cell, rule in (("A7", "甲"), ("B7", "乙"))),
        *(issue("FILE", rule=rule, worksheet=worksheet) for rule, worksheet in (("丙", "一"), ("丁", "二"))),
    )
    (line,) = listed(issues=faults).iter_rows(named=True)
    assert line["faults"] == 3
    assert places(table(ISSUES, faults))["message"].to_list() == ["甲；请改。乙；请改。", "", ""]


def test_warnings_alone_remind_nobody() -> None:
    assert listed(arrival("S4"), issues=(issue("FIXW"), issue("FIX"))).is_empty()


def test_an_unreadable_file_is_its_sender_s_by_its_name() -> None:
    lost = issue("FILE", submitter=None, sheet=None), issue("FILE", "照片.jpg", submitter=None, sheet=None)
    assert listed(issues=lost).select("submitter", "sheet").rows() == [(UNIT, "S4"), (None, None)]


def test_the_text_says_unit_sheet_period_deadline_days_and_files() -> None:
    result = listed(arrival("S1", "missing", days_overdue=4), issues=(issue("CELL"), issue("ROW")))
    assert text(result).splitlines() == [
        "【催报】县甲局：",
        "2021-W47（2021年11月22日至11月28日）的报表截止时间为2021年11月29日12时。",
        "尚未收到：",
        "1. 《退出领导岗位干部台账》S1，逾期4天。",
        "已接收，其中有误之处请改正后重新报送：",
        "1. 《跟踪联系记录表》S4，文件QC-AAA_S4_2021-W47_v1.xlsx，2处待改。",
        "请尽快报送或改正后重新报送；如已报送，请与我们核对。",
    ]


def test_before_the_deadline_nobody_is_called_late() -> None:
    words = text(listed(arrival("S1", "due", days_overdue=0)))
    assert "请按时报送" in words
    assert "逾期" not in words


@pytest.mark.parametrize(
    "name", ["张三的谈话记录.xlsx", "QC-AAA_S4_13812345678.xlsx", "张三QC-AAA_S4_2021-W47_v1.xlsx"]
)
def test_a_person_in_a_file_s_name_is_named_to_the_unit_alone_and_a_number_to_nobody(name: str) -> None:
    result = listed(issues=(issue("CELL", name),))
    list_for_all = str(reminder_list(result, COUNTY, W47).rows())
    assert ("张三" in text(result)) == ("张三" in name)
    assert "张三" not in list_for_all
    assert "13812345678" not in text(result) + list_for_all


def test_list_and_texts_are_written_together_and_replace_those_before(tmp_path: Path) -> None:
    place = Workspace(tmp_path, replace(COUNTY, expected={"S4": (UNIT,)}))
    tables = {"files": table(FILES, []), "ledger": table(LEDGER, []), "issues": table(ISSUES, [])}
    edition = place.store.publish(W47, tables, {})
    folder = tmp_path / "periods" / W47 / FOLDER
    folder.mkdir(parents=True)
    (folder / "丙局.txt").write_text("of last time")
    printed: list[str] = []
    remind_all(place, edition, dt.datetime(2021, 12, 3, 2, tzinfo=dt.UTC), printed.append)

    assert sorted(file.name for file in folder.iterdir()) == ["催报清单.csv", "甲局.txt"]
    assert (folder / "甲局.txt").read_text() == printed[0].strip()
    with (folder / "催报清单.csv").open(encoding="utf-8-sig") as file:
        (line,) = csv.DictReader(file)
    assert (line["单位"], line["表号"], line["状态"], line["逾期天数"], line["待改处数"]) == (
        "县甲局",
        "S4",
        "缺报",
        "4",
        "",
    )


def test_with_nobody_to_remind_the_list_is_there_and_empty() -> None:
    assert reminder_list(listed(), COUNTY, W47).is_empty()
    assert list(unit_texts(listed(), COUNTY, W47)) == []
