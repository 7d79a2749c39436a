"""Free text (domain.md §12, M69, M70)."""

from __future__ import annotations

import re
import unicodedata

from expectations.contract import Column
from transforms.cells.context import Context
from transforms.cells.plain import plain
from transforms.cells.reading import BLANK, Reading
from transforms.cells.sentences import fix
from transforms.grid import Cell

_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|_x000D_\n?")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\ud800-\udfff]+")


def text(cell: Cell, _column: Column, _context: Context) -> Reading:
    """The words of a cell in NFC, without control characters; line ends become a plain new line."""
    words = plain(cell).strip()
    tidy = unicodedata.normalize("NFC", _CONTROLS.sub("", _LINE_END.sub("\n", words).replace("\t", " "))).strip()
    if not tidy:
        return BLANK
    return Reading(tidy) if tidy == words else fix(tidy, "text_tidied")
