"""The blank workbooks of a county: one for every sheet a unit must send, in a folder for each unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County
from expectations.county.county_codes import all_codes
from flows.clerks.blank_forms.drawing import form_bytes
from flows.clerks.blank_forms.form import Form, form
from flows.clerks.blank_forms.written import own_rows
from flows.county.said import bilingual
from flows.store.atomic_files import make_private, write_if_absent
from transforms.clock import period_of


class NothingToSend(Exception):
    """The unit sends no sheet."""


class AlreadyThere(Exception):
    """A workbook of that name exists; somebody may have filled it in."""


def forms_of(
    county: County, period: str | None = None, unit: str | None = None, today: dt.date | None = None
) -> list[Form]:
    """The forms of one unit, or of all: for every sheet those who must send it. Raises NothingToSend.

    Examples are of the period; without one of the week of `today`.
    """
    wanted = [(sheet, code) for sheet in SHEETS for code in county.expected.get(sheet, ()) if unit in (None, code)]
    if not wanted:
        senders = sorted({code for codes in county.expected.values() for code in codes})
        listed = "、".join(senders)
        raise NothingToSend(
            bilingual("sends_nothing", unit=unit, senders=listed)
            if unit and listed
            else bilingual("sends_nothing_at_all")
        )
    codes = all_codes(county)
    week = period or period_of(today or dt.datetime.now(ZoneInfo(county.timezone)).date())
    return [form(SHEETS[sheet], county.unit[code], county, codes, period, week) for sheet, code in wanted]


def write_forms(
    folder: Path, forms: Sequence[Form], county: County, accepted: Mapping[str, pl.DataFrame] | None = None
) -> list[Path]:
    """Write the workbooks, those of a sheet in `accepted` filled with the rows its unit sent.

    Filled-in workbooks are readable by their owner only. Raises AlreadyThere before anything is written.
    """
    paths = [folder / blank.unit.code / blank.file_name for blank in forms]
    check_absent(paths)
    codes = all_codes(county)
    for path, blank in zip(paths, forms, strict=True):
        rows = own_rows(blank, accepted[blank.sheet.id], codes) if accepted and blank.sheet.id in accepted else []
        write = write_filled if rows else write_if_absent
        write(path, form_bytes(blank, rows))
    return paths


def check_absent(paths: Sequence[Path]) -> None:
    """Raises AlreadyThere for the first that is there: somebody may have filled it in."""
    if existing := next(filter(Path.exists, paths), None):
        raise AlreadyThere(bilingual("workbook_there", path=existing))


def write_filled(path: Path, workbook: bytes) -> None:
    """Write a workbook that holds what was sent of persons: only its owner may read it."""
    make_private(path.parent)
    write_if_absent(path, workbook)
    path.chmod(0o600)
