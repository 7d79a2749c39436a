"""Data validations as options of xlsxwriter, and the hidden worksheet that holds their drop-down lists."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flows.clerks.blank_forms.entries import Entry, Insistence
from flows.clerks.blank_forms.form import Form
from flows.clerks.blank_forms.limits import EntryLimits
from transforms.ingest.template_mark import mark

_LONGEST_TITLE, _LONGEST_TEXT = 32, 255
"""Limits of spreadsheets; with longer texts they report the whole workbook as damaged."""


def validation(heading: str, entry: Entry, form: Form) -> Mapping[str, object]:
    """The input message, check and error message of a column's cells."""
    title = heading[:_LONGEST_TITLE]
    options: dict[str, object] = {"input_title": title, "input_message": entry.prompt[:_LONGEST_TEXT]}
    options |= {"error_title": title, "error_message": entry.refusal[:_LONGEST_TEXT]}
    options |= {"error_type": "warning"} if entry.insistence is Insistence.WARNED else {}
    options |= {"show_error": False} if entry.insistence is Insistence.NOTHING else {}
    if entry.choices and entry.choices in form.choices:
        return options | {"validate": "list", "source": f"={_name(entry.choices)}"}
    options |= _compared(entry.limits) if entry.limits else {"validate": "any"}
    return options


def _compared(limits: EntryLimits) -> dict[str, object]:
    if limits.low is None:
        return {"validate": limits.of, "criteria": "<=", "value": limits.high}
    if limits.high is None:
        return {"validate": limits.of, "criteria": ">=", "value": limits.low}
    return {"validate": limits.of, "criteria": "between", "minimum": limits.low, "maximum": limits.high}


def _name(choices: str) -> str:
    return f"list_{choices}"


def draw_choices(book: Workbook, page: Worksheet, form: Form) -> None:
    """The contract's mark, and below it a named column for each list: a drop-down holds no more than 255 characters."""
    page.very_hidden()
    page.write_row(0, 0, mark(form.sheet))
    for at, (name, choices) in enumerate(form.choices.items()):
        page.write_column(1, at, choices)
        letter = xl_col_to_name(at, col_abs=True)
        book.define_name(_name(name), f"='{page.get_name()}'!{letter}$2:{letter}${len(choices) + 1}")
