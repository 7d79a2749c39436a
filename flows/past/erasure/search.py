"""Find one person in the whole archive and in all editions; nothing is changed."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import polars as pl

from expectations.contract.contract import Kind
from expectations.county.errata import Erratum
from flows import steps
from flows.county.limits import limits_of
from flows.county.workspace import Workspace
from flows.past.erasure.editions import rows_held, rows_in_editions
from flows.past.erasure.model import Erasure, RedactionSpec
from flows.read.workbook import read_workbook
from flows.read.workers.pool import outcomes
from flows.store.progress_bar import Advance
from transforms.editions.find_person import (
    Shown,
    found_in,
    lines,
    mentions_of_person,
    mentions_received,
    numbers_again,
    shared_cells,
    shown_by,
    undecided_namesakes,
    whole_rows,
)
from transforms.ingest.worksheet_names import with_plain_names
from transforms.recognise.cell_references import column_position
from transforms.recognise.grid import Place, Workbook
from transforms.records.extract import Intake
from transforms.records.ledger import ACCEPTED
from transforms.records.notice import Unreadable
from transforms.records.submission import Received, file_digits, file_digits_of
from transforms.tables.catalogue import ROSTERS
from transforms.tables.own import own_sheets


class NobodyToErase(Exception):
    """Nobody has this name or number, or several have the name; the message names the candidates."""


def find_personal_data(
    workspace: Workspace, wanted: str, now: dt.datetime, advance: Advance = lambda *_: None
) -> Erasure:
    """All data of a person, named by number or, where it is unique, by name. Raises NobodyToErase."""
    inboxes, keyed_digest = workspace.archive.known(now), workspace.pepper.digest
    intake = steps.read(workspace, inboxes)
    decisions = workspace.identity_decisions.holding(None, now)
    named = mentions_received(intake.rows, keyed_digest, workspace.county, decisions)
    numbers = _numbers(workspace, wanted, named)
    held = rows_held(workspace, numbers, named.filter(pl.col("person_id").is_in([*numbers])))
    own = mentions_of_person(numbers, intake, named, keyed_digest, workspace.county, held, decisions)
    whole = whole_rows(own, named)
    locations = _Locations(intake, shown_by(own, intake, named), whole, shared_cells(own, whole, intake))
    received = [file for files in inboxes.values() for file in files]
    files, unreadable = _specs(workspace, received, locations, advance)
    touched = [member for member in received if member.sha256 in files]
    erasure = Erasure(
        numbers=tuple(sorted(numbers)),
        names=tuple(sorted(own["name"].drop_nulls().unique())),
        again=tuple(sorted(numbers_again(own, intake, keyed_digest))),
        whole=tuple(lines(whole)),
        shared=tuple(lines(locations.cells.select("submission", "row").unique().sort("submission", "row"))),
        files=files,
        packages=tuple(sorted({package.sha256 for package in received if _contains(package, touched)})),
        inboxes=tuple(sorted({file.inbox for file in touched})),
        unreadable=tuple(unreadable),
        undecided=tuple(_undecided(own, named, intake)),
        errata=tuple(errata_about(own, workspace.county.errata)),
    )
    return rows_in_editions(workspace, erasure)


def errata_about(own: pl.DataFrame, errata: Sequence[Erratum]) -> Iterator[str]:
    """The numbers of errata that name a person, or a row of theirs; own: `submission`, `row`, `name` of these."""
    names, rows = set(own["name"]), set(own.select("submission", "row").iter_rows())
    for erratum in errata:
        if erratum.name in names or (erratum.submission, erratum.row) in rows:
            yield erratum.id


def _undecided(own: pl.DataFrame, named: pl.DataFrame, intake: Intake) -> Iterator[str]:
    """Inbox, file and row of the rows of the person's name that are nobody's: they may be a namesake's, and stay."""
    left = undecided_namesakes(own, named).join(intake.submissions, on="submission")
    for inbox, file, row in left.select("inbox", "file", "row").sort("inbox", "file", "row").iter_rows():
        yield f"{inbox}/{file}, row {row}"


def _numbers(workspace: Workspace, wanted: str, named: pl.DataFrame) -> set[str]:
    """All numbers of the person: earlier editions may have given another one."""
    known = named.filter(pl.col("person_id").is_not_null())
    if (known["person_id"] == wanted).any():
        return {wanted}
    if others := _in_editions(workspace, wanted, known):
        return others | {wanted}
    namesakes = sorted(known.filter(pl.col("name") == wanted)["person_id"].unique())
    if len(namesakes) == 1:
        return {*namesakes}
    _check_erased(workspace, wanted)
    if namesakes:
        choices = "; ".join(_described(known.filter(pl.col("person_id") == number)) for number in namesakes)
        raise NobodyToErase(f"{len(namesakes)} persons are called {wanted}; name one by number: {choices}")
    near = difflib.get_close_matches(wanted, known["name"].unique().sort().to_list(), 5, 0.3)
    raise NobodyToErase(f"nobody is called {wanted} or has this number{'; near it: ' if near else ''}{', '.join(near)}")


def _in_editions(workspace: Workspace, wanted: str, known: pl.DataFrame) -> set[str]:
    """The present numbers of the rows to which an edition gave this number."""
    for period in workspace.store.periods():
        for edition in workspace.store.editions(period):
            for roster in ROSTERS:
                rows = edition.table(roster).filter(pl.col("person_id") == wanted)
                if numbers := known.join(rows, on=["submission", "row"], how="semi")["person_id"].to_list():
                    return {*numbers}
    return set()


def _check_erased(workspace: Workspace, wanted: str) -> None:
    for line in workspace.forgotten.lines():
        if wanted in line["numbers"]:
            raise NobodyToErase(f"{wanted} was forgotten at {line['at']} by {line['by']}; nothing is left to remove")


def _described(rows: pl.DataFrame) -> str:
    """A namesake by number, units and sheets: no personal data of class P0 or P1."""
    units = "、".join(rows["unit"].drop_nulls().str.strip_prefix("?").unique().sort())
    return f"{rows['person_id'][0]} ({units}; {', '.join(rows['sheet'].unique().sort())})"


class _Locations:
    """The person's rows and cells in each file, by the start of its hash and the name of a worksheet."""

    def __init__(self, intake: Intake, shown: Shown, whole: pl.DataFrame, cells: pl.DataFrame) -> None:
        self.shown, self.cells = shown, cells
        worksheets = intake.submissions.select("submission", "worksheet")
        self._whole: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for submission, row, worksheet in whole.join(worksheets, on="submission").iter_rows():
            self._whole[file_digits(submission), worksheet].add(row - 1)
        self._cells: defaultdict[tuple[str, str], dict[Place, str]] = defaultdict(dict)
        for submission, row, letter, text, worksheet in cells.join(worksheets, on="submission").iter_rows():
            self._cells[file_digits(submission), worksheet][row - 1, column_position(letter)] = text
        accepted = intake.ledger.filter(pl.col("fate") == ACCEPTED)
        self._read = _rows_by_place(accepted)
        self._unidentified = _rows_by_place(accepted.filter(pl.col("sheet").is_in([*own_sheets()])))
        self._beside: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for submission, letter, worksheet in _numbers_of_persons(intake):
            self._beside[file_digits(submission), worksheet].add(column_position(letter))

    def redactions(self, sha256: str, workbook: Workbook) -> dict[int, RedactionSpec]:
        """The redactions of a file, by the position of the worksheet."""
        specs = {}
        for at, grid in enumerate(with_plain_names(workbook).grids):
            key = file_digits(sha256), grid.name
            whole = self._whole.get(key, set())
            read, unidentified = (rows.get(key, frozenset()) for rows in (self._read, self._unidentified))
            more, numbered = found_in(grid, self.shown, read, whole, unidentified, self._beside[key])
            cells = {**dict.fromkeys(numbered, ""), **self._cells.get(key, {})}
            if whole or more or cells:
                texts = sorted((row, column, text) for (row, column), text in cells.items())
                specs[at] = RedactionSpec(tuple(sorted(whole | more)), tuple(texts))
        return specs


def _rows_by_place(ledger: pl.DataFrame) -> dict[tuple[str, str], frozenset[int]]:
    """The rows (from 0) of a ledger by the start of the file's hash and the name of the worksheet."""
    grouped = ledger.group_by(file_digits_of("submission"), "worksheet").agg(pl.col("row") - 1)
    return {(file, worksheet): frozenset(rows) for file, worksheet, rows in grouped.iter_rows()}


def _numbers_of_persons(intake: Intake) -> Iterator[tuple[str, str, str]]:
    """Submission, letter and worksheet of the columns of own sheets with numbers of persons, and months of birth."""
    kinds = (Kind.ID, Kind.PHONE, Kind.BIRTH)
    for sheet in own_sheets().values():
        columns = [column.name for column in sheet.columns if column.kind in kinds]
        sent = intake.submissions.filter(pl.col("sheet") == sheet.id).select("submission", "worksheet").unique()
        placed = intake.places.filter(pl.col("column").is_in(columns)).join(sent, on="submission")
        yield from placed.select("submission", "letter", "worksheet").iter_rows()


def _specs(
    workspace: Workspace, received: Sequence[Received], locations: _Locations, advance: Advance
) -> tuple[Mapping[str, Mapping[int, RedactionSpec]], list[str]]:
    """The redactions by SHA-256 and worksheet, and the names of files that could not be searched."""
    files = {file.sha256: file for file in received if not (file.notice or file.repeats or file.restates)}
    specs, unreadable = {}, []
    for file, workbook in _workbooks(workspace, [*files.values()]):
        advance(1)
        if isinstance(workbook, Unreadable):
            unreadable.append(f"{file.inbox}/{file.file}")
        elif spec := locations.redactions(file.sha256, workbook):
            specs[file.sha256] = spec
    return dict(sorted(specs.items())), sorted(unreadable)


def _workbooks(workspace: Workspace, files: Sequence[Received]) -> Iterator[tuple[Received, Workbook | Unreadable]]:
    limits = limits_of(workspace.county)
    paths = [workspace.archive.raw(file) for file in files]
    for at, workbook in outcomes(partial(read_workbook, limits=limits), paths, limits, workspace.processes):
        yield files[at], workbook


def _contains(package: Received, members: Sequence[Received]) -> bool:
    """Whether one of the files came in this zip package."""
    return package.notice is not None and any(
        (member.inbox, member.folder) == (package.inbox, package.folder) and member.file.startswith(f"{package.file}/")
        for member in members
    )
