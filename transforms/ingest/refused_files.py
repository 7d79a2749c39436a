"""Files without data: unreadable, of no known sheet, or repeated; and worksheets without tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from expectations.contract.rules import Reaction
from transforms.clean.unread_content import looks_like_data, numbered
from transforms.clock import period_end
from transforms.ingest.template_mark import bears_mark
from transforms.recognise.grid import Grid, Workbook
from transforms.recognise.row_kinds import BLANK
from transforms.records.columnar import Columns, FileExtract, columns
from transforms.records.extract import ROW_COUNTS
from transforms.records.issues import Origin, issue_lines
from transforms.records.ledger import REJECTED, SET_ASIDE, ledger_lines
from transforms.records.notice import Notice
from transforms.records.submission import Received, file_digits, submission_id


def line_of(origin: Origin, received: Received, sheet: str | None, rows_read: int, refused: str | None) -> Columns:
    """A line of SUBMISSIONS."""
    return {
        "submission": [origin.submission],
        "file": [received.file],
        "sha256": [received.sha256],
        "inbox": [received.inbox],
        "received_at": [received.received_at],
        "worksheet": [origin.worksheet],
        "sheet": [sheet],
        "submitter": [origin.submitter],
        "period": [origin.period],
        "version": [1],
        "zero_report": [False],
        "rows_read": [rows_read],
        "refused": [refused],
    }


def origin_of_file(received: Received) -> Origin:
    """The origin of issues of a whole file."""
    return Origin(
        submission_id(received.identity), received.file, None, None, received.inbox, period_end(received.inbox)
    )


def refused_file(received: Received, notice: Notice, workbook: Workbook | None = None) -> FileExtract:
    """A file without data: unreadable, or no worksheet of it is known. Its rows, if any, are rejected."""
    origin = origin_of_file(received)
    grids = workbook.grids if workbook else ()
    ledgers = (ledger_of_other(grid, origin.submission, (REJECTED, notice.rule)) for grid in grids)
    line = line_of(origin, received, None, sum(len(grid.rows) for grid in grids), notice.rule)
    counted = [(file_digits(received.identity), grid.name, len(grid.rows), 1) for grid in grids]
    return FileExtract(
        submissions=(line,),
        issues=(issue_lines(origin, None, [notice, *unread_worksheets(grids)]),),
        ledger=tuple(ledgers),
        row_counts=(columns(ROW_COUNTS, counted),),
    )


def repeated(received: Received) -> FileExtract:
    """A file with the same bytes as an earlier one: noted and not read (domain.md M01)."""
    origin = origin_of_file(received)
    message = f"与已收到的“{received.repeats}”内容完全相同，不重复计算。"
    notice = Notice("same_file_twice", message, Reaction.FIX)
    line = line_of(origin, received, None, 0, notice.rule)
    return FileExtract(submissions=(line,), issues=(issue_lines(origin, None, [notice]),))


def unread_worksheets(grids: Iterable[Grid]) -> list[Notice]:
    """A warning for every hidden worksheet with content (domain.md M20), and every one whose content is not there."""
    notices = []
    for grid in grids:
        if grid.lost:
            message = f"文件中列有工作表“{grid.name}”，但内容已经丢失，没有读到。请打开原表核对，补齐后重新报送。"
            notices.append(Notice("worksheet_lost", message, Reaction.FIXW))
        elif not grid.visible and grid.rows and not bears_mark(grid):
            message = f"工作表“{grid.name}”是隐藏的，没有读取。如需报送请取消隐藏。"
            notices.append(Notice("hidden_worksheet", message, Reaction.FIXW))
    return notices


def headless_worksheets(grids: Iterable[Grid], columns: int) -> Iterator[Notice]:
    """A warning for every shown worksheet without a header that has rows of so many columns (续表, 补报)."""
    for grid in grids:
        rows = [n for n, row in enumerate(grid.rows) if looks_like_data(row, columns)] if grid.visible else []
        if rows:
            message = (
                f"工作表“{grid.name}”{numbered(rows)}看起来是数据，但上面没有本表的表头，没有读取。"
                "要报送的，请接到有表头的工作表下面，或补上同样的表头后重新报送。"
            )
            yield Notice("headless_worksheet", message, Reaction.FIXW)


def ledger_of_other(grid: Grid, submission: str, fate: tuple[str, str]) -> Columns:
    """The ledger of a worksheet that is no table: every row that is not blank has one fate."""
    fates = {n: fate if any(cell != "" for cell in row) else (SET_ASIDE, BLANK) for n, row in enumerate(grid.rows)}
    return ledger_lines(submission, None, grid.name, range(len(grid.rows)), fates)
