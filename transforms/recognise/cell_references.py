"""References of cells as spreadsheets write them (AB12) and places as grids count them, from 0 (ECMA-376, 18.18.62)."""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.recognise.grid import Place

_REFERENCE = re.compile(r"([A-Za-z]{1,7})0*([1-9][0-9]{0,9})")  # far beyond any sheet: what is too far is not broken


def column_letter(position: int) -> str:
    """Column position from 0 → spreadsheet letter: 0 → A, 26 → AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_position(letters: str) -> int:
    """Spreadsheet letter → column position from 0: A → 0, AA → 26; small letters too."""
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def cell_reference(place: Place) -> str:
    """Place → reference: (11, 27) → AB12."""
    row, column = place
    return f"{column_letter(column)}{row + 1}"


def cell_place(reference: str) -> Place | None:
    """Reference → place: AB12 → (11, 27); None for what is no reference of one cell."""
    if match := _REFERENCE.fullmatch(reference):
        return int(match[2]) - 1, column_position(match[1])
    return None
