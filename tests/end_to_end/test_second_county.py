"""Another county end to end: from an office's list to the papers of a week, with nothing of the shipped county."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from flows import steps
from flows.clerks.blank_forms.drawing import form_bytes
from flows.clerks.blank_forms.handing_out import forms_of
from flows.clerks.marking.returns import returned_copies
from flows.county.county_file import load_county
from flows.county.new_county.county_folder import write_county_folder
from flows.county.new_county.draft import draft
from flows.county.new_county.office_table import office_tables
from flows.county.workspace import Workspace
from flows.editions.arrivals import arrived_by
from flows.report.publish import write_missing
from flows.report.reminders import unit_texts
from flows.store.edition import AUDIENCE_REPORTS, Edition
from report_templates.model.report_json import report_from
from report_templates.overviews.status_page import status_page
from report_templates.render.html import html
from samples.dirt.dirt import soil
from samples.story.story import SEED, inboxes
from samples.week import write_inboxes
from tests.support.runs.small_weeks import judged_plainly
from tests.support.runs.weeks import qichun
from tests.support.second_county import CODE, NAME, OF_ANOTHER_COUNTY, office_list
from transforms.clock import Clock, period_end
from transforms.judge.reminders import reminders

WEEK = "2026-W05"
NOW = dt.datetime(2026, 2, 4, 12, tzinfo=dt.UTC)
YEAR = re.compile(r"(?<![0-9A-Za-z])2021(?![0-9A-Za-z])")
"""The year of the shipped county's story, but not four digits of a hash."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("office")
    tables = office_tables(office_list(folder / "名录.xlsx"))
    county_file = write_county_folder(folder / NAME, CODE, NAME, draft(CODE, NAME, tables))
    return Workspace(folder / NAME / "output", load_county(county_file), processes=0)


@pytest.fixture(scope="module")
def edition(workspace: Workspace) -> Edition:
    """A small week of the second county: its units' dirty workbooks, received, read, judged and published."""
    boxes = inboxes(workspace.county, periods=(WEEK,), scale=0.01)
    soil(boxes, workspace.county, 0.3, SEED)
    write_inboxes(workspace.out.parent, boxes, workspace.county)
    known = steps.receive(workspace, workspace.out.parent / "inbox", WEEK, NOW)
    intake = steps.read(workspace, known)
    with judged_plainly():
        return steps.build_edition(workspace, intake, Clock(WEEK, period_end(WEEK), NOW), reuse=True)


def foreign(text: str) -> list[str]:
    """What a text has of the shipped county: its words, the names of its divisions, its year."""
    names = [division.name for division in qichun().divisions]
    words = [word for word in (*OF_ANOTHER_COUNTY, *names) if word != "2021" and _begins(word, text)]
    return [*words, *YEAR.findall(text), *re.findall(r"\{(?:divisions|units|day|week|year)\b", text)]


def _begins(word: str, text: str) -> bool:
    """Whether a text has a word; one of digits not inside a longer number, as in the outlines of drawn letters."""
    return word in text and (not word.isdecimal() or bool(re.search(rf"(?<![0-9A-Za-z%]){word}", text)))


def unzipped(workbook: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return "".join(package.read(name).decode("utf-8", "ignore") for name in package.namelist())


def texts(workspace: Workspace, edition: Edition) -> Iterator[tuple[str, str]]:
    """Whatever people of the county read, by what it is."""
    report = report_from(edition.document("report.json"))
    yield "report", html(report) + edition.document("report.json").decode()
    yield "summary", edition.document("summary.json").decode()
    yield "readers", edition.document(AUDIENCE_REPORTS).decode()
    yield "issues", edition.table("issues").write_json()
    told = [edition.table(name) for name in ("submissions", "issues", "ledger")]
    yield "status", status_page(*told, workspace.county, WEEK, edition.number, NOW)
    listed = reminders(arrived_by(edition, workspace.county, NOW), edition.table("issues"))
    yield "reminders", "".join(text for _, text in unit_texts(listed, workspace.county, WEEK))
    yield from ((name, unzipped(copy)) for name, copy in returned_copies(workspace, edition))
    one_each = {form.sheet.id: form for form in forms_of(workspace.county, None, today=NOW.date())}
    yield from ((f"form {name}", unzipped(form_bytes(form, []))) for name, form in one_each.items())


def test_nothing_of_the_shipped_county_is_in_what_people_read(workspace: Workspace, edition: Edition) -> None:
    read = dict(texts(workspace, edition))
    assert {name: words for name, text in read.items() if (words := foreign(text))} == {}
    assert len([name for name in read if name.startswith("form")]) == 12


def test_the_week_counts_what_its_units_have_sent(edition: Edition) -> None:
    sent = {*edition.table("submissions")["submitter"].drop_nulls()}
    assert sent >= {"DW-001", "DW-002", "DW-003", "XZ-001", "XZ-005"}
    assert edition.table("items").height > 80  # the story has 87 items, some of their rows wrong on purpose
    assert edition.table("items").filter(edition.table("items")["strategy"].is_not_null()).height > 60


@pytest.mark.nightly
def test_nothing_of_the_shipped_county_is_in_any_paper(workspace: Workspace, edition: Edition) -> None:
    folder = write_missing(workspace, edition)
    assert {path.name for path in folder.rglob("*.pdf") if foreign(_pdf_text(PdfReader(path)))} == set()


def _pdf_text(read: PdfReader) -> str:
    return "".join(page.extract_text() for page in read.pages)


def test_the_folder_says_whose_it_is(workspace: Workspace, edition: Edition) -> None:
    assert edition.number == 1
    workspace.check_county()
    assert Path(workspace.out / "decisions" / "county.jsonl").read_text("utf-8").count("平川县") == 1
