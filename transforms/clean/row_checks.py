"""Subtotal rows written by clerks, compared with computed sums (domain.md M22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from expectations.contract.contract import Column, Sheet
from expectations.contract.rules import Reaction
from transforms.recognise.row_kinds import FORGOTTEN, SUBTOTAL
from transforms.recognise.tables import Table
from transforms.recognise.totals import SUMMED, agree, number_in, sum_of
from transforms.records.issues import Finding

_MESSAGE = "合计行的「{heading}」与各行相加的结果不一致，合计行不作为数据采用。请核对各行和合计数。"


def wrong_totals(table: Table, sheet: Sheet) -> Iterator[Finding]:
    """A warning for every subtotal that equals no computed sum: of the block above or below it, or of all rows.

    A column with a cell that is no plain number has no sum; nor has any where a row was erased.
    """
    if FORGOTTEN in table.set_aside.values():
        return
    totals = sorted(row for row, reason in table.set_aside.items() if reason == SUBTOTAL)
    for column in sheet.columns if totals else ():
        if column.kind in SUMMED and column.name in table.header.columns:
            yield from _wrong(column, table.header.columns[column.name], table, totals)


def _wrong(column: Column, at: int, table: Table, totals: Sequence[int]) -> Iterator[Finding]:
    borders = [-1, *totals, len(table.grid.rows)]
    for last, row, following in zip(borders, totals, borders[2:], strict=False):
        cell = table.grid.rows[row][at]
        stated = number_in(cell)
        blocks = (
            [r for r in table.data if last < r < row],
            [r for r in table.data if r < row],
            [r for r in table.data if row < r < following],
            table.data,
        )
        sums = [sum_of(table.grid, at, block) for block in blocks if block]
        if stated is not None and None not in sums and not any(agree(stated, ours) for ours in sums):
            message = _MESSAGE.format(heading=column.heading)
            yield Finding(row, column, "subtotal_differs", Reaction.FIXW, message, cell)
