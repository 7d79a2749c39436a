"""The steps of a week as plain functions; `flows.weekly` runs them under Prefect (design.md §2).

Each takes the workplace and what the step before gave, so that tests, the command line and a benchmark can call them
without a server.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

import polars as pl

from expectations.contract import Sheet
from expectations.validations import VALIDATIONS
from flows.bars import Advance
from flows.correcting import corrected_by, corrections_of, issued_before
from flows.counting import Counts, counts
from flows.edition import Edition
from flows.forgetting.known import forgotten_by
from flows.held_rosters import rosters_at
from flows.inbox import inbox_folder
from flows.intake import read_inboxes
from flows.limits import limits_of
from flows.papers import csv_for_excel, issues_by_cell, json_bytes, lay_out, ledger_by_file, queue_by_cell
from flows.pepper import open_pepper
from flows.reader_papers import READERS, county_pages
from flows.rendering import rendered
from flows.site import write_site
from flows.workers import start_server
from flows.workplace import Workplace
from report_templates.county_report import county_report
from report_templates.headline import headline
from report_templates.list_words import CONFIRMED_WORDS
from report_templates.quality_lines import sheet_qualities
from report_templates.quality_pages import quality_pages
from report_templates.report_json import report_bytes, report_from, report_line
from report_templates.status_page import status_page
from report_templates.variants.reports import reader_reports
from report_templates.wording import wording
from transforms.clock import Clock, is_week, kind_of, previous_period, weeks_of
from transforms.dataset import Dataset
from transforms.edition import dataset_of
from transforms.held import UNCHANGED
from transforms.history import Published, trend
from transforms.indicators.summary import summary
from transforms.intake import Intake
from transforms.submission import Received
from transforms.verdict import Verdict, verdict


def receive(place: Workplace, inbox: Path, period: str, knowledge: dt.datetime) -> dict[str, list[Received]]:
    """Archive the inbox of the week; gives all files known by now, by inbox.

    A month, quarter or year has no inbox of its own: it is made of what has been received for its weeks.
    """
    start_server()  # soon needed, and there while the files are archived
    if is_week(period):
        place.archive.receive_all(inbox_folder(inbox, period), period, knowledge, limits_of(place.county))
    return place.archive.known(knowledge)


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


TREND = 12
"""How many earlier periods an edition remembers."""


def count(place: Workplace, dataset: Dataset, folder: Path) -> Counts:
    """Measure every indicator beside what the published editions of earlier periods said.

    `folder` is for what is too large to be held, until it is published (`Store.scratch`).
    """
    return counts(dataset, history(place, dataset.clock), folder)


def history(place: Workplace, clock: Clock) -> pl.DataFrame:
    """HISTORY: what readers of earlier periods of the same kind saw at the moment of the clock's knowledge."""
    seen = remembered(place, clock).items()
    return trend({one: Published(now.table("figures"), first.table("figures")) for one, (now, first) in seen})


def remembered(place: Workplace, clock: Clock) -> dict[str, tuple[Edition, Edition]]:
    """By earlier period, the latest TREND: the edition readers saw at the moment of the knowledge, and the first."""
    earlier = [one for one in place.store.periods() if one < clock.period and kind_of(one) is kind_of(clock.period)]
    seen = ((one, place.store.current(one, clock.knowledge)) for one in reversed(earlier))
    latest = islice(((one, now) for one, now in seen if now), TREND)
    return {one: (now, place.store.editions(one)[0]) for one, now in reversed([*latest])}


def looked_back(place: Workplace, clock: Clock) -> dict[str, int]:
    """By earlier period, the number of the edition that enters this one: to reproduce it no clock can tell.

    A backfill publishes by the knowledge of its plan, perhaps after another edition that knew more and saw less.
    """
    before = previous_edition(place, clock)
    seen = [now for now, _ in remembered(place, clock).values()] + ([before] if before else [])
    return {edition.period: edition.number for edition in seen}


def previous_edition(place: Workplace, clock: Clock) -> Edition | None:
    """The edition of the week before that readers saw at the moment of the clock's knowledge.

    Of a month, quarter or year it is the week before the one its last day lies in.
    """
    return place.store.current(previous_period(clock.last_week), clock.knowledge)


def inputs_of(place: Workplace, intake: Intake, clock: Clock) -> dict[str, object]:
    """What decides an edition's content.

    The event cut-off, rules and law, files and confirmations that bear on the period, and what of earlier editions
    enters this one.
    """
    bearing = intake.submissions.filter(pl.col("period") <= clock.last_week)
    files = bearing.select("sha256", "file", "inbox").unique().sort("inbox", "file", "sha256")
    confirmed = place.confirmations.holding(clock.last_week, clock.knowledge)
    told = confirmed.select("issue", "by", "because", pl.col("at").dt.to_string("iso")).rows()
    return {
        "as_of": clock.as_of.isoformat(),
        "rules": place.rules,
        "rules_day": clock.law_day.isoformat(),
        "previous": from_earlier(place, clock),
        "files": files.rows(),
        "confirmations": told,
        "withdrawn": [one for one in place.withdrawals.holding(clock.knowledge) if one in set(bearing["submission"])],
    }


def from_earlier(place: Workplace, clock: Clock) -> dict[str, object]:
    """What of earlier editions enters one: digests of the items of the week before and of the figures remembered."""
    before, seen = previous_edition(place, clock), remembered(place, clock)
    return {
        "items": before.content.get("items") if before else None,
        "figures": {one: [edition.content.get("figures") for edition in both] for one, both in seen.items()},
    }


def standing_edition(place: Workplace, clock: Clock, inputs: Mapping[str, object]) -> Edition | None:
    """The current edition, if the newest was made of the same inputs: what was undone is not made once more."""
    newest = place.store.newest(clock.period)
    same = newest and same_inputs(newest.manifest["inputs"], inputs)
    return place.store.current(clock.period) if same else None


def same_inputs(one: object, other: object) -> bool:
    """Whether two trees say the same, one of them perhaps read from a manifest."""
    return json_bytes(one) == json_bytes(other)


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
    past = history(place, clock)
    issued = issued_before(place, clock.period, clock.knowledge)
    corrections = corrections_of(place, issued, counted.values, dataset.files, inputs)
    corrected = corrected_by(issued, corrections)
    tables: dict[str, pl.DataFrame | pl.LazyFrame] = {
        **dataset.tables(),
        "figures": counted.values,
        "figure_rows": counted.rows,
        "history": past,
        "corrections": corrections,
    }

    def documents(number: int) -> dict[str, bytes | Iterator[bytes]]:
        told = county_report(dataset, counted.county, number, place.rules, past, corrected)
        readers = reader_reports(dataset, counted.county, counted.own, number, place.rules, corrected)
        words = headline(counted.county, wording(place.county)).text
        return {
            "summary.json": json_bytes(summary(counted.county, dataset, words)),
            "report.json": report_bytes(told),
            READERS: (report_line(*one) for one in readers),
        }

    return place.store.publish(clock.period, tables, facts, documents, number)


def lay_out_papers(place: Workplace, edition: Edition) -> Path:
    """Render the reports of an edition, write its lists, the workbooks that go back, and the index of all editions.

    Gives the edition's folder.
    """
    folder = lay_out(place.papers(edition.period, edition.number), _papers(place, edition))
    if place.beside is None:  # readers' index names what they can see
        write_site(place)
    return folder


def _papers(place: Workplace, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Name and content of each paper, made when the one before is written, so that few are held at once."""
    from flows.marking.returns import returned_copies

    issues, ledger = edition.table("issues"), edition.table("ledger")
    yield from rendered(county_pages(edition), place.processes)
    yield "summary.json", edition.document("summary.json")
    yield "issues.csv", csv_for_excel(issues_by_cell(issues))
    yield "confirmed.csv", csv_for_excel(issues_by_cell(edition.table("confirmed"), CONFIRMED_WORDS))
    yield "ledger.csv", csv_for_excel(ledger_by_file(ledger, _concerned(edition)))
    yield "queue.csv", csv_for_excel(queue_by_cell(edition.table("queue"), edition.table("files")))
    checked = sheet_qualities(edition.table("validations"), issues, ledger)
    masthead = report_from(edition.document("report.json")).masthead
    yield from ((f"quality/{name}", page.encode()) for name, page in quality_pages(masthead, checked).items())
    if is_week(edition.period):  # who has sent what, and what goes back, is settled week by week
        yield "status.html", _status(place, edition).encode()
        yield from ((f"returns/{name}", copy) for name, copy in returned_copies(place, edition))


def _status(place: Workplace, edition: Edition) -> str:
    knowledge = dt.datetime.fromisoformat(edition.manifest["knowledge"])
    return status_page(edition.table("submissions"), place.county, edition.period, edition.number, knowledge)


def _concerned(edition: Edition) -> pl.DataFrame:
    """The files received in the period's inbox, or sent for it at another time."""
    weeks = weeks_of(edition.period)
    return edition.table("files").filter(pl.col("inbox").is_in(weeks) | pl.col("period").is_in(weeks))
