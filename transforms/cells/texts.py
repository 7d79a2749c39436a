"""Free text (domain.md §12, M69, M70)."""

from __future__ import annotations

import re
import unicodedata

from expectations.contract.contract import Column
from transforms.cells.context import Context
from transforms.cells.plain import plain, without_controls
from transforms.cells.reading import BLANK, Reading
from transforms.cells.sentences import fix
from transforms.recognise.grid import Cell

_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|_x000D_\n?")
_ORDINARY = re.compile("[\u4e00-\u9fffA-Za-z0-9，。、；：（）《》“”]+")
_LIKE_A_FORMULA = ("=", "+", "@")


def text(cell: Cell, _column: Column, _context: Context) -> Reading:
    """The words of a cell in NFC, without control characters; line ends become a plain new line.

    A text that begins like a formula is noted; exports escape it (M69).
    """
    if isinstance(cell, str) and _ORDINARY.fullmatch(cell):
        return Reading(cell)
    words = plain(cell).strip()
    tidy = unicodedata.normalize("NFC", without_controls(_LINE_END.sub("\n", words).replace("\t", " "))).strip()
    if not tidy:
        return BLANK
    if tidy.startswith(_LIKE_A_FORMULA):
        return fix(tidy, "text_like_formula")
    return Reading(tidy) if tidy == plain(cell) else fix(tidy, "text_tidied")
