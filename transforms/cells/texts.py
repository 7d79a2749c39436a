"""Free text (domain.md §12, M69, M70)."""

from __future__ import annotations

import re
import unicodedata

from expectations.contract import Column
from transforms.cells.context import Context
from transforms.cells.plain import plain
from transforms.cells.reading import BLANK, Reading
from transforms.cells.sentences import fix, warn
from transforms.grid import Cell

_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|_x000D_\n?")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\ud800-\udfff]+")
_PERSONAL = re.compile(r"(?<![0-9])(?:[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}|1[3-9][0-9]{9})(?![0-9])")
"""Numbers of id cards and mobile phones, which belong in no text (domain.md M82)."""

_ORDINARY = re.compile("[\u4e00-\u9fffA-Za-z0-9，。、；：（）《》“”]+")
_LIKE_A_FORMULA = ("=", "+", "@")


def text(cell: Cell, column: Column, _context: Context) -> Reading:
    """The words of a cell in NFC, without control characters; line ends become a plain new line.

    Id and phone numbers are taken out (M82); words that begin like a formula are noted, exports guard them (M69).
    """
    if isinstance(cell, str) and _ORDINARY.fullmatch(cell) and not _PERSONAL.search(cell):
        return Reading(cell)
    words = plain(cell).strip()
    tidy = unicodedata.normalize("NFC", _CONTROLS.sub("", _LINE_END.sub("\n", words).replace("\t", " "))).strip()
    if not tidy:
        return BLANK
    public = without_personal_numbers(tidy)
    if public != tidy:
        return warn(public, "personal_data_removed", column)
    if tidy.startswith(_LIKE_A_FORMULA):
        return fix(tidy, "text_like_formula")
    return Reading(tidy) if tidy == plain(cell) else fix(tidy, "text_tidied")


def without_personal_numbers(words: str) -> str:
    """The words without numbers of id cards and mobile phones (domain.md M82)."""
    return _PERSONAL.sub("［已隐去］", words)
