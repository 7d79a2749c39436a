"""Rows of a text file whose commas, quotes or line breaks have moved their cells (domain.md §12, M06)."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.contract.contract import Sheet
from expectations.contract.rules import Reaction
from transforms.clean.row_checks import first_column
from transforms.recognise.tables import Table
from transforms.records.issues import Finding

_SHIFTED = (
    "本行比表头多出{more}栏，内容中的逗号或引号已使后面各栏错位，本行不予接收。"
    "请用 Excel 或 WPS 打开原表核对，另存为“Excel 工作簿（.xlsx）”后重新报送。"
)
_BROKEN = (
    "本行与{which}一行原是一行，内容中的换行已把它拆成两行，两行都不予接收。"
    "请用 Excel 或 WPS 打开原表核对，另存为“Excel 工作簿（.xlsx）”后重新报送。"
)


def shifted_rows(table: Table, sheet: Sheet) -> Iterator[Finding]:
    """A refusal of every row of a text file with more cells than the header: nobody can tell which are too many (M06).

    Delimiters behind the last cell are no cells where every row has them.
    """
    widths, header = table.grid.widths, table.header
    if not widths or not table.data:
        return
    headed = max(widths[header.top : header.bottom + 1])
    padded = max(headed, min(widths[row] for row in table.data)) if len(table.data) > 1 else headed
    for row in table.data:
        if widths[row] > padded or any(cell != "" for cell in table.grid.rows[row][headed:]):
            message = _SHIFTED.format(more=widths[row] - headed)
            yield Finding(row, first_column(table, sheet), "row_shifted", Reaction.ROW, message, "")


def broken_rows(table: Table, sheet: Sheet) -> Iterator[Finding]:
    """A refusal of both rows of a text file that a line break inside a cell has made of one (M06).

    They are the only ones narrower than the header, and together exactly as wide.
    """
    widths, header = table.grid.widths, table.header
    if not widths:
        return
    headed = max(widths[header.top : header.bottom + 1])
    narrow = [row for row in table.data if widths[row] < headed]
    pairs = [*zip(narrow[::2], narrow[1::2], strict=False)]
    if len(narrow) % 2 or any(b - a > 1 or widths[a] + widths[b] != headed + 1 for a, b in pairs):
        return
    for pair in pairs:
        for row, which in zip(pair, ("下", "上"), strict=True):
            message = _BROKEN.format(which=which)
            yield Finding(row, first_column(table, sheet), "row_broken", Reaction.ROW, message, "")
