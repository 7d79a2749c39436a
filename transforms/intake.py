"""Workbook → everything one file brings: submissions, rows by sheet, issues, ledger (design.md §2, read to clean)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from expectations.catalogue import SHEETS
from expectations.codelist import CodeList
from expectations.rules import Reaction
from transforms.cells.context import Context
from transforms.clean import cleaned
from transforms.clock import period_end
from transforms.file_types import misnamed_type
from transforms.grid import Grid, Workbook, column_letter
from transforms.headings import Index, heading_index
from transforms.issues import ISSUES, Origin, issue_lines
from transforms.ledger import LEDGER, REJECTED, SET_ASIDE, ledger_lines
from transforms.recognise import Table, table
from transforms.returned import is_return_sheet
from transforms.row_kinds import BLANK, OTHER_WORKSHEET, RETURN_SHEET
from transforms.submission import SUBMISSIONS, Notice, Received, file_name, notices, submitter
from transforms.template_mark import bears_mark, marked_versions, outdated

PLACES: dict[str, pl.DataType] = {"submission": pl.String(), "column": pl.String(), "letter": pl.String()}
"""In which spreadsheet column a submission has a contract column, so that a rule over rows can point at a cell."""

HEIGHTS: dict[str, pl.DataType] = {"file": pl.String(), "worksheet": pl.String(), "rows_read": pl.Int64()}
"""How many rows the reader gave of each worksheet; `file` is the start of its hash."""


@dataclass(frozen=True)
class Intake:
    """What one file, or several, brought: SUBMISSIONS, cleaned rows by sheet id, ISSUES, LEDGER, PLACES, HEIGHTS."""

    submissions: pl.DataFrame
    rows: Mapping[str, pl.DataFrame]
    issues: pl.DataFrame
    ledger: pl.DataFrame
    places: pl.DataFrame
    heights: pl.DataFrame


@dataclass(frozen=True)
class Reader:
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

    def tables(self, workbook: Workbook) -> dict[int, Table]:
        """The visible worksheets that are sheets of the contract, by their position."""
        found = {n: table(grid, self.index, self.titles) for n, grid in enumerate(workbook.grids) if grid.visible}
        return {n: one for n, one in found.items() if one is not None}


def taken_in(workbook: Workbook, received: Received, reader: Reader) -> Intake:
    """Everything a workbook brings; a workbook without a known sheet is refused as a whole, and its rows with it.

    A file that is not what its extension says is told so (domain.md M05). A workbook the product had returned brings
    what it would bring without the worksheet 修改说明.
    """
    brought = _without_return_sheet(workbook, received, reader)
    if (notice := misnamed_type(received.file, workbook.format)) is None:
        return brought
    return _together([brought, replace(_NOTHING, issues=issue_lines(_file_origin(received), None, [notice]))])


def _without_return_sheet(workbook: Workbook, received: Received, reader: Reader) -> Intake:
    told = [grid for grid in workbook.grids if is_return_sheet(grid)]
    if not told:
        return _brought(workbook, received, reader)
    own = tuple(grid for grid in workbook.grids if not is_return_sheet(grid))
    intake = _brought(replace(workbook, grids=own), received, reader)
    return _together([intake, _beside(told, received, RETURN_SHEET)])


def _brought(workbook: Workbook, received: Received, reader: Reader) -> Intake:
    tables = reader.tables(workbook)
    if not tables:
        titles = "、".join(f"《{title}》" for title in reader.titles.values())
        return refused(
            received, Notice("unknown_sheet", f"表头与{titles}都对不上。请使用下发的空白表重新填报。"), workbook
        )
    versions = marked_versions(workbook.grids)
    parts = [_submission(n, one, received, reader, versions, first=n == min(tables)) for n, one in tables.items()]
    if rest := [grid for n, grid in enumerate(workbook.grids) if n not in tables]:
        parts.append(replace(_beside(rest, received, OTHER_WORKSHEET), issues=_told_of_hidden(rest, received)))
    return _together(parts) if len(parts) > 1 else parts[0]


def _submission(
    position: int, one: Table, received: Received, reader: Reader, versions: dict[str, int], *, first: bool
) -> Intake:
    name, sheet = file_name(received.file), SHEETS[one.header.sheet]
    unit = submitter(one.notes, name, reader.codes["units"])
    period = min(one.notes.period or name.period or received.inbox, received.inbox)  # one ahead is a slip, and refused
    origin = Origin(
        submission=received.sha256[:16] if first else f"{received.sha256[:16]}-{position + 1}",
        file=received.file,
        worksheet=one.grid.name,
        submitter=unit,
        period=period,
        period_end=period_end(period),
    )
    told = [*notices(one, name, received.inbox, unit), *outdated(sheet, versions)]
    done = cleaned(one, sheet, origin, reader.context(period), told)
    line = _line(origin, received, sheet.id, len(one.grid.rows), done.refusal)
    line |= {"version": name.version, "zero_report": one.zero_report}
    letters = [(origin.submission, column, column_letter(at)) for column, at in one.header.columns.items()]
    return Intake(
        submissions=pl.DataFrame([line], schema=SUBMISSIONS),
        rows={sheet.id: done.rows},
        issues=done.issues,
        ledger=done.ledger,
        places=pl.DataFrame(letters, schema=PLACES, orient="row"),
        heights=_heights(received, [one.grid]),
    )


def _line(
    origin: Origin, received: Received, sheet: str | None, rows_read: int, refused: str | None
) -> dict[str, object]:
    return {
        "submission": origin.submission,
        "file": received.file,
        "sha256": received.sha256,
        "inbox": received.inbox,
        "received_at": received.received_at,
        "worksheet": origin.worksheet,
        "sheet": sheet,
        "submitter": origin.submitter,
        "period": origin.period,
        "version": 1,
        "zero_report": False,
        "rows_read": rows_read,
        "refused": refused,
    }


def _file_origin(received: Received, worksheet: str | None = None) -> Origin:
    return Origin(received.sha256[:16], received.file, worksheet, None, received.inbox, period_end(received.inbox))


def refused(received: Received, notice: Notice, workbook: Workbook | None = None) -> Intake:
    """A file that brings nothing: unreadable, or no worksheet of it is known. Its rows, if any, are rejected."""
    origin = _file_origin(received)
    grids = workbook.grids if workbook else ()
    ledgers = [_ledger_of_other(grid, origin.submission, (REJECTED, notice.rule)) for grid in grids]
    line = _line(origin, received, None, sum(len(grid.rows) for grid in grids), notice.rule)
    return replace(
        _NOTHING,
        submissions=pl.DataFrame([line], schema=SUBMISSIONS),
        issues=issue_lines(origin, None, [notice, *_hidden(grids)]),
        ledger=pl.concat([_NOTHING.ledger, *ledgers]),
        heights=_heights(received, grids),
    )


def repeated(received: Received) -> Intake:
    """A file whose bytes another one has brought already: it is told and brings nothing (domain.md M01)."""
    told = f"{received.inbox}/{received.file}/{received.sha256}"
    origin = replace(_file_origin(received), submission=hashlib.sha256(told.encode()).hexdigest()[:16])
    message = f"与已收到的“{received.repeats}”内容完全相同，不重复计算。"
    notice = Notice("same_file_twice", message, Reaction.FIX)
    return replace(
        _NOTHING,
        submissions=pl.DataFrame([_line(origin, received, None, 0, notice.rule)], schema=SUBMISSIONS),
        issues=issue_lines(origin, None, [notice]),
    )


def _beside(grids: Sequence[Grid], received: Received, reason: str) -> Intake:
    """Worksheets beside the submission: set aside."""
    origin = _file_origin(received)
    ledgers = [_ledger_of_other(grid, origin.submission, (SET_ASIDE, reason)) for grid in grids]
    return replace(_NOTHING, ledger=pl.concat(ledgers), heights=_heights(received, grids))


def _told_of_hidden(grids: Iterable[Grid], received: Received) -> pl.DataFrame:
    """A hidden worksheet with content is worth a word (domain.md M20)."""
    return issue_lines(_file_origin(received), None, _hidden(grids))


def _hidden(grids: Iterable[Grid]) -> list[Notice]:
    return [
        Notice("hidden_worksheet", f"工作表“{grid.name}”是隐藏的，没有读取。如需报送请取消隐藏。", Reaction.FIXW)
        for grid in grids
        if not grid.visible and grid.rows and not bears_mark(grid)
    ]


def _ledger_of_other(grid: Grid, submission: str, fate: tuple[str, str]) -> pl.DataFrame:
    fates = {n: fate if any(cell != "" for cell in row) else (SET_ASIDE, BLANK) for n, row in enumerate(grid.rows)}
    return ledger_lines(submission, None, grid.name, len(grid.rows), fates)


def _heights(received: Received, grids: Sequence[Grid]) -> pl.DataFrame:
    counted = [(received.sha256[:16], grid.name, len(grid.rows)) for grid in grids]
    return pl.DataFrame(counted, schema=HEIGHTS, orient="row")


def combined(intakes: Iterable[Intake], *, rechunk: bool = False) -> Intake:
    """Many intakes as one; every sheet of the contract is there, with its schema, even when nothing came.

    `rechunk` copies the rows of many small intakes together.
    """
    return _together([replace(_NOTHING, rows=_NO_ROWS), *intakes], rechunk=rechunk)


def _together(parts: Sequence[Intake], *, rechunk: bool = False) -> Intake:
    """Many intakes as one, with the sheets that came."""

    def frame(name: str) -> pl.DataFrame:
        frames: list[pl.DataFrame] = [getattr(part, name) for part in parts]
        return pl.concat(frames, rechunk=rechunk)

    sheets = {name: None for part in parts for name in part.rows}
    return Intake(
        submissions=frame("submissions"),
        rows={
            name: pl.concat([part.rows[name] for part in parts if name in part.rows], rechunk=rechunk)
            for name in sheets
        },
        issues=frame("issues"),
        ledger=frame("ledger"),
        places=frame("places"),
        heights=frame("heights"),
    )


_NOTHING = Intake(
    submissions=pl.DataFrame(schema=SUBMISSIONS),
    rows={},
    issues=pl.DataFrame(schema=ISSUES),
    ledger=pl.DataFrame(schema=LEDGER),
    places=pl.DataFrame(schema=PLACES),
    heights=pl.DataFrame(schema=HEIGHTS),
)
_NO_ROWS = {name: pl.DataFrame(schema=sheet.schema) for name, sheet in SHEETS.items()}
