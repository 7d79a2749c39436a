"""Values by python-calamine: the native reader of .xlsx (docs/decisions/0003)."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from flows.read.formats.sheet import grid
from flows.read.xlsx_evidence import Evidence
from flows.receive.guard import REFUSED, damaged
from transforms.recognise.grid import Cell, Grid, Merge
from transforms.records.notice import Unreadable

_CALENDAR = (dt.date, dt.datetime, dt.time, dt.timedelta)


def native_grids(data: bytes, evidence_of: Callable[[int, str], Evidence]) -> tuple[Grid, ...]:
    """All worksheets with their values; `evidence_of` gives the evidence of a sheet by its position and name."""
    with load_workbook(BytesIO(data)) as workbook:
        names = [sheet.name for sheet in workbook.sheets_metadata]
        if len(set(names)) < len(names):  # the reader would give the first sheet twice
            raise damaged()
        return tuple(
            _grid(
                workbook.get_sheet_by_name(sheet.name),
                evidence_of(at, sheet.name),
                sheet.visible == SheetVisibleEnum.Visible,
            )
            for at, sheet in enumerate(workbook.sheets_metadata)
            if sheet.typ == SheetTypeEnum.WorkSheet
        )


@contextmanager
def refusals() -> Iterator[None]:
    """Turns the exceptions of readers on a broken workbook into Unreadable, without messages: they may quote a cell."""
    try:
        yield
    except PasswordError:
        raise Unreadable("format_encrypted", REFUSED["encrypted"]) from None
    except (CalamineError, ArithmeticError, LookupError, OSError, ValueError, struct.error):
        raise damaged() from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # derives from BaseException and cannot be imported
            raise damaged() from None
        raise


def _grid(sheet: CalamineSheet, evidence: Evidence, visible: bool) -> Grid:
    # iter_rows would drop the empty leading columns, and with them the true coordinates.
    rows = _shared(sheet.to_python(skip_empty_area=False))
    for (row, column), value in evidence.negatives.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column].__class__ in _CALENDAR:
            rows[row][column] = value
    evidence.merges += [Merge(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return grid(sheet.name, rows, evidence, visible=visible)


def _shared(rows: Iterable[list[Cell | int]]) -> list[list[Cell]]:
    """Interns equal texts: memory, pickling and look-ups cost a third.

    The binary formats have integers; a Grid has floats only.
    """
    texts: dict[Cell, Cell] = {}
    intern = texts.setdefault
    # Comparing the class is several times as fast as isinstance, and this runs for every cell.
    return [
        [
            intern(cell, cell) if cell.__class__ is str else float(cell) if cell.__class__ is int else cell
            for cell in row
        ]
        for row in rows
    ]
