"""One file in a worker: read, recognised and cleaned, so that only plain columns are pickled (design.md §2)."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from expectations.own.in_use import declare
from flows.read.workbook import read_workbook
from flows.read.workers.pool import outcome
from flows.receive.guard import Limits
from transforms.ingest.context import IngestContext
from transforms.ingest.refused_files import refused_file
from transforms.ingest.workbook import ingest_workbook
from transforms.ingest.worksheet_names import with_plain_names
from transforms.records.columnar import FileExtract
from transforms.records.notice import Unreadable
from transforms.records.submission import Received


@dataclass(frozen=True)
class FileTask:
    """One file for a worker: the path of its bytes and its entry in the archive."""

    path: Path
    received: Received


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Within, no garbage is looked for: cells are no cycles, and to look among them is a sixth of a reading."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def extract_file(task: FileTask, context: IngestContext, limits: Limits) -> tuple[FileExtract, Unreadable | None]:
    """The extract of a file, and the error of the program, if any, for which its rows are refused.

    The worker is the county's from then on: it knows the sheets that it has declared. Raises Unreadable for a file
    that is no workbook.
    """
    declare(context.declared)
    with nothing_collected():
        return _extract(task, context, limits)


def _extract(task: FileTask, context: IngestContext, limits: Limits) -> tuple[FileExtract, Unreadable | None]:
    workbook = read_workbook(task.path, limits)
    result = outcome(lambda received: ingest_workbook(workbook, received, context), task.received)
    if isinstance(result, FileExtract):
        return result, None
    return refused_file(task.received, result.notice, with_plain_names(workbook)), result
