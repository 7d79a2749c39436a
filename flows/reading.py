"""Read: the bytes of a workbook → grids of typed cells with the evidence that readers usually hide (domain.md §12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from flows.evidence import Evidence, look
from flows.formats import telling_styles
from flows.guard import LIMITS, REFUSED, Limits, admitted, contents, damaged
from flows.package import Package
from transforms.grid import Cell, Grid, Merge, Place, Unreadable, Workbook


def read_workbook(path: Path, limits: Limits = LIMITS) -> Workbook:
    """All worksheets of a file, hidden ones too. Raises Unreadable with advice for the clerk.

    Rows start at A1, are equally long and end with the last one that holds a value or evidence. A hostile file may
    still end the process or exhaust memory: files from outside are read through `flows.workers`.
    """
    data = contents(path, limits)
    found = admitted(data, limits)
    return Workbook(found, READERS[found](data, limits))


def _xlsx(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    with _refusals():
        package = Package(data)
        formats = telling_styles(package.styles())
        evidence = {name: look(xml, formats, limits) for name, xml in package.worksheets()}
        package.check_unseen(limits)
        with load_workbook(BytesIO(data)) as workbook:
            names = [sheet.name for sheet in workbook.sheets_metadata]
            if len(set(names)) < len(names):  # the reader would give the first one twice
                raise damaged()
            return tuple(
                _grid(workbook.get_sheet_by_name(sheet.name), evidence[sheet.name], sheet.visible)
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            )


READERS: dict[str, Callable[[bytes, Limits], tuple[Grid, ...]]] = {"xlsx": _xlsx}
"""Detected format → reader of its bytes. A new one also takes its refusal out of `guard.REFUSED`."""


@contextmanager
def _refusals() -> Iterator[None]:
    """Turns what a broken workbook makes readers raise into Unreadable, without their words: they may quote a cell."""
    try:
        yield
    except PasswordError:
        raise Unreadable("format_encrypted", REFUSED["encrypted"]) from None
    except (CalamineError, KeyError, OSError, OverflowError, ValueError):
        raise damaged() from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # derives from BaseException and cannot be imported
            raise damaged() from None
        raise


def _grid(sheet: CalamineSheet, evidence: Evidence, visible: SheetVisibleEnum) -> Grid:
    # iter_rows would drop the empty leading columns, and with them the true coordinates.
    rows = _fitted(_shared(sheet.to_python(skip_empty_area=False)), evidence.errors.keys() | evidence.unvalued)
    return Grid(
        name=sheet.name,
        rows=rows,
        visible=visible == SheetVisibleEnum.Visible,
        merges=tuple(_within(rows, sheet.merged_cell_ranges or ())),
        hidden_rows=frozenset(evidence.hidden_rows),
        errors=evidence.errors,
        unvalued=frozenset(evidence.unvalued),
        formats=evidence.formats,
        digits=evidence.digits,
    )


def _shared(rows: Iterable[list[Cell]]) -> list[list[Cell]]:
    """Equal texts as one object: they are kept, sent to another process and looked up at a third of the cost."""
    texts: dict[str, str] = {}
    return [[texts.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def _fitted(rows: list[list[Cell]], remarkable: Iterable[Place]) -> list[list[Cell]]:
    """Rows without empty ones at the end, but wide and long enough for every remarkable place."""
    height = max((row + 1 for row, _ in remarkable), default=0)
    width = max((column + 1 for _, column in remarkable), default=0)
    while len(rows) > height and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    width = max(width, len(rows[0]) if rows else 0)
    rows.extend([] for _ in range(height - len(rows)))
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def _within(rows: list[list[Cell]], ranges: Iterable[tuple[Place, Place]]) -> Iterator[Merge]:
    """Merged ranges cut to the grid, so that nobody fills down a million rows."""
    height, width = len(rows), len(rows[0]) if rows else 0
    for (top, left), (bottom, right) in ranges:
        if top < height and left < width:
            yield Merge(top, left, min(bottom, height - 1), min(right, width - 1))
