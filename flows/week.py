"""The steps of a week as plain functions; `flows.weekly` runs them under Prefect (design.md §2).

Each takes the workplace and what the step before gave, so that tests, the command line and a benchmark can call them
without a server.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from expectations.contract.contract import Sheet
from expectations.evaluate.validations import VALIDATIONS
from flows.county.limits import limits_of
from flows.county.workspace import Workplace
from flows.editions.corrections import corrected_by, corrections_of, issued_before
from flows.editions.figures import Counts, counts
from flows.editions.forgotten import forgotten_by
from flows.editions.lookback import history, looked_back, previous_edition
from flows.editions.roster_changes import rosters_at
from flows.read.inboxes import read_inboxes
from flows.read.worker_pool import start_server
from flows.receive.inbox import inbox_folder
from flows.report.lists import json_bytes
from flows.report.per_audience import READERS
from flows.store.edition import Edition
from flows.store.pepper import open_pepper
from flows.store.progress_bar import Advance
from report_templates.model.report_json import report_bytes, report_line
from report_templates.reports.county_report import county_report
from report_templates.reports.variants.reports import reader_reports
from report_templates.words.headline import headline
from report_templates.words.wording import wording
from transforms.clock import Clock, is_week, weeks_of
from transforms.dataset import Dataset
from transforms.indicators.summary import summary
from transforms.join.build_dataset import dataset_of
from transforms.judge.acceptance import Verdict, verdict
from transforms.judge.roster_changes import UNCHANGED
from transforms.records.extract import Intake
from transforms.records.submission import Received


def receive(place: Workplace, inbox: Path, period: str, knowledge: dt.datetime) -> dict[str, list[Received]]:
    """Archive the inbox of the week; gives all files known by now, by inbox.

    A month, quarter or year has no inbox of its own: it is made of what has been received for its weeks.
    """
    start_server()  # soon needed, and there while the files are archived
    if is_week(period):
        place.archive.receive_all(inbox_folder(inbox, period), period, knowledge, limits_of(place.county))
    return place.archive.known(knowledge)


def receive_weeks(place: Workplace, inbox: Path, periods: Collection[str], knowledge: dt.datetime) -> int:
    """Archive what lies in the inbox's folders of the weeks in these periods; gives how many files were new."""
    before = sum(map(len, place.archive.known(knowledge).values()))
    for one in dict.fromkeys(one for period in periods for one in weeks_of(period)):
        if (inbox / one).is_dir():
            place.archive.receive_all(inbox / one, one, knowledge, limits_of(place.county))
    return sum(map(len, place.archive.known(knowledge).values())) - before


def read(place: Workplace, inboxes: Mapping[str, list[Received]], advance: Advance = lambda _: None) -> Intake:
    """Read, recognise and clean every file in worker processes."""
    return read_inboxes(place.archive, inboxes, place.county, place.rules, place.processes, advance)


def judge(place: Workplace, intake: Intake, clock: Clock) -> Verdict:
    """Let the suites judge what counts for the period: not what was withdrawn, nor a roster nobody has confirmed."""
    rosters = rosters_at(place, intake, clock.period, clock.knowledge)
    return weigh(intake, clock.period, place.withdrawals.holding(clock.knowledge), rosters)


def weigh(intake: Intake, period: str, withdrawn: Collection[str] = (), rosters: pl.DataFrame = UNCHANGED) -> Verdict:
    """What counts of an intake for the period by the suites, and what they found of each rule.

    rosters: ROSTER_CHANGES.
    """
    from expectations.suites.data_docs import validations
    from expectations.suites.judge import failures, validation

    found = [pl.DataFrame(schema=VALIDATIONS)]

    def suite_judge(sheet: Sheet, rows: pl.DataFrame) -> pl.DataFrame:
        result = validation(sheet, rows)
        broken = failures(sheet, rows, result)
        found.append(validations(sheet, result))
        return broken

    judged = verdict(intake, period, suite_judge, withdrawn, rosters)
    return replace(judged, validations=pl.concat(found))


def join(place: Workplace, intake: Intake, judged: Verdict, clock: Clock) -> Dataset:
    """Decide who is who and build the tables of the edition."""
    before = previous_edition(place, clock)
    return dataset_of(
        judged,
        intake,
        clock=clock,
        county=place.county.at(clock.law_day),
        rules=place.rules,
        seal=open_pepper().digest,
        confirmations=place.confirmations.holding(clock.last_week, clock.knowledge),
        previous_items=before.table("items") if before else None,
        forgotten=forgotten_by(place, clock.knowledge),
    )


def count(place: Workplace, dataset: Dataset, folder: Path) -> Counts:
    """Measure every indicator beside what the published editions of earlier periods said.

    `folder` is for what is too large to be held, until it is published (`Store.scratch`).
    """
    return counts(dataset, history(place, dataset.clock), folder)


def publish(
    place: Workplace,
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
        "looked_back": looked_back(place, clock),
        **(why or {}),
        "inputs": dict(inputs),
    }
    issued = issued_before(place, clock.period, clock.knowledge)
    corrections = corrections_of(place, issued, counted.values, dataset.files, inputs)
    corrected = corrected_by(issued, corrections)
    tables: dict[str, pl.DataFrame | pl.LazyFrame] = {
        **dataset.tables(),
        "figures": counted.values,
        "figure_rows": counted.rows,
        "history": counted.past,
        "corrections": corrections,
    }

    def documents(number: int) -> dict[str, bytes | Iterator[bytes]]:
        told = county_report(dataset, counted.county, number, place.rules, counted.past, corrected)
        readers = reader_reports(dataset, counted.county, counted.own, number, place.rules, corrected)
        words = headline(counted.county, wording(place.county)).text
        return {
            "summary.json": json_bytes(summary(counted.county, dataset, words)),
            "report.json": report_bytes(told),
            READERS: (report_line(*one) for one in readers),
        }

    return place.store.publish(clock.period, tables, facts, documents, number)
