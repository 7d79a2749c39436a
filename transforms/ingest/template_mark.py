"""The mark of a blank workbook: which contract, in which version, it was made from (design.md §4).

It is the first row of a hidden worksheet, above the options of the drop-downs. No clerk sees it, every format keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable

from expectations.contract.contract import Sheet
from expectations.contract.rules import Reaction
from transforms.recognise.grid import Grid
from transforms.records.notice import Notice

_MARK = "五维空白表"


def mark(sheet: Sheet) -> tuple[str, str, int]:
    """The row with the contract a workbook was made from."""
    return _MARK, sheet.id, sheet.version


def bears_mark(grid: Grid) -> bool:
    """Whether a worksheet is the mark of a blank workbook, not hidden data."""
    return not grid.visible and bool(grid.rows) and grid.rows[0][:1] == [_MARK]


def marked_versions(grids: Iterable[Grid]) -> dict[str, int]:
    """Sheet id → version of the contract, for the sheets a workbook was made for."""
    marks = (tuple(grid.rows[0][1:3]) for grid in grids if bears_mark(grid))
    return {
        sheet: int(version)
        for sheet, version in (pair for pair in marks if len(pair) == 2)
        if isinstance(sheet, str) and isinstance(version, float) and version.is_integer()
    }


def outdated(sheet: Sheet, versions: dict[str, int]) -> list[Notice]:
    """A warning for a blank workbook of an older contract."""
    made_from = versions.get(sheet.id, sheet.version)
    if made_from >= sheet.version:
        return []
    message = (
        f"本表用的是第{made_from}版空白表，现行为第{sheet.version}版，已按现行要求读取。请下次改用新下发的空白表。"
    )
    return [Notice("template_outdated", message, Reaction.FIXW)]
