"""The steps of a period as plain functions, and their one order (design.md §2).

Each takes the workspace and what the step before gave. Whoever runs them says how: plainly, as Prefect tasks
(`flows.weekly`), measured (`benchmarks`), or with a look at a cancellation between them (`flows.past.backfill`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from expectations.contract.contract import Sheet
from expectations.county.county_codes import all_codes
from expectations.evaluate.validations import VALIDATIONS
from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.editions.corrections import corrected_by, corrections_of, distributed_before
from flows.editions.figures import Counts, counts
from flows.editions.forgotten import erased_rows
from flows.editions.given_counts import given_to_public
from flows.editions.inputs import inputs_of, standing_edition
from flows.editions.lookback import demanded, history, previous_edition, upstream_editions, within
from flows.editions.losses import check_not_emptied, check_receipts, check_received
from flows.editions.roster_changes import rosters_at
from flows.read.inboxes import read_inboxes
from flows.read.workers.pool import preload_workers
from flows.receive.inbox import inbox_folder
from flows.store.atomic_files import json_bytes
from flows.store.edition import AUDIENCE_REPORTS, Edition
from flows.store.progress_bar import Advance
from report_templates.model.report_json import report_bytes, report_line
from report_templates.reports.county_report import county_report
from report_templates.reports.variants.reports import reader_reports
from report_templates.words.headline import headline
from report_templates.words.wording import wording
from transforms.clock import Clock, is_week, weeks_of
from transforms.dataset import Dataset
from transforms.editions.demands import demands
from transforms.indicators.summary import summary
from transforms.join.build_dataset import build_dataset
from transforms.judge.acceptance import Acceptance, accept_submissions
from transforms.judge.errata import concerning, with_errata
from transforms.judge.roster_changes import UNCHANGED
from transforms.records.extract import Intake
from transforms.records.submission import Received

Run = Callable[..., Any]
"""How a step is run: called with the step and its arguments, gives what the step gives."""


def plainly(step: Callable[..., Any], *args: Any) -> Any:
    """Run a step by calling it."""
    return step(*args)


def build_edition(
    workspace: Workspace,
    intake: Intake,
    clock: Clock,
    *,
    run: Run = plainly,
    number: int | None = None,
    why: Mapping[str, object] | None = None,
    reuse: bool = False,
    empty: bool = False,
) -> Edition:
    """Judge, join, count and publish what was read; with `reuse` the current edition, if it was made of the same.

    `number` and `why` are those of `publish`. With `reuse`, as nobody has looked at what would change, raises
    NotPublished where the new edition would have lost what the current one counts, and NothingReceived where nothing at
    all has been received for the period, unless it may be `empty`.
    """
    inputs = inputs_of(workspace, intake, clock)
    if reuse:
        if standing := standing_edition(workspace, clock, inputs):
            return standing
        check_receipts(workspace, intake, clock)
        if not empty:
            check_received(intake, clock)
    intake = corrected(workspace, intake, clock)
    acceptance = run(judge, workspace, intake, clock)
    dataset = run(join, workspace, intake, acceptance, clock)
    if reuse:
        check_not_emptied(workspace, dataset)
    del intake, acceptance  # what they hold makes room for the figures
    with workspace.store.scratch(clock.period) as folder:
        counted = run(count, workspace, dataset, folder)
        return run(publish, workspace, dataset, counted, inputs, number, why)  # type: ignore[no-any-return]


def receive(workspace: Workspace, inbox: Path, period: str, knowledge: dt.datetime) -> dict[str, list[Received]]:
    """Archive the inbox of the week; gives all files known by now, by inbox.

    A month, quarter or year has no inbox of its own: it is made of what has been received for its weeks.
    """
    preload_workers()  # soon needed, and there while the files are archived
    workspace.remember_county(knowledge)
    workspace.errata_record.keep(workspace.county.errata, knowledge)
    if is_week(period):
        workspace.archive.receive_all(inbox_folder(inbox, period), period, knowledge, limits_of(workspace.county))
    return workspace.archive.known(knowledge)


def receive_weeks(workspace: Workspace, inbox: Path, periods: Collection[str], knowledge: dt.datetime) -> int:
    """Archive what lies in the inbox's folders of the weeks in these periods; gives how many files were new."""
    workspace.remember_county(knowledge)
    workspace.errata_record.keep(workspace.county.errata, knowledge)
    before = sum(map(len, workspace.archive.known(knowledge).values()))
    for week in dict.fromkeys(week for period in periods for week in weeks_of(period)):
        if (inbox / week).is_dir():
            folder = inbox_folder(inbox, week)
            workspace.archive.receive_all(folder, week, knowledge, limits_of(workspace.county))
    return sum(map(len, workspace.archive.known(knowledge).values())) - before


def read(workspace: Workspace, inboxes: Mapping[str, list[Received]], advance: Advance = lambda *_: None) -> Intake:
    """Read, recognise and clean every file in worker processes."""
    return read_inboxes(workspace.archive, inboxes, workspace.county, workspace.rules, workspace.processes, advance)


def corrected(workspace: Workspace, intake: Intake, clock: Clock) -> Intake:
    """What was read with the reviewed corrections (勘误) that were known and bear on the period."""
    if not (known := workspace.errata(clock.knowledge)):
        return intake
    codes = all_codes(workspace.county)
    return with_errata(intake, concerning(intake, known, codes, clock.last_week), codes)


def judge(workspace: Workspace, intake: Intake, clock: Clock) -> Acceptance:
    """Let the suites judge what counts for the period: not what was withdrawn, nor a roster nobody has confirmed."""
    rosters = rosters_at(workspace, intake, clock.period, clock.knowledge)
    return weigh(intake, clock.period, workspace.withdrawals.holding(clock.knowledge), rosters)


def weigh(
    intake: Intake, period: str, withdrawn: Collection[str] = (), rosters: pl.DataFrame = UNCHANGED
) -> Acceptance:
    """What counts of an intake for the period by the suites, and what they found of each rule.

    rosters: ROSTER_CHANGES.
    """
    from expectations.suites.data_docs import validations
    from expectations.suites.judge import failures, validation

    validated = [pl.DataFrame(schema=VALIDATIONS)]

    def suite_judge(sheet: Sheet, rows: pl.DataFrame) -> pl.DataFrame:
        result = validation(sheet, rows)
        broken = failures(sheet, rows, result)
        validated.append(validations(sheet, result))
        return broken

    acceptance = accept_submissions(intake, period, suite_judge, withdrawn, rosters)
    return replace(acceptance, validations=pl.concat(validated))


def join(workspace: Workspace, intake: Intake, judged: Acceptance, clock: Clock) -> Dataset:
    """Decide who is who and build the tables of the edition."""
    before = previous_edition(workspace, clock)
    return build_dataset(
        judged,
        intake,
        clock=clock,
        county=workspace.county.at(clock.law_day),
        rules=workspace.rules,
        keyed_digest=workspace.pepper.digest,
        confirmations=workspace.confirmations.holding(clock.last_week, clock.knowledge),
        decisions=workspace.identity_decisions.holding(clock.last_week, clock.knowledge),
        previous_items=before.table("items") if before else None,
        forgotten=erased_rows(workspace, clock.knowledge),
    )


def count(workspace: Workspace, dataset: Dataset, folder: Path) -> Counts:
    """Measure every indicator beside what the published editions of earlier periods said.

    `folder` is for what is too large to be held, until it is published (`Store.scratch`).
    """
    return counts(dataset, history(workspace, dataset.clock), folder)


def publish(
    workspace: Workspace,
    dataset: Dataset,
    counted: Counts,
    inputs: Mapping[str, object],
    number: int | None = None,
    why: Mapping[str, object] | None = None,
) -> Edition:
    """Make all tables, the summary and the report's content visible together as the next edition of the period.

    Or as edition `number`; `why` goes into its manifest.
    """
    clock = dataset.clock
    facts = {
        "as_of": clock.as_of.isoformat(),
        "knowledge": clock.knowledge.isoformat(),
        "looked_back": upstream_editions(workspace, clock),
        **(why or {}),
        "inputs": dict(inputs),
    }
    issued = distributed_before(workspace, clock.period, clock.knowledge)
    corrections = corrections_of(workspace, issued, counted.values, dataset.files, inputs)
    corrected = corrected_by(issued, corrections)
    asked = demands(dataset, counted.county, counted.own, *demanded(workspace, clock))
    tables: dict[str, pl.DataFrame | pl.LazyFrame] = {
        **dataset.tables(),
        "figures": counted.values,
        "figure_rows": counted.rows,
        "history": counted.past,
        "corrections": corrections,
        "demands": asked,
    }

    def documents(number: int) -> dict[str, bytes | Iterator[bytes]]:
        shorter = within(workspace, clock)
        report = county_report(
            dataset, counted.county, number, workspace.rules, counted.past, corrected, shorter, asked
        )
        given = given_to_public(workspace, clock)
        by_audience = reader_reports(
            dataset, counted.county, counted.own, number, workspace.rules, counted.past, corrected, given, asked
        )
        words = headline(counted.county, wording(workspace.county)).text
        return {
            "summary.json": json_bytes(summary(counted.county, dataset, words)),
            "report.json": report_bytes(report),
            AUDIENCE_REPORTS: (report_line(*line) for line in by_audience),
        }

    return workspace.store.publish(clock.period, tables, facts, documents, number)
