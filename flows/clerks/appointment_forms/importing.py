"""Appointment forms (任免审批表) become workbooks of S1 and S2, filled in as far as they say, to be completed.

One form is one person, and S1 is a roster: a form that came in as it is would take its place (docs/decisions/0025).
So the forms of a unit together make ordinary workbooks, which are checked, accounted for and traced as all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from expectations.catalogue import SHEETS
from expectations.contract.contract import Need
from expectations.county.county import County
from expectations.county.county_codes import all_codes
from flows.clerks.appointment_forms.docx_form import DOCUMENT, docx_forms
from flows.clerks.appointment_forms.fields import Fields
from flows.clerks.appointment_forms.lrmx import lrmx_fields, no_form
from flows.clerks.appointment_forms.rows import Row, cadre_row, expertise_row
from flows.clerks.blank_forms.drawing import form_bytes
from flows.clerks.blank_forms.form import form
from flows.clerks.blank_forms.handing_out import check_absent, write_filled
from flows.county.limits import limits_of
from flows.receive.guard import Limits, check_directory, contents, package_members, plain_name
from flows.receive.sniff import is_package, plain_format
from transforms.records.notice import Notice, Unreadable

FILLED = ("S1", "S2")
_MARKUP = ("lrmx", "xml")


class NoUnit(Exception):
    """The county has no such unit; the text says how its code is found."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The workbooks, file and name of each form in the order of the rows, the notices of files that were refused, and
    by sheet the required headings that stay empty for somebody."""

    paths: list[Path]
    names: Sequence[tuple[Path, str]]
    refused: Mapping[Path, Notice]
    empty: Mapping[str, tuple[str, ...]]


def import_forms(files: Sequence[Path], unit: str, period: str, folder: Path, county: County) -> Imported:
    """Write the workbooks of S1 and S2 of a unit for a period, a row for each form. Raises NoUnit, AlreadyThere.

    Nothing is written where no file is such a form. They hold personal numbers: only their owner may read them.
    """
    if unit not in county.unit:
        raise NoUnit(f"the county has no unit {unit}; its units and their codes are in the table that wuwei.toml names")
    read, refused = _read(files, limits_of(county))
    codes = all_codes(county)
    rows: dict[str, list[Row]] = {
        "S1": [cadre_row(fields) for _, fields in read],
        "S2": [expertise_row(fields, codes["education"]) for _, fields in read],
    }
    blanks = [form(SHEETS[sheet], county.unit[unit], county, codes, period, period) for sheet in FILLED]
    paths = [folder / blank.file_name for blank in blanks] if read else []
    check_absent(paths)
    for path, blank in zip(paths, blanks, strict=False):
        write_filled(path, form_bytes(blank, rows[blank.sheet.id]))
    names = [(path, fields["XingMing"]) for path, fields in read]
    empty = {sheet: _empty(sheet, rows[sheet]) for sheet in FILLED}
    return Imported(paths=paths, names=names, refused=refused, empty=empty)


def forms_in(data: bytes, limits: Limits) -> tuple[Fields, ...]:
    """The fields of each form in a file, of which kind the bytes say. Raises Unreadable."""
    if is_package(data):
        members = package_members(data)
        check_directory(members, len(data), limits)
        if DOCUMENT not in {plain_name(member.filename) for member in members}:
            raise no_form()
        return docx_forms(data)
    fields = lrmx_fields(data) if plain_format(data) in _MARKUP else {}
    if "XingMing" not in fields:
        raise no_form()
    return (fields,)


def _read(files: Sequence[Path], limits: Limits) -> tuple[list[tuple[Path, Fields]], dict[Path, Notice]]:
    read: list[tuple[Path, Fields]] = []
    refused: dict[Path, Notice] = {}
    for path in files:
        try:
            read += [(path, fields) for fields in forms_in(contents(path, limits), limits)]
        except Unreadable as unreadable:
            refused[path] = unreadable.notice
    return read, refused


def _empty(sheet: str, rows: Sequence[Row]) -> tuple[str, ...]:
    wanted = (column for column in SHEETS[sheet].columns if column.need is Need.REQUIRED)
    return tuple(column.heading for column in wanted if any(column.name not in row for row in rows))
