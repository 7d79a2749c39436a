"""One file in a worker: read, recognised and cleaned, so that only plain columns travel (design.md §2)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.read.workbook import read_workbook
from flows.read.worker_pool import outcome
from flows.receive.guard import Limits
from transforms.ingest.refused_files import refused
from transforms.ingest.workbook import IngestContext, ingest_workbook
from transforms.ingest.worksheet_names import with_plain_names
from transforms.recognise.grid import Unreadable
from transforms.records.columnar import FileExtract
from transforms.records.submission import Notice, Received


@dataclass(frozen=True)
class FileTask:
    """One file for a worker: where its bytes are, and what is known of it."""

    path: Path
    received: Received


def extract_file(task: FileTask, reader: IngestContext, limits: Limits) -> tuple[FileExtract, Unreadable | None]:
    """Everything a file brings, and what the program stumbled over in it, which brings its rows' refusal.

    Raises Unreadable for a file that is no workbook.
    """
    workbook = read_workbook(task.path, limits)
    brought = outcome(lambda received: ingest_workbook(workbook, received, reader), task.received)
    if isinstance(brought, FileExtract):
        return brought, None
    return refused(task.received, Notice(brought.rule, brought.message), with_plain_names(workbook)), brought
