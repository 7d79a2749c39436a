"""Numbers, counts, money and hours (domain.md §12, M44, M46, M47, M49)."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

from expectations.contract import Column
from transforms.cells.context import Context
from transforms.cells.numerals import NUMERAL_CHARACTERS, numeral, scale
from transforms.cells.plain import bare
from transforms.cells.reading import Reading
from transforms.cells.sentences import fix, refuse, warn
from transforms.grid import Cell

LARGEST = 1e15  # beyond it a spreadsheet has lost digits

_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_WRITTEN = re.compile(
    r"(?P<currency>[¥$])?"
    r"(?P<number>[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)"
    r"(?P<scale>[十百千万亿]*)(?P<unit>[^0-9]*)"
)
_SPELLED = re.compile(rf"(?P<numeral>[{NUMERAL_CHARACTERS}]+|半)个?(?P<unit>[^0-9]*)")
_VAGUE = re.compile(r"[约近余多几上下超<>≤≥~]|左右|以内|不足|若干|至少|[0-9]\+")
_RANGE = re.compile(r"[0-9]+[^0-9,.]*[-~—–至到][^0-9,.]*[0-9]+")

_UNITS = {
    same: unit
    for unit, words in {
        "人": "人 名 位", "件": "件 项 条 起 宗 个", "次": "次 回 场", "天": "天 日 工作日", "年": "年 周年",
        "小时": "小时 时 钟头 h", "分钟": "分钟 分 min", "元": "元 圆 块 元整",
    }.items()
    for same in words.split()
}  # fmt: skip
_PER_HOUR = {"": 1.0, "小时": 1.0, "天": 8.0, "分钟": 1 / 60}
_CLOCK = re.compile(r"([0-9]{1,3})(?::|小时|时|h)([0-5]?[0-9])(?:分钟?|min)?")


@dataclass(frozen=True, slots=True)
class _Amount:
    value: float
    unit: str = ""
    scaled: bool = False  # 万 or 亿 was written
    rule: str = ""


def integer(cell: Cell, column: Column, _context: Context) -> Reading:
    """A whole number in the column's unit."""
    amount = _counted(cell, column)
    if isinstance(amount, Reading):
        return amount
    whole = round(amount.value)
    return _reading(whole, amount, column) if abs(amount.value - whole) < 1e-9 else refuse("number_not_whole", column)


def number(cell: Cell, column: Column, _context: Context) -> Reading:
    """A number in the column's unit."""
    amount = _counted(cell, column)
    return amount if isinstance(amount, Reading) else _reading(amount.value, amount, column)


def money(cell: Cell, column: Column, _context: Context) -> Reading:
    """An amount in 万元; a bare number is in the column's unit, which a heading may have turned into 元."""
    amount = _amount(cell, column)
    if isinstance(amount, Reading):
        return amount
    if amount.unit not in {"", "元"}:
        return refuse("number_unit", column)
    ten_thousands = round(amount.value / 10_000, 6)
    if amount.scaled:
        return _reading(ten_thousands, amount, column)
    if column.unit == "元":
        return _reading(ten_thousands, _Amount(ten_thousands, rule=amount.rule or "money_in_heading_unit"), column)
    return warn(ten_thousands, "money_in_yuan", column) if amount.unit else _reading(amount.value, amount, column)


def hours(cell: Cell, column: Column, _context: Context) -> Reading:
    """Hours; a day is eight of them (domain.md §4.11)."""
    match cell:
        case dt.time():
            return warn(cell.hour + cell.minute / 60, "hours_converted", column)
        case dt.timedelta():
            return warn(cell.total_seconds() / 3600, "hours_converted", column)
        case str() if clock := _CLOCK.fullmatch(bare(cell)):
            return warn(round(int(clock[1]) + int(clock[2]) / 60, 6), "hours_converted", column)
    amount = _amount(cell, column)
    if isinstance(amount, Reading):
        return amount
    if amount.unit not in _PER_HOUR:
        return refuse("hours_unreadable", column)
    if amount.unit in {"", "小时"}:
        return _reading(amount.value, amount, column)
    return warn(round(amount.value * _PER_HOUR[amount.unit], 6), "hours_converted", column)


def vague(text: str, column: Column) -> Reading | None:
    """The refusal of an approximate number or a range, None for any other text."""
    if _RANGE.search(text):
        return refuse("number_range", column)
    return refuse("number_vague", column) if _VAGUE.search(text) else None


def _counted(cell: Cell, column: Column) -> _Amount | Reading:
    """An amount whose unit, if written, is the column's."""
    amount = _amount(cell, column)
    if isinstance(amount, Reading) or not amount.unit or column.unit is None:
        return refuse("number_unit", column) if isinstance(amount, _Amount) and amount.unit not in _COUNTS else amount
    wanted = _UNITS.get(column.unit, column.unit)
    return amount if amount.unit in {wanted, "个"} else refuse("number_unit", column)


def _amount(cell: Cell, column: Column) -> _Amount | Reading:
    match cell:
        case bool():
            return refuse("number_unreadable", column)
        case int() | float():
            amount: _Amount | None = _Amount(cell)
        case str():
            amount = _plain(cell) or _written(bare(cell))
        case _:
            return refuse("number_is_date", column)
    if amount is None:
        return vague(bare(str(cell)), column) or refuse("number_unreadable", column)
    if not math.isfinite(amount.value):
        return refuse("number_unreadable", column)
    return amount if abs(amount.value) < LARGEST else refuse("number_too_large", column)
