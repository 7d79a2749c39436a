"""The limits checked again on the grids of a file, whatever its format: later steps go through all their cells."""

from __future__ import annotations

from flows.receive.guard import Limits, sheet_too_large
from transforms.recognise.grid import Grid, Unreadable


def check_grids(grids: tuple[Grid, ...], limits: Limits) -> None:
    """Raises Unreadable for worksheets that are too large, alone or together, or have too many merged ranges."""
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
