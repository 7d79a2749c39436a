"""The formulas of an .xls, kept as tokens in the order of calculation, as texts ([MS-XLS] 2.5.198)."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple

from flows.clerks.marking.formulas.functions import FIXED, VARYING
from flows.read.formats.biff_texts import Pieces, unicode_text
from transforms.recognise.cell_references import column_letter
from transforms.recognise.grid import Place

_OPERATORS = dict(enumerate(("+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>"), start=3))
_BEFORE, _AFTER = {0x12: "+", 0x13: "-"}, {0x14: "%"}
_PARENTHESES, _MISSING, _TEXT, _ATTRIBUTE, _ERROR, _FLAG, _INTEGER, _NUMBER = (
    0x15,
    0x16,
    0x17,
    0x19,
    0x1C,
    0x1D,
    0x1E,
    0x1F,
)
_FIXED, _VARYING, _CELL, _AREA, _CELL_NEAR, _AREA_NEAR = 0x21, 0x22, 0x24, 0x25, 0x2C, 0x2D
_CHOICE, _SUM = 0x04, 0x10
_RELATIVE_ROW, _RELATIVE_COLUMN = 0x8000, 0x4000


class UnknownToken(Exception):
    """A formula has a part that is not understood, such as a name or another worksheet."""


class Formula(NamedTuple):
    """Tokens and the cell they stand in; `wide` are those of Excel 97 and later."""

    tokens: bytes
    place: Place
    wide: bool


def formula_text(formula: Formula) -> str:
    """The formula as it is typed, without the equals sign. Raises UnknownToken."""
    content, stack = Pieces([formula.tokens]), list[str]()
    try:
        while content.more():
            _take(content, stack, formula)
        (text,) = stack
    except (ValueError, IndexError, struct.error) as error:
        raise UnknownToken from error
    return text


def _take(content: Pieces, stack: list[str], formula: Formula) -> None:
    (token,) = content.numbers("<B")
    kind = token if token < 0x20 else token & 0x1F | 0x20
    if kind in _OPERATORS:
        second, first = stack.pop(), stack.pop()
        stack.append(f"{first}{_OPERATORS[kind]}{second}")
    elif kind in _BEFORE or kind in _AFTER:
        stack.append(f"{_BEFORE.get(kind, '')}{stack.pop()}{_AFTER.get(kind, '')}")
    elif kind == _PARENTHESES:
        stack.append(f"({stack.pop()})")
    elif kind == _ATTRIBUTE:
        _take_attribute(content, stack)
    elif kind in (_FIXED, _VARYING):
        _call(stack, *(_fixed if kind == _FIXED else _varying)(content))
    elif kind in _OPERANDS:
        stack.append(_OPERANDS[kind](content, formula))
    else:
        raise UnknownToken


def _take_attribute(content: Pieces, stack: list[str]) -> None:
    """Marks of calculation and spaces say nothing of the formula, but for a sum of one argument."""
    kind, number = content.numbers("<BH")
    if kind & _CHOICE:
        content.skip(2 * (number + 1))
    if kind & _SUM:
        _call(stack, "SUM", 1)


def _fixed(content: Pieces) -> tuple[str, int]:
    (number,) = content.numbers("<H")
    if number not in FIXED:
        raise UnknownToken
    return FIXED[number]


def _varying(content: Pieces) -> tuple[str, int]:
    count, number = content.numbers("<BH")
    if number not in VARYING:
        raise UnknownToken
    return VARYING[number], count


def _call(stack: list[str], name: str, count: int) -> None:
    arguments = [stack.pop() for _ in range(count)]
    stack.append(f"{name}({','.join(reversed(arguments))})")


def _text(content: Pieces, formula: Formula) -> str:
    if formula.wide:
        text = unicode_text(content, "<B")
    else:
        (length,) = content.numbers("<B")
        text = bytes(content.numbers(f"<{length}B")).decode("ascii")
    return '"' + text.replace('"', '""') + '"'


def _number(content: Pieces, _: Formula) -> str:
    value = struct.unpack("<d", bytes(content.numbers("<8B")))[0]
    return repr(value).removesuffix(".0")


def _cell(content: Pieces, formula: Formula) -> str:
    return _reference(*content.numbers("<HH" if formula.wide else "<HB"), formula=formula, near=False)


def _area(content: Pieces, formula: Formula) -> str:
    top, bottom, left, right = content.numbers("<HHHH" if formula.wide else "<HHBB")
    return ":".join(_reference(*corner, formula=formula, near=False) for corner in ((top, left), (bottom, right)))


def _cell_near(content: Pieces, formula: Formula) -> str:
    return _reference(*content.numbers("<HH" if formula.wide else "<HB"), formula=formula, near=True)


def _area_near(content: Pieces, formula: Formula) -> str:
    top, bottom, left, right = content.numbers("<HHHH" if formula.wide else "<HHBB")
    return ":".join(_reference(*corner, formula=formula, near=True) for corner in ((top, left), (bottom, right)))


def _reference(row: int, column: int, *, formula: Formula, near: bool) -> str:
    """A cell by its row and column, of which the flags are with the column, before Excel 97 with the row.

    `near` ones count from the cell of the formula, where they are relative.
    """
    flags, rows = (column, 0x10000) if formula.wide else (row, 0x4000)
    row, column = row % rows, column & 0xFF
    if near and flags & _RELATIVE_ROW:
        row = (formula.place[0] + row) % rows
    if near and flags & _RELATIVE_COLUMN:
        column = (formula.place[1] + column) % 0x100
    fixed_row, fixed_column = "" if flags & _RELATIVE_ROW else "$", "" if flags & _RELATIVE_COLUMN else "$"
    return f"{fixed_column}{column_letter(column)}{fixed_row}{row + 1}"


_OPERANDS: dict[int, Callable[[Pieces, Formula], str]] = {
    _MISSING: lambda *_: "",
    _TEXT: _text,
    _FLAG: lambda content, _: "TRUE" if content.numbers("<B")[0] else "FALSE",
    _INTEGER: lambda content, _: str(content.numbers("<H")[0]),
    _NUMBER: _number,
    _CELL: _cell,
    _AREA: _area,
    _CELL_NEAR: _cell_near,
    _AREA_NEAR: _area_near,
}
