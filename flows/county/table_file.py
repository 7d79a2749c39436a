"""The rows of a reference table as an office keeps it: CSV or text with tabs, or a workbook's first worksheet.

Text is in UTF-8 or GB18030.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from flows.county.county_text import NotAText, county_text
from flows.county.said import Said, both, said

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
TEXTS = (".csv", ".txt", ".tsv")
"""The extensions of tables that are text."""


class WrongReferenceTable(ValueError):
    """A reference table cannot be used; the message says which line and what to write."""


@dataclass(frozen=True)
class Row:
    """A row of texts, its number as an editor or a spreadsheet shows it, and how it reads as a line."""

    number: int
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """The row on one line, for a message about it."""
        return ",".join(self.cells).rstrip(",")


def table_rows(path: Path) -> list[Row]:
    """The rows with anything in them, the headings first; one at least. Raises WrongReferenceTable."""
    try:
        rows = _of_workbook(path) if path.suffix.lower() in _WORKBOOKS else _of_text(path)
        return [row for row in rows if any(row.cells)] or [Row(1, ())]
    except NotAText as wrong:
        raise WrongReferenceTable(str(wrong)) from None
    except PermissionError as wrong:
        raise WrongReferenceTable(no_rights(path, wrong)) from None


def no_rights(path: Path, error: PermissionError) -> str:
    """What is said of a file that this user may not read."""
    return both(Said(str(path), str(path)), said("no_rights", error=error.strerror))


def _of_text(path: Path) -> Iterator[Row]:
    text = county_text(path)
    tabbed = text.count("\t") > text.count(",")  # as spreadsheets save “text”
    reader = csv.reader(StringIO(text, newline=""), delimiter="\t" if tabbed else ",")
    for cells in reader:
        yield Row(reader.line_num, tuple(cells))


def _of_workbook(path: Path) -> Iterator[Row]:
    """Numbers as they are shown: a code of nine digits is a number in most workbooks."""
    from python_calamine import CalamineError, load_workbook  # noqa: PLC0415 - only where a table is a workbook

    try:
        grid = load_workbook(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError:
        raise WrongReferenceTable(both(Said(str(path), str(path)), said("no_workbook"))) from None
    for number, cells in enumerate(grid, start=1):
        yield Row(number, tuple(map(cell_text, cells)))


def cell_text(cell: object) -> str:
    """A cell of a workbook as it is shown, without blanks round it: 421126100.0 is 421126100."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
