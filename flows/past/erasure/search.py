"""Finding one person in the whole archive and in all editions; nothing is changed."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import polars as pl

from flows import steps
from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.past.erasure.editions import rows_in_editions
from flows.past.erasure.model import Erasure, RedactionSpec
from flows.read.workbook import read_workbook
from flows.read.worker_pool import outcomes
from flows.store.pepper import open_pepper
from flows.store.progress_bar import Advance
from transforms.editions.find_person import (
    Shown,
    column_position,
    found_in,
    lines,
    mentions,
    mentions_of,
    numbers_again,
    shared_cells,
    shown_by,
    whole_rows,
)
from transforms.ingest.worksheet_names import with_plain_names
from transforms.recognise.grid import Place, Unreadable, Workbook
from transforms.records.extract import Intake
from transforms.records.ledger import ACCEPTED
from transforms.records.submission import Received


class NobodyToErase(Exception):
    """Nobody has this name or number, or several have the name; the text says whom to ask for."""


def find_personal_data(
    workspace: Workspace, wanted: str, now: dt.datetime, advance: Advance = lambda _: None
) -> Erasure:
    """All that is left of a person, named by number or, where nobody else bears it, by name. Raises NobodyToForget."""
    inboxes, keyed_digest = workspace.archive.known(now), open_pepper().digest
    intake = steps.read(workspace, inboxes)
    named = mentions(intake.rows, keyed_digest)
    numbers = _numbers(workspace, wanted, named)
    own = mentions_of(numbers, intake, named, keyed_digest)
    whole = whole_rows(own, named)
    where = _Where(intake, shown_by(own, intake, named), whole, shared_cells(own, whole, intake))
    received = [one for files in inboxes.values() for one in files]
    files, unreadable = _marked(workspace, received, where, advance)
    touched = [one for one in received if one.sha256 in files]
    made = Erasure(
        numbers=tuple(sorted(numbers)),
        names=tuple(sorted(own["name"].drop_nulls().unique())),
        again=tuple(sorted(numbers_again(own, intake, keyed_digest))),
        whole=tuple(lines(whole)),
        shared=tuple(lines(where.cells.select("submission", "row").unique().sort("submission", "row"))),
        files=files,
        packages=tuple(sorted({one.sha256 for one in received if _holds(one, touched)})),
        inboxes=tuple(sorted({one.inbox for one in touched})),
        unreadable=tuple(unreadable),
    )
    return rows_in_editions(workspace, made)


def _numbers(workspace: Workspace, wanted: str, named: pl.DataFrame) -> set[str]:
    """The numbers of the person: editions may have given others when less was known."""
    known = named.filter(pl.col("person_id").is_not_null())
    if (known["person_id"] == wanted).any():
        return {wanted}
    if found := _in_editions(workspace, wanted, known):
        return found | {wanted}
    bearing = sorted(known.filter(pl.col("name") == wanted)["person_id"].unique())
    if len(bearing) == 1:
        return {*bearing}
    _check_forgotten(workspace, wanted)
    if bearing:
        told = "; ".join(_told(known.filter(pl.col("person_id") == one)) for one in bearing)
        raise NobodyToErase(f"{len(bearing)} persons are called {wanted}; name one by number: {told}")
    near = difflib.get_close_matches(wanted, known["name"].unique().sort().to_list(), 5, 0.3)
    raise NobodyToErase(f"nobody is called {wanted} or has this number{'; near it: ' if near else ''}{', '.join(near)}")


def _in_editions(workspace: Workspace, wanted: str, known: pl.DataFrame) -> set[str]:
    """The numbers that the rows bear now to which some edition gave this number."""
    for period in workspace.store.periods():
        for edition in workspace.store.editions(period):
            for roster in ("five_dim", "registrations"):
                rows = edition.table(roster).filter(pl.col("person_id") == wanted)
                if found := known.join(rows, on=["submission", "row"], how="semi")["person_id"].to_list():
                    return {*found}
    return set()


def _check_forgotten(workspace: Workspace, wanted: str) -> None:
    for line in workspace.forgotten.lines():
        if wanted in line["numbers"]:
            raise NobodyToErase(f"{wanted} was forgotten at {line['at']} by {line['by']}; nothing is left to remove")


def _told(mentions: pl.DataFrame) -> str:
    """A namesake, by what tells namesakes apart and is no personal data of class P0 or P1."""
    units = "、".join(mentions["unit"].drop_nulls().str.strip_prefix("?").unique().sort())
    return f"{mentions['person_id'][0]} ({units}; {', '.join(mentions['sheet'].unique().sort())})"


class _Where:
    """Where to look in each file, by the start of its hash and the name of a worksheet."""

    def __init__(self, intake: Intake, shown: Shown, whole: pl.DataFrame, cells: pl.DataFrame) -> None:
        self.shown, self.cells = shown, cells
        worksheets = intake.submissions.select("submission", "worksheet")
        self._whole: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for submission, row, worksheet in whole.join(worksheets, on="submission").iter_rows():
            self._whole[submission[:16], worksheet].add(row - 1)
        self._cells: defaultdict[tuple[str, str], dict[Place, str]] = defaultdict(dict)
        for submission, row, letter, text, worksheet in cells.join(worksheets, on="submission").iter_rows():
            self._cells[submission[:16], worksheet][row - 1, column_position(letter)] = text
        accepted = intake.ledger.filter(pl.col("fate") == ACCEPTED)
        self._read = {
            (file, worksheet): frozenset(rows)
            for file, worksheet, rows in accepted.group_by(pl.col("submission").str.head(16), "worksheet")
            .agg(pl.col("row") - 1)
            .iter_rows()
        }

    def marks(self, sha256: str, workbook: Workbook) -> dict[int, RedactionSpec]:
        """What goes from each worksheet of a file, by its position."""
        found = {}
        for at, grid in enumerate(with_plain_names(workbook).grids):
            key = sha256[:16], grid.name
            whole = self._whole.get(key, set())
            more, numbered = found_in(grid, self.shown, self._read.get(key, frozenset()), whole)
            cells = {**dict.fromkeys(numbered, ""), **self._cells.get(key, {})}
            if whole or more or cells:
                told = sorted((row, column, text) for (row, column), text in cells.items())
                found[at] = RedactionSpec(tuple(sorted(whole | more)), tuple(told))
        return found


def _marked(
    workspace: Workspace, received: Sequence[Received], where: _Where, advance: Advance
) -> tuple[Mapping[str, Mapping[int, RedactionSpec]], list[str]]:
    """What goes from each file, and the names of those that could not be looked into."""
    files = {one.sha256: one for one in received if not (one.notice or one.repeats)}
    found, unreadable = {}, []
    for one, workbook in _workbooks(workspace, [*files.values()]):
        advance(1)
        if isinstance(workbook, Unreadable):
            unreadable.append(f"{one.inbox}/{one.file}")
        elif marks := where.marks(one.sha256, workbook):
            found[one.sha256] = marks
    return dict(sorted(found.items())), sorted(unreadable)


def _workbooks(workspace: Workspace, files: Sequence[Received]) -> Iterator[tuple[Received, Workbook | Unreadable]]:
    limits = limits_of(workspace.county)
    paths = [workspace.archive.raw(one) for one in files]
    for at, found in outcomes(partial(read_workbook, limits=limits), paths, limits, workspace.processes):
        yield files[at], found


def _holds(package: Received, members: Sequence[Received]) -> bool:
    """Whether one of the files came in this zip package."""
    return package.notice is not None and any(
        (one.inbox, one.folder) == (package.inbox, package.folder) and one.file.startswith(f"{package.file}/")
        for one in members
    )
