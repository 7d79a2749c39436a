"""Names of worksheets as they may stand in ledgers and lists: without personal data, and each once in its file."""

from __future__ import annotations

from dataclasses import replace

from transforms.cells.personal_data.redaction import without_personal_data
from transforms.cells.plain import without_controls
from transforms.recognise.grid import Workbook

LONGEST = 80
"""Excel allows 31 characters; other formats any number."""


def with_plain_names(workbook: Workbook) -> Workbook:
    """The workbook with such worksheet names; of two equal ones the second gets a number."""
    names: dict[str, None] = {}
    for grid in workbook.grids:
        name = start = without_personal_data(without_controls(grid.name))[:LONGEST]
        number = 1
        while name in names:
            number += 1
            name = f"{start}（{number}）"
        names[name] = None
    return replace(
        workbook, grids=tuple(replace(grid, name=name) for grid, name in zip(workbook.grids, names, strict=True))
    )
