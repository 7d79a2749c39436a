"""Rows and cells go from a worksheet, and nothing else in it moves; what is left keeps every kind of cell."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.read.workbook import read_bytes
from flows.receive.redacted_files import redacted_bytes
from transforms.editions.redact_grid import redacted
from transforms.recognise.grid import Cell, Grid, Merge, Workbook
from transforms.recognise.row_kinds import FORGOTTEN, FORGOTTEN_MARK, set_aside_reason

ID = "11010519491231002X"


def rows(grid: Grid) -> list[list[Cell]]:
    return [[*row] for row in grid.rows]


def test_a_row_is_emptied_and_marked_and_the_others_stay_where_they_are() -> None:
    grid = Grid("表", [["姓名", "单位"], ["张三", "甲局"], ["李四", "乙局"]])
    assert rows(redacted(grid, {1})) == [["姓名", "单位"], [FORGOTTEN_MARK, ""], ["李四", "乙局"]]
    assert rows(grid)[1] == ["张三", "甲局"]


def test_what_a_row_below_has_from_it_stays() -> None:
    grid = Grid("表", [["甲镇", "张三", 1.0], ["", "李四", "同上"], ["乙镇", "王五", 3.0]], merges=(Merge(0, 0, 1, 0),))
    kept = redacted(grid, {0})
    assert rows(kept) == [["甲镇", FORGOTTEN_MARK, ""], ["", "李四", 1.0], ["乙镇", "王五", 3.0]]
    assert rows(redacted(grid, {0, 1}))[:2] == [[FORGOTTEN_MARK, "", ""], [FORGOTTEN_MARK, "", ""]]
    assert redacted(kept, {0}) == kept


def test_a_ditto_is_written_out_past_a_second_row_that_goes_but_never_as_an_id_number() -> None:
    grid = Grid("表", [["甲局", ID], ["同上", "同上"], ["同上", "同上"]])
    kept = redacted(grid, {0, 1})
    assert rows(kept)[2] == ["甲局", "同上"]
    assert redacted(kept, {0, 1}) == kept


def test_cells_are_replaced_and_the_evidence_of_what_has_gone_goes_too() -> None:
    grid = Grid(
        "表",
        [["张三、李四", 4.21126199001011e17], ["", ""]],
        errors={(1, 0): "#N/A"},
        unvalued=frozenset({(1, 1)}),
        digits={(0, 1): "421126199001011008"},
    )
    changed = redacted(grid, {1}, {(0, 0): "李四", (0, 1): ""})
    assert rows(changed) == [["李四", ""], [FORGOTTEN_MARK, ""]]
    assert (changed.errors, changed.unvalued, changed.digits) == ({}, frozenset(), {})


@pytest.mark.parametrize("row", [[FORGOTTEN_MARK, "", ""], ["甲镇", "", FORGOTTEN_MARK]])
def test_an_emptied_row_is_set_aside_as_forgotten(row: list[Cell]) -> None:
    assert set_aside_reason(row, {at: frozenset({"x"}) for at in range(3)}) == FORGOTTEN


def test_a_redacted_workbook_is_read_as_its_grids_were() -> None:
    day = dt.date(2021, 11, 15)
    moments = [day, dt.datetime.combine(day, dt.time(8, 30)), dt.time(12, 0, 1), dt.timedelta(1, 2, 3)]
    grid = Grid(
        "花名册",
        [["字", 1.0, True, ""], [*moments], ["", float("1e300"), False, "二"]],
        visible=False,
        merges=(Merge(0, 0, 1, 0),),
        hidden_rows=frozenset({2}),
        hidden_columns=frozenset({1}),
        errors={(0, 3): "#REF!"},
        unvalued=frozenset({(2, 0)}),
        formats={(1, 0): "yyyy年m月"},
        digits={(2, 1): "1" * 18},
        struck=frozenset({(0, 0)}),
    )
    workbook = Workbook("xls", (grid, Grid("空", [])))
    data = redacted_bytes(workbook)
    assert read_bytes(data) == workbook
    assert redacted_bytes(read_bytes(data)) == data
    assert "花名册".encode() not in data
