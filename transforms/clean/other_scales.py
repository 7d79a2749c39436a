"""Marks of another scale in a column of levels: 3 of 5 is not 3 of 3 (domain.md §12, M62)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from expectations.contract.contract import Kind, Sheet
from expectations.county.codelist import CodeList
from transforms.cells.plain import plain
from transforms.cells.sentences import refuse
from transforms.clean.column import CastColumn
from transforms.recognise.grid import Cell

_LEVELS = frozenset("123")
_BEYOND = frozenset("45")


def refuse_other_scales(
    sheet: Sheet,
    columns: Mapping[str, CastColumn],
    cells: Mapping[str, Sequence[Cell]],
    codes: Mapping[str, CodeList],
) -> None:
    """Empty in place the bare numbers of a column of three levels in which a 4 or 5 stands, too."""
    for column in sheet.columns:
        listed = codes.get(column.codes) if column.kind is Kind.CODE and column.codes else None
        if listed is None or not listed.labels.keys() >= _LEVELS or _BEYOND & listed.labels.keys():
            continue
        cast, raw = columns[column.name], cells[column.name]
        if not any(reading.rule == "unknown_code" and _mark(raw[n]) in _BEYOND for n, reading in cast.findings):
            continue  # nobody wrote one, or the heading says what the signs mean
        wrong = {n for n, cell in enumerate(raw) if cast.values[n] is not None and _mark(cell) in _LEVELS}
        for n in wrong:
            cast.values[n] = None
        kept = [finding for finding in cast.findings if finding[0] not in wrong]
        refusal = refuse("scale_unclear", column)
        cast.findings[:] = sorted([*kept, *((n, refusal) for n in wrong)], key=lambda finding: finding[0])


def _mark(cell: Cell) -> str:
    return "" if isinstance(cell, bool) else plain(cell).strip()
