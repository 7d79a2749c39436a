"""No run and no decision by a clock that was set back (design.md §5.5), no edition that has lost what it counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import steps
from flows.cli.command_line import app
from flows.county.workspace import Workspace
from flows.editions.knowledge import ClockSetBack, knowledge_now
from flows.editions.losses import NothingReceived, NotPublished
from flows.past.backfill.apply import apply
from flows.past.backfill.plan import plan
from flows.read.one_file import FileTask
from flows.store.edition import Edition
from flows.store.records.withdrawals import withdraw
from tests.support.runs.counties import county_file
from tests.support.runs.small_weeks import after, copied, run, send, small_place
from transforms.clock import Clock, period_end
from transforms.ingest.refused_files import refused_file
from transforms.records.columnar import FileExtract
from transforms.records.notice import Notice

W46, W47 = "2021-W46", "2021-W47"


pytestmark = pytest.mark.usefixtures("plainly")


@pytest.fixture(scope="module")
def published(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where three talks were received, and a scheduled run made an edition of them an hour later; to be copied."""
    folder = tmp_path_factory.mktemp("published")
    workspace = small_place(folder)
    send(workspace, W46, 3)
    scheduled(workspace, W46, after(1))
    return folder


@pytest.fixture(scope="module")
def corrected(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a second version of the file and a second edition; to be copied."""
    folder = tmp_path_factory.mktemp("corrected")
    workspace = copied(published, folder)
    send(workspace, W46, 4, version=2, at=after(2))
    run(workspace, W46, after(3))
    return folder


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    """Let the machine's clock stand at a moment."""

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return moment.astimezone(tz)

    monkeypatch.setattr("flows.editions.knowledge.dt.datetime", Clock)


def received_ahead(workspace: Workspace) -> str:
    """A receipt of the future, as a clock that was ahead leaves it."""
    return send(workspace, W46, 3, at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))


def published_ahead(workspace: Workspace) -> None:
    """An edition of the future, of a week for which nothing has come."""
    send(workspace, W46, 3)
    run(workspace, W46, dt.datetime(2100, 1, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("ahead", "what"),
    [
        (received_ahead, "the receipt of 2021-W46/QC-ZZB_S4_2021-W46_v1.xlsx"),
        (published_ahead, "edition 1 of 2021-W46"),
    ],
)
def test_a_clock_before_what_is_recorded_is_an_error_with_both_times(
    tmp_path: Path, ahead: Callable[[Workspace], object], what: str
) -> None:
    workspace = small_place(tmp_path)
    ahead(workspace)
    now = dt.datetime.now(dt.UTC)
    with pytest.raises(ClockSetBack, match=rf"shows {now:%Y}-.* but {what} is of 2100-01-01 08:00:00\+08:00"):
        knowledge_now(workspace)


def refuse(task: FileTask, **_: object) -> tuple[FileExtract, None]:
    """A reader to which no sheet is known."""
    return refused_file(task.received, Notice("unknown_sheet", "看不出是哪张表。")), None


@pytest.mark.parametrize("seconds", [0, 1])
def test_a_clock_that_goes_on_is_taken_from_the_moment_of_the_last_record(
    published: Path, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    workspace, now = small_place(published), after(1) + dt.timedelta(seconds=seconds)
    set_clock(monkeypatch, now)
    assert knowledge_now(workspace) == now
    set_clock(monkeypatch, after(1) - dt.timedelta(microseconds=1))
    with pytest.raises(ClockSetBack):
        knowledge_now(workspace)


def test_nothing_recorded_is_before_any_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    assert knowledge_now(small_place(tmp_path)).year == 1970


DECISIONS: dict[str, list[str]] = {
    "withdraw": ["withdraw", W46, "QC-ZZB_S4_2021-W46_v1.xlsx", "--by", "王五", "--because", "报错"],
    "undo": ["undo", W46, "--by", "王五", "--because", "报错"],
    "distribute": ["distribute", W46, "--to", "县委办", "--by", "王五"],
    "confirm": ["confirm", W46, "0123456789abcdef", "--by", "王五", "--because", "属实"],
    "forget": ["forget", "张一甲", "--by", "王五", "--because", "本人要求", "--apply"],
    "retain": ["retain", "--by", "王五", "--apply"],
    "backfill": ["backfill", "plan", W46, W46, "--by", "王五", "--because", "补报"],
}


@pytest.mark.parametrize("command", DECISIONS)
def test_no_decision_is_recorded_in_the_past(
    corrected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Written before an edition, it would change what that edition is said to have known."""
    workspace = copied(corrected, tmp_path)
    before = contents(tmp_path)
    set_clock(monkeypatch, after(1.5))
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, [*DECISIONS[command], "--out", str(workspace.out), "--county", str(county_file())])
    assert isinstance(result.exception, ClockSetBack), result.output
    assert contents(tmp_path) == before


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file that is kept, with its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path: path.read_bytes() for path in files if path.suffix != ".lock"}


def scheduled(workspace: Workspace, period: str, at: dt.datetime, *, empty: bool = False) -> Edition:
    """What a scheduled run makes of what is known."""
    intake = steps.read(workspace, workspace.archive.known(at))
    return steps.build_edition(workspace, intake, Clock(period, period_end(period), at), reuse=True, empty=empty)


def test_a_lost_receipt_stops_a_scheduled_run_and_readers_keep_the_edition(tmp_path: Path) -> None:
    workspace = small_place(tmp_path)
    send(workspace, W46, 3)
    send(workspace, W47, 3)
    scheduled(workspace, W47, after(1))
    entry = next(path for path in workspace.archive.root.glob("received/*/*.json") if "W46" in path.read_text())
    kept = entry.read_bytes()
    entry.unlink()
    with pytest.raises(NotPublished, match=r"1 files .* such as 2021-W46/QC-ZZB_S4_2021-W46_v1.xlsx.*backup"):
        scheduled(workspace, W47, after(2))
    assert [edition.number for edition in workspace.store.editions(W47)] == [1]
    entry.write_bytes(kept)
    assert scheduled(workspace, W47, after(2)).number == 1


def test_a_period_of_which_nothing_at_all_has_come_is_not_published_unasked(published: Path, tmp_path: Path) -> None:
    workspace = copied(published, tmp_path)
    for period in (W47, "2021-12"):
        with pytest.raises(NothingReceived, match=rf"nothing at all has been received for {period}; .* --empty"):
            scheduled(workspace, period, after(2))
    assert workspace.store.periods() == [W46]
    asked = scheduled(workspace, W47, after(2), empty=True)
    assert scheduled(workspace, W47, after(3)) == asked  # what was asked for once stands


def test_a_refused_file_is_something_that_was_received(tmp_path: Path) -> None:
    workspace = small_place(tmp_path)
    inbox = tmp_path / "inbox" / W46
    inbox.mkdir(parents=True)
    (inbox / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    workspace.archive.receive_all(inbox, W46, after(0))
    assert scheduled(workspace, W46, after(1)).table("submissions").height


def test_a_week_that_would_shrink_to_nothing_is_published_by_a_backfill_only(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # other rules under which the file is none of a known sheet
    monkeypatch.setattr("flows.county.workspace.rule_version", lambda _: "other")
    monkeypatch.setattr("flows.read.inboxes.extract_file", refuse)
    changed = copied(published, tmp_path)
    with pytest.raises(NotPublished, match=r"edition 1 of 2021-W46 counts 1 submissions.*wuwei backfill plan"):
        scheduled(changed, W46, after(2))
    assert [edition.number for edition in changed.store.editions(W46)] == [1]
    asked = plan(changed, W46, W46, requester="王五", reason="规则已改", now=after(2))
    (outcome,) = apply(changed, asked, now=after(2), write_papers=lambda *_: None)
    assert outcome.edition is not None
    assert outcome.edition.number == 2


def test_a_week_whose_only_submission_was_withdrawn_is_published_empty(published: Path, tmp_path: Path) -> None:
    workspace = copied(published, tmp_path)
    (edition,) = workspace.store.editions(W46)
    withdraw(workspace.withdrawals, edition, f"QC-ZZB_S4_{W46}_v1.xlsx", "王五", "报错单位", after(2))
    assert scheduled(workspace, W46, after(3)).number == 2
