"""From a printed number to the cells of the workbooks (design.md §5.6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy
from expectations.sheets import s08_livelihood_items
from tests.support.frames import dataset, done_item, item, table
from transforms.audience.column_classes import privacy_of
from transforms.figures import Figure
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.measure import figures
from transforms.indicators.provenance import figure_rows, figure_values, numbers
from transforms.indicators.trace import CELLS, MASKED, UnknownCode, trace
from transforms.judge.in_force import FILES
from transforms.records.extract import COLUMN_LETTERS


def tables(**more: Any) -> dict[str, pl.DataFrame]:
    """Two items of one workbook, of which one is done, and one cadre who would rather not."""
    five_dim = [
        {
            "person_id": "p1",
            "assigned": True,
            "work_will": "1",
            "src_S3_submission": "s3",
            "src_S3_row": 4,
            "src_S6_submission": "s6",
            "src_S6_row": 9,
        }
    ]
    data = dataset(item_rows=[done_item("A"), item("B")], five_dim=five_dim, **more)
    known = [
        ("S8-2021-W47", "S8", "督查室.xlsx", "台账"),
        ("s3", "S3", "意愿.xlsx", "表一"),
        ("s6", "S6", "安排.xlsx", "表"),
    ]
    files = [dict(zip(("submission", "sheet", "file", "worksheet"), values, strict=True)) for values in known]
    places = [("S8-2021-W47", "status", "J"), ("S8-2021-W47", "done_on", "AB"), ("s3", "work_will", "F")]
    data = replace(
        data,
        files=table(FILES, files),
        places=pl.DataFrame(places, schema=COLUMN_LETTERS, orient="row"),
    )
    counted: list[Figure] = list(figures(data).values())
    opened = list(numbers(counted))
    return data.tables() | {"figures": figure_values(opened), "figure_rows": figure_rows(opened)}


def test_a_figure_leads_to_the_cells_of_its_rows() -> None:
    traced = trace("C3", tables())
    assert dict(traced.cells.schema) == CELLS
    assert (traced.line["value"], traced.rows("numerator"), traced.rows("denominator")) == (50.0, 1, 2)
    cells = traced.cells.filter(pl.col("side") == "numerator")
    assert cells.select("key", "file", "worksheet", "row", "cell", "heading", "value").rows() == [
        ("A", "督查室.xlsx", "台账", 2, "J2", "状态", "DONE"),
        ("A", "督查室.xlsx", "台账", 2, "AB2", "实际完成日期", "2021-11-20"),
        ("A", "督查室.xlsx", "台账", 2, None, "督查核验", None),  # this workbook has no such column
    ]
    assert {s08_livelihood_items.SHEET.column[name].heading for name in ("status", "done_on")} <= set(cells["heading"])


def test_a_person_leads_to_several_sheets_and_restricted_values_are_masked() -> None:
    assert privacy_of("five_dim", "work_will") is Privacy.P1
    for restricted, value in ((False, MASKED), (True, "1")):
        cells = trace("A5", tables(), restricted=restricted).cells
        will = cells.filter(pl.col("column") == "work_will", pl.col("side") == "numerator")
        assert will.select("file", "cell", "value").rows() == [("意愿.xlsx", "F4", value)]
        assert set(cells["file"]) == {"意愿.xlsx", "安排.xlsx"}


def test_a_row_without_cells_is_named() -> None:
    line = {"submission": "S8-2021-W47", "worksheet": "台账", "row": 3, "fate": "rejected", "sheet": "S8"}
    cells = trace("E2-rejected", tables(ledger=[line])).cells
    assert cells.select("side", "file", "worksheet", "row", "cell").rows() == [
        ("numerator", "督查室.xlsx", "台账", 3, None)
    ]


@pytest.mark.parametrize("code", ["c3", " C3 ", "C5-long"])
def test_a_code_is_found_as_people_type_it(code: str) -> None:
    assert str(trace(code, tables()).line["code"]) in {"C3", "C5-longest"}


@pytest.mark.parametrize(("code", "near"), [("C33", "C3"), ("A66", "A6"), ("D5-delya", "D5-delay")])
def test_an_unknown_code_is_told_with_near_ones(code: str, near: str) -> None:
    with pytest.raises(UnknownCode, match=rf"has the code {code}; near it: .*{near}"):
        trace(code, tables())


def test_every_cell_an_indicator_names_is_a_column_of_its_sheets() -> None:
    for indicator in INDICATORS.values():
        for sheet, column in (cell.split(".") for cell in indicator.cells):
            assert column in SHEETS[sheet].column
            assert SHEETS[sheet].column[column].privacy is not Privacy.P0


def test_a_cell_that_an_erratum_has_put_right_names_it_and_no_other_does() -> None:
    applied = {"erratum": "K7", "submission": "S8-2021-W47", "row": 2, "column": "status", "state": "applied"}
    overtaken = {**applied, "erratum": "K8", "row": 3, "state": "right"}
    cells = trace("C3", tables(errata=[applied, overtaken])).cells.drop_nulls("erratum")
    assert cells.select("side", "cell", "erratum").rows() == [("numerator", "J2", "K7"), ("denominator", "J2", "K7")]
