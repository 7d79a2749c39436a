"""A list of answers to warnings: issues.csv with two more columns, as CSV or as a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from flows.read.workbook import read_workbook
from flows.read.workers.pool import outcomes
from flows.receive.guard import Limits
from flows.store.records.confirmations import Answer, CannotConfirm
from transforms.records.notice import Unreadable

HEADINGS = {
    "issue": ("issue", "问题编号"),
    "by": ("confirmed_by", "确认人"),
    "because": ("confirmed_because", "确认说明"),
}
"""The columns of a list, under either name; all others are ignored."""

_CSV_ENCODINGS = ("utf-8-sig", "gb18030")  # as we write it, and as Excel does in China


def answers_in(file: Path, by: str | None = None) -> list[Answer]:
    """The answers in a list: one for each line with an explanation; `by` where a line names nobody.

    Raises CannotConfirm when the file is no such list.
    """
    rows = _csv_rows(file) if file.suffix.lower() == ".csv" else _workbook_rows(file)
    heads = [str(cell).strip() for cell in rows[0]] if rows else []
    at = {
        name: heads.index(matches[0])
        for name, words in HEADINGS.items()
        if (matches := [w for w in words if w in heads])
    }
    if "issue" not in at or "because" not in at:
        raise CannotConfirm(f"{file} needs columns 问题编号 (issue) and 确认说明 (confirmed_because) in its first row")
    return list(_answers(rows[1:], at, by))


def _answers(rows: Sequence[Sequence[object]], at: dict[str, int], by: str | None) -> Iterator[Answer]:
    for row in rows:
        values = {name: str(row[index]).strip() if index < len(row) else "" for name, index in at.items()}
        if values["because"]:
            yield Answer(values["issue"], values.get("by") or by or "", values["because"])


def _csv_rows(file: Path) -> Sequence[Sequence[object]]:
    data = file.read_bytes()
    for encoding in _CSV_ENCODINGS:
        try:
            return list(csv.reader(StringIO(data.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
    raise CannotConfirm(f"{file} is not text in UTF-8 or GB 18030; save it as CSV or .xlsx again")


def _workbook_rows(file: Path) -> Sequence[Sequence[object]]:
    """The first visible worksheet, read in a worker like every file from outside."""
    _, workbook = next(iter(outcomes(read_workbook, [file], Limits(), 1)))
    if isinstance(workbook, Unreadable):
        raise CannotConfirm(f"{file}: {workbook.notice.message}")
    return next((grid.rows for grid in workbook.grids if grid.visible), [])
