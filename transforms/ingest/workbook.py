"""Workbook → the extract of one file (design.md §2, recognise and clean)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from expectations.catalogue import SHEETS
from expectations.contract.contract import Cadence
from expectations.contract.rules import Reaction
from transforms.clean.table import cleaned
from transforms.clock import period_end
from transforms.ingest.context import IngestContext
from transforms.ingest.file_types import misnamed_type
from transforms.ingest.mapping.nearest import changed_own_table, lacking, nearest_sentence
from transforms.ingest.refused_files import (
    headless_worksheets,
    ledger_of_other,
    line_of,
    origin_of_file,
    refused_file,
    unread_worksheets,
)
from transforms.ingest.template_mark import marked_versions, outdated
from transforms.ingest.unknown_sheets import unknown_sheet
from transforms.ingest.weekly_tabs import of_other_weeks, set_aside_notice, tab_notices, week_of_tab
from transforms.ingest.worksheet_names import with_plain_names
from transforms.recognise.cell_references import column_letter
from transforms.recognise.grid import Grid, Workbook
from transforms.recognise.notes import Notes
from transforms.recognise.return_sheet import is_return_sheet
from transforms.recognise.row_kinds import OTHER_WEEK, OTHER_WORKSHEET, RESTATED, RETURN_SHEET
from transforms.recognise.tables import Table
from transforms.records.columnar import Columns, FileExtract, columns, merge_extracts
from transforms.records.extract import COLUMN_LETTERS, ROW_COUNTS
from transforms.records.file_sentences import notices
from transforms.records.issues import Origin, issue_lines
from transforms.records.ledger import SET_ASIDE, ledger_lines
from transforms.records.notice import Notice
from transforms.records.sender import by_file_words, likely_sender, named_in_file, sender_disagreements, submitter
from transforms.records.submission import Received, file_digits, file_name, period_of, submission_id


def ingest_workbook(workbook: Workbook, received: Received, ingest: IngestContext) -> FileExtract:
    """The extract of a workbook: each table is a submission, each unit's rows of a merged workbook are one (M08).

    A workbook without a known sheet is refused as a whole, and its rows with it. A file whose extension is wrong gets a
    warning (M05). Of a workbook the product had returned the worksheet 修改说明 is set aside.
    """
    workbook = with_plain_names(workbook)
    returned = [grid for grid in workbook.grids if is_return_sheet(grid)]
    own = tuple(grid for grid in workbook.grids if not is_return_sheet(grid))
    parts = [_extract(replace(workbook, grids=own), received, ingest)]
    if returned:
        parts.append(_worksheets_set_aside(returned, received, RETURN_SHEET))
    if notice := misnamed_type(received.file, workbook.format):
        parts.append(FileExtract(issues=(issue_lines(origin_of_file(received), None, [notice]),)))
    return merge_extracts(parts)


def _extract(workbook: Workbook, received: Received, ingest: IngestContext) -> FileExtract:
    name = file_name(received.file)

    def sender(notes: Notes) -> str | None:
        return submitter(notes, name, received.folder, ingest.codes["units"])

    def user(notes: Notes) -> str | None:
        return likely_sender(notes, received.file, received.folder, ingest.codes["units"])

    by_worksheet = {grid.name: ingest.tables(grid, user) for grid in workbook.grids}
    every = [table for of_worksheet in by_worksheet.values() for table in of_worksheet]
    if not every:
        return refused_file(received, _unknown_sheet(workbook, received, ingest), workbook)
    senders = [sender(table.notes) for table in every]
    told = name.unit or any(senders) or any(table.notes.unit for table in every)
    by_words = None if told else named_in_file(received.file, ingest.codes["units"])
    senders = [by_words] * len(senders) if by_words else senders
    wanted = name.period or received.inbox
    others = of_other_weeks(every, senders, wanted, named=name.period is not None)
    other_parts = [_other_week(every[n], week, wanted, received) for n, week in others.items()]
    every = [table for n, table in enumerate(every) if n not in others]
    senders = [sender for n, sender in enumerate(senders) if n not in others]
    merged = _sheets_of_several(every, senders)
    versions = marked_versions(workbook.grids)
    parts = [
        _submission(
            n,
            table,
            received,
            ingest,
            unit,
            [
                *([by_file_words(by_words, ingest.codes["units"])] if by_words else []),
                *([_SEVERAL_UNITS] if table.header.sheet in merged else []),
                *sender_disagreements(
                    table.notes, name, received.folder, ingest.codes["units"], several=table.header.sheet in merged
                ),
                *outdated(SHEETS[table.header.sheet], versions),
                *_lacking(table, received, ingest),
            ],
        )
        for n, (table, unit) in enumerate(zip(every, senders, strict=True), start=1)
    ]
    if rest := [grid for grid in workbook.grids if not by_worksheet[grid.name]]:
        parts.append(
            replace(
                _worksheets_set_aside(rest, received, OTHER_WORKSHEET),
                issues=(_unread_worksheet_issues(rest, received, min(len(t.header.columns) for t in every)),),
            )
        )
    times = {name: of_worksheet[0].header.times for name, of_worksheet in by_worksheet.items() if of_worksheet}
    counts = _row_counts(received, [grid for grid in workbook.grids if by_worksheet[grid.name]], times)
    return merge_extracts([*parts, *other_parts, FileExtract(row_counts=(counts,))])


def _unknown_sheet(workbook: Workbook, received: Received, ingest: IngestContext) -> Notice:
    """What the clerk reads of a workbook without a known sheet: the nearest one, or which there are."""
    nearest = nearest_sentence(workbook.grids, ingest.words, ingest.own, ingest.context(received.inbox))
    return Notice("unknown_sheet", nearest) if nearest else unknown_sheet(workbook.grids, ingest.index, ingest.titles)


def _lacking(table: Table, received: Received, ingest: IngestContext) -> list[Notice]:
    """How a table that lacks columns differs from the own table it is meant to be, or which of its own these may be.

    Words are loaded only where it lacks some.
    """
    missing = SHEETS[table.header.sheet].lacking(table.header.answered) if table.header.own is None else []
    if missing and (changed := changed_own_table(table.grid, ingest.words, ingest.own)):
        return [Notice("required_column_missing", changed)]
    return lacking(table, missing, ingest.words, ingest.context(received.inbox)) if missing else []


_SEVERAL_UNITS = Notice(
    "several_units",
    "本文件汇总了几个单位的数据，已按填报单位分开登记。请核对各单位的行数；今后请由各单位分别报送。",
    Reaction.FIXW,
)


def _sheets_of_several(every: Sequence[Table], senders: Sequence[str | None]) -> set[str]:
    """The sheets of which a workbook has tables of several units."""
    units: defaultdict[str, set[str | None]] = defaultdict(set)
    for table, unit in zip(every, senders, strict=True):
        units[table.header.sheet].add(unit)
    return {sheet for sheet, named in units.items() if len(named) > 1}


def _submission(
    number: int, table: Table, received: Received, ingest: IngestContext, unit: str | None, known: Iterable[Notice]
) -> FileExtract:
    name, sheet = file_name(received.file), SHEETS[table.header.sheet]
    tab = week_of_tab(table.grid.name, received.inbox)
    identity = received.identity
    if received.inbox in (tab, table.notes.period):  # bytes that came before hold this week's table, too
        received = replace(received, restates=None)
    if received.restates and sheet.cadence is not Cadence.WEEKLY_SNAPSHOT:
        table = _without_rows(table)
    stated, period = period_of(table, sheet, name, received, tab)
    sheet = ingest.sheet(sheet.id, period)
    origin = Origin(
        submission=submission_id(identity, number),
        file=received.file,
        worksheet=table.grid.name,
        submitter=unit,
        period=period,
        period_end=period_end(period),
    )
    noted = [*notices(table, name, received, unit, stated), *tab_notices(table, stated), *known]
    done = cleaned(table, sheet, origin, ingest.context(period), noted)
    line = line_of(origin, received, sheet.id, len(table.rows), done.refusal)
    letters = [(origin.submission, column, column_letter(at)) for column, at in table.header.columns.items()]
    return FileExtract(
        submissions=({**line, "version": [name.version], "zero_report": [table.zero_report]},),
        rows={sheet.id: (done.rows,)},
        issues=(done.issues,),
        ledger=(done.ledger,),
        places=(columns(COLUMN_LETTERS, letters),),
    )


def _other_week(table: Table, week: str, wanted: str, received: Received) -> FileExtract:
    """A table of another week than the one sent: its rows set aside, with a word."""
    origin = replace(origin_of_file(received), worksheet=table.grid.name)
    fates = {row: (SET_ASIDE, table.set_aside.get(row, OTHER_WEEK)) for row in table.rows}
    return FileExtract(
        issues=(issue_lines(origin, table.header.sheet, [set_aside_notice(table, week, wanted)]),),
        ledger=(ledger_lines(origin.submission, table.header.sheet, table.grid.name, table.rows, fates),),
    )


def _without_rows(table: Table) -> Table:
    """A table of which nothing is new as a zero report; of a weekly snapshot the rows are stated anew."""
    return replace(table, data=(), set_aside=table.set_aside | dict.fromkeys(table.data, RESTATED), zero_report=True)


def _worksheets_set_aside(grids: Sequence[Grid], received: Received, reason: str) -> FileExtract:
    """Worksheets that are no submission: all rows set aside."""
    origin = origin_of_file(received)
    ledgers = (ledger_of_other(grid, origin.submission, (SET_ASIDE, reason)) for grid in grids)
    return FileExtract(ledger=tuple(ledgers), row_counts=(_row_counts(received, grids),))


def _unread_worksheet_issues(grids: Sequence[Grid], received: Received, columns: int) -> Columns:
    """Warnings for worksheets with content that are not read (M20) beside tables of so many `columns` or more."""
    notices = [*unread_worksheets(grids), *headless_worksheets(grids, columns)]
    return issue_lines(origin_of_file(received), None, notices)


def _row_counts(received: Received, grids: Sequence[Grid], times: Mapping[str, int] | None = None) -> Columns:
    """ROW_COUNTS; `times` by worksheet where some are read as several sheets."""
    file = file_digits(received.identity)
    return columns(ROW_COUNTS, [(file, grid.name, len(grid.rows), (times or {}).get(grid.name, 1)) for grid in grids])
