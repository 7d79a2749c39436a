"""A year as hypothesis makes it up: what arrives late, corrected or in conflict, is withdrawn, issued, undone."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field

from hypothesis import strategies as st

from flows.county.workspace import Workspace
from flows.editions.distribution import distribute, distributions_of
from flows.report.lists import write_outputs
from flows.store.records.withdrawals import CannotWithdraw, withdraw
from flows.store.store import Edition
from tests.support.runs.small_weeks import after, run, send
from transforms.clock import Kind, period_end, period_of, periods_between

HOURS = 170
"""From one week of a story to the next."""


@dataclass(frozen=True)
class Sent:
    """A contact log arrives for the week `age` weeks ago, late where that is not 0; `again` as the same version."""

    age: int
    talks: int
    again: bool = False


@dataclass(frozen=True)
class Turned:
    """Of the week `age` weeks ago, file number `which` is withdrawn, or taken back."""

    age: int
    which: int


@dataclass(frozen=True)
class Issued:
    """The week `age` weeks ago goes out, or the month it ends in."""

    age: int
    kind: Kind = Kind.WEEK


@dataclass(frozen=True)
class Undone:
    """Readers of the week `age` weeks ago, or of the month it ends in, are pointed back to its first edition."""

    age: int
    kind: Kind = Kind.WEEK


@dataclass(frozen=True)
class Run:
    """The week `age` weeks ago, or the month it ends in, is run."""

    age: int
    kind: Kind = Kind.WEEK


Happening = Sent | Turned | Issued | Undone | Run


@dataclass(frozen=True)
class Backfill:
    """An analyst's backfill of weeks between two ages, and what happens between its plan and its application."""

    ages: tuple[int, int]
    rules: str = "then"
    force: bool = False
    together: bool = False
    meanwhile: tuple[Happening, ...] = ()


@dataclass(frozen=True)
class Week:
    """What happens in one week, in this order; `run`: the schedule fires."""

    before: tuple[Happening, ...] = (Sent(0, 2),)
    run: bool = True
    then: tuple[Happening, ...] = ()
    backfill: Backfill | None = None


@dataclass
class Teller:
    """Lets things happen, one after the other, at a workspace whose story has these periods."""

    workspace: Workspace
    periods: list[str]
    now: float = 0.0
    versions: dict[str, int] = field(default_factory=dict)

    def moment(self) -> dt.datetime:
        """The next moment, a minute after the last."""
        self.now += 1 / 60
        return after(self.now)

    def period(self, week: int, age: int) -> str:
        """The period so many weeks before a week of the story, at the earliest the first."""
        return self.periods[max(0, week - age)]

    def concerned(self, week: int, happening: Happening) -> str:
        """The period to which something happens in a week."""
        ended = self.period(week, happening.age)
        longer = isinstance(happening, Issued | Undone | Run) and happening.kind is not Kind.WEEK
        return period_of(period_end(ended), happening.kind) if longer else ended

    def tell(self, week: int, happening: Happening) -> None:
        """Let one thing happen in a week, where it can."""
        period, at = self.concerned(week, happening), self.moment()
        edition = self.workspace.store.current(period)
        match happening:
            case Sent(talks=talks, again=again):
                version = max(1, self.versions.get(period, 0) + (not again))
                self.versions[period] = version
                send(self.workspace, period, talks, version=version, inbox=self.periods[week], at=at)
            case Run():
                run(self.workspace, period, at)
            case Turned(which=which) if edition:
                self._turned(edition, which, at)
            case Issued() if edition and not self._is_issued(edition):
                write_outputs(
                    self.workspace.papers(period, edition.number), [("report.json", edition.document("report.json"))]
                )
                distribute(self.workspace, edition, ["县委办"], "值班员", at)
            case Undone() if edition and edition.number > 1:
                self.workspace.store.undo(period, 1, {"by": "值班员", "because": "误"}, at)

    def _turned(self, edition: Edition, which: int, at: dt.datetime) -> None:
        known = edition.table("files")["submission"].unique().sort().to_list()
        if known:
            submission, withdrawn = known[which % len(known)], set(self.workspace.withdrawals.holding(at))
            with suppress(CannotWithdraw):  # what counts no more is not withdrawn
                withdraw(
                    self.workspace.withdrawals, edition, submission, "值班员", "错发", at, back=submission in withdrawn
                )

    def _is_issued(self, edition: Edition) -> bool:
        before = distributions_of(self.workspace, edition.period)
        return bool(before) and before[-1].edition == edition.number


def weeks_of_story(count: int) -> list[str]:
    """The first weeks of 2021."""
    return periods_between("2021-W01", f"2021-W{count:02d}")


AGES = st.integers(0, 3) | st.integers(0, 14)
KINDS = st.sampled_from([Kind.WEEK, Kind.WEEK, Kind.MONTH])
HAPPENINGS = (
    st.builds(Sent, AGES, st.integers(0, 9), st.booleans())
    | st.builds(Turned, AGES, st.integers(0, 9))
    | st.builds(Issued, AGES, KINDS)
    | st.builds(Undone, AGES, KINDS)
    | st.builds(Run, AGES, KINDS)
)
FEW = st.lists(HAPPENINGS, max_size=2).map(tuple)
BACKFILLS = st.builds(
    Backfill,
    st.tuples(AGES, AGES).map(lambda ages: (max(ages), min(ages))),
    rules=st.sampled_from(["then", "then", "today"]),
    force=st.booleans(),
    together=st.booleans(),
    meanwhile=st.just(()) | FEW,
)
WEEKS = st.builds(
    Week,
    before=st.tuples(st.builds(Sent, st.just(0), st.integers(1, 9)), HAPPENINGS) | FEW,
    run=st.sampled_from([True, True, True, False]),
    then=FEW,
    backfill=st.none() | BACKFILLS,
)
