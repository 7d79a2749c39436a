"""`wuwei check` judges without Great Expectations, and row by row as a run does with it (design.md §6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from expectations.catalogue import SHEETS
from expectations.contract.contract import Sheet
from expectations.contract.rules import OneOf
from expectations.evaluate.judgement import judgement
from expectations.suites.judge import judge
from flows import steps
from tests.support.pace import NIGHTLY, cases
from tests.support.runs.weeks import KNOWLEDGE, received, story
from transforms.records.extract import Intake

IDS = ("11010519491231002X", "440524188001010014", "110105194912310021")
DAYS = st.dates(dt.date(1949, 12, 1), dt.date(1950, 3, 1)) | st.dates(dt.date(2021, 11, 1), dt.date(2021, 12, 1))
BY_TYPE: dict[pl.DataType, st.SearchStrategy[Any]] = {
    pl.Int64(): st.integers(-2, 200),
    pl.Float64(): st.sampled_from([-1.0, 0.0, 0.5, 0.7, 1.0, 5.0, 99.5, 100.0, 101.0, 10_000.0]),
    pl.Boolean(): st.booleans(),
    pl.Date(): DAYS,
    pl.List(pl.String()): st.lists(st.sampled_from(["张三", "李四"]), max_size=2),
}


def cells(sheet: Sheet, name: str) -> st.SearchStrategy[Any]:
    """Cells of a column that its rules have something to say about, or nothing."""
    dtype = sheet.schema[name]
    if dtype != pl.String():
        return st.none() | BY_TYPE[dtype]
    value_lists = [rule.when.values for rule in sheet.all_rules if rule.when and rule.when.column == name]
    value_lists += [rule.values for rule in sheet.all_rules if isinstance(rule, OneOf) and rule.column == name]
    words = [str(value) for values in value_lists for value in values]
    return st.none() | st.sampled_from([*words, "1", "2", "A", "张三", "李" * 40, "13800000000", *IDS])


def frames(sheet: Sheet) -> st.SearchStrategy[pl.DataFrame]:
    """Twenty rows of a sheet."""
    row = st.fixed_dictionaries(
        {name: cells(sheet, name) for name in sheet.schema if name not in {"submission", "row"}}
    )
    return st.lists(row, min_size=20, max_size=20).map(
        lambda rows: pl.DataFrame(
            [{**cells, "submission": "s", "row": n} for n, cells in enumerate(rows)], schema=sheet.schema
        )
    )


@pytest.mark.parametrize("name", SHEETS)
@settings(max_examples=cases(by_day=1, by_night=20), phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_on_any_rows_both_say_the_same(name: str, data: st.DataObject) -> None:
    sheet = SHEETS[name]
    rows = data.draw(frames(sheet))

    assert_frame_equal(judgement(sheet, rows), judge(sheet, rows))


@pytest.fixture(scope="module")
def soiled(tmp_path_factory: pytest.TempPathFactory) -> Intake:
    """All workbooks of a week that was made as dirty as can be."""
    workspace = received(tmp_path_factory.mktemp("week"), story(scale=0.1 if NIGHTLY else 0.05, dirt=1.0))
    return steps.read(workspace, workspace.archive.known(KNOWLEDGE))


@pytest.mark.parametrize("name", SHEETS)
def test_on_soiled_workbooks_both_say_the_same(name: str, soiled: Intake) -> None:
    rows = soiled.rows[name].collect()
    assert rows.height

    assert_frame_equal(judgement(SHEETS[name], rows), judge(SHEETS[name], rows))


def test_soiled_workbooks_break_rules(soiled: Intake) -> None:
    assert sum(judgement(sheet, soiled.rows[name].collect()).height for name, sheet in SHEETS.items()) > 0
