"""Workbooks filled in with what was accepted before: to be confirmed or changed (先填后核)."""

from __future__ import annotations

import stat
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from expectations.catalogue import SHEETS
from expectations.contract.contract import Cadence
from expectations.evaluate.judgement import judgement
from flows.clerks.blank_forms.handing_out import forms_of, write_forms
from flows.clerks.blank_forms.prefill import accepted_rows, snapshots
from flows.cli.command_line import app
from flows.county.workspace import Workspace
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import TUESDAY, W47, published, received, story
from tests.support.workbooks.blank_forms import W48, came_in
from tests.support.workbooks.clerk import OpenWorkbook
from transforms.judge.acceptance import accept_submissions
from transforms.records.submission import file_name

pytestmark = pytest.mark.usefixtures("plainly")


@pytest.fixture(scope="module")
def last_week(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, pl.DataFrame]]:
    """A week of messy workbooks run and published, and the rows it accepted."""
    workspace = received(tmp_path_factory.mktemp("county"), story(scale=0.02, dirt=0.3))
    edition = published(workspace, W47, TUESDAY)
    return workspace, accepted_rows(workspace, edition)


def sent_back(paths: list[Path]) -> dict[str, pl.DataFrame]:
    """The accepted rows when these workbooks come in unchanged a week later."""
    return {
        sheet: rows.collect() for sheet, rows in accept_submissions(came_in(paths, W48), W48, judgement).rows.items()
    }


def values(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("submitter", "submission", "row").drop("submission", "period", "period_end", "row")


def test_a_prefilled_workbook_sent_back_unchanged_gives_the_same_rows(
    last_week: tuple[Workspace, dict[str, pl.DataFrame]], tmp_path: Path
) -> None:
    _, accepted = last_week
    paths = write_forms(tmp_path, forms_of(qichun(), W48), qichun(), accepted)
    again = sent_back([path for path in paths if file_name(path.name).sheet in snapshots()])
    for sheet in snapshots():
        assert accepted[sheet].height > 0
        assert values(again[sheet]).equals(values(accepted[sheet])), sheet


def test_a_unit_gets_its_own_rows_alone_and_nobody_else_may_read_them(
    last_week: tuple[Workspace, dict[str, pl.DataFrame]], tmp_path: Path
) -> None:
    _, accepted = last_week
    paths = write_forms(tmp_path, forms_of(qichun(), W48), qichun(), accepted)
    for path in paths:
        name = file_name(path.name)
        assert name.sheet in SHEETS
        own = accepted.get(name.sheet, pl.DataFrame({"submitter": []})).filter(pl.col("submitter") == name.unit)
        book = OpenWorkbook(path)
        numbered = [book.shown(f"A{row}") for row in range(book.header_row + 1, book.header_row + own.height + 2)]
        assert numbered == [*map(str, range(1, own.height + 1)), ""]
        if own.height:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_rows_of_a_weekly_sheet_are_facts_of_their_week_and_not_told_again(
    last_week: tuple[Workspace, dict[str, pl.DataFrame]],
) -> None:
    assert {sheet for sheet in SHEETS if SHEETS[sheet].cadence is Cadence.WEEKLY_ROWS} == {"S4", "S7", "S10"}
    assert set(last_week[1]) == SHEETS.keys() - {"S4", "S7", "S10"}


def test_the_command_prefills_for_the_week_after(
    last_week: tuple[Workspace, dict[str, pl.DataFrame]], tmp_path: Path
) -> None:
    workspace, accepted = last_week
    arguments = ["templates", str(tmp_path), "--unit", "QC-DCS", "--prefill", W47, "--out", str(workspace.out)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    (path,) = tmp_path.rglob("*.xlsx")
    assert path.name == "QC-DCS_S8_2021-W48_v1.xlsx"
    book = OpenWorkbook(path)
    first = book.shown(f"{book.headings['事项编号']}{book.header_row + 1}")
    assert first in accepted["S8"]["item_code"].to_list()
