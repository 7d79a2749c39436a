"""Rows marked 作废 (void) outside a column of states: they are kept, with a warning (domain.md M21)."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.contract.contract import Sheet
from expectations.contract.rules import Reaction
from transforms.recognise.tables import Table
from transforms.records.issues import Finding

VOID = frozenset({"作废", "已作废", "(作废)", "（作废）", "作废。", "本行作废", "此行作废", "【作废】"})
_MESSAGE = "本行标有“作废”，但仍按有效的行接收。不需要报送的行请删除；需要报送的请去掉“作废”字样。"


def voided_rows(table: Table, sheet: Sheet) -> Iterator[Finding]:
    """A finding, at its first column, for every data row with such a mark."""
    marked = [row for row in table.data if not VOID.isdisjoint(table.grid.rows[row])]
    states = {at for name, at in table.header.columns.items() if sheet.column[name].codes}
    first = min(table.header.columns, key=table.header.columns.__getitem__)
    for row in marked:
        if any(cell in VOID and at not in states for at, cell in enumerate(table.grid.rows[row])):
            yield Finding(row, sheet.column[first], "row_marked_void", Reaction.FIXW, _MESSAGE, "")
