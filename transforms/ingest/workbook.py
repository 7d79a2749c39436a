"""Workbook → everything one file brings (design.md §2, recognise and clean)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from expectations.contract.catalogue import SHEETS
from expectations.contract.rules import Reaction
from expectations.county.codelist import CodeList
from transforms.cells.context import Context
from transforms.clean.table import cleaned
from transforms.clock import period_end
from transforms.ingest.file_types import misnamed_type
from transforms.ingest.merged_units import by_unit
from transforms.ingest.refused_files import hidden_worksheets, ledger_of_other, line_of, origin_of_file, refused
from transforms.ingest.template_mark import marked_versions, outdated
from transforms.ingest.worksheet_names import with_plain_names
from transforms.recognise.grid import Grid, Workbook, column_letter
from transforms.recognise.headings import Index, heading_index
from transforms.recognise.return_sheet import is_return_sheet
from transforms.recognise.row_kinds import OTHER_WORKSHEET, RETURN_SHEET
from transforms.recognise.tables import Table, tables
from transforms.records.columnar import Columns, FileExtract, columns, merge_extracts
from transforms.records.extract import COLUMN_LETTERS, ROW_COUNTS
from transforms.records.issues import Origin, issue_lines
from transforms.records.ledger import SET_ASIDE
from transforms.records.submission import Notice, Received, file_name, notices, stated_period, submitter


@dataclass(frozen=True)
class IngestContext:
    """The contracts' headings, all code lists and the county's telephone area code, prepared once for many files."""

    codes: Mapping[str, CodeList]
    area_code: str | None = None
    titles: dict[str, str] = field(default_factory=lambda: {sheet.id: sheet.title for sheet in SHEETS.values()})
    contexts: dict[str, Context] = field(default_factory=dict)

    @cached_property
    def index(self) -> Index:
        """Look-up of headings."""
        return heading_index(SHEETS.values())

    def context(self, period: str) -> Context:
        """What casters may know in a period; one for all files, so that a cell is read once."""
        if period not in self.contexts:
            self.contexts[period] = Context(period_end=period_end(period), codes=self.codes, area_code=self.area_code)
        return self.contexts[period]

    def tables(self, grid: Grid) -> list[Table]:
        """The tables of a visible worksheet, each of one unit."""
        found = tables(grid, self.index, self.titles) if grid.visible else ()
        return [part for one in found for part in by_unit(one, self.codes["units"])]


def ingest_workbook(workbook: Workbook, received: Received, reader: IngestContext) -> FileExtract:
    """Everything a workbook brings: each table is a submission, each unit's rows of a merged workbook are one (M08).

    A workbook without a known sheet is refused as a whole, and its rows with it. A file that is not what its extension
    says is told so (M05). A workbook the product had returned brings what it would without the worksheet 修改说明.
    """
    workbook = with_plain_names(workbook)
    told = [grid for grid in workbook.grids if is_return_sheet(grid)]
    own = tuple(grid for grid in workbook.grids if not is_return_sheet(grid))
    parts = [_brought(replace(workbook, grids=own), received, reader)]
    if told:
        parts.append(_beside(told, received, RETURN_SHEET))
    if notice := misnamed_type(received.file, workbook.format):
        parts.append(FileExtract(issues=(issue_lines(origin_of_file(received), None, [notice]),)))
    return merge_extracts(parts)


def _brought(workbook: Workbook, received: Received, reader: IngestContext) -> FileExtract:
    found = {grid.name: reader.tables(grid) for grid in workbook.grids}
    every = [one for of_worksheet in found.values() for one in of_worksheet]
    if not every:
        titles = "、".join(f"《{title}》" for title in reader.titles.values())
        return refused(
            received, Notice("unknown_sheet", f"表头与{titles}都对不上。请使用下发的空白表重新填报。"), workbook
        )
    senders = [submitter(one.notes, file_name(received.file), received.folder, reader.codes["units"]) for one in every]
    merged = _sheets_of_several(every, senders)
    versions = marked_versions(workbook.grids)
    parts = [
        _submission(
            n,
            one,
            received,
            reader,
            unit,
            [*([_SEVERAL_UNITS] if one.header.sheet in merged else []), *outdated(SHEETS[one.header.sheet], versions)],
        )
        for n, (one, unit) in enumerate(zip(every, senders, strict=True), start=1)
    ]
    if rest := [grid for grid in workbook.grids if not found[grid.name]]:
        parts.append(replace(_beside(rest, received, OTHER_WORKSHEET), issues=(_told_of_hidden(rest, received),)))
    heights = _heights(received, [grid for grid in workbook.grids if found[grid.name]])
    return merge_extracts([*parts, FileExtract(row_counts=(heights,))])


_SEVERAL_UNITS = Notice(
    "several_units",
    "本文件汇总了几个单位的数据，已按填报单位分开登记。请核对各单位的行数；今后请由各单位分别报送。",
    Reaction.FIXW,
)


def _sheets_of_several(every: Sequence[Table], senders: Sequence[str | None]) -> set[str]:
    """The sheets of which a workbook holds tables of several units."""
    units: defaultdict[str, set[str | None]] = defaultdict(set)
    for one, unit in zip(every, senders, strict=True):
        units[one.header.sheet].add(unit)
    return {sheet for sheet, named in units.items() if len(named) > 1}


def _submission(
    number: int, one: Table, received: Received, reader: IngestContext, unit: str | None, known: Iterable[Notice]
) -> FileExtract:
    name, sheet = file_name(received.file), SHEETS[one.header.sheet]
    told = one.notes.period or name.period or stated_period(one, sheet) or received.inbox
    period = min(told, received.inbox)  # one ahead is a slip, and refused
    origin = Origin(
        submission=received.sha256[:16] if number == 1 else f"{received.sha256[:16]}-{number}",
        file=received.file,
        worksheet=one.grid.name,
        submitter=unit,
        period=period,
        period_end=period_end(period),
    )
    noted = [*notices(one, name, received, unit, told), *known]
    done = cleaned(one, sheet, origin, reader.context(period), noted)
    line = line_of(origin, received, sheet.id, len(one.rows), done.refusal)
    letters = [(origin.submission, column, column_letter(at)) for column, at in one.header.columns.items()]
    return FileExtract(
        submissions=({**line, "version": [name.version], "zero_report": [one.zero_report]},),
        rows={sheet.id: (done.rows,)},
        issues=(done.issues,),
        ledger=(done.ledger,),
        places=(columns(COLUMN_LETTERS, letters),),
    )


def _beside(grids: Sequence[Grid], received: Received, reason: str) -> FileExtract:
    """Worksheets beside the submission: set aside."""
    origin = origin_of_file(received)
    ledgers = (ledger_of_other(grid, origin.submission, (SET_ASIDE, reason)) for grid in grids)
    return FileExtract(ledger=tuple(ledgers), row_counts=(_heights(received, grids),))


def _told_of_hidden(grids: Iterable[Grid], received: Received) -> Columns:
    """A hidden worksheet with content is worth a word (domain.md M20)."""
    return issue_lines(origin_of_file(received), None, hidden_worksheets(grids))


def _heights(received: Received, grids: Sequence[Grid]) -> Columns:
    return columns(ROW_COUNTS, [(received.sha256[:16], grid.name, len(grid.rows)) for grid in grids])
