"""Reading the inboxes: every file in a worker process, every inbox once (design.md §2, read to clean)."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import polars as pl

from expectations.county import County
from expectations.county_codes import all_codes
from flows.archive import Archive
from flows.files import make_private
from flows.guard import Limits
from flows.reading import read_workbook
from flows.workers import PROGRAM_ERROR, outcomes
from transforms.grid import Unreadable
from transforms.intake import Intake, Reader, combined, refused, repeated, taken_in
from transforms.submission import Notice, Received

Advance = Callable[[int], None]
"""Called with the number of files done since the last call."""


class NothingRead(Exception):
    """Every file failed by an error of the program, not of the file."""


@dataclass(frozen=True)
class FileTask:
    """One file for a worker: where its bytes are, and what is known of it."""

    path: Path
    received: Received


@dataclass(frozen=True)
class FileReader:
    """What a worker does with a file: read, recognise, clean. The code lists are made once in each worker."""

    county: County

    @cached_property
    def reader(self) -> Reader:
        """The contracts and code lists."""
        return Reader(all_codes(self.county), self.county.area_code)

    def __call__(self, task: FileTask) -> Intake:
        """Everything the file brings; one that is no workbook brings its refusal, one that came before only a word."""
        if task.received.repeats:
            return repeated(task.received)
        try:
            return taken_in(read_workbook(task.path), task.received, self.reader)
        except Unreadable as error:
            return _refused(task, error)


def _refused(task: FileTask, error: Unreadable) -> Intake:
    return refused(task.received, Notice(error.rule, error.message))


def read_files(tasks: Sequence[FileTask], county: County, processes: int, advance: Advance = lambda _: None) -> Intake:
    """Read files in worker processes; one that crashes, hangs or swallows memory is refused, the others stay.

    Raises NothingRead when every file met an error of the program: a week that says nothing must not be published.
    """
    found: dict[int, Intake] = {}
    faults = 0
    for at, outcome in outcomes(FileReader(county), tasks, Limits(), processes):
        found[at] = outcome if isinstance(outcome, Intake) else _refused(tasks[at], outcome)
        faults += isinstance(outcome, Unreadable) and outcome.rule == PROGRAM_ERROR
        advance(1)
    if tasks and faults == len(tasks):
        raise NothingRead(f"not one of {faults} files could be read because of an error in the program; see the log")
    return combined(found[at] for at in sorted(found))


def read_inboxes(
    archive: Archive,
    inboxes: Mapping[str, Sequence[Received]],
    county: County,
    rules: str,
    processes: int,
    advance: Advance = lambda _: None,
) -> Intake:
    """All files of all inboxes; an inbox that was read before under the same rules is taken from the archive."""
    parts = []
    for inbox, files in sorted(inboxes.items()):
        kept = archive.read_folder(rules, inbox, list(files))
        if not kept.exists():
            tasks = [FileTask(archive.raw(received), received) for received in files]
            _keep(read_files(tasks, county, processes, advance), kept)
        else:
            advance(len(files))
        parts.append(_kept(kept))
    return combined(parts)


def _keep(intake: Intake, folder: Path) -> None:
    """Store a reading; the folder appears whole or not at all."""
    draft = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    make_private(draft)
    for name, frame in _frames(intake).items():
        frame.write_parquet(draft / f"{name}.parquet", compression="lz4")
    try:
        draft.rename(folder)
    except OSError:  # another process read the same inbox meanwhile
        shutil.rmtree(draft)


def _frames(intake: Intake) -> dict[str, pl.DataFrame]:
    return {field.name: getattr(intake, field.name) for field in fields(intake) if field.name != "rows"} | {
        f"rows-{sheet}": frame for sheet, frame in intake.rows.items()
    }


def _kept(folder: Path) -> Intake:
    frames = {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
    rows = {name.removeprefix("rows-"): frames.pop(name) for name in list(frames) if name.startswith("rows-")}
    return Intake(rows=rows, **frames)
