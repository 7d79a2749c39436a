"""Dates as clerks write them, on real workbooks (domain.md §12, M51–M60)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.read.inboxes import read_files
from flows.read.one_file import FileTask
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import book, judged, one_cell, page, reactions, sent, values, written
from tests.support.runs.counties import qichun
from tests.support.workbooks.tables import MONDAY, W47
from transforms.recognise.grid import Cell
from transforms.records.submission import Received

pytestmark = pytest.mark.usefixtures("plainly")

DAY = dt.date(2021, 11, 15)


@pytest.mark.parametrize(
    ("place", "cell", "value", "issue"),
    [
        *(
            written("M51", "S4.contact_date", text, DAY, "date_rewritten", "FIX")
            for text in ("2021年11月15日", "2021.11.15", "2021/11/15", "20211115")
        ),
        written("M51", "S4.contact_date", "2021-11-15 00:00:00", DAY),
        *(
            written("M51", "S4.contact_date", text, DAY)
            for text in ("2021-11-15T00:00:00.000Z", "2021-11-15T15:59:59Z", "2021-11-15 00:00:00+08:00")
        ),
        *(
            written("M51", "S4.contact_date", text, DAY, "date_in_utc", "FIXW")
            for text in ("2021-11-14T16:00:00.000Z", "2021-11-14 16:00 +0000", "2021-11-14T23:30:00+07:00")
        ),
        written("M56", "S8.claimed_on", "2021-11-31T16:00:00Z", None, "date_impossible", "CELL"),
        written("M51", "S8.due_original", "2021-11-14T16:00:00.000Z", DAY, "date_in_utc", "FIXW"),
        written("M51", "S1.birth_ym", "1965-09-30T16:00:00.000Z", dt.date(1965, 10, 1), "date_in_utc", "FIXW"),
        written("M51", "S4.contact_date", "21.11.15", DAY, "date_two_digit_year", "FIXW"),
        written("M52", "S4.contact_date", 44515.0, DAY, "date_serial_number", "FIXW"),
        written("M52", "S4.contact_date", "44515", DAY, "date_serial_number", "FIXW"),
        written("M53", "S1.birth_ym", 1965.1, None, "date_ambiguous_month", "CELL"),
        written("M53", "S1.birth_ym", "1965.1", None, "date_ambiguous_month", "CELL"),
        written("M51", "S1.birth_ym", "1965.10", dt.date(1965, 10, 1), "date_rewritten", "FIX"),
        written("M54", "S4.contact_date", "11月15日", DAY, "date_without_year", "FIXW"),
        written("M54", "S4.contact_date", "12月31日", dt.date(2020, 12, 31), "date_without_year", "FIXW"),
        written("M55", "S1.work_start_ym", "1985年8月", dt.date(1985, 8, 1), "date_rewritten", "FIX"),
        written("M55", "S8.due_original", "11月底", dt.date(2021, 11, 30), "due_month_end", "FIXW"),
        written("M55", "S8.due_original", "年底前", dt.date(2021, 12, 31), "due_month_end", "FIXW"),
        written("M55", "S8.due_original", "春节前", None, "due_open", "FIXW"),
        written("M55", "S8.due_original", "长期", None, "due_open", "FIXW"),
        written("M56", "S8.claimed_on", "2021-02-30", None, "date_impossible", "CELL"),
        written("M56", "S8.claimed_on", "2021-11-31", None, "date_impossible", "CELL"),
        written("M56", "S8.claimed_on", "2021-13-01", None, "date_impossible", "CELL"),
        written("M57", "S8.claimed_on", "农历八月十五", None, "date_lunar", "CELL"),
        written("M57", "S8.claimed_on", "民国110年11月1日", None, "date_republic_year", "CELL"),
        written("M58", "S8.claimed_on", "11月05-06日", None, "date_range", "CELL"),
        written("M58", "S8.claimed_on", "2021.10-11", None, "date_range", "CELL"),  # two months, or 11 October
        written("M51", "S8.claimed_on", "2021.10-09", dt.date(2021, 10, 9), "date_rewritten", "FIX"),
        written("M60", "S8.claimed_on", "15/11", None, "date_two_numbers", "CELL"),
        written("M60", "S8.due_original", "15/11", None, "date_two_numbers", "CELL"),
        written("M60", "S8.claimed_on", "05/11/2021", None, "date_day_month_order", "CELL"),
    ],
)
def test_a_date(tmp_path: Path, place: str, cell: Cell, value: object, issue: tuple[str, str] | None) -> None:
    assert one_cell(tmp_path, place, cell) == (value, issue)


@case("M51")
def test_the_day_of_a_moment_is_that_of_the_county_s_own_clock(tmp_path: Path) -> None:
    rows = page("S4", {"contact_date": "2021-11-14T16:00:00Z"})
    file = book(tmp_path / "QC-ZZB_S4_2021-W47_v1.xlsx", rows)
    task = FileTask(file, Received(file.name, "0" * 64, W47, MONDAY))
    intake = read_files([task], replace(qichun(), timezone="Europe/London"), processes=0)
    assert (values(intake, "S4.contact_date"), reactions(intake)) == ([dt.date(2021, 11, 14)], set())


@case("M53", FIX="date_rewritten")
def test_a_second_decimal_shows_the_month(tmp_path: Path) -> None:
    """Under 0.00 the clerk reads 1965.10, where January would be 1965.01."""
    rows = page("S1", {"birth_ym": 1965.1})

    def shown(workbook: Any, sheet: Any) -> None:
        sheet.write(3, rows[2].index("出生年月"), 1965.1, workbook.add_format({"num_format": "0.00"}))

    assert values(sent(tmp_path, rows, prepare=shown), "S1.birth_ym") == [dt.date(1965, 10, 1)]


@case("M53", FIXW="month_told_by_id")
def test_a_lost_month_is_told_by_the_id(tmp_path: Path) -> None:
    result = one_cell(tmp_path, "S1.birth_ym", 1965.1, id_no="421126196510150013")
    assert result == (dt.date(1965, 10, 1), ("month_told_by_id", "FIXW"))


@case("M58", FIX="date_range_split")
@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2021.11—2022.12", dt.date(2021, 11, 1), dt.date(2022, 12, 31)),
        ("2021年11月22日至2022年6月30日", dt.date(2021, 11, 22), dt.date(2022, 6, 30)),
        ("2021-11-22至今", dt.date(2021, 11, 22), None),
    ],
)
def test_a_range_in_one_cell_is_start_and_end(tmp_path: Path, cell: str, start: dt.date, end: dt.date | None) -> None:
    intake = sent(tmp_path, page("S5", {"start": cell}, headed={"start": "起止时间"}))
    assert (values(intake, "S5.start"), values(intake, "S5.end")) == ([start], [end])
    assert ("date_range_split", "FIX") in reactions(intake)


@case("M59", CELL="done_on_after_claim done_on_after_period exit_after_level")
@pytest.mark.parametrize(
    ("sheet", "cells", "rule"),
    [
        (
            "S8",
            {"claimed_on": "2021-11-10", "done_on": "2021-11-01", "status": "已完成", "progress": "100%"},
            "done_on_after_claim",
        ),
        ("S8", {"done_on": "2022-03-01", "status": "已完成", "progress": "100%"}, "done_on_after_period"),
        ("S1", {"level_since_ym": "2021-11", "exit_date": "2019-05-01"}, "exit_after_level"),
    ],
)
def test_dates_against_each_other(tmp_path: Path, sheet: str, cells: dict[str, Any], rule: str) -> None:
    verdict = judged(sent(tmp_path, page(sheet, cells)))
    assert (rule, "CELL") in reactions(verdict)
    if sheet == "S8":
        assert (values(verdict, "S8.done_on"), values(verdict, "S8.status")) == ([None], ["RUN"])


@case("M59", CELL="posted_on_long_before_period claimed_on_long_before_period exit_date_long_before_period")
@pytest.mark.parametrize(
    ("sheet", "column", "written", "refused"),
    [
        ("S10", "posted_on", "1900-01-09", True),
        ("S10", "posted_on", "1949-11-22", True),
        ("S10", "posted_on", "2011-11-22", True),
        ("S10", "posted_on", "2017-11-22", False),
        ("S8", "claimed_on", "1999-03-10", True),
        ("S8", "claimed_on", "2020-03-10", False),
        ("S1", "exit_date", "2001-10-31", True),
        ("S1", "exit_date", "2006-05-01", False),
    ],
)
def test_what_happened_long_before_the_period_is_asked_back(
    tmp_path: Path, sheet: str, column: str, written: str, *, refused: bool
) -> None:
    """The period is 2021-W47; an event lies at most 5 years before it, the end of a leading post 20."""
    cells = {column: written} | ({"level_since_ym": "1998-01"} if sheet == "S1" else {})
    verdict = judged(sent(tmp_path, page(sheet, cells)))
    assert ((f"{column}_long_before_period", "CELL") in reactions(verdict)) is refused
    assert values(verdict, f"{sheet}.{column}") == [None if refused else dt.date.fromisoformat(written)]
