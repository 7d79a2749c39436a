"""Reading the inboxes: every file in a worker process, every inbox once and then cached (design.md §2).

A reading is cached only where the files themselves have caused it: after a fault of the machine an inbox is read again.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County
from expectations.county.county_codes import all_codes
from expectations.own.in_use import declared
from flows.county.limits import limits_of
from flows.read.kept_readings import is_whole_reading, vouch_for_reading
from flows.read.one_file import FileTask, extract_file, nothing_collected
from flows.read.workers.pool import MAY_PASS, PROGRAM_ERROR, in_order, note, outcome, outcomes
from flows.receive.archive import Archive
from flows.store.atomic_files import make_private, named
from flows.store.progress_bar import Advance
from transforms.ingest.context import IngestContext
from transforms.ingest.refused_files import refused_file, repeated
from transforms.records.columnar import TABLES, FileExtract
from transforms.records.extract import Intake, combined, framed
from transforms.records.notice import Unreadable
from transforms.records.submission import Received

_BATCH_FILES = 200
"""Files per batch of frames: a frame for every file takes many times the time and the memory."""


class NothingRead(Exception):
    """Every file failed by an error of the program, not of the file."""


def read_files(tasks: Sequence[FileTask], county: County, processes: int, advance: Advance = lambda *_: None) -> Intake:
    """Read files in worker processes; a file that crashes, hangs or exhausts memory is refused, the others are read.

    Raises NothingRead when every file met an error of the program: an empty week must not be published.
    """
    return combined([*_batches(tasks, county, processes, advance)])


def _batches(tasks: Sequence[FileTask], county: County, processes: int, advance: Advance) -> Iterator[Intake]:
    """The extracts of files in batches, so that each can be written to disk. Raises NothingRead at the end."""
    extracts = _extracts(tasks, county, processes, advance)
    failed = 0
    while batch := [*islice(extracts, _BATCH_FILES)]:
        intake = _framed(batch)
        failed += intake.submissions.filter(pl.col("refused") == PROGRAM_ERROR).height
        yield intake
    if not tasks:
        yield framed([])
    if tasks and failed == len(tasks):
        raise NothingRead(f"not one of {failed} files could be read because of an error in the program; see the log")


def _extracts(
    tasks: Sequence[FileTask], county: County, processes: int, advance: Advance
) -> Iterator[tuple[Received, FileExtract]]:
    """The extract of each task, in their order."""
    context = IngestContext(all_codes(county), county.area_code, county.timezone, county.own_tables, declared())
    limits = limits_of(county)
    pending = [task for task in tasks if not (task.received.repeats or task.received.notice)]
    results = in_order(outcomes(partial(extract_file, context=context, limits=limits), pending, limits, processes))
    for task in tasks:
        yield task.received, _unread(task.received) or _extract(next(results), task.received)
        advance(1)


def _unread(received: Received) -> FileExtract | None:
    """The extract of a duplicate or a file with a notice, which is not read; None for all others."""
    if received.notice:
        return refused_file(received, received.notice)
    return repeated(received) if received.repeats else None


def _extract(result: tuple[FileExtract, Unreadable | None] | Unreadable, received: Received) -> FileExtract:
    """The extract from a worker's result; of a file that is no workbook its refusal."""
    if isinstance(result, Unreadable):
        return refused_file(received, result.notice)
    extract, error = result
    note(error)
    return extract


def _framed(batch: Sequence[tuple[Received, FileExtract]]) -> Intake:
    """The frames of a batch; a value that fits no frame refuses its own file, not the others."""
    with nothing_collected():
        intake = outcome(framed, [extract for _, extract in batch])
    if isinstance(intake, Intake):
        return intake
    return combined([_framed_alone(received, extract) for received, extract in batch])


def _framed_alone(received: Received, extract: FileExtract) -> Intake:
    intake = outcome(framed, [extract])
    if isinstance(intake, Intake):
        return intake
    note(intake)
    return framed([refused_file(received, intake.notice)])


def read_inboxes(
    archive: Archive,
    inboxes: Mapping[str, Sequence[Received]],
    county: County,
    rules: str,
    processes: int,
    advance: Advance = lambda *_: None,
) -> Intake:
    """All files of all inboxes; an inbox already read under the same rules comes from the archive.

    A file with a notice of `MAY_PASS`, as an edition that is reproduced has refused it, is refused again.
    """
    folders = []
    for inbox, files in sorted(inboxes.items()):
        folder = archive.read_folder(rules, inbox, list(files))
        passing = any(file.notice and file.notice.rule in MAY_PASS for file in files)
        if not passing and is_whole_reading(folder):
            advance(len(files))
        else:
            archive.check(files)
            tasks = [FileTask(archive.raw(received), received) for received in files]
            folder = _store(_batches(tasks, county, processes, advance), folder)
        folders.append(folder)
    return combined([*map(_stored, folders)])


def _store(parts: Iterable[Intake], folder: Path) -> Path:
    """Store a reading, each table in parts; gives its folder, which appears atomically.

    A reading with a refusal that may pass stays a draft for this run, and is swept later (`flows.store.sweep`).
    """
    draft, lasts = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}"), True
    make_private(draft)
    try:
        for number, part in enumerate(parts):
            lasts = lasts and part.submissions.filter(pl.col("refused").is_in(MAY_PASS)).is_empty()
            for name, frame in _frames(part).items():
                (draft / name).mkdir(exist_ok=True)
                with named(part_file := draft / name / f"{number:05}.parquet"):
                    frame.collect().write_parquet(part_file, compression="lz4")
        if lasts:
            vouch_for_reading(draft)
            if folder.exists() and not is_whole_reading(folder):
                shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):  # another process read the same inbox meanwhile
                draft.rename(folder)
    except BaseException:
        lasts = True
        raise
    finally:
        if lasts:
            shutil.rmtree(draft, ignore_errors=True)
    return folder if lasts else draft


def _frames(intake: Intake) -> dict[str, pl.LazyFrame]:
    return {name: getattr(intake, name).lazy() for name in TABLES} | {
        f"rows-{sheet}": frame for sheet, frame in intake.rows.items()
    }


def _stored(folder: Path) -> Intake:
    """A stored reading; its rows are scanned lazily."""
    return Intake(
        rows={sheet: pl.scan_parquet(folder / f"rows-{sheet}" / "*.parquet") for sheet in SHEETS},
        **{name: pl.read_parquet(folder / name / "*.parquet") for name in TABLES},
    )
