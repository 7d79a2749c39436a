"""The worksheet 修改说明 that the product puts in front of a workbook it returns; a clerk may send it back as it is."""

from __future__ import annotations

from transforms.recognise.grid import Grid

NAME = "修改说明"
MARK = "wuwei:returned:1"
"""Stands in a hidden cell of the worksheet's first row: a clerk's own worksheet of that name lacks it."""

FILE_SUFFIX = "_退回修改表"
"""Added to the name of a workbook that is returned, before its extension."""


def is_return_sheet(grid: Grid) -> bool:
    """Whether a worksheet is the list of corrections that the product itself has added."""
    return grid.name.startswith(NAME) and any(MARK in row for row in grid.rows[:1])
