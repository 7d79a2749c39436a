"""A cell as text: as the clerk sees it, and without layout characters."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

from transforms.recognise.grid import Cell

_INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")

_CONTROLS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]+"
)


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
