"""Reading the inboxes: every file in a worker process, every inbox once (design.md §2, read to clean)."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path

import polars as pl

from expectations.contract.catalogue import SHEETS
from expectations.county.county import County
from expectations.county.county_codes import all_codes
from flows.county.limits import limits_of
from flows.read.one_file import FileTask, extract_file
from flows.read.worker_pool import PROGRAM_ERROR, in_order, note, outcome, outcomes
from flows.receive.archive import Archive
from flows.store.atomic_files import make_private
from flows.store.progress_bar import Advance
from transforms.ingest.refused_files import refused, repeated
from transforms.ingest.workbook import IngestContext
from transforms.recognise.grid import Unreadable
from transforms.records.columnar import TABLES, FileExtract
from transforms.records.extract import Intake, combined, framed
from transforms.records.submission import Notice, Received

_TOGETHER = 200
"""Files whose lines become frames together: a frame for every file takes many times the time and the memory."""


class NothingRead(Exception):
    """Every file failed by an error of the program, not of the file."""


def read_files(tasks: Sequence[FileTask], county: County, processes: int, advance: Advance = lambda _: None) -> Intake:
    """Read files in worker processes; one that crashes, hangs or swallows memory is refused, the others stay.

    Raises NothingRead when every file met an error of the program: a week that says nothing must not be published.
    """
    return combined([*_by_hundreds(tasks, county, processes, advance)])


def _by_hundreds(tasks: Sequence[FileTask], county: County, processes: int, advance: Advance) -> Iterator[Intake]:
    """What files bring, some of them at a time, so that it can be put away. Raises NothingRead at the end."""
    found = _each(tasks, county, processes, advance)
    faults = 0
    while some := [*islice(found, _TOGETHER)]:
        read = _framed(some)
        faults += read.submissions.filter(pl.col("refused") == PROGRAM_ERROR).height
        yield read
    if not tasks:
        yield framed([])
    if tasks and faults == len(tasks):
        raise NothingRead(f"not one of {faults} files could be read because of an error in the program; see the log")


def _each(
    tasks: Sequence[FileTask], county: County, processes: int, advance: Advance
) -> Iterator[tuple[Received, FileExtract]]:
    """What each task brings, in their order."""
    reader, limits = IngestContext(all_codes(county), county.area_code), limits_of(county)
    fresh = [task for task in tasks if not (task.received.repeats or task.received.notice)]
    read = in_order(outcomes(partial(extract_file, reader=reader, limits=limits), fresh, limits, processes))
    for task in tasks:
        yield task.received, _settled(task.received) or _noted(next(read), task.received)
        advance(1)


def _settled(received: Received) -> FileExtract | None:
    """What a file brings that nobody has to read."""
    if received.repeats:
        return repeated(received)
    return refused(received, received.notice) if received.notice else None


def _noted(read: tuple[FileExtract, Unreadable | None] | Unreadable, received: Received) -> FileExtract:
    """What a worker has made of a file: one that is no workbook brings its refusal."""
    if isinstance(read, Unreadable):
        return refused(received, Notice(read.rule, read.message))
    brought, stumbled = read
    note(stumbled)
    return brought


def _framed(some: Sequence[tuple[Received, FileExtract]]) -> Intake:
    """The frames of some files; a value that fits no frame costs the file that brings it, not the others."""
    whole = outcome(framed, [brought for _, brought in some])
    if isinstance(whole, Intake):
        return whole
    return combined([_framed_alone(*one) for one in some])


def _framed_alone(received: Received, brought: FileExtract) -> Intake:
    alone = outcome(framed, [brought])
    if isinstance(alone, Intake):
        return alone
    note(alone)
    return framed([refused(received, Notice(alone.rule, alone.message))])


def read_inboxes(
    archive: Archive,
    inboxes: Mapping[str, Sequence[Received]],
    county: County,
    rules: str,
    processes: int,
    advance: Advance = lambda _: None,
) -> Intake:
    """All files of all inboxes; an inbox that was read before under the same rules is taken from the archive."""
    folders = []
    for inbox, files in sorted(inboxes.items()):
        kept = archive.read_folder(rules, inbox, list(files))
        if not kept.exists():
            tasks = [FileTask(archive.raw(received), received) for received in files]
            _keep(_by_hundreds(tasks, county, processes, advance), kept)
        else:
            advance(len(files))
        folders.append(kept)
    return combined([*map(_kept, folders)])


def _keep(parts: Iterable[Intake], folder: Path) -> None:
    """Store a reading, each table in parts; the folder appears whole or not at all."""
    draft = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    make_private(draft)
    try:
        for number, part in enumerate(parts):
            for name, frame in _frames(part).items():
                (draft / name).mkdir(exist_ok=True)
                frame.collect().write_parquet(draft / name / f"{number:05}.parquet", compression="lz4")
        with suppress(OSError):  # another process read the same inbox meanwhile
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _frames(intake: Intake) -> dict[str, pl.LazyFrame]:
    return {name: getattr(intake, name).lazy() for name in TABLES} | {
        f"rows-{sheet}": frame for sheet, frame in intake.rows.items()
    }


def _kept(folder: Path) -> Intake:
    """A stored reading; its rows stay in the archive until somebody takes some."""
    return Intake(
        rows={sheet: pl.scan_parquet(folder / f"rows-{sheet}" / "*.parquet") for sheet in SHEETS},
        **{name: pl.read_parquet(folder / name / "*.parquet") for name in TABLES},
    )
