"""Apply a plan: exactly as planned, or not at all.

Every edition is staged first, taken from the plan's dry run or, where that is gone, made again and compared with the
plan. Releasing the stage makes it visible; with `together` all editions are released at once when the last is made.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from flows.county.workspace import Workspace
from flows.editions.knowledge import knowledge_now
from flows.past.backfill.dry_run import drop, dry_run_edition
from flows.past.backfill.model import Plan, Step, digest
from flows.past.backfill.validate_plan import clock_of_step, inputs_unchanged, is_done, validate_plan
from flows.past.erasure.apply import finish_erasures
from flows.report.publish import write_missing
from flows.steps import build_edition, read
from flows.store.edition import Edition
from flows.store.locks import period_lock
from flows.store.progress_bar import Advance
from flows.store.sweep import sweep
from transforms.records.extract import Intake


class Cancelled(Exception):
    """The backfill was cancelled; editions released until then stay."""


class NotAsPlanned(Exception):
    """An edition differs from the plan; it was not published."""


@dataclass(frozen=True)
class Outcome:
    """The result of one period of a plan: its edition, or why there is none."""

    period: str
    edition: Edition | None = None
    failure: Exception | None = None


def apply(
    workspace: Workspace,
    plan: Plan,
    *,
    keep_going: bool = False,
    together: bool = False,
    now: dt.datetime | None = None,
    advance: Advance = lambda *_: None,
    cancelled: Callable[[], bool] = lambda: False,
    write_papers: Callable[[Workspace, Edition], object] = write_missing,
) -> list[Outcome]:
    """Make the editions of a plan and their deliverables; what an earlier call has made is left as it is.

    They become visible one by one, or `together` once all are made. A failure ends the work, unless
    `keep_going`; a period that builds on one that failed then fails too. `cancelled` is polled between the steps of a
    period, `write_papers` renders missing deliverables. Gives an outcome for each period tried. Raises
    PlanOvertaken before anything is made, Cancelled, and AlreadyRunning.
    """
    workspace.check_pepper()
    finish_erasures(workspace)
    sweep(workspace.out)
    validate_plan(workspace, plan, now or knowledge_now(workspace))
    work = _Application(workspace, plan, together, cancelled, write_papers)
    with ExitStack() as locks:
        for step in plan.to_run if together else ():
            locks.enter_context(period_lock(workspace.out, step.period))
        outcomes = []
        for step in plan.steps:
            outcomes.append(work.outcome(step))
            advance(1, step.period)
            if outcomes[-1].failure and not keep_going:
                return outcomes
        released = work.shown_together(outcomes) if together else outcomes
    if not any(outcome.failure for outcome in released):
        drop(workspace, plan)
    return released


@dataclass(frozen=True)
class _Application:
    """A plan being applied."""

    workspace: Workspace
    plan: Plan
    together: bool
    cancelled: Callable[[], bool]
    write_papers: Callable[[Workspace, Edition], object]

    def outcome(self, step: Step) -> Outcome:
        """Apply one period; every failure but a cancellation becomes an outcome."""
        try:
            return Outcome(step.period, self._edition(step))
        except Cancelled:
            raise
        except Exception as failure:
            return Outcome(step.period, failure=failure)

    def shown_together(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Release all editions made, and render them."""
        if self._stage("all").exists():
            self.workspace.store.release(self._stage("all"))
        return [self._shown(outcome) for outcome in outcomes]

    def _edition(self, step: Step) -> Edition | None:
        if not step.runs:
            return self.workspace.store.current(step.period)
        if self.together:
            return self._made(step, self._stage("all"))
        with period_lock(self.workspace.out, step.period):
            if not is_done(self.workspace, self.plan, step):
                stage = self._stage(step.period)
                self._made(step, stage)
                self.workspace.store.release(stage)
            return self._with_papers(step)

    def _made(self, step: Step, stage: Path) -> Edition:
        """The edition of a period in a stage; an existing one, when an earlier call has made it."""
        staged = replace(self.workspace, overlay=stage)
        if not is_done(staged, self.plan, step):
            self._check()
            clock = clock_of_step(self.workspace.county, self.plan, step)
            inputs_unchanged(staged, self._intake, self.plan, step)
            why = {"plan": self.plan.hash, "by": self.plan.requester, "because": self.plan.reason}
            edition = dry_run_edition(staged, self.plan, step, why) or build_edition(
                staged, self._intake, clock, number=step.number, why=why, run=self._run
            )
            if digest(edition.content) != step.content:
                shutil.rmtree(edition.folder)
                raise NotAsPlanned(
                    f"{step.period} came out otherwise than planned: the program has changed, or somebody was "
                    "forgotten; plan again"
                )
        return self._newest(staged, step)

    def _shown(self, outcome: Outcome) -> Outcome:
        step = next(step for step in self.plan.steps if step.period == outcome.period)
        return Outcome(step.period, self._with_papers(step)) if outcome.edition and step.runs else outcome

    def _with_papers(self, step: Step) -> Edition:
        edition = self._newest(self.workspace, step)
        self.write_papers(self.workspace, edition)
        return edition

    def _newest(self, workspace: Workspace, step: Step) -> Edition:
        return next(edition for edition in workspace.store.editions(step.period) if edition.number == step.number)

    def _stage(self, name: str) -> Path:
        return self.workspace.store.stage(f"{self.plan.hash[:12]}-{name}")

    def _check(self) -> None:
        if self.cancelled():
            raise Cancelled("the backfill was cancelled; apply the plan again to go on where it stopped")

    def _run(self, work: Callable[..., Any], *args: Any) -> Any:
        self._check()
        return work(*args)

    @cached_property
    def _intake(self) -> Intake:
        return read(self.workspace, self.workspace.archive.known(self.plan.moment))
