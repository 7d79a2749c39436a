"""Blank workbooks of the shipped example county for tests, and rows to fill them with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from expectations.catalogue import SHEETS
from flows.clerks.blank_forms.handing_out import forms_of, write_forms
from flows.read.inboxes import read_files
from flows.read.one_file import FileTask
from samples.story.submission import Row, Value
from samples.workbooks.wording import shown
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import W47, sheets, story
from tests.support.workbooks.clerk import OpenWorkbook
from tests.support.workbooks.tables import received as of_file
from transforms.records.extract import Intake

W48 = "2021-W48"
SENDER = {sheet: units[0] for sheet, units in qichun().expected.items()}
ALL = pytest.mark.parametrize("sheet", SHEETS)


@cache
def clean_rows() -> dict[str, list[Row]]:
    """By sheet, rows as diligent clerks of the synthetic county send them: those of the fullest submission."""
    boxes = story(scale=0.02)
    sent = sorted(
        (submission for box in boxes.values() for submission in box),
        key=lambda submission: (submission.period, len(submission.rows)),
    )
    return {submission.sheet: submission.rows for submission in sent if submission.rows}


def blank(folder: Path, sheet: str, period: str | None = W47) -> Path:
    forms = [form for form in forms_of(qichun(), period, SENDER[sheet]) if form.sheet.id == sheet]
    (path,) = write_forms(folder, forms, qichun())
    return path


def came_in(paths: list[Path], inbox: str) -> Intake:
    tasks = [FileTask(path, of_file(path.name, inbox, path.read_bytes())) for path in paths]
    return read_files(tasks, qichun(), processes=0)


def typed_in(book: OpenWorkbook, sheet: str, rows: list[Row]) -> None:
    """Type rows below the headings, column by column as they are called."""
    columns, headings = sheets()[sheet].column, book.headings
    for at, row in enumerate(rows, start=book.header_row + 1):
        for name in row.keys() & columns.keys():
            value: Value = row[name]
            entry = shown(value, columns[name], qichun(), None)
            if columns[name].codes == "work_capacity":
                entry = value  # the contract asks for the letter alone
            if entry is not None:
                book.type(f"{headings[columns[name].heading]}{at}", entry)
