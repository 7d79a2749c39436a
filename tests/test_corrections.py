"""An issued report is never changed: a later edition says what it corrects, and readers can be pointed back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import week
from flows.backfill.plan import plan
from flows.command_line import app
from flows.edition import Edition
from flows.issuing import CannotIssue, issue, issues_of
from flows.withdrawals import CannotWithdraw, withdraw
from flows.workplace import Workplace
from report_templates.model import report_from
from tests.small_weeks import after, run, send, small_place
from tests.tables import W46, W47
from transforms.in_force import CONFLICT, IN_FORCE, WITHDRAWN

LEADERS = ("县委办", "县政府办")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A week of three talks, issued to two offices; then a corrected file with five, and the week again."""
    made = small_place(tmp_path_factory.mktemp("issued"))
    send(made, W46, 3)
    first = run(made, W46, after(1))
    week.lay_out_papers(made, first)
    issue(made, first, LEADERS, "值班员", after(2))
    send(made, W46, 5, version=2, at=after(3))
    run(made, W46, after(4))
    return made


def current(place: Workplace, at: dt.datetime | None = None) -> Edition:
    edition = place.store.current(W46, at)
    assert edition is not None
    return edition


def test_an_issue_is_written_down_with_the_hashes_of_what_went_out(place: Workplace) -> None:
    (made,) = issues_of(place, W46)
    assert (made.number, made.edition, made.recipients, made.by) == (1, 1, LEADERS, "值班员")
    assert {"report.html", "report.pdf"} <= made.files.keys()
    with pytest.raises(CannotIssue, match="was issued at"):
        issue(place, place.store.editions(W46)[0], LEADERS, "值班员", after(5))
    with pytest.raises(CannotIssue, match="has no papers"):
        issue(place, place.store.editions(W46)[1], LEADERS, "值班员", after(5))


def test_a_changed_figure_is_corrected_with_its_cause_and_source(place: Workplace) -> None:
    assert place.store.editions(W46)[0].table("corrections").is_empty()
    line = current(place).table("corrections").filter(code="E4").row(0, named=True)
    assert (line["old"], line["new"]) == (3, 5)
    assert (line["cause"], line["files"]) == ("更正报送", f"QC-ZZB_S4_{W46}_v2.xlsx")
    assert (line["issue"], line["edition"]) == (1, 1)


def test_the_report_begins_with_what_it_corrects_and_who_received_that(place: Workplace) -> None:
    first, second = (report_from(edition.document("report.json")) for edition in place.store.editions(W46))
    assert "更正说明" not in [section.heading for section in first.sections]
    assert second.sections[0].heading == "更正说明"
    said, table = second.sections[0].blocks
    assert "第1次印发的是第1版，已送县委办、县政府办" in said.said.text
    assert [column.head for column in table.columns] == ["代码", "指标", "原报", "现", "原因", "来源文件"]
    assert next(row for row in table.rows if row[0] == "E4")[2:5] == ("3条", "5条", "更正报送")


def test_a_plan_says_which_issued_report_it_touches(place: Workplace) -> None:
    told = plan(place, W46, W46, requester="甲", reason="乙", force=True, now=after(6))
    (step,) = told.touches_issued
    assert step.issued is not None
    assert (step.issued["edition"], step.issued["recipients"]) == (1, list(LEADERS))
    assert "E4" in step.issued["codes"]


def test_readers_are_pointed_back_and_nothing_is_lost(tmp_path: Path) -> None:
    made = small_place(tmp_path)
    send(made, W46, 3)
    first = run(made, W46, after(1))
    send(made, W46, 5, version=2, at=after(2))
    second = run(made, W46, after(3))
    made.store.undo(W46, 1, {"by": "甲", "because": "误"}, after(4))
    assert current(made) == first
    assert current(made, after(3)) == second  # as it was then
    assert made.store.editions(W46) == [first, second]
    assert run(made, W46, after(5)) == first  # what was undone is not made once more
    send(made, W46, 6, version=3, at=after(6))
    assert run(made, W46, after(7)).number == 3
    assert current(made).number == 3


def test_withdrawing_one_of_two_settles_their_conflict(tmp_path: Path) -> None:
    made = small_place(tmp_path)
    send(made, W46, 3)
    send(made, W46, 5, inbox=W47, at=after(1))  # the same version, other content
    before = run(made, W46, after(2))
    assert set(before.table("files")["standing"]) == {CONFLICT}
    first = before.table("files").filter(inbox=W46)["submission"].item()
    with pytest.raises(CannotWithdraw, match="several files"):
        withdraw(made.withdrawals, before, f"QC-ZZB_S4_{W46}_v1.xlsx", "甲", "错发", after(3))
    assert withdraw(made.withdrawals, before, first, "甲", "错发", after(3)) == [first]
    again = run(made, W46, after(4))
    assert dict(again.table("files").select("inbox", "standing").iter_rows()) == {W46: WITHDRAWN, W47: IN_FORCE}
    gone = again.table("ledger").filter(submission=first, fate="set_aside", reason="withdrawn")
    assert gone.height == 3
    assert withdraw(made.withdrawals, again, first, "甲", "没错", after(5), back=True) == [first]
    assert set(run(made, W46, after(6)).table("files")["standing"]) == {CONFLICT}


@pytest.fixture
def wuwei(place: Workplace) -> CliRunner:
    return CliRunner(env={"WUWEI_OUT": str(place.out), "COLUMNS": "200"})


def test_diff_shows_figures_causes_and_cells(wuwei: CliRunner) -> None:
    told = wuwei.invoke(app, ["diff", W46, "1", "2"]).output
    assert "3 → 5" in told
    assert f"更正报送 QC-ZZB_S4_{W46}_v2.xlsx" in told
    assert "queue: 8 rows" in told
    assert "nothing differs" in wuwei.invoke(app, ["diff", W46, "2", "2"]).output
