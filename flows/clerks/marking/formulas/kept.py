"""The formulas of a file that is rebuilt, as far as they are understood; the others become their values."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence

from flows.clerks.marking.formulas.functions import NAMES
from flows.clerks.marking.formulas.tokens import Formula, UnknownToken, formula_text
from flows.read.formats.opendocument import opendocument_formulas
from flows.read.formats.xls import SheetRecords, xls_records
from transforms.recognise.grid import Place

Formulas = Mapping[Place, str]
"""Cell of a worksheet → its formula as it is typed in English, without the equals sign."""

_FORMULA, _SHARED, _POINTER = 0x06, 0x4BC, b"\x01"
_STRING = re.compile(r'("(?:[^"]|"")*")')
_PREFIX = re.compile(r"(?:of|oooc|msoxl):=|=")
_CELLS = re.compile(r"\[\.(\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::\.(\$?[A-Z]{1,3}\$?[0-9]{1,7}))?\]")
_PLAIN = re.compile(r"[\w.\s()+\-*/^&=<>%;]*")
_CALL = re.compile(r"([^\W\d][\w.]*)(\s*\()?")


def kept_formulas(data: bytes, kind: str) -> list[Formulas]:
    """Of each worksheet of a file of this format the formulas that read alike in an .xlsx."""
    if kind == "xls":
        return [dict(_texts(sheet)) for sheet in xls_records(data)]
    if kind in ("ods", "fods"):
        return [dict(_translations(formulas)) for formulas in opendocument_formulas(data, kind)]
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


def _translations(formulas: Formulas) -> Iterator[tuple[Place, str]]:
    """Formulas of OpenDocument as Excel writes them, where that is certain."""
    for place, formula in formulas.items():
        texts = [_translated(piece) for piece in _STRING.split(_PREFIX.sub("", formula, count=1))]
        if None not in texts:
            yield place, "".join(filter(None, texts))


def _translated(piece: str) -> str | None:
    """A text in quotation marks, or what stands between two: only cells of the same sheet, operators and functions."""
    if piece.startswith('"'):
        return piece
    rest = _CELLS.sub("", piece)
    known = all(call[2] and call[1] in NAMES for call in _CALL.finditer(rest))
    if not known or not _PLAIN.fullmatch(rest):
        return None
    return _CELLS.sub(lambda cells: ":".join(filter(None, cells.groups())), piece).replace(";", ",")
