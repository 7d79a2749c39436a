"""Numbers of persons: citizen ids (GB 11643-1999; domain.md §3.1, §9.2, §9.3, M39–M41) and telephones (§4.1, M43).

The check digit of an id is judged later.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from expectations.contract.contract import Column
from transforms.cells.context import Context, Reading
from transforms.cells.plain import bare, plain
from transforms.cells.sentences import fix, refuse, warn
from transforms.recognise.grid import Cell

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"

COMPLETE = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN = re.compile(r"[0-9]{15}")
_QUOTES = re.compile("['\"`´‘’“”]+")
_LIKE_X = re.compile("[x×✕╳Хх]$")  # the last two are Cyrillic
_SCIENTIFIC = re.compile(r"[0-9]\.?[0-9]*[eE]\+?[0-9]+")

MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_WITHIN = re.compile(r"(?<![0-9])(?:(?:\+|00)?86[-\s]*)?(1[3-9][0-9](?:[-\s]*[0-9]{4}){2})(?![0-9])")
_LANDLINE_WITHIN = re.compile(r"(?<![0-9])\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))\)?[-\s]*([2-9][0-9]{6,7})(?![0-9])")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
_SCIENTIFIC_PHONE = re.compile(r"[0-9]\.[0-9]+[eE]\+?[0-9]+")


def check_digit(body: str) -> str:
    """The 18th character to 17 digits."""
    return _CHECK_DIGITS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def citizen_id(cell: Cell, column: Column, _context: Context) -> Reading:
    """An id of 18 characters; old ones of 15 digits are completed.

    A number of 1e15 or more has lost digits whatever it looks like, so its type alone refuses it; a number of 15 digits
    is exact.
    """
    match cell:
        case bool() | dt.date() | dt.time() | dt.timedelta():
            return refuse("id_characters", column)
        case str():
            return _from_text(cell, column)
        case _ if not abs(cell) < 1e15:
            return refuse("id_typed_as_number", column)
        case _ if cell >= 1e14 and cell == int(cell):
            return _upgraded(str(int(cell)))
        case _:
            return refuse("id_length", column)


def _from_text(cell: str, column: Column) -> Reading:
    if COMPLETE.fullmatch(cell):
        return Reading(cell)
    number = _LIKE_X.sub("X", _QUOTES.sub("", bare(cell)))
    if COMPLETE.fullmatch(number):
        return fix(number, "id_rewritten")
    if _FIFTEEN.fullmatch(number):
        return _upgraded(number)
    if _SCIENTIFIC.fullmatch(number):
        return refuse("id_typed_as_number", column)
    return refuse("id_length" if number[:-1].isdecimal() else "id_characters", column)


def _upgraded(fifteen: str) -> Reading:
    body = f"{fifteen[:6]}19{fifteen[6:]}"
    return fix(body + check_digit(body), "id_upgraded")


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
    return refuse("phone_lost_digits" if _SCIENTIFIC_PHONE.fullmatch(number) else "phone_unreadable", column)
