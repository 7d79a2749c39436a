"""Tables as plain text: .csv and .tsv (domain.md M06). Every cell is a text."""

from __future__ import annotations

import csv
import re
from io import StringIO

from flows.read.formats.encodings import decoded
from flows.read.formats.sheet import grid
from flows.read.xlsx_evidence import Evidence, check_size
from flows.receive.guard import Limits, damaged
from transforms.recognise.grid import Cell, Grid

_DELIMITERS = (",", "\t", ";")
_SAMPLE = 200
_NAMED = re.compile(r"\A(?:\"?)sep=([,\t;|])\"?\r?\n", re.IGNORECASE)
_SHOWN_AS_TEXT = re.compile(r'="([^"]*)"')  # how exports prevent Excel from parsing a number


def delimited_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The one sheet of a text file; its rows may be of unequal length. Raises Unreadable."""
    text = decoded(data)
    named = _NAMED.match(text)
    text = text[named.end() :] if named else text
    lines = _rows(text, named[1] if named else delimiter(text))
    width = max(map(len, lines), default=0)
    check_size(limits, len(lines), width)
    rows: list[list[Cell]] = [[*map(_unwrapped, line), *[""] * (width - len(line))] for line in lines]
    return (grid("Sheet1", rows, Evidence()),)


def delimiter(text: str) -> str:
    """The delimiter: the character with the largest median number of cells per line."""
    sample = [line for line in text[: _SAMPLE * 1000].splitlines()[:_SAMPLE] if line.strip()]
    return max(_DELIMITERS, key=lambda mark: _median_width("\n".join(sample), mark))


def _median_width(text: str, mark: str) -> int:
    widths = sorted(map(len, _rows(text, mark)))
    return widths[len(widths) // 2] if widths else 0


def _rows(text: str, mark: str) -> list[list[str]]:
    """Rows with quoting; where a quotation mark is not closed each line is a row, so that none is lost."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        try:
            return [*csv.reader(StringIO(text, newline=""), delimiter=mark, quoting=quoting, strict=True)]
        except csv.Error:
            continue
    raise damaged()


def _unwrapped(cell: str) -> str:
    match = _SHOWN_AS_TEXT.fullmatch(cell)
    return match[1] if match else cell
