"""Somebody says who is whom, in the terminal or a workbook: one record, and all of it in the next edition."""

from __future__ import annotations

import os
import random
import re
import stat
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from itertools import cycle
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.clerks.reviewing.answers import answers_in
from flows.clerks.reviewing.pairs import Answer, decide, pairs_of
from flows.clerks.reviewing.workbook import form, workbook_bytes
from flows.cli.command_line import app
from flows.county.workspace import Workspace
from flows.editions import knowledge
from flows.past.backfill.apply import apply
from flows.past.backfill.model import digest
from flows.past.backfill.plan import IDENTITIES, plan
from flows.past.backfill.validate_plan import PlanOvertaken, validate_plan
from flows.past.reproduction import reproduce
from flows.past.reseal import rotate
from flows.store.records.identity_decisions import CannotDecide, IdentityDecisions
from tests.support.runs.small_weeks import after, copied, judged_plainly, run, small_place
from tests.support.workbooks.tables import written
from transforms.identify.edges import Judgement

W46, W47 = "2021-W46", "2021-W47"
HEADINGS = ["姓名", "出生年月", "工作单位", "党员类别", "报到社区", "报到日期", "状态"]
OTHERS = [("李秀英", "1970-03"), ("赵卫东", "1968-11"), ("孙丽华", "1980-01"), ("周志强", "1977-07")]
UNIT = "县委组织部"
WEEKS = 8


def register(workspace: Workspace, period: str, *people: tuple[str, str], at: float) -> None:
    """A register of members (S9) arrives."""
    week = f"{period[:4]}年第{period[-2:]}周"
    lines = [[*person, UNIT, "中共党员", "甲社区", "2021-06-01", "在册"] for person in people]
    top = [[f"在职党员下沉报到花名册（{week}）"], ["填报单位：县委组织部　填报日期：2021-11-26"], HEADINGS]
    folder = workspace.out.parent / "inbox" / period
    folder.mkdir(parents=True, exist_ok=True)
    file = written(folder / f"QC-ZZB_S9_{period}_v1.xlsx", [*top, *lines])
    os.utime(file, (after(at).timestamp(),) * 2)
    workspace.archive.receive_all(folder, period, after(at))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In the second week 王建国 is written 王健国: a new person, unless somebody sees it."""
    folder = tmp_path_factory.mktemp("queue")
    workspace = small_place(folder)
    register(workspace, W46, ("王建国", "1965-05"), *OTHERS, at=0)
    register(workspace, W47, ("王健国", "1965-05"), *OTHERS, at=1)
    with judged_plainly(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("WUWEI_PEPPER_FILE", str(folder / "pepper"))
        run(workspace, W46, after(2))
        run(workspace, W47, after(2))
    return folder


@pytest.fixture
def workspace(story: Path, tmp_path: Path, plainly: None, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of the story, with the pepper of its own."""
    monkeypatch.setenv("WUWEI_PEPPER_FILE", str(tmp_path / "pepper"))
    return copied(story, tmp_path)


def members(workspace: Workspace, period: str = W47) -> dict[str, str]:
    """Name and person_id of the register."""
    edition = workspace.store.edition(period)
    return dict(edition.table("registrations").select("name", "person_id").iter_rows())


def say(workspace: Workspace, judgement: Judgement, at: float, because: str = "经原单位核实", period: str = W47) -> str:
    """Somebody answers the one pair of a period; gives its number."""
    pairs = pairs_of(workspace.store.edition(period), workspace.county)
    (pair,) = [each["pair"] for each in pairs]
    decide(workspace.identity_decisions, pairs, [Answer(pair, judgement, "李干事", because)], after(at))
    return pair


def test_a_damaged_row_waits_with_both_records_side_by_side(workspace: Workspace) -> None:
    assert pairs_of(workspace.store.edition(W46), workspace.county) == []
    (pair,) = pairs_of(workspace.store.edition(W47), workspace.county)
    shown = ("name", "candidate_name", "agrees", "differs", "suggested", "waits")
    agreeing = "姓名同音；出生年月相同；单位相同"
    assert [pair[name] for name in shown] == ["王健国", "王建国", agreeing, "", True, True]
    assert (pair["file"], pair["candidate_file"]) == ("QC-ZZB_S9_2021-W47_v1.xlsx", "QC-ZZB_S9_2021-W46_v1.xlsx")


def test_a_plan_says_what_follows_only_where_both_are_known_and_is_overtaken_by_an_answer(workspace: Workspace) -> None:
    say(workspace, Judgement.SAME, 3)
    first = plan(workspace, W46, W47, requester="甲", reason="核对人员", now=after(4))
    assert [step.why for step in first.steps] == [(), (IDENTITIES,)]
    assert first.steps[1].tables == {"registrations": {"added": 1, "removed": 1, "changed": 0}}
    say(workspace, Judgement.UNDONE, 5)
    with pytest.raises(PlanOvertaken, match="identities"):
        validate_plan(workspace, first, after(6))


def test_the_same_person_keeps_the_number_until_that_is_undone_and_every_edition_can_be_made_again(
    workspace: Workspace,
) -> None:
    before, first = members(workspace, W46)["王建国"], members(workspace)
    assert first["王健国"] != before
    say(workspace, Judgement.SAME, 3)
    merged = run(workspace, W47, after(4))
    assert (merged.number, members(workspace)["王健国"]) == (2, before)
    assert [each["waits"] for each in pairs_of(merged, workspace.county)] == [False]
    say(workspace, Judgement.UNDONE, 5)
    parted = run(workspace, W47, after(6))
    assert (parted.number, members(workspace)) == (3, first)
    assert [each["waits"] for each in pairs_of(parted, workspace.county)] == [True]
    assert reproduce(workspace, W47, None, after(2)).differs == ()
    assert reproduce(workspace, W47, None, after(4)).differs == ()


def test_an_answer_to_what_has_changed_lifts_the_older_one_from_then_on(tmp_path: Path) -> None:
    """a was different from b in week 46; b is replaced by c, which joins the same person, and a is that person."""
    record = IdentityDecisions(tmp_path / "decisions" / "identity.jsonl")
    shown = {"name": "王健国", "candidate_name": "王建国", "agrees": "姓名同音", "differs": "", "standing": True}
    before = shown | {"pair": "q1", "mention": "a", "other": "b", "since": W46, "replaces": []}
    now = shown | {"pair": "q2", "mention": "a", "other": "c", "since": W47, "replaces": ["b"]}
    decide(record, [before], [Answer("q1", Judgement.DIFFERENT, "甲", "核实")], after(1))
    decide(record, [now], [Answer("q2", Judgement.LATER, "甲", "")], after(2))
    decide(record, [now], [Answer("q2", Judgement.SAME, "甲", "核实")], after(3))
    held = [record.holding(week, after(4)).select("other", "judgement").rows() for week in (W46, W47)]
    assert held == [[("b", "different")], [("c", "same")]]


def test_the_record_holds_no_name_date_or_number(workspace: Workspace) -> None:
    say(workspace, Judgement.SAME, 3)
    text = workspace.identity_decisions.file.read_text(encoding="utf-8")
    assert "王" not in text
    assert "1965" not in text
    assert stat.S_IMODE(workspace.identity_decisions.file.stat().st_mode) == 0o600


def test_a_name_in_a_reason_is_refused(workspace: Workspace) -> None:
    with pytest.raises(CannotDecide, match="names"):
        say(workspace, Judgement.SAME, 3, "王建国本人承认")


def test_a_rotated_pepper_takes_the_answers_along(workspace: Workspace) -> None:
    say(workspace, Judgement.SAME, 3)
    run(workspace, W47, after(4))
    assert rotate(workspace, "甲", "外泄", after(5))[1] == 1
    run(workspace, W46, after(6))
    run(workspace, W47, after(6))
    assert members(workspace)["王健国"] == members(workspace, W46)["王建国"]


def filled(path: Path, *rows: Sequence[str]) -> Path:
    """A workbook as it comes back: number, result, reason, who."""
    heads = [*form()["columns"]]
    lines = [[dict(zip(("编号", *heads[-3:]), row, strict=True)).get(head, "") for head in heads] for row in rows]
    return written(path, [["待核人员名单"], ["说明"], heads, *lines])


def test_a_filled_in_workbook_is_read_back(tmp_path: Path) -> None:
    file = filled(
        tmp_path / "待核人员.xlsx", ("q1", "同一人", "核实", "甲"), ("q2", "", "", ""), ("q3", "暂缓", "", "")
    )
    assert answers_in(file, "乙") == [
        Answer("q1", Judgement.SAME, "甲", "核实"),
        Answer("q3", Judgement.LATER, "乙", ""),
    ]


@pytest.mark.parametrize("said", ["也许", "same"])
def test_a_result_that_is_none_of_the_list_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(CannotDecide, match=said):
        answers_in(filled(tmp_path / "a.xlsx", ("q1", said, "核实", "甲")))


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotDecide, match="编号"):
        answers_in(written(tmp_path / "a.xlsx", [["姓名"], ["甲"]]))


def test_the_workbook_has_drop_downs_and_the_same_bytes(workspace: Workspace) -> None:
    pairs = pairs_of(workspace.store.edition(W47), workspace.county)
    assert workbook_bytes(pairs) == workbook_bytes(pairs)
    with zipfile.ZipFile(BytesIO(workbook_bytes(pairs))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r"<formula1>(.*?)</formula1>", page)[0] == '"同一人,不是同一人,暂缓,撤销认定"'


def wuwei(workspace: Workspace, *words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["review", W47, *words, "--out", str(workspace.out)], input=typed)
    return result.exit_code, result.output


@pytest.fixture
def at_work(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr("flows.cli.commands.review.workspace_in", lambda *_: workspace)
    return workspace


def test_the_commands(at_work: Workspace, tmp_path: Path) -> None:
    """List, hand out, answer by number, undo, and read a workbook: all write one record."""
    code, output = wuwei(at_work, "--list")
    pair = re.findall(r"q[0-9a-f]{8}", output)[0]
    assert code == 0
    assert wuwei(at_work, "--into", str(tmp_path / "待核人员.xlsx"))[0] == 0
    assert stat.S_IMODE((tmp_path / "待核人员.xlsx").stat().st_mode) == 0o600
    assert wuwei(at_work, pair, "same", "--by", "甲", "--because", "核实")[0] == 0
    assert wuwei(at_work, pair, "undone", "--by", "甲", "--because", "记错")[0] == 0
    back = filled(tmp_path / "back.xlsx", (pair, "不是同一人", "核实", "乙"))
    assert wuwei(at_work, "--file", str(back))[0] == 0
    said = [(line["judgement"], line["by"]) for line in at_work.identity_decisions.record.lines()]
    assert said == [("same", "甲"), ("undone", "甲"), ("different", "乙")]
    assert wuwei(at_work, pair)[0] == 2
    assert wuwei(at_work, pair, "perhaps")[0] == 2


def test_the_terminal_asks_about_one_after_the_other(at_work: Workspace) -> None:
    code, output = wuwei(at_work, "--by", "甲", typed="s\n经原单位核实\n")
    assert (code, "1 pairs wait" in output, "王建国" in output, "1965-05" in output) == (0, True, True, True)
    assert [line["judgement"] for line in at_work.identity_decisions.record.lines()] == ["same"]
    assert wuwei(at_work, "--by", "甲", typed="q\n")[0] == 0


def test_a_clock_that_was_set_back_decides_nothing(at_work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge.dt, "datetime", type("Early", (knowledge.dt.datetime,), {"now": lambda _: after(-9)}))
    assert wuwei(at_work, "q12345678", "same", "--by", "甲", "--because", "核实")[0] != 0
    assert at_work.identity_decisions.record.lines() == []


@pytest.mark.nightly
def test_in_weeks_of_answers_a_plan_is_what_comes_and_every_edition_can_be_made_again(
    tmp_path: Path, plainly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each week somebody is misspelt; every other week pairs are answered in one way after the other."""
    monkeypatch.setenv("WUWEI_PEPPER_FILE", str(tmp_path / "pepper"))
    workspace, chance, moments = small_place(tmp_path), random.Random(16), []
    turn = cycle(Judgement)
    weeks = [f"2021-W{number:02}" for number in range(1, WEEKS + 1)]
    sounds = {"国": "囯", "英": "瑛", "东": "冬", "华": "桦", "强": "墙"}
    for at, week in enumerate(weeks):
        people = [("王建国", "1965-05"), *OTHERS]
        slip = chance.randrange(len(people))
        name = people[slip][0]
        people[slip] = (name[:-1] + sounds[name[-1]], people[slip][1])
        register(workspace, week, *people, at=3 * at)
        edition = run(workspace, week, after(3 * at + 1))
        moments.append((week, after(3 * at + 1)))
        if at % 2:
            pairs = pairs_of(edition, workspace.county)
            said = [Answer(each["pair"], next(turn), "甲", f"第{at}次") for each in pairs[:3]]
            for answer in said:
                with suppress(CannotDecide):  # what contradicts the others
                    decide(workspace.identity_decisions, pairs, [answer], after(3 * at + 2))
    later = after(3 * len(weeks))
    planned = plan(workspace, weeks[0], weeks[-1], requester="甲", reason="认定", now=later)
    outcomes = apply(workspace, planned, write_papers=lambda *_: None, now=later)
    assert [outcome.failure for outcome in outcomes if outcome.failure] == []
    assert planned.to_run
    assert {"same", "different"} <= {line["judgement"] for line in workspace.identity_decisions.record.lines()}
    for step in planned.to_run:
        edition = workspace.store.edition(step.period)
        assert digest(edition.content) == step.content
    moments += [(step.period, later) for step in planned.to_run]
    for week, moment in moments:
        assert reproduce(workspace, week, None, moment).differs == ()
