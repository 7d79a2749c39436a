"""The formulas of a file that is rebuilt, as far as they are understood; the others become their values."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence

from flows.clerks.marking.formulas.functions import NAMES
from flows.clerks.marking.formulas.tokens import Formula, UnknownToken, formula_text
from flows.read.formats.opendocument import opendocument_formulas
from flows.read.formats.spreadsheetml import spreadsheetml_formulas
from flows.read.formats.xls import SheetRecords, xls_records
from transforms.recognise.cell_references import column_letter
from transforms.recognise.grid import Place

Formulas = Mapping[Place, str]
"""Cell of a worksheet → its formula as it is typed in English, without the equals sign."""

_FORMULA, _SHARED, _POINTER = 0x06, 0x4BC, b"\x01"
_STRING = re.compile(r'("(?:[^"]|"")*")')
_PREFIX = re.compile(r"(?:of|oooc|msoxl):=|=")
_CELLS = re.compile(r"\[\.(\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::\.(\$?[A-Z]{1,3}\$?[0-9]{1,7}))?\]")
_ROW_AND_COLUMN = re.compile(
    r"(?<![\w.])R(\[-?[0-9]{1,7}\]|[1-9][0-9]{0,6})?C(\[-?[0-9]{1,5}\]|[1-9][0-9]{0,4})?(?![\w.(\[])"
)
_PLAIN = re.compile(r"[\w.\s()+\-*/^&=<>%]*")
_CALL = re.compile(r"([^\W\d][\w.]*)(\s*\()?")


def kept_formulas(data: bytes, kind: str) -> list[Formulas]:
    """Of each worksheet of a file of this format the formulas that read alike in an .xlsx."""
    if kind == "xls":
        return [dict(_texts(sheet)) for sheet in xls_records(data)]
    if kind in ("ods", "fods"):
        return [dict(_translations(formulas, _of_opendocument)) for formulas in opendocument_formulas(data, kind)]
    if kind == "spreadsheetml":
        return [dict(_translations(formulas, _of_rows_and_columns)) for formulas in spreadsheetml_formulas(data)]
    return []


def _texts(sheet: SheetRecords) -> Iterator[tuple[Place, str]]:
    formulas: dict[Place, bytes] = {}
    shared: list[tuple[range, range, bytes]] = []
    for kind, (record, *_) in sheet.records:
        if kind == _FORMULA:
            row, column = struct.unpack_from("<HH", record)
            formulas[row, column] = _sized(record, 20)
        elif kind == _SHARED:
            top, bottom, left, right = struct.unpack_from("<HHBB", record)
            shared.append((range(top, bottom + 1), range(left, right + 1), _sized(record, 8)))
    for place, tokens in formulas.items():
        try:
            yield place, formula_text(Formula(_own_tokens(place, tokens, shared), place, sheet.wide))
        except UnknownToken:
            continue


def _own_tokens(place: Place, tokens: bytes, shared: Sequence[tuple[range, range, bytes]]) -> bytes:
    """The tokens of a cell, or where they lead to a formula that a range of cells shares, of that; else none."""
    if not tokens.startswith(_POINTER):
        return tokens
    return next((common for rows, columns, common in shared if place[0] in rows and place[1] in columns), b"")


def _sized(record: bytes, at: int) -> bytes:
    size = struct.unpack_from("<H", record, at)[0]
    return record[at + 2 : at + 2 + size]


def _translations(formulas: Formulas, translated: Callable[[str, Place], str | None]) -> Iterator[tuple[Place, str]]:
    """Formulas as Excel shows them, where that is certain; what stands in quotation marks is no part of them."""
    for place, formula in formulas.items():
        pieces = _STRING.split(_PREFIX.sub("", formula, count=1))
        texts = [piece if piece.startswith('"') else translated(piece, place) for piece in pieces]
        if None not in texts:
            yield place, "".join(filter(None, texts))


def _of_opendocument(piece: str, _: Place) -> str | None:
    """Cells in brackets, arguments parted by semicolons."""
    if not _understood(_CELLS.sub("", piece), ";"):
        return None
    return _CELLS.sub(lambda cells: ":".join(filter(None, cells.groups())), piece).replace(";", ",")


def _of_rows_and_columns(piece: str, place: Place) -> str | None:
    """Cells by row and column; the numbers in brackets count from the cell of the formula."""
    cells = [[*map(_position, match.groups(), place)] for match in _ROW_AND_COLUMN.finditer(piece)]
    if not _understood(_ROW_AND_COLUMN.sub("", piece), ",:") or any(at < 0 for cell in cells for at, _ in cell):
        return None
    written = iter(
        f"{fixed_column}{column_letter(column)}{fixed_row}{row + 1}"
        for (row, fixed_row), (column, fixed_column) in cells
    )
    return _ROW_AND_COLUMN.sub(lambda _: next(written), piece)


def _position(written: str | None, own: int) -> tuple[int, str]:
    """A row or column from 0, and the mark of one that does not move with the formula."""
    if written and not written.startswith("["):
        return int(written) - 1, "$"
    return own + int(written.strip("[]") if written else 0), ""


def _understood(rest: str, separators: str) -> bool:
    """Whether a formula without its cells has nothing but numbers, operators and functions that are known."""
    called = all(call[2] and call[1] in NAMES for call in _CALL.finditer(rest))
    return called and _PLAIN.fullmatch(rest.translate({ord(mark): None for mark in separators})) is not None
