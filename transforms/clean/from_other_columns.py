"""A month of birth that a number cell has lost is restored from the id number in the same row (domain.md M53)."""

from __future__ import annotations

import datetime as dt

from expectations.contract.contract import Kind, Sheet
from expectations.contract.rules import Reaction
from transforms.cells.context import Reading
from transforms.cells.ids import check_digit
from transforms.clean.column import CastColumn
from transforms.recognise.grid import Cell

_LOST_MONTHS = ("01", "10")
_MESSAGE = "「{heading}」分不清是1月还是10月，已按身份证号认定。请核对；今后请将单元格设为文本，月份写两位。"


def resolve_by_id(sheet: Sheet, columns: dict[str, CastColumn], cells: dict[str, list[Cell]]) -> None:
    """Fill such months in place, where the id is valid and agrees in the year, with a warning (FIXW)."""
    births = [column for column in sheet.columns if column.kind is Kind.BIRTH]
    if not births or "id_no" not in columns:
        return
    ids = columns["id_no"].values
    for column in births:
        cast = columns[column.name]
        for place, (n, reading) in enumerate(cast.findings):
            if reading.rule == "date_ambiguous_month" and (month := _month(ids[n], cells[column.name][n])):
                cast.values[n], cast.precisions[n] = month, "month"
                message = _MESSAGE.format(heading=column.heading)
                cast.findings[place] = (n, Reading(month, Reaction.FIXW, "month_told_by_id", message))


def _month(number: object, cell: Cell) -> dt.date | None:
    if not isinstance(number, str) or number[-1] != check_digit(number[:-1]) or number[10:12] not in _LOST_MONTHS:
        return None
    year = number[6:10]
    return dt.date(int(year), int(number[10:12]), 1) if str(cell).startswith(year) else None
