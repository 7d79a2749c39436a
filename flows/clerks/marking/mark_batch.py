"""The marked copy (退回修改表) of a workbook: the clerk's own file with a comment on each wrong cell."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Sheet
from expectations.contract.hints import example, hint
from expectations.contract.rules import Reaction
from flows.clerks.marking.letter import Letter, Note
from flows.clerks.marking.mark_file import CopyTask, mark_file
from flows.clerks.marking.ooxml.parts import Parts
from flows.read.workers.pool import in_order, outcomes
from flows.receive.guard import LIMITS, Limits
from transforms.recognise.return_sheet import FILE_SUFFIX
from transforms.records.issues import MASK
from transforms.records.notice import Unreadable

__all__ = ["Letter", "copy_name", "copy_task", "mark_batch", "marked_copy", "suffix"]

_LONGEST_STEM = 200  # bytes; file systems allow 255 for a name

Issues = pl.DataFrame | Iterable[Mapping[str, Any]]
"""Lines of `transforms.records.issues.ISSUES` of one file."""


def marked_copy(
    data: bytes, issues: Issues, letter: Letter, processes: int = 1, sheets: Mapping[str, Sheet] = SHEETS
) -> bytes:
    """The marked copy of one file: the file itself, patched, or an .xlsx of what could be read of it.

    `issues` are ISSUES of this file; silent repairs (FIX) are left out. The work is done in a worker process, unless
    `processes` is 0, within `flows.receive.guard.LIMITS`. A file that crashes its worker gives the letter alone.
    """
    return next(mark_batch([copy_task(data, issues, letter, sheets)], processes=processes))


def mark_batch(tasks: Iterable[CopyTask], limits: Limits = LIMITS, processes: int | None = None) -> Iterator[bytes]:
    """The marked copies of many files, in their order."""
    letters: deque[CopyTask] = deque()

    def queued() -> Iterator[CopyTask]:
        for task in tasks:
            letters.append(task._replace(data=b""))
            yield task

    for copy in in_order(outcomes(mark_file, queued(), limits, processes)):
        letter = letters.popleft()
        yield mark_file(letter) if isinstance(copy, Unreadable) else copy


def copy_task(data: bytes, issues: Issues, letter: Letter, sheets: Mapping[str, Sheet] = SHEETS) -> CopyTask:
    """What a worker needs to mark a copy: plain values, no frame. `sheets` are the county's (`sheets_of`)."""
    lines = issues.iter_rows(named=True) if isinstance(issues, pl.DataFrame) else issues
    notes = dict.fromkeys(_note(line, sheets) for line in lines if line["reaction"] != Reaction.FIX)
    return CopyTask(data, tuple(notes), letter)


def suffix(copy: bytes) -> str:
    """The extension of a marked copy: `.xlsm` where it holds macros, else `.xlsx`."""
    return Parts(copy).extension


def copy_name(file: str, copy: bytes) -> str:
    """The file name of a marked copy: that of the file, 退回修改表 and its extension."""
    stem = PurePath(file).stem.removesuffix(FILE_SUFFIX).encode()[:_LONGEST_STEM].decode(errors="ignore")
    return f"{stem}{FILE_SUFFIX}{suffix(copy)}"


def _note(line: Mapping[str, Any], sheets: Mapping[str, Sheet]) -> Note:
    sheet = sheets.get(line.get("sheet") or "")
    column = sheet.column.get(line["column"] or "") if sheet else None
    read_as = line.get("read_as") or ""
    return Note(
        worksheet=line["worksheet"],
        row=line["row"],
        cell=line["cell"],
        heading=line["heading"],
        reaction=Reaction(line["reaction"]),
        message=line["message"],
        hint=hint(column) if column else "",
        example=example(column) if column else "",
        read_as="" if read_as == MASK else read_as,
    )
