"""A cell as text: as the clerk sees it, without layout characters, and as free text (domain.md §12, M69, M70)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column
from transforms.cells.context import BLANK, Context, Reading
from transforms.cells.quantities.formatted import formatted, writes_more
from transforms.cells.sentences import fix, refuse, warn
from transforms.recognise.grid import Cell

_INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")

_CONTROLS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]+"
)
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|_x000D_\n?")
_ORDINARY = re.compile("[\u4e00-\u9fffA-Za-z0-9，。、；：（）《》“”]+")
_WHOLE = re.compile(r"[0-9]{2,}\.0")
"""The number of a row as programs write it out that take it for one with decimals; 1.0 may be the first of 1.1, 1.2."""
_NUMBERING = frozenset(c.name for sheet in SHEETS.values() for c in sheet.columns if c.generated_from)
"""Columns with the number of a row, and those of other sheets that name a row by it."""
_DASHES = re.compile("(?<=[0-9A-Za-z])[\u2010-\u2015\u2212\u30fc\u4e00\u2500\u2501]+(?=[0-9A-Za-z])")
_LEADING = re.compile("[a-z]+")
_NO_GAP = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_LIKE_A_FORMULA = ("=", "+", "@")


def plain(cell: Cell) -> str:
    """The cell as text; numbers in plain digits as Excel shows them (15 significant), midnight without its time."""
    match cell:
        case str():
            return cell
        case bool():
            return "是" if cell else "否"
        case int() | float():
            return format(Decimal(f"{cell:.15g}"), "f")
        case dt.datetime():
            return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
        case dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)


def without_controls(text: str) -> str:
    """The text without invisible characters, but for blanks and new lines."""
    return _CONTROLS.sub("", text)


def bare(text: str) -> str:
    """NFKC without white space, control and zero-width characters (domain.md §9.2, 1 and 2)."""
    together = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFC", together)  # what was removed may have kept a letter from its accent


def text(cell: Cell, column: Column, context: Context) -> Reading:
    """The words of a cell in NFC, without control characters; line ends become a plain new line.

    A text that begins like a formula is noted; exports escape it (M69). A number is the text its format shows (0007); a
    number such as 1-2 that became a date is asked back.
    """
    if not isinstance(cell, str) and (reading := _shown(cell, column, context.number_format)):
        return reading
    if column.name in _NUMBERING and isinstance(cell, str):
        return _number_of_row(cell)
    if isinstance(cell, str) and _ORDINARY.fullmatch(cell):
        return Reading(cell)
    words = plain(cell).strip()
    tidy = unicodedata.normalize("NFC", without_controls(_LINE_END.sub("\n", words).replace("\t", " "))).strip()
    if not tidy:
        return BLANK
    if tidy.startswith(_LIKE_A_FORMULA):
        return fix(tidy, "text_like_formula")
    return Reading(tidy) if tidy == plain(cell) else fix(tidy, "text_tidied")


def _number_of_row(cell: str) -> Reading:
    """A number in the one spelling that finds it again: ＭＳ2021—001, ms2021-001 and MS 2021-001 are MS2021-001."""
    if _WHOLE.fullmatch(cell):
        return fix(cell.partition(".")[0], "number_without_decimals")
    folded = unicodedata.normalize("NFKC", without_controls(cell)).strip()
    tidy = _DASHES.sub("-", _NO_GAP.sub("", folded))
    if start := _LEADING.match(tidy):
        tidy = start[0].upper() + tidy[start.end() :]
    if not tidy:
        return BLANK
    if tidy.startswith(_LIKE_A_FORMULA):
        return fix(tidy, "text_like_formula")
    return Reading(tidy) if tidy == cell else fix(tidy, "number_tidied")


def _shown(cell: Cell, column: Column, code: str | None) -> Reading | None:
    """A number or date in a column of texts by its format; None where that adds nothing."""
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        if column.generated_from:  # the number of a row
            return refuse("number_is_date", column)
        without_year = code and isinstance(cell, dt.date)
        return warn(plain(cell), "text_is_date", column) if without_year else None
    if code is None or isinstance(cell, bool | str):
        return None
    words = formatted(code, cell)
    if words is None:
        return refuse("number_formatted", column) if writes_more(code) else None
    return fix(words, "text_as_shown") if words != plain(cell) else None
