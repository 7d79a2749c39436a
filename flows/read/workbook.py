"""Read: the bytes of a workbook → grids of typed cells, with hidden parts, errors and formats (domain.md §12)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from flows.read.formats.delimited import delimited_grids
from flows.read.formats.encodings import check_text
from flows.read.formats.html import html_grids, mhtml_grids
from flows.read.formats.native import refusals
from flows.read.formats.opendocument import fods_grids, ods_grids
from flows.read.formats.spreadsheetml import spreadsheetml_grids
from flows.read.formats.xls import xls_grids
from flows.read.formats.xlsb import xlsb_grids
from flows.read.formats.xlsx import xlsx_grids
from flows.receive.guard import LIMITS, Limits, admitted, contents, sheet_too_large
from flows.receive.redacted_files import BEGINNING, redacted_workbook
from transforms.recognise.grid import Grid, Workbook
from transforms.records.notice import Unreadable

READERS: dict[str, Callable[[bytes, Limits], tuple[Grid, ...]]] = {
    "xlsx": xlsx_grids,
    "xlsb": xlsb_grids,
    "xls": xls_grids,
    "ods": ods_grids,
    "fods": fods_grids,
    "spreadsheetml": spreadsheetml_grids,
    "html": html_grids,
    "mhtml": mhtml_grids,
    "csv": delimited_grids,
}
"""Detected format → reader of its bytes. A format is either here or in `guard.REFUSED`."""

_FIRST_ROWS = 20


def read_workbook(path: Path, limits: Limits = LIMITS) -> Workbook:
    """All worksheets of a file, hidden ones too. Raises Unreadable with a message to the clerk.

    Rows start at A1, are equally long and end with the last one that has a value or evidence. A hostile file may
    still end the process or exhaust memory: files from outside are read through `flows.read.workers.pool`.
    """
    return read_bytes(contents(path, limits), limits)


def read_bytes(data: bytes, limits: Limits = LIMITS) -> Workbook:
    """`read_workbook` for the bytes of a file, or of its redacted copy in the archive."""
    if data.startswith(BEGINNING):
        return redacted_workbook(data)
    kind = admitted(data, limits)
    with refusals():
        grids = READERS[kind](data, limits)
    _check_grids(grids, limits)
    check_text(_first_words(grids))
    return Workbook(kind, grids)


def _check_grids(grids: tuple[Grid, ...], limits: Limits) -> None:
    """The limits checked again whatever the format, as later steps go through all cells.

    Raises Unreadable for worksheets that are too large, alone or together, or have too many merged ranges.
    """
    cells = 0
    for grid in grids:
        height, width = len(grid.rows), len(grid.rows[0]) if grid.rows else 0
        cells += height * width
        if not limits.allow(height, width) or cells > limits.max_cells:
            raise sheet_too_large(height, width)
        _check_merges(grid, height * width, limits)


def _check_merges(grid: Grid, cells: int, limits: Limits) -> None:
    """Merged ranges must not overlap, so that their total area is at most the worksheet's."""
    area = sum((merge.bottom - merge.top + 1) * (merge.right - merge.left + 1) for merge in grid.merges)
    if len(grid.merges) > limits.max_merges or area > cells:
        raise Unreadable(
            "too_many_merges", "工作表中的合并单元格过多或相互重叠，无法读取。请取消合并，逐格填写后重新上报。"
        )


def _first_words(grids: tuple[Grid, ...]) -> str:
    """The texts in the first rows of all sheets: titles, headings and some data."""
    rows = (row for grid in grids for row in islice(grid.rows, _FIRST_ROWS))
    return " ".join(cell for row in rows for cell in row if isinstance(cell, str) and cell)
