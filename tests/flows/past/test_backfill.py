"""A backfill does exactly what its plan has foreseen, or nothing (docs/backfill.md)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from expectations.county.errata import Erratum, ErratumStatus
from flows import steps
from flows.county.workspace import Workspace
from flows.editions.distribution import distribute
from flows.editions.inputs import inputs_of, same_inputs
from flows.past.backfill.apply import Cancelled, apply
from flows.past.backfill.model import Plan, PlanDamaged, read_plan
from flows.past.backfill.plan import NothingReceived, plan
from flows.past.backfill.validate_plan import PlanOvertaken
from flows.report.lists import write_outputs
from flows.store.edition import Edition
from flows.store.records.withdrawals import withdraw
from flows.store.sweep import sweep
from tests.support.runs.small_weeks import after, run, send, small_place
from transforms.clock import Clock, UnknownPeriod, monday_of, period_end
from transforms.dataset import Dataset

W44, W45, W46, W47 = WEEKS = ("2021-W44", "2021-W45", "2021-W46", "2021-W47")
NOVEMBER = "2021-11"
WHO = {"requester": "分析员", "reason": "补报"}
pytestmark = pytest.mark.usefixtures("plainly")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three published weeks, then a late file for the second; the fourth week was never run."""
    folder = tmp_path_factory.mktemp("story")
    workspace = small_place(folder)
    for number, period in enumerate(WEEKS):
        send(workspace, period, 2 + number, at=after(number))
    for number, period in enumerate(WEEKS[:3]):
        run(workspace, period, after(10 + number))
    send(workspace, W45, 6, version=2, inbox=W47, at=after(20))
    return folder


@pytest.fixture(scope="module")
def whole_plan(story: Path) -> Plan:
    """The plan for all four weeks; its dry run is kept in the story."""
    return plan(small_place(story), W44, W47, **WHO, now=after(30))


@pytest.fixture
def planned(story: Path, whole_plan: Plan, tmp_path: Path) -> Workspace:
    """The story, to be changed; what was planned is there, made beforehand."""
    shutil.copytree(story, tmp_path / "story")
    assert len(list((tmp_path / "story/output").glob(f".planned-{whole_plan.hash[:12]}/*/edition=*"))) == 3
    return small_place(tmp_path / "story")


@pytest.fixture
def workspace(planned: Workspace) -> Workspace:
    """The same, when the dry run has gone: what was planned is made once more."""
    sweep(planned.out, older_than=0)
    return planned


def numbers(workspace: Workspace) -> list[int]:
    """The number of each week's current edition."""
    return [edition.number if (edition := workspace.store.current(period)) else 0 for period in WEEKS]


def test_a_plan_names_for_each_period_what_happens_and_why(whole_plan: Plan) -> None:
    assert whole_plan.periods == list(WEEKS)
    assert [step.why for step in whole_plan.steps] == [
        (),
        ("inputs changed",),
        (f"upstream period changed: {W45}", "inputs changed"),
        ("no edition",),
    ]
    assert whole_plan.steps[1].files == {"2021-W47/QC-ZZB_S4_2021-W45_v2.xlsx": "added"}
    assert whole_plan.steps[1].tables["queue"] == {"added": 6, "removed": 3, "changed": 0}
    unmatched = next(figure for figure in whole_plan.steps[1].figures if figure["code"] == "E4")
    assert (unmatched["old"], unmatched["new"]) == (5, 8)


def test_a_withdrawn_file_is_named_as_the_cause(workspace: Workspace) -> None:
    edition = workspace.store.edition(W46)
    (file,) = (name for name in edition.table("files")["file"] if W46 in name)
    withdraw(workspace.withdrawals, edition, file, "值班员", "错发", after(31))
    (step,) = plan(workspace, W46, W46, **WHO, now=after(32)).steps
    assert "withdrawals changed" in step.why
    assert step.files[f"{W46}/{file}"] == "withdrawn"


def test_planning_changes_nothing_a_reader_sees(workspace: Workspace) -> None:
    before = {path: path.stat().st_mtime_ns for path in (workspace.out / "lake").rglob("*")}
    assert len(plan(workspace, W45, W45, **WHO, now=after(30)).to_run) == 1
    assert {path: path.stat().st_mtime_ns for path in (workspace.out / "lake").rglob("*")} == before
    assert not list(workspace.out.glob(".dry-run-*"))


def test_a_plan_is_a_file_that_vouches_for_itself(whole_plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(whole_plan.to_bytes())
    assert read_plan(file) == whole_plan
    file.write_text(file.read_text(encoding="utf-8").replace("补报", "更正"), encoding="utf-8")
    with pytest.raises(PlanDamaged, match="changed since it was made"):
        read_plan(file)


@pytest.mark.parametrize("together", [False, True])
def test_what_a_dry_run_made_is_published_as_it_is(
    planned: Workspace, whole_plan: Plan, monkeypatch: pytest.MonkeyPatch, *, together: bool
) -> None:
    (contacts,) = planned.out.glob(f".planned-*/period={W45}/edition=2/contacts.parquet")
    before = contacts.stat()
    with monkeypatch.context() as patch:
        patch.delattr(steps, "judge")  # nothing is made once more
        outcomes = apply(planned, whole_plan, write_papers=no_papers, together=together, now=after(31))
    assert [outcome.failure for outcome in outcomes] == [None] * 4
    assert numbers(planned) == [1, 2, 2, 1]
    edition = planned.store.edition(W45)
    assert edition.manifest["plan"] == whole_plan.hash
    now = (edition.folder / "contacts.parquet").stat()
    assert (now.st_ino, now.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not list(planned.out.glob(".planned-*"))
    assert not plan(planned, W44, W47, **WHO, now=after(33)).to_run


def test_what_a_dry_run_made_and_what_is_made_once_more_are_the_same_to_the_byte(
    planned: Workspace, whole_plan: Plan, tmp_path: Path
) -> None:
    shutil.copytree(planned.out.parent, tmp_path / "again")
    again = small_place(tmp_path / "again")
    sweep(again.out, older_than=0)
    for workspace in (planned, again):
        apply(workspace, whole_plan, write_papers=no_papers, now=after(31))
    files = [path.relative_to(planned.out) for path in (planned.out / "lake").rglob("*") if path.is_file()]
    assert len([path for path in files if path.name == "manifest.json"]) == 6
    for path in files:
        assert (again.out / path).read_bytes() == (planned.out / path).read_bytes(), path


def test_only_the_newest_dry_run_is_kept(planned: Workspace, whole_plan: Plan) -> None:
    other = plan(planned, W47, W47, **WHO, now=after(31))
    assert [path.name for path in planned.out.glob(".planned-*")] == [f".planned-{other.hash[:12]}"]
    apply(planned, whole_plan, write_papers=no_papers, now=after(32))
    assert numbers(planned) == [1, 2, 2, 1]


# by day all is made together in the test of what nobody sees before
@pytest.mark.parametrize("together", [False, pytest.param(True, marks=pytest.mark.nightly)])
def test_applying_makes_what_was_planned_and_nothing_twice(
    workspace: Workspace, whole_plan: Plan, *, together: bool
) -> None:
    outcomes = apply(workspace, whole_plan, write_papers=no_papers, together=together, now=after(31))
    assert [outcome.failure for outcome in outcomes] == [None] * 4
    assert numbers(workspace) == [1, 2, 2, 1]
    apply(workspace, whole_plan, write_papers=no_papers, together=together, now=after(32))
    assert numbers(workspace) == [1, 2, 2, 1]
    assert not plan(workspace, W44, W47, **WHO, now=after(33)).to_run


def test_a_plan_is_refused_once_anything_has_moved(workspace: Workspace, whole_plan: Plan) -> None:
    send(workspace, W46, 9, version=2, at=after(31))
    with pytest.raises(PlanOvertaken, match="2021-W46: files have changed"):
        apply(workspace, whole_plan, write_papers=no_papers, now=after(32))
    run(workspace, W45, after(33))
    with pytest.raises(PlanOvertaken, match="2021-W45 has got another edition"):
        apply(workspace, whole_plan, write_papers=no_papers, now=after(30))
    assert numbers(workspace) == [1, 2, 1, 0]


def test_a_cancelled_backfill_goes_on_where_it_stopped(workspace: Workspace, whole_plan: Plan) -> None:
    answers = iter([False] * 7 + [True])
    with pytest.raises(Cancelled):
        apply(workspace, whole_plan, write_papers=no_papers, cancelled=lambda: next(answers), now=after(31))
    assert numbers(workspace) == [1, 2, 1, 0]
    first = workspace.store.current(W45)
    apply(workspace, whole_plan, write_papers=no_papers, now=after(32))
    assert numbers(workspace) == [1, 2, 2, 1]
    assert workspace.store.current(W45) == first


def test_together_nothing_is_seen_before_all_is_made(workspace: Workspace, whole_plan: Plan) -> None:
    answers = iter([False] * 12 + [True])
    with pytest.raises(Cancelled):
        apply(
            workspace, whole_plan, write_papers=no_papers, together=True, cancelled=lambda: next(answers), now=after(31)
        )
    assert numbers(workspace) == [1, 1, 1, 0]
    staged = {
        path: path.stat().st_mtime_ns for path in workspace.out.rglob(".staged-*/period=*/edition=*/manifest.json")
    }
    assert len(staged) == 2
    apply(workspace, whole_plan, write_papers=no_papers, together=True, now=after(32))
    assert numbers(workspace) == [1, 2, 2, 1]
    moved = [edition.folder / "manifest.json" for edition in map(workspace.store.current, (W45, W46)) if edition]
    assert sorted(path.stat().st_mtime_ns for path in moved) == sorted(staged.values())  # not made once more


def test_a_month_that_was_issued_is_corrected_with_its_weeks(workspace: Workspace) -> None:
    month = run(workspace, NOVEMBER, after(21))
    write_outputs(workspace.papers(NOVEMBER, 1), [("report.json", month.document("report.json"))])
    distribute(workspace, month, ["县委办"], "值班员", after(22))
    send(workspace, W44, 9, version=2, inbox=W47, at=after(23))
    weeks_plan = plan(workspace, W44, W45, **WHO, now=after(30))
    assert weeks_plan.periods == [W44, W45, NOVEMBER]
    assert weeks_plan.steps[-1].issued["recipients"] == ["县委办"]
    assert {"E4": (17, 24)}.items() <= {
        figure["code"]: (figure["old"], figure["new"]) for figure in weeks_plan.steps[-1].figures
    }.items()
    apply(workspace, weeks_plan, write_papers=no_papers, now=after(31))
    assert workspace.store.edition(NOVEMBER).table("corrections").filter(code="E4").select("old", "new").row(0) == (
        17,
        24,
    )
    assert not plan(workspace, W44, W45, **WHO, now=after(32)).to_run


def test_months_are_planned_by_their_own_names_and_nothing_longer_is_made_unasked(workspace: Workspace) -> None:
    run(workspace, "2021", after(21))
    months_plan = plan(workspace, "2021-10", NOVEMBER, **WHO, now=after(30))
    assert [(step.period, step.why) for step in months_plan.steps] == [
        ("2021-10", ("no edition",)),
        (NOVEMBER, ("no edition",)),
        ("2021", ()),
    ]
    apply(workspace, months_plan, write_papers=no_papers, now=after(31))
    assert workspace.store.periods() == ["2021", "2021-10", NOVEMBER, W44, W45, W46]


def test_what_lies_in_the_inbox_is_received_before_planning(workspace: Workspace) -> None:
    later = small_place(workspace.out.parent / "elsewhere")
    send(later, W45, 9, version=3, at=after(25))
    shutil.copytree(later.out.parent / "inbox", workspace.out.parent / "inbox", dirs_exist_ok=True)
    assert steps.receive_weeks(workspace, workspace.out.parent / "inbox", [W44, W45], after(40)) == 1
    assert steps.receive_weeks(workspace, workspace.out.parent / "inbox", [NOVEMBER], after(41)) == 0
    (step,) = plan(workspace, W45, W45, **WHO, now=after(42)).steps
    assert f"{W45}/QC-ZZB_S4_{W45}_v3.xlsx" in step.files


def test_nothing_is_planned_of_nothing_nor_of_what_is_to_come(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UnknownPeriod, match="2035-W01 begins on 2035-01-01 and has not begun"):
        plan(workspace, W47, "2035-W01", **WHO, now=after(30))
    with pytest.raises(NothingReceived):
        plan(small_place(tmp_path / "empty"), W46, W46, **WHO, now=after(30))


def test_a_plan_for_another_folder_says_so(whole_plan: Plan, tmp_path: Path) -> None:
    other = small_place(tmp_path / "other")
    send(other, W44, 1)
    with pytest.raises(PlanOvertaken, match="was the plan made for it"):
        apply(other, whole_plan, write_papers=no_papers, now=after(31))


def test_a_failure_ends_the_work_or_only_what_builds_on_it(
    workspace: Workspace, whole_plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "count", failing_in(W46, steps.count))
    outcomes = apply(workspace, whole_plan, write_papers=no_papers, now=after(31))
    assert [(outcome.period, str(outcome.failure)) for outcome in outcomes if outcome.failure] == [(W46, "no disk")]
    assert numbers(workspace) == [1, 2, 1, 0]
    kept = apply(workspace, whole_plan, write_papers=no_papers, keep_going=True, now=after(31))
    assert [outcome.period for outcome in kept if outcome.failure] == [W46, W47]
    assert isinstance(kept[-1].failure, PlanOvertaken)
    monkeypatch.undo()
    apply(workspace, whole_plan, write_papers=no_papers, now=after(32))
    assert numbers(workspace) == [1, 2, 2, 1]


def no_papers(_place: Workspace, _edition: Edition) -> None:
    """Rendering has tests of its own."""


def failing_in(period: str, count: Callable[..., object]) -> Callable[..., object]:
    def failing(workspace: Workspace, dataset: Dataset, folder: Path) -> object:
        if dataset.clock.period == period:
            raise OSError("no disk")
        return count(workspace, dataset, folder)

    return failing


def test_an_erratum_is_planned_with_what_it_changes_and_stands_in_the_edition_from_then_on(tmp_path: Path) -> None:
    """Of three talks one has a day that nobody can have meant: without it its row is not accepted."""
    workspace = small_place(tmp_path)
    send(workspace, W45, 3)
    first = run(workspace, W45, after(1))
    wrong = Erratum(
        id="K1", status=ErratumStatus.REVIEWED, sheet="S4", column="contact_date", name="张一甲",
        expect=monday_of(W45).isoformat(), becomes="", because="核对谈话记录", by="干部信息室",
    )  # fmt: skip
    known = Workspace(workspace.out, replace(workspace.county, errata=(wrong,)), processes=0)
    assert known.rules == workspace.rules
    steps.receive_weeks(known, tmp_path / "inbox", [], after(2))
    (step,) = plan(known, W45, W45, requester="甲", reason="勘误", now=after(3)).steps
    assert step.why == ("errata changed",)
    changed = [(f["code"], f["old"], round(f["new"])) for f in step.figures if f["code"] in {"E2", "E6"}]
    assert changed == [("E2", 100.0, 67), ("E6", 0.0, 1)]
    second = run(known, W45, after(3))
    assert second.table("errata").select("erratum", "state").rows() == [("K1", "applied")]
    made = second.manifest["inputs"]["errata"], first.manifest["inputs"].get("errata")
    assert made == ([["K1", wrong.digest]], None)
    clock = Clock(W45, period_end(W45), after(1))  # what was known before knows nothing of it
    assert same_inputs(
        inputs_of(known, steps.read(known, known.archive.known(after(1))), clock), first.manifest["inputs"]
    )
