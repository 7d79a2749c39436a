"""Redacted workbooks in the archive: grids as compressed JSON under the hash of the original file.

Comments, caches and hidden parts of the original may contain what was removed, so none of its bytes are kept, only the
cells that a reader gives.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from transforms.recognise.grid import Cell, Grid, Merge, Place, Workbook

BEGINNING = b"wuwei redacted workbook 1\n"
"""The magic bytes of the format; no office program writes them."""

_TIMES: Mapping[str, type[dt.date | dt.datetime | dt.time]] = {
    "date": dt.date,
    "datetime": dt.datetime,
    "time": dt.time,
}


def redacted_bytes(workbook: Workbook) -> bytes:
    """The bytes of a file with a workbook's grids; the same grids give the same bytes."""
    tree = {"format": workbook.format, "grids": [_grid_tree(grid) for grid in workbook.grids]}
    return BEGINNING + zlib.compress(json.dumps(tree, ensure_ascii=False).encode(), 9)


def is_redacted(data: bytes) -> bool:
    """Whether these are the whole bytes of a redacted workbook: their checksum (Adler-32, of zlib) is right."""
    try:
        return data.startswith(BEGINNING) and bool(zlib.decompress(data.removeprefix(BEGINNING)))
    except zlib.error:
        return False


def redacted_workbook(data: bytes) -> Workbook:
    """The workbook that `redacted_bytes` wrote."""
    tree = json.loads(zlib.decompress(data.removeprefix(BEGINNING)))
    return Workbook(tree["format"], tuple(_grid(grid) for grid in tree["grids"]))


def _grid_tree(grid: Grid) -> dict[str, Any]:
    return {
        "name": grid.name,
        "rows": [[_cell_tree(cell) for cell in row] for row in grid.rows],
        "visible": grid.visible,
        "merges": [[merge.top, merge.left, merge.bottom, merge.right] for merge in grid.merges],
        "hidden_rows": sorted(grid.hidden_rows),
        "hidden_columns": sorted(grid.hidden_columns),
        "errors": _evidence_tree(grid.errors),
        "unvalued": sorted(grid.unvalued),
        "formats": _evidence_tree(grid.formats),
        "digits": _evidence_tree(grid.digits),
        "struck": sorted(grid.struck),
        "widths": grid.widths,
        "lost": grid.lost,
    }


def _grid(tree: Mapping[str, Any]) -> Grid:
    return Grid(
        name=tree["name"],
        rows=[[_cell(cell) for cell in row] for row in tree["rows"]],
        visible=tree["visible"],
        merges=tuple(Merge(*corners) for corners in tree["merges"]),
        hidden_rows=frozenset(tree["hidden_rows"]),
        hidden_columns=frozenset(tree["hidden_columns"]),
        errors=_evidence(tree["errors"]),
        unvalued=_places(tree["unvalued"]),
        formats=_evidence(tree["formats"]),
        digits=_evidence(tree["digits"]),
        struck=_places(tree.get("struck", ())),  # older copies have none of these three
        widths=tuple(tree.get("widths", ())),
        lost=tree.get("lost", False),
    )


def _cell_tree(cell: Cell) -> Any:
    if isinstance(cell, dt.timedelta):
        return {"timedelta": [cell.days, cell.seconds, cell.microseconds]}
    if isinstance(cell, (dt.date, dt.time)):
        return {type(cell).__name__: cell.isoformat()}
    return cell


def _cell(tree: Any) -> Cell:
    if not isinstance(tree, dict):
        cell: Cell = tree
        return cell
    ((kind, value),) = tree.items()
    return dt.timedelta(*value) if kind == "timedelta" else _TIMES[kind].fromisoformat(value)


def _places(tree: Iterable[Sequence[int]]) -> frozenset[Place]:
    return frozenset((row, column) for row, column in tree)


def _evidence_tree(evidence: Mapping[Place, str]) -> list[list[Any]]:
    return [[*place, text] for place, text in sorted(evidence.items())]


def _evidence(tree: list[list[Any]]) -> dict[Place, str]:
    return {(row, column): text for row, column, text in tree}
