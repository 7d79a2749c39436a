"""When a worksheet is an office's own table, and what of it becomes a table of a sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from expectations.county.own_tables import OwnSheet, OwnTable, Source, Step
from tests.support.workbooks.tables import Rows, grid
from transforms.recognise.own_tables import own_index, own_tables
from transforms.recognise.tables import Table

REGISTER = OwnTable(
    "下沉花名册",
    (
        OwnSheet(
            "S9",
            {
                "name": Source(("党员",)),
                "unit_code": Source(("单位及职务",), Step.UNIT),
                "community_code": Source(("社区",)),
                "political_status": Source((), Step.CONSTANT, "中共党员"),
            },
        ),
    ),
    unread=("民族",),
)
HEAD = ["序号", "党员", "单位及职务", "社区", "民族"]
ROW = [1.0, "汪志强", "县财政局股长", "东门社区", "汉族"]


def read(rows: Rows, own: OwnTable = REGISTER, unit: str | None = None) -> list[Table]:
    return own_tables(grid(rows), [(own, own_index(own))], lambda notes: unit)  # type: ignore[arg-type]


def test_columns_keep_their_places_and_a_constant_has_none() -> None:
    (table,) = read([["下沉花名册"], ["填报单位：漕河镇"], [*HEAD], [*ROW], ["合计", "", "", "", ""]])
    header = table.header
    assert (header.sheet, header.own, header.times) == ("S9", "下沉花名册", 1)
    assert header.columns == {"name": 1, "unit_code": 2, "community_code": 3}
    assert header.answered == {"name", "unit_code", "community_code", "political_status"}
    assert (table.data, table.set_aside[4], table.notes.unit) == ((3,), "subtotal", "漕河镇")


@pytest.mark.parametrize(
    "head",
    [
        [*HEAD, "家庭住址"],  # one more: nobody has said what it is
        [heading for heading in HEAD if heading != "社区"],  # one that is read is gone
        ["序号", "党员", "单位及职务书", "社区", "民族"],
    ],
)
def test_a_table_with_other_headings_is_another_table(head: list[str]) -> None:
    assert read([[*head], [*ROW][: len(head)]]) == []


def test_a_heading_that_is_not_read_may_be_left_out_and_remarks_may_be_added() -> None:
    (table,) = read([["党员", "单位及职务", "社区", "备注"], ["汪志强", "县财政局股长", "东门社区", ""]])
    assert table.data == (1,)


@pytest.mark.parametrize(("unit", "known"), [("QC-CHZ", 1), ("QC-QZZ", 0), (None, 0)])
def test_an_own_table_of_one_unit_is_that_units(unit: str | None, known: int) -> None:
    assert len(read([[*HEAD], [*ROW]], replace(REGISTER, units=("QC-CHZ",)), unit)) == known


def test_of_several_sheets_rows_that_say_nothing_of_one_are_set_aside_there() -> None:
    second = OwnSheet("S6", {"name": Source(("党员",)), "organ": Source(("社区",))}, rows_with="社区")
    own = replace(REGISTER, sheets=(*REGISTER.sheets, second))
    register, assignment = read([[*HEAD], [*ROW], [2.0, "程丽华", "县教育局主任", "/", "汉族"]], own)
    assert (register.header.times, register.data) == (2, (1, 2))
    assert (assignment.header.sheet, assignment.data) == ("S6", (1,))
    assert assignment.set_aside == {0: "header", 2: "not_of_sheet"}
