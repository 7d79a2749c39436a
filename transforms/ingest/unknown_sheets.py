"""What is said of a workbook none of whose tables is known: what was understood of it, and what to do (M16)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from transforms.recognise.grid import Cell, Grid
from transforms.recognise.headings import SEARCHED_ROWS, Index, heading_keys
from transforms.records.notice import Notice

_SUMMARY = re.compile(r"汇总|统计表|一览|[合总小]计")
_MOST = 5
"""Worksheets, and columns, that are named."""


def unknown_sheet(grids: Sequence[Grid], index: Index, titles: Mapping[str, str]) -> Notice:
    """The refusal of a workbook of no known sheet, with the headings that were known in it and whether it sums up."""
    every = "、".join(f"《{title}》" for title in titles.values())
    shown = [grid for grid in grids if grid.visible and grid.rows]
    understood = "".join(_understood(grid, index, titles) for grid in shown[:_MOST])
    sums = "看起来是汇总表，汇总数由系统计算，不用报送，请报送逐行填写的明细表；" if any(map(_sums_up, shown)) else ""
    advice = f"表头须在前{SEARCHED_ROWS}行内；{sums}请使用下发的空白表重新填报。"
    return Notice("unknown_sheet", f"表头与{every}都对不上。{understood}{advice}")


def _understood(grid: Grid, index: Index, titles: Mapping[str, str]) -> str:
    """The row with most known headings, which these are and the sheet that has most of them; no other words."""
    row, known = max(enumerate(_known(grid, index)), key=lambda each: len(each[1]), default=(0, {}))
    if not known:
        return f"工作表“{grid.name}”没有认出一个列名；"
    votes = Counter(sheet for by_sheet in known.values() for sheet in by_sheet)
    nearest = titles[votes.most_common(1)[0][0]]
    named = "、".join(f"「{text}」" for text in [*known][:_MOST])
    return f"工作表“{grid.name}”第{row + 1}行只认出{named}{len(known)}个列名，最接近《{nearest}》；"


def _known(grid: Grid, index: Index) -> Iterator[dict[str, Mapping[str, str]]]:
    """By row the known headings, as they stand, with the sheets that have them."""
    for row in grid.rows[:SEARCHED_ROWS]:
        yield {cell.strip(): index[key] for cell in row if isinstance(cell, str) and (key := _key(cell)) in index}


def _key(cell: str) -> str:
    return heading_keys(cell)[1]


def _sums_up(grid: Grid) -> bool:
    """Whether a title, heading or label in the first rows says that the table sums up."""
    return any(_says_sum(cell) for row in grid.rows[:SEARCHED_ROWS] for cell in row)


def _says_sum(cell: Cell) -> bool:
    return isinstance(cell, str) and _SUMMARY.search(cell) is not None
