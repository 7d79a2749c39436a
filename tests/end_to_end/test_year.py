"""Whatever happens in a year, a plan tells exactly what applying it does, and every edition can be made again.

By day the short ones written down here; `WUWEI_YEAR=52 WUWEI_YEARS=3 pytest tests/end_to_end/test_year.py` makes up
whole ones.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from flows.county.workspace import Workspace
from flows.editions.distribution import distributions_of
from flows.past.backfill.apply import apply
from flows.past.backfill.model import Plan, Step
from flows.past.backfill.plan import NothingReceived, plan
from flows.past.backfill.validate_plan import PlanOvertaken
from flows.past.reproduction import reproduce
from flows.store.store import Edition
from tests.support.pace import NIGHTLY
from tests.support.runs.small_weeks import run, small_place
from tests.support.runs.years import (
    HOURS,
    WEEKS,
    Backfill,
    Issued,
    Run,
    Sent,
    Teller,
    Turned,
    Undone,
    Week,
    weeks_of_story,
)
from transforms.clock import Kind
from transforms.editions.diff import BOOKKEEPING
from transforms.tables.catalogue import NOT_COMPARED

LENGTH, YEARS = int(os.environ.get("WUWEI_YEAR", "4")), int(os.environ.get("WUWEI_YEARS", "3" if NIGHTLY else "0"))
pytestmark = pytest.mark.usefixtures("plainly")

EVERYTHING = [
    Week(then=(Issued(0),)),
    Week(before=(Sent(0, 3), Sent(1, 4)), backfill=Backfill((1, 0))),  # a correction of what was issued
    Week(before=(Sent(0, 3), Sent(2, 5, again=True)), then=(Turned(2, 1),), backfill=Backfill((2, 0), together=True)),
    Week(run=False, then=(Undone(3), Sent(1, 2)), backfill=Backfill((3, 0), meanwhile=(Run(1), Issued(3)))),
]
"""Late, corrected, in conflict, withdrawn, issued, undone, not run, and overtaken."""

LATE = [Week(), Week(), Week(then=(Sent(1, 5),))]
NEXT_RUN_MEANWHILE = [*LATE, Week(run=False, backfill=Backfill((3, 2), meanwhile=(Run(1),)))]
"""The third week is run while a plan for the second waits: it saw the old edition, though it knew more."""
EARLIER_RUN_MEANWHILE = [*LATE, Week(run=False, backfill=Backfill((1, 1), meanwhile=(Run(2),)))]
"""The second week is run while a plan for the third waits, which looks back on it."""

A_MONTH_IS_RUN = [
    Week(),
    Week(),
    Week(then=(Run(0, Kind.MONTH), Issued(0, Kind.MONTH))),
    Week(before=(Sent(2, 5),), backfill=Backfill((3, 0))),
    Week(before=(Sent(2, 7),), backfill=Backfill((3, 0), together=True, meanwhile=(Run(1, Kind.MONTH),))),
]
"""A month that went out is corrected with the week that changes; one that is run while a plan waits overtakes it."""

A_MONTH_MEANWHILE = [Week(backfill=Backfill((0, 0), force=True, meanwhile=(Run(0, Kind.MONTH),)))]
"""A month is run for the first time while a plan for one of its weeks waits."""

NOTHING_YET = [
    Week(before=(), run=False, backfill=Backfill((0, 0))),
    Week(before=(), backfill=Backfill((0, 0), force=True)),
]
"""Nobody has sent anything: nothing can be planned, until a week is published that says so."""

FORCED_AFTER_ISSUES = [
    Week(then=(Issued(0),), before=()),
    Week(before=(Sent(0, 1),)),
    Week(before=(), then=(Sent(1, 9), Sent(3, 5)), backfill=Backfill((3, 0), force=True)),
]
"""An issued week that says nothing is corrected by a late file: figures only the old edition has come in any order."""


def by_night(year: list[Week]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An example for which there is time where years are made up."""
    return example(year) if YEARS else lambda test: test


@settings(
    max_examples=max(YEARS, 1),
    phases=[Phase.explicit, Phase.generate] if YEARS else [Phase.explicit],
    suppress_health_check=list(HealthCheck),
    database=None,
)
@example(EVERYTHING)
@by_night(NEXT_RUN_MEANWHILE)
@by_night(EARLIER_RUN_MEANWHILE)
@by_night(FORCED_AFTER_ISSUES)
@by_night(A_MONTH_IS_RUN)
@example(A_MONTH_MEANWHILE)
@example(NOTHING_YET)
@given(st.lists(WEEKS, min_size=LENGTH, max_size=LENGTH))
def test_a_plan_tells_what_applying_it_does_and_every_edition_can_be_made_again(year: list[Week]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        teller = Teller(small_place(Path(folder)), weeks_of_story(len(year)))
        for number, week in enumerate(year):
            teller.now = HOURS * (number + 1)
            play(teller, number, week)
        if YEARS or year == EVERYTHING:  # by day the others make nothing again that this does not
            for period in teller.workspace.store.periods():
                for edition in teller.workspace.store.editions(period)[0 if YEARS else -1 :]:
                    check_made_again(teller.workspace, edition)


def play(teller: Teller, number: int, week: Week) -> None:
    """One week of a year."""
    for happening in week.before:
        teller.tell(number, happening)
    if week.run:
        run(teller.workspace, teller.periods[number], teller.moment())
    for happening in week.then:
        teller.tell(number, happening)
    if week.backfill:
        backfill(teller, number, week.backfill)


def backfill(teller: Teller, number: int, wanted: Backfill) -> None:
    """A plan holds exactly or is refused, and afterwards nothing is left to do."""
    first, last = (teller.period(number, age) for age in wanted.ages)

    def planned(*, force: bool = False) -> Plan:
        now = teller.moment()
        return plan(
            teller.workspace, first, last, requester="甲", reason="乙", force=force, rules=wanted.rules, now=now
        )

    if not teller.workspace.archive.known(teller.moment()) and not teller.workspace.store.periods():
        with pytest.raises(NothingReceived):
            planned()
        return
    before = current_editions(teller.workspace)
    proposed = planned(force=wanted.force)
    known = effects(teller.workspace, proposed)
    assert current_editions(teller.workspace) == before
    for happening in wanted.meanwhile:
        teller.tell(number, happening)
    before = current_editions(teller.workspace)
    if wanted.meanwhile and effects(teller.workspace, planned(force=wanted.force)) != known:
        with pytest.raises(PlanOvertaken):
            apply(teller.workspace, proposed, write_papers=nothing, together=wanted.together, now=teller.moment())
        assert current_editions(teller.workspace) == before
        return
    outcomes = apply(teller.workspace, proposed, write_papers=nothing, together=wanted.together, now=teller.moment())
    assert [outcome.failure for outcome in outcomes] == [None] * len(proposed.steps)
    after = current_editions(teller.workspace)
    for step in proposed.steps:
        check_step(teller.workspace, step, before.get(step.period), after.get(step.period))
    assert {period for period in after if after[period] != before.get(period)} == {
        step.period for step in proposed.to_run
    }
    assert planned().to_run == []


def effects(workspace: Workspace, proposed: Plan) -> list[object]:
    """What a plan would do, whenever it was made, and how often its periods have gone out by now."""
    issues = [len(distributions_of(workspace, period)) for period in proposed.periods]
    return [*issues, *((step.period, step.base, step.shown, step.inputs, step.why) for step in proposed.steps)]


def current_editions(workspace: Workspace) -> dict[str, Edition]:
    """The edition of each period that readers see."""
    return {period: edition for period in workspace.store.periods() if (edition := workspace.store.current(period))}


def check_step(workspace: Workspace, step: Step, old: Edition | None, new: Edition | None) -> None:
    """What was foreseen for a period is what lies between the edition readers saw and the one they see."""
    if not step.runs:
        assert new == old
        return
    assert new is not None
    assert new.number == step.number
    assert {
        (line["code"], line["old"], line["new"], line["old_light"], line["new_light"]) for line in step.figures
    } == (figures_between(old, new) if old else set())
    for name in set(new.manifest["tables"]) - set(NOT_COMPARED):
        come, gone = rows_between(old, new, name)
        counts = step.tables.get(name, {"added": 0, "removed": 0, "changed": 0})
        assert (counts["added"] + counts["changed"], counts["removed"] + counts["changed"]) == (come, gone), name
    before, after = (
        set(map(tuple, edition.manifest["inputs"]["files"])) if edition else set() for edition in (old, new)
    )
    assert {name: change for name, change in step.files.items() if change in {"added", "removed"}} == {
        f"{inbox}/{name}": "added" if (digest, name, inbox) in after else "removed"
        for digest, name, inbox in before ^ after
    }
    codes = new.table("corrections")["code"].to_list()
    assert (step.issued["codes"] if step.issued else []) == codes
    if step.issued:
        assert set(codes) == {code for code, *_ in figures_between(issued(workspace, step), new)}


def issued(workspace: Workspace, step: Step) -> Edition:
    assert step.issued is not None
    return workspace.store.edition(step.period, step.issued["edition"])


def figures_between(old: Edition, new: Edition) -> set[tuple[object, ...]]:
    """Code, old and new value, old and new light of every figure two editions give otherwise."""
    earlier, later = figures_of(old), figures_of(new)
    nothing = (None, None)
    return {
        (code, was[0], now[0], was[1], now[1])
        for code in earlier.keys() | later.keys()
        if (was := earlier.get(code, nothing)) != (now := later.get(code, nothing))
    }


def figures_of(edition: Edition) -> Mapping[str, tuple[float | None, str]]:
    return {
        code: (value, light) for code, value, light in edition.table("figures").select("code", "value", "light").rows()
    }


def rows_between(old: Edition | None, new: Edition, name: str) -> tuple[int, int]:
    """How many rows of a table have come and gone; one that has changed has done both."""
    earlier, later = (rows_of(edition, name) if edition else Counter() for edition in (old, new))
    return (later - earlier).total(), (earlier - later).total()


def rows_of(edition: Edition, name: str) -> Counter[str]:
    return Counter(map(repr, edition.table(name).drop(BOOKKEEPING, strict=False).rows()))


def check_made_again(workspace: Workspace, edition: Edition) -> None:
    """Every table and document of an edition is the same to the byte when it is made again."""
    manifest = edition.manifest
    as_of, knowledge = dt.date.fromisoformat(manifest["as_of"]), dt.datetime.fromisoformat(manifest["knowledge"])
    again = reproduce(workspace, edition.period, as_of, knowledge)
    assert (again.original, again.differs) == (edition, ())
    for name in edition.content:
        file = name if "." in name else f"{name}.parquet"
        assert (again.edition.folder / file).read_bytes() == (edition.folder / file).read_bytes(), (edition, name)


def nothing(_place: Workspace, _edition: Edition) -> None:
    """Rendering has tests of its own."""
