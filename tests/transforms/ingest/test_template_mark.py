"""A blank workbook says which contract it was made from; an old one is read with a word."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from expectations.catalogue import SHEETS
from tests.support.runs.weeks import W47
from tests.support.workbooks.blank_forms import blank, came_in, clean_rows, typed_in
from tests.support.workbooks.clerk import OpenWorkbook
from transforms.ingest.template_mark import mark, marked_versions, outdated
from transforms.recognise.grid import Grid


def older(path: Path, target: Path) -> Path:
    """The workbook with another version in its hidden mark."""
    book = OpenWorkbook(path)
    book.parts["xl/worksheets/sheet3.xml"] = book.parts["xl/worksheets/sheet3.xml"].replace(b"<v>1</v>", b"<v>0</v>", 1)
    typed_in(book, "R8", clean_rows()["R8"])
    return book.save(target)


def test_a_workbook_of_an_older_contract_is_read_and_the_clerk_told(tmp_path: Path) -> None:
    path = blank(tmp_path, "R8")
    assert b'state="veryHidden"' in OpenWorkbook(path).parts["xl/workbook.xml"]
    came = came_in([older(path, tmp_path / path.name)], W47)
    assert came.rows["R8"].collect().height > 0
    (issue,) = came.issues.filter(pl.col("reaction") != "FIX").to_dicts()
    assert (issue["rule"], issue["reaction"], issue["cell"]) == ("template_outdated", "FIXW", None)
    assert "第0版" in issue["message"]
    assert "第1版" in issue["message"]


MARK = "五维空白表"
SILENT = ([], [MARK], [MARK, "S1", "新"], [MARK, "S1", float("inf")], [MARK, 1.0, 1.0], ["别的", "S1", 0.0])


@pytest.mark.parametrize("row", SILENT)
def test_a_mark_that_says_nothing_is_ignored(row: list[str | float]) -> None:
    assert marked_versions([Grid("选项", [row], visible=False)]) == {}


def test_a_newer_mark_or_none_is_no_complaint() -> None:
    sheet = SHEETS["S1"]
    assert mark(sheet)[1:] == ("S1", sheet.version)
    assert [outdated(sheet, versions) for versions in ({}, {"S1": 9}, {"S2": 0})] == [[], [], []]
