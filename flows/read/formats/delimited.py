"""Tables as plain text: .csv and .tsv (domain.md M06). Every cell is a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from flows.read.formats.encodings import decoded
from flows.read.formats.sheet import grid
from flows.read.xlsx_evidence import Evidence, check_size
from flows.receive.guard import Limits
from transforms.recognise.grid import Cell, Grid

_DELIMITERS = (",", "\t", ";")
_SAMPLE = 200
_NAMED = re.compile(r"\A(?:\"?)sep=([,\t;|])\"?\r?\n", re.IGNORECASE)
_SHOWN_AS_TEXT = re.compile(r'="([^"]*)"')  # how exports prevent Excel from parsing a number
_LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTED = r' *"([^"]*+(?:""[^"]*+)*+)" *(?=[{mark}\r\n]|\Z)'
_PLAIN = r"([^{mark}\r\n]*+)"
_AFTER = r"({mark}|\r\n|\r|\n|\Z)"


def delimited_grids(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The one sheet of a text file; its rows may be of unequal length. Raises Unreadable."""
    text = decoded(data)
    named = _NAMED.match(text)
    text = text[named.end() :] if named else text
    lines = _rows(text, named[1] if named else delimiter(text))
    widths = [*map(len, lines)]
    width = max(widths, default=0)
    check_size(limits, len(lines), width)
    rows: list[list[Cell]] = [[*map(_unwrapped, line), *[""] * (width - len(line))] for line in lines]
    return (grid("Sheet1", rows, Evidence(widths=widths)),)


def delimiter(text: str) -> str:
    """The delimiter: the character with the largest median number of cells per line."""
    sample = "\n".join(_sample(text))
    return max(_DELIMITERS, key=lambda mark: _median(map(len, _rows(sample, mark))))


def _sample(text: str) -> list[str]:
    return [line for line in text[: _SAMPLE * 1000].splitlines()[:_SAMPLE] if line.strip()]


def _median(widths: Iterable[int]) -> int:
    ordered = sorted(widths)
    return ordered[len(ordered) // 2] if ordered else 0


def _rows(text: str, mark: str) -> list[list[str]]:
    """The rows of a text: a quoted cell ends with a quotation mark before a delimiter or the end of a line.

    Every other quotation mark is a character like others: a stray one must shift no cell and swallow no row.
    """
    if '"' in text:
        return _quoted_rows(text, mark, _median(_width(line, mark) for line in _sample(text)))
    *lines, last = _LINE_END.split(text)
    return [line.split(mark) for line in ([*lines, last] if last else lines)]


def _quoted_rows(text: str, mark: str, usual: int) -> list[list[str]]:
    """The rows of a text with quotation marks; `usual` is the number of cells that make a whole line."""
    quoted, plain = (re.compile((cell + _AFTER).replace("{mark}", re.escape(mark))) for cell in (_QUOTED, _PLAIN))
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text) or row:
        match = quoted.match(text, at)
        if match and not _spans_whole_lines(match, len(row), mark, usual):
            row.append(match[1].replace('""', '"'))
        else:
            match = cast(re.Match[str], plain.match(text, at))  # whatever stands there
            row.append(match[1])
        at = match.end()
        if match[2] != mark:
            rows.append(row)
            row = []
    return rows


def _spans_whole_lines(cell: re.Match[str], before: int, mark: str, usual: int) -> bool:
    """Whether each line a quoted cell reaches over is a row of its own: then two stray marks enclose it."""
    first, *others = _LINE_END.split(cell[1])
    if not others or before + first.count(mark) + 1 != usual:
        return False
    line_end = _LINE_END.search(cell.string, cell.end(1))
    others[-1] += cell.string[cell.end(1) : line_end.start() if line_end else None]
    return usual > 1 and all(_width(line, mark) == usual for line in others)


def _width(line: str, mark: str) -> int:
    return len(_quoted_rows(line, mark, 0)[0]) if line else 0


def _unwrapped(cell: str) -> str:
    match = _SHOWN_AS_TEXT.fullmatch(cell)
    return match[1] if match else cell
