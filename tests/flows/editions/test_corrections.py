"""An issued report is never changed: a later edition says what it corrects, and readers can be pointed back."""

from __future__ import annotations

import datetime as dt
import json
import re
from contextlib import nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import steps
from flows.cli.command_line import app
from flows.cli.printing.diff import diff_tree
from flows.cli.printing.editions import edition_lines
from flows.county.workspace import Workspace
from flows.editions.distribution import CannotDistribute, Distribution, distribute, distributions_of, holders
from flows.past.backfill.plan import plan
from flows.report.lists import write_outputs
from flows.report.per_audience import pages_for
from flows.report.publish import write_deliverables, write_missing
from flows.report.rerender import render_again
from flows.steps import build_edition
from flows.store.edition import Edition
from flows.store.records.withdrawals import CannotWithdraw, withdraw
from report_templates.model.report import Paragraph, Report, Table
from report_templates.model.report_json import report_from
from report_templates.render.html import html
from report_templates.words.sentence import Cell, Sentence
from tests.support.runs.small_weeks import after, copied, run, send, small_place
from tests.support.workbooks.tables import W46, W47
from transforms.clock import Clock
from transforms.judge.in_force import CONFLICT, IN_FORCE, WITHDRAWN

LEADERS = ("县委办", "县政府办")
pytestmark = pytest.mark.usefixtures("plainly", "unprinted")


@pytest.fixture(scope="module")
def published(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a week of three talks has an edition and no papers; to be copied."""
    folder = tmp_path_factory.mktemp("published")
    workspace = small_place(folder)
    send(workspace, W46, 3)
    run(workspace, W46, after(1))
    return folder


@pytest.fixture(scope="module")
def corrected(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a second edition, of a corrected file with five; to be copied."""
    folder = tmp_path_factory.mktemp("corrected")
    workspace = copied(published, folder)
    send(workspace, W46, 5, version=2, at=after(2))
    run(workspace, W46, after(3))
    return folder


@pytest.fixture(scope="module")
def workspace(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A week of three talks, issued to two offices; then a corrected file with five, and the week again."""
    workspace = copied(published, tmp_path_factory.mktemp("issued"))
    first = current(workspace)
    write_deliverables(workspace, first)
    distribute(workspace, first, LEADERS, "值班员", after(2))
    send(workspace, W46, 5, version=2, at=after(3))
    run(workspace, W46, after(4))
    return workspace


def current(workspace: Workspace, at: dt.datetime | None = None) -> Edition:
    edition = workspace.store.current(W46, at)
    assert edition is not None
    return edition


def test_an_issue_is_written_down_with_the_hashes_of_what_went_out(workspace: Workspace) -> None:
    (issue,) = distributions_of(workspace, W46)
    assert (issue.number, issue.edition, issue.recipients, issue.by) == (1, 1, LEADERS, "值班员")
    assert {"report.html", "report.pdf"} <= issue.files.keys()
    with pytest.raises(CannotDistribute, match="was distributed to 县委办, 县政府办 before"):
        distribute(workspace, workspace.store.editions(W46)[0], LEADERS, "值班员", after(5))
    with pytest.raises(CannotDistribute, match="to whom"):
        distribute(workspace, workspace.store.editions(W46)[0], [" "], "值班员", after(5))
    with pytest.raises(CannotDistribute, match=rf"wuwei report {W46} --edition 2"):
        distribute(workspace, workspace.store.editions(W46)[1], LEADERS, "值班员", after(5))


def test_a_changed_figure_is_corrected_with_its_cause_and_source(workspace: Workspace) -> None:
    assert workspace.store.editions(W46)[0].table("corrections").is_empty()
    line = current(workspace).table("corrections").filter(code="E4").row(0, named=True)
    assert (line["old"], line["new"]) == (3, 5)
    assert (line["cause"], line["files"]) == ("更正报送", f"QC-ZZB_S4_{W46}_v2.xlsx")
    assert (line["issue"], line["edition"]) == (1, 1)


def county(edition: Edition) -> Report:
    return report_from(edition.document("report.json"))


def named(report: Report, name: str) -> Table:
    return next(block for block in report.blocks if isinstance(block, Table) and block.name == name)


def words(cell: Cell) -> str:
    return cell.text if isinstance(cell, Sentence) else cell


def test_page_one_begins_with_what_is_corrected_and_who_received_that(workspace: Workspace) -> None:
    first, second = map(county, workspace.store.editions(W46))
    assert all(block.lead != "更正说明：" for block in first.summary if isinstance(block, Paragraph))
    notice = second.summary[0]
    assert isinstance(notice, Paragraph)
    assert notice.lead == "更正说明："
    assert "第1次印发的是第1版，已送县委办、县政府办" in notice.said.text
    assert "身份未匹配由3条更正为5条" in notice.said.text
    assert "E4" in notice.said.codes
    assert second.sections[1].heading == "需要决策或协调的事项"
    assert (
        "一、" in re.sub("<[^>]*>", "", html(second)).split("需要决策或协调的事项")[0][-4:]
    )  # as it is in every other report


def test_a_table_gives_cause_and_source_of_each_corrected_figure(workspace: Workspace) -> None:
    table = named(county(current(workspace)), "corrections")
    assert [column.head for column in table.columns] == ["代码", "指标", "原报", "现", "原因", "来源文件"]
    line = next(row for row in table.rows if row[0] == "E4")
    assert [words(cell) for cell in line[2:5]] == ["3条", "5条", "更正报送"]
    assert (line[2].code, line[2].edition, line[3].edition) == ("E4", "1", "")  # type: ignore[union-attr] # numbers


def test_each_corrected_number_of_a_sentence_is_marked_where_it_stands(workspace: Workspace) -> None:
    report = county(current(workspace))
    text = next(
        block.said.text for block in report.blocks if isinstance(block, Paragraph) and "共读入" in block.said.text
    )
    assert "其中接收5行（原报3行）" in text
    assert "身份待核实5条（原报3条）" in text


def test_what_says_the_same_is_not_marked(workspace: Workspace) -> None:
    first, second = map(county, workspace.store.editions(W46))
    lines = [{row[0]: row for row in named(report, "figures").rows if len(row) > 1} for report in (first, second)]
    assert lines[0]["C2"] == lines[1]["C2"]


def test_the_analysts_page_says_what_was_issued(workspace: Workspace) -> None:
    (page,) = pages_for(workspace, current(workspace), "analyst")
    shown = page.make(page.content).decode()
    assert "原报" in shown
    line = next(figure for figure in json.loads(page.content)["figures"] if figure["code"] == "E4")
    assert (line["first"], line["value"]) == ("3条", "5条")


def test_a_plan_says_which_issued_report_it_touches(workspace: Workspace) -> None:
    week_plan = plan(workspace, W46, W46, requester="甲", reason="乙", force=True, now=after(6))
    (step,) = week_plan.touches_issued
    assert step.issued is not None
    assert (step.issued["edition"], step.issued["recipients"]) == (1, list(LEADERS))
    assert "E4" in step.issued["codes"]


def test_readers_are_pointed_back_and_nothing_is_lost(corrected: Path, tmp_path: Path) -> None:
    workspace = copied(corrected, tmp_path)
    first, second = workspace.store.editions(W46)
    workspace.store.undo(W46, 1, {"by": "甲", "because": "误"}, after(4))
    assert current(workspace) == first
    assert current(workspace, after(3)) == second  # as it was then
    assert workspace.store.editions(W46) == [first, second]
    assert run(workspace, W46, after(5)) == first  # what was undone is not made once more
    send(workspace, W46, 6, version=3, at=after(6))
    assert run(workspace, W46, after(7)).number == 3
    assert current(workspace).number == 3


def test_withdrawing_one_of_two_settles_their_conflict(tmp_path: Path) -> None:
    workspace = small_place(tmp_path)
    send(workspace, W46, 3)
    send(workspace, W46, 5, inbox=W47, at=after(1))  # the same version, other content
    before = run(workspace, W46, after(2))
    assert set(before.table("files")["standing"]) == {CONFLICT}
    first = before.table("files").filter(inbox=W46)["submission"].item()
    with pytest.raises(CannotWithdraw, match="several files"):
        withdraw(workspace.withdrawals, before, f"QC-ZZB_S4_{W46}_v1.xlsx", "甲", "错发", after(3))
    assert withdraw(workspace.withdrawals, before, first, "甲", "错发", after(3)) == [first]
    again = run(workspace, W46, after(4))
    assert dict(again.table("files").select("inbox", "standing").iter_rows()) == {W46: WITHDRAWN, W47: IN_FORCE}
    gone = again.table("ledger").filter(submission=first, fate="set_aside", reason="withdrawn")
    assert gone.height == 3
    assert withdraw(workspace.withdrawals, again, first, "甲", "没错", after(5), back=True) == [first]
    assert set(run(workspace, W46, after(6)).table("files")["standing"]) == {CONFLICT}


@pytest.fixture
def wuwei(workspace: Workspace) -> CliRunner:
    return CliRunner(env={"WUWEI_OUT": str(workspace.out), "COLUMNS": "200"})


def test_diff_shows_figures_causes_and_cells(wuwei: CliRunner) -> None:
    output = wuwei.invoke(app, ["diff", W46, "1", "2"]).output
    assert "E4 身份未匹配: 3条 → 5条" in output
    assert f"更正报送 QC-ZZB_S4_{W46}_v2.xlsx" in output
    assert "queue: 5 added, 3 removed" in output
    assert "nothing differs" in wuwei.invoke(app, ["diff", W46, "2", "2"]).output


def an_issue(number: int, edition: int, *recipients: str) -> Distribution:
    return Distribution(period=W46, number=number, edition=edition, recipients=recipients, by="值班员", at="", files={})


def test_everybody_holds_the_last_edition_that_was_sent_to_him() -> None:
    issues = [an_issue(1, 1, "县委办", "县政府办"), an_issue(2, 1, "县人大办"), an_issue(3, 4, "县委办")]
    assert holders(issues) == {1: ("县政府办", "县人大办"), 4: ("县委办",)}
    assert holders([]) == {}


def test_who_still_holds_an_earlier_edition_is_named_in_the_notice(corrected: Path, tmp_path: Path) -> None:
    workspace = copied(corrected, tmp_path)
    for number, recipients in ((1, LEADERS), (2, LEADERS[:1])):
        write_outputs(workspace.papers(W46, number), [("report.pdf", b"%PDF")])
        distribute(workspace, workspace.store.edition(W46, number), recipients, "值班员", after(3 + number / 2))
    send(workspace, W46, 6, version=3, at=after(5))
    report = report_from(run(workspace, W46, after(6)).document("report.json"))
    (text,) = [
        block.said.text for block in report.summary if isinstance(block, Paragraph) and block.lead == "更正说明："
    ]
    assert "本期第2次印发的是第2版，已送县委办。此前印发的第1版已送县政府办，一并更正。" in text


def test_what_was_issued_is_not_rendered_again(published: Path, tmp_path: Path) -> None:
    workspace = copied(published, tmp_path)
    edition = current(workspace)
    folder = write_outputs(workspace.papers(W46, 1), [("report.pdf", b"%PDF as it went out")])
    distribute(workspace, edition, LEADERS, "值班员", after(2))
    render_again(workspace, edition, "all", lambda *_: nullcontext(lambda _: None))
    assert (folder / "report.pdf").read_bytes() == b"%PDF as it went out"
    assert (folder / "report.html").exists()
    assert (folder / "issues.csv").exists()
    assert render_again(workspace, edition, "county", lambda *_: nullcontext(lambda _: None)) == [
        folder / name
        for name in ("report.docx", "report.html", "report-data.xlsx", "annex.pdf", "annex.docx", "annex.html")
    ]


def test_a_changed_cut_off_is_a_cause_beside_a_file(published: Path, tmp_path: Path) -> None:
    workspace = copied(published, tmp_path)
    old = current(workspace)
    send(workspace, W46, 5, version=2, at=after(2))
    clock = Clock(W46, dt.date(2021, 11, 19), after(3))
    new = build_edition(workspace, steps.read(workspace, workspace.archive.known(after(3))), clock)
    causes = {figure["code"]: figure["cause"] for figure in diff_tree(old, new)["figures"]}
    assert causes["E4"] == "更正报送、统计截止日调整"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--by", " ", "--because", "误"], "say who does it"),
        (["--by", "甲", "--because", "误", "--to", "2"], "see edition 2 already"),
        (["--by", "甲", "--because", "误", "--to", "0"], "has no edition 0; there are: 1, 2"),
    ],
)
def test_undo_refuses_what_says_nothing(workspace: Workspace, words: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["undo", W46, *words, "--out", str(workspace.out)])
    assert result.exit_code == 1
    assert message in f"{result.output}{result.exception}"


def test_all_editions_are_listed_with_who_has_them(corrected: Path, tmp_path: Path) -> None:
    workspace = copied(corrected, tmp_path)
    write_outputs(workspace.papers(W46, 1), [("report.pdf", b"%PDF")])
    distribute(workspace, workspace.store.edition(W46, 1), LEADERS, "值班员", after(3))
    workspace.store.undo(W46, 1, {"by": "甲", "because": "误"}, after(4))
    first, second = edition_lines(workspace, W46)
    assert first.startswith("edition 1  as of 2021-11-21  known 2022-06-01 09:00  readers see this one")
    assert "  distribution 1 to 县委办, 县政府办  " in first
    assert "  taken back  " in second


def test_an_edition_without_its_papers_says_what_makes_them(published: Path, tmp_path: Path) -> None:
    """Such as one whose rendering failed, or was killed; of papers deleted by hand those are named."""
    made = copied(published, tmp_path)
    edition = current(made)
    (line,) = edition_lines(made, W46)
    assert line.endswith(" papers missing, such as report.pdf: wuwei report 2021-W46 --edition 1")
    write_missing(made, edition)
    (line,) = edition_lines(made, W46)
    assert line.endswith("readers see this one")
    (made.papers(W46, 1) / "readers" / "public" / "report.pdf").unlink()
    (line,) = edition_lines(made, W46)
    assert line.endswith("1 papers missing, such as readers/public/report.pdf: wuwei report 2021-W46 --edition 1")
