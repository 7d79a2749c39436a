"""Rows below a header that belong to it: numbers of columns, and what to fill in (domain.md §12, M18)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from transforms.recognise.grid import Cell
from transforms.recognise.row_words import texts

FEWEST = 3
"""Numbers that make a row of them."""

DAYS_ZERO = (dt.date(1899, 12, 31), dt.date(1899, 12, 30), dt.date(1904, 1, 1))
"""The days that number 0 is shown as: by Excel, by other programs and in workbooks that count from 1904."""

_DIGITS = "一二三四五六七八九"
_SERIES: tuple[Sequence[str], ...] = (
    "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥",
    (*_DIGITS, "十", *(f"十{digit}" for digit in _DIGITS), "二十", *(f"二十{digit}" for digit in _DIGITS)),
    "abcdefghijklmnopqrstuvwxyz",
)
_NAMED = frozenset({"栏次", "列次", "栏号", "列号", "栏目", "项次", "序号", "行次"})
_ORDINAL = re.compile(
    r"[(\[【〔]?第?\s*([0-9]{1,3}|[一二三四五六七八九十]{1,3}|\w)\s*[栏列项]?[)\]】〕]?[.、]?(?:\s*=.*)?"
)
_HINT = re.compile(
    r"[（(【\[].{1,60}[)）】\]]|\*?(?:必填|选填|可选|非必填|可不填|自动生成|下拉(?:选择|菜单)?|文本|数字|日期|整数|是/否|万元|元|人|%|小时|天)"
    r"|.*(?:必填|选填|下拉|格式[:：为]|例如|如[:：]|请[填选按]|单位[:：]).*",
    re.DOTALL,
)


def is_column_numbers(row: Sequence[Cell]) -> bool:
    """Whether all cells count on from 1 or 甲: 1 2 3, 甲 乙 1 2 3, (1) (2) (3), with formulas such as 4=2+3, too.

    The first may say what they are (栏次), or be the row's own number before them (1 1 2 3). Under the format of a date
    a number comes as one of the first days of the calendar (9 as 1900-01-09), as in the columns of our blank workbooks,
    under that of a duration ([h]:mm) as so many days.
    """
    cells = [cell for cell in row if cell != "" and not (isinstance(cell, str) and cell.isspace())]
    if cells and isinstance(cells[0], str) and cells[0].strip() in _NAMED:
        cells = cells[1:]
    numbered = bool(cells) and _ordinal(cells[0]) == (0, 1)
    return _count_on(cells) or (numbered and _count_on(cells[1:])) or _count_places(row)


def _count_places(row: Sequence[Cell]) -> bool:
    """Whether every cell is the number of its place, with gaps under headings of several columns: 1 2 _ 4."""
    counted = [(at, _ordinal(cell)) for at, cell in enumerate(row) if cell != ""]
    first = counted[0][0] if counted else 0
    return len(counted) >= FEWEST and all(number == (0, at - first + 1) for at, number in counted)


def _count_on(cells: Sequence[Cell]) -> bool:
    expected: dict[int, int] = {}
    for cell in cells:
        if isinstance(cell, dt.date | dt.timedelta):
            series, number = 0, expected.get(0, 1)
            if number not in _serial_numbers(cell):
                return False
        else:
            series, number = _ordinal(cell)
            if number != expected.get(series, 1):
                return False
        expected[series] = number + 1
    return len(cells) >= FEWEST


def _serial_numbers(cell: dt.date | dt.timedelta) -> set[int]:
    """What a number shown as a date or, in whole days, as a duration may have been."""
    if isinstance(cell, dt.timedelta):
        return set() if cell % dt.timedelta(1) else {cell.days}
    return {(dt.date(cell.year, cell.month, cell.day) - day).days for day in DAYS_ZERO}


def _ordinal(cell: Cell) -> tuple[int, int]:
    """Which series a cell counts in and how far; a number counts in the first; (-1, 0) for anything else."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return 0, int(cell) if float(cell).is_integer() else 0
    match = _ORDINAL.fullmatch(unicodedata.normalize("NFKC", cell).strip().lower()) if isinstance(cell, str) else None
    if match is None:
        return -1, 0
    if match[1].isdecimal():
        return 0, int(match[1])
    series = next((n for n, letters in enumerate(_SERIES, start=1) if match[1] in letters), -1)
    return series, _SERIES[series - 1].index(match[1]) + 1 if series > 0 else 0


def is_hints(row: Sequence[Cell]) -> bool:
    """Whether a row of texts says what to fill in: （必填）, 下拉选择, 格式：2021-11-22."""
    words = [*texts(row)]
    typed = any(not isinstance(cell, str) for cell in row)
    return len(words) > 1 and not typed and 4 * sum(map(_is_hint, words)) >= 3 * len(words)


def _is_hint(text: str) -> bool:
    return _HINT.fullmatch(text) is not None
