"""What has outlived its term goes, once told to; what readers see, what was issued and what it is made of stays."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import random
import shutil
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import steps
from flows.cli.command_line import app
from flows.county.county_file import shipped_example
from flows.county.county_table import WrongCountyFile
from flows.county.workspace import Workspace
from flows.editions.distribution import distribute
from flows.past.erasure.editions import every_edition
from flows.past.retention.apply import CannotRetain, remove
from flows.past.retention.due import due
from flows.past.retention.left import left
from flows.past.retention.terms import Terms, terms_in
from flows.read.workbook import read_bytes
from flows.steps import build_edition
from flows.store.locks import AlreadyRunning, period_lock
from samples.week import write_inboxes
from tests.support.runs.counties import county_file, qichun
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.runs.weeks import KNOWLEDGE, rows_of, sent
from tests.support.runs.weeks import story as of_a_county
from tests.support.workbooks.tables import W46, W47, contact_log, written
from transforms.clock import Clock, period_end
from transforms.recognise.row_kinds import FORGOTTEN_MARK

LONG_AFTER = after(0) + dt.timedelta(days=3 * 365)
KILLS = int(os.environ.get("WUWEI_KILLS", "2"))
CHANCE = random.Random(20211126)
EVER = Terms(0, 0, 0, 0, 0)
pytestmark = pytest.mark.usefixtures("plainly")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A week with three editions, the first of them issued."""
    folder = tmp_path_factory.mktemp("retention")
    workspace = small_place(folder)
    for number in range(1, 4):
        send(workspace, W46, number, version=number, at=after(number))
        edition = run(workspace, W46, after(number + 0.5))
        papers = workspace.papers(W46, edition.number)
        (papers / "returns").mkdir(parents=True)
        (papers / "returns" / "副本.xlsx").write_bytes(b"copy")
        (papers / "report.pdf").write_bytes(b"report")
        if number == 1:
            distribute(workspace, edition, ["县委办"], "值班员", after(1.6))
    return folder


@pytest.fixture
def workspace(story: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(story, tmp_path, dirs_exist_ok=True)
    return small_place(tmp_path)


def kinds(workspace: Workspace, terms: Terms, now: dt.datetime = LONG_AFTER) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for item in due(workspace, terms, now):
        names.setdefault(item.kind, []).append(item.path.name)
    return names


def raw_of(workspace: Workspace, version: int) -> str:
    name = f"QC-ZZB_S4_{W46}_v{version}.xlsx"
    return next(file.sha256 for file in workspace.archive.known(LONG_AFTER)[W46] if file.file == name)


def test_nothing_is_due_before_its_term_nor_where_there_is_none(workspace: Workspace) -> None:
    assert kinds(workspace, Terms(), after(10)) == {}
    assert kinds(workspace, EVER) == {}


def test_an_edition_stays_while_one_that_stays_looked_back_on_it(workspace: Workspace) -> None:
    send(workspace, W47, 1, at=after(2.6))
    later = run(workspace, W47, after(2.7))  # when readers of W46 still saw its second edition
    assert later.manifest["looked_back"] == {W46: 2}
    assert kinds(workspace, Terms(0, 0, 0, 24, 0)) == {}


def test_of_editions_only_one_that_was_replaced_and_never_issued_goes(workspace: Workspace) -> None:
    assert kinds(workspace, Terms(0, 0, 0, 24, 0)) == {"replaced": ["edition=2"]}
    workspace.store.undo(W46, 2, {"by": "甲", "because": "乙"}, after(7))
    assert kinds(workspace, Terms(0, 0, 0, 24, 0)) == {}  # readers see it


def test_a_workbook_goes_when_no_row_of_it_counts_in_what_is_read_or_was_issued(workspace: Workspace) -> None:
    names = kinds(workspace, Terms(0, 0, 0, 0, 24))
    assert names == {"raw": [raw_of(workspace, 2)]}  # the first was issued, the third is current


def test_removing_leaves_what_readers_see_and_the_week_as_it_was(workspace: Workspace) -> None:
    current, issued = workspace.store.edition(W46), workspace.store.edition(W46, 1)
    content = {name: current.table(name) for name in current.manifest["tables"]}
    items = due(workspace, Terms(0, 0, 6, 24, 24), LONG_AFTER)
    remove(workspace, items, Terms(), "甲", LONG_AFTER)
    assert due(workspace, Terms(0, 0, 6, 24, 24), LONG_AFTER) == []
    assert [edition.number for edition in workspace.store.editions(W46)] == [1, 3]
    assert (workspace.store.edition(W46), workspace.store.edition(W46, 1)) == (current, issued)
    assert all(workspace.store.edition(W46).table(name).equals(table) for name, table in content.items())
    assert not workspace.papers(W46, 2).exists()
    steps.receive(workspace, workspace.out.parent / "inbox", W46, LONG_AFTER)  # the inbox has them still
    left = read_bytes((workspace.archive.root / "raw" / raw_of(workspace, 2)).read_bytes())
    cells = [cell for grid in left.grids for row in grid.rows for cell in row]
    assert FORGOTTEN_MARK in cells
    assert "张一甲" not in cells
    assert run(workspace, W46, LONG_AFTER) == current  # made of the same: nothing new to publish


def test_every_removal_is_on_record_with_its_term(workspace: Workspace) -> None:
    items = due(workspace, Terms(), LONG_AFTER)
    remove(workspace, items, Terms(), "甲", LONG_AFTER)
    lines = workspace.retained.lines()
    assert [(line["kind"], line["path"]) for line in lines] == [
        (item.kind, item.path.relative_to(workspace.out).as_posix()) for item in items
    ]
    assert {line["by"] for line in lines} == {"甲"}
    assert {line["why"] for line in lines if line["kind"] == "raw"} == {"raw_months = 24"}


def die_removing(folder: Path) -> None:
    workspace = small_place(folder)
    remove(workspace, due(workspace, Terms(0, 0, 6, 24, 24), LONG_AFTER), Terms(), "甲", LONG_AFTER)


def state(workspace: Workspace) -> dict[str, bytes]:
    """All that is kept, without locks and heads, which may be a line behind their log."""
    files = {path.relative_to(workspace.out).as_posix(): path for path in workspace.out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.endswith((".lock", ".head"))}


@pytest.mark.timeout(300 + 60 * KILLS)
def test_killed_anywhere_it_leaves_whole_editions_and_ends_the_same_with_one_record(
    story: Path, tmp_path: Path
) -> None:
    shutil.copytree(story, tmp_path / "undisturbed")
    began = time.monotonic()
    die_removing(tmp_path / "undisturbed")
    longest, expected = time.monotonic() - began, state(small_place(tmp_path / "undisturbed"))
    for kill in range(KILLS):
        folder = tmp_path / f"killed-{kill}"
        shutil.copytree(story, folder)
        process = multiprocessing.get_context("fork").Process(target=die_removing, args=(folder,))
        process.start()
        process.join(CHANCE.uniform(0, longest))
        process.kill()
        process.join(60)
        assert not [damage for edition in every_edition(small_place(folder)) for damage in edition.damaged()]
        die_removing(folder)
        assert state(small_place(folder)) == expected
        shutil.rmtree(folder)


@pytest.mark.parametrize("step", ["flows.past.retention.apply.remove_whole", "flows.past.retention.apply.write_whole"])
def test_what_was_recorded_and_not_yet_removed_is_recorded_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    items = due(workspace, Terms(), LONG_AFTER)
    monkeypatch.setattr(step, killed)
    with pytest.raises(KeyboardInterrupt):
        remove(workspace, items, Terms(), "甲", LONG_AFTER)
    monkeypatch.undo()
    left = due(workspace, Terms(), LONG_AFTER)
    assert left
    remove(workspace, left, Terms(), "乙", LONG_AFTER + dt.timedelta(days=1))
    assert due(workspace, Terms(), LONG_AFTER) == []
    assert [(line["path"], line["by"]) for line in workspace.retained.lines()] == [
        (item.path.relative_to(workspace.out).as_posix(), "甲") for item in items
    ]


def test_old_readings_and_copies_go_by_their_age(workspace: Workspace) -> None:
    old = workspace.archive.root / "read" / "old-rules"
    old.mkdir()
    copies = workspace.papers(W46, 3) / "returns"
    for path in (old, copies):
        os.utime(path, (0, 0))
    assert kinds(workspace, Terms(30, 0, 6, 0, 0), dt.datetime.now(dt.UTC)) == {
        "readings": ["old-rules"],
        "restricted": ["returns"],
    }


def test_nobody_removes_without_a_name_or_under_a_run(workspace: Workspace) -> None:
    items = due(workspace, Terms(), LONG_AFTER)
    with pytest.raises(CannotRetain, match="--by"):
        remove(workspace, items, Terms(), " ", LONG_AFTER)
    with period_lock(workspace.out, W47), pytest.raises(AlreadyRunning):
        remove(workspace, items, Terms(), "甲", LONG_AFTER)
    assert due(workspace, Terms(), LONG_AFTER) == items
    assert workspace.retained.lines() == []


def test_the_command_shows_and_only_does_it_when_told(workspace: Workspace) -> None:
    out = ["--out", str(workspace.out), "--county", str(county_file())]
    result = CliRunner().invoke(app, ["retain", *out])
    assert (result.exit_code, "nothing was changed" in result.output) == (0, True), result.output
    assert "replaced        1" in result.output
    assert f"lake/period={W46}/edition=2\n" in result.output
    assert f"{W46}/QC-ZZB_S4_{W46}_v2.xlsx\n" in result.output  # by the name it came under, not its hash
    assert len(workspace.store.editions(W46)) == 3
    result = CliRunner().invoke(app, ["retain", "--apply", "--by", "甲", *out])
    assert result.exit_code == 0, result.output
    assert len(workspace.store.editions(W46)) == 2


def test_the_terms_of_the_county_file(tmp_path: Path) -> None:
    assert terms_in(shipped_example()) == Terms()
    for wrong in ("raw_months = -1", "raw_years = 2", 'raw_months = "2"'):
        (tmp_path / "wuwei.toml").write_text(f"[retention]\n{wrong}\n")
        with pytest.raises(WrongCountyFile, match="retention"):
            terms_in(tmp_path / "wuwei.toml")


def test_who_is_on_no_roster_any_more_is_listed_after_the_term(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "output", qichun(), processes=0)
    boxes = of_a_county(scale=0.02)
    sent(boxes, W47, "S9", "QC-CHZ").rows = rows_of(boxes, W46, "S9", "QC-CHZ")[1:]  # the first has left
    write_inboxes(tmp_path, boxes, qichun())
    for period in (W46, W47):
        steps.receive(workspace, tmp_path / "inbox", period, KNOWLEDGE)
        intake = steps.read(workspace, workspace.archive.known(KNOWLEDGE))
        build_edition(workspace, intake, Clock(period, period_end(period), KNOWLEDGE))
    year = dt.timedelta(days=365)
    over = dt.datetime.combine(period_end(W46), dt.time(), dt.UTC) + year + dt.timedelta(days=1)
    assert left(workspace, year, over - dt.timedelta(days=2)).is_empty()
    assert left(workspace, None, over).is_empty()
    (person,) = left(workspace, year, over)["person_id"]
    then, now = (workspace.store.edition(week).table("registrations") for week in (W46, W47))
    assert person in then["person_id"]
    assert person not in now["person_id"]


def test_a_refused_workbook_counts_the_same_when_its_rows_have_gone(tmp_path: Path) -> None:
    workspace = small_place(tmp_path)
    folder = tmp_path / "inbox" / W46
    folder.mkdir(parents=True)
    rows = [["张一甲", "面谈", "王五"], ["张二甲", "面谈", "王五"], ["合计", "", ""]]
    lacking = contact_log(*rows, period="2021年第46周", headings=("姓名", "联系方式", "联系人"))
    written(folder / f"QC-ZZB_S4_{W46}_v1.xlsx", lacking)
    workspace.archive.receive_all(folder, W46, after(0))
    send(workspace, W46, 3, version=2, at=after(1))
    before = run(workspace, W46, after(2))
    assert before.table("ledger").filter(fate="rejected").height == 2
    items = [item for item in due(workspace, Terms(0, 0, 0, 0, 24), LONG_AFTER) if item.kind == "raw"]
    remove(workspace, items, Terms(), "甲", LONG_AFTER)
    assert "张一甲" not in str(read_bytes(items[0].path.read_bytes()))
    after_it = build_edition(
        workspace, steps.read(workspace, workspace.archive.known(LONG_AFTER)), Clock(W46, period_end(W46), LONG_AFTER)
    )
    for name in ("figures", "issues"):
        assert after_it.table(name).equals(before.table(name)), name
    assert after_it.table("ledger")["fate"].equals(before.table("ledger")["fate"])
