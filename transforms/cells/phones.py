"""Telephone numbers (domain.md §4.1, M43)."""

from __future__ import annotations

import re
import unicodedata

from expectations.contract.contract import Column
from transforms.cells.context import Context
from transforms.cells.plain import bare, plain
from transforms.cells.reading import Reading
from transforms.cells.sentences import fix, refuse, warn
from transforms.recognise.grid import Cell

MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_WITHIN = re.compile(r"(?<![0-9])(?:(?:\+|00)?86[-\s]*)?(1[3-9][0-9](?:[-\s]*[0-9]{4}){2})(?![0-9])")
_LANDLINE_WITHIN = re.compile(r"(?<![0-9])\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))\)?[-\s]*([2-9][0-9]{6,7})(?![0-9])")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
_SCIENTIFIC = re.compile(r"[0-9]\.[0-9]+[eE]\+?[0-9]+")


def phone(cell: Cell, column: Column, context: Context) -> Reading:
    """The first mobile number of a cell as 11 digits, else a landline as area code, hyphen, number."""
    text = plain(cell)
    if MOBILE.fullmatch(text):
        return Reading(text)
    text = unicodedata.normalize("NFKC", text)
    if match := _MOBILE_WITHIN.search(text):
        return fix(re.sub(r"[-\s]", "", match[1]), "phone_rewritten")
    if match := _LANDLINE_WITHIN.search(text):
        number = f"{match[1]}-{match[2]}"
        return Reading(number) if number == text else fix(number, "phone_rewritten")
    number = bare(text).replace("-", "")
    if context.area_code and _LOCAL.fullmatch(number):
        return warn(f"{context.area_code}-{number}", "phone_area_code", column)
    return refuse("phone_lost_digits" if _SCIENTIFIC.fullmatch(number) else "phone_unreadable", column)
