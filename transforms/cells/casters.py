"""From a raw cell to a reading: one caster per kind of column."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from expectations.contract.contract import Column, Kind
from expectations.contract.rules import Reaction
from expectations.county.codelist import code_text
from transforms.cells.coded import code, codes, flag, is_flag, reads_token, tags
from transforms.cells.context import BLANK, Caster, Context, Reading
from transforms.cells.dates.dates import birth, date, iso_day, month, period
from transforms.cells.dates.dues import due
from transforms.cells.ids import COMPLETE, MOBILE, citizen_id, phone
from transforms.cells.legend import Legend
from transforms.cells.personal_data.redaction import HIDDEN, has_personal_data, without_personal_data
from transforms.cells.persons import name, people
from transforms.cells.plain import plain, text, without_controls
from transforms.cells.quantities.quantities import hours, integer, money, number, percent
from transforms.cells.sentences import fix, of_text, refuse, warn
from transforms.recognise.grid import Cell

SHORTEST_NUMBER = 1e10  # a mobile phone number has 11 digits
LONGEST = 2000  # characters; only free text may be longer

CASTERS: Mapping[Kind, Caster] = MappingProxyType(
    {
        Kind.TEXT: text,
        Kind.NAME: name,
        Kind.PEOPLE: people,
        Kind.ID: citizen_id,
        Kind.PHONE: phone,
        Kind.CODE: code,
        Kind.CODES: codes,
        Kind.TAGS: tags,
        Kind.INTEGER: integer,
        Kind.NUMBER: number,
        Kind.MONEY: money,
        Kind.PERCENT: percent,
        Kind.HOURS: hours,
        Kind.FLAG: flag,
        Kind.DATE: date,
        Kind.DUE: due,
        Kind.MONTH: month,
        Kind.BIRTH: birth,
        Kind.PERIOD: period,
    }
)

PLAIN = {Kind.ID: COMPLETE, Kind.PHONE: MOBILE}
"""What most cells of these kinds look like; such a text is read as it stands."""

_DAYS = frozenset({Kind.DATE, Kind.DUE})
"""Kinds of columns whose texts are mostly days as the standard writes them."""

BY_LEGEND = frozenset({Kind.CODE, Kind.CODES, Kind.FLAG})
"""Kinds of columns whose heading may say what the signs in its cells mean."""

_PICTURES = tuple(f"{start}DISPIMG(" for start in ("=", "", "=_xlfn.", "_xlfn."))
"""How WPS stores a picture in a cell: as a formula whose result is its own text."""

_ERROR = re.compile(r"\s*(?:#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}|#{3,})\s*")
"""Error values, and what a column shows that is too narrow, as texts and web pages have them."""

_WRITTEN_FOR_NOTHING = ("nan", "NaT", "<NA>", "null", "None", "undefined")
"""What programs write where they have no value, in any column."""

_BELONGS = frozenset({Kind.ID, Kind.PHONE})
"""Kinds of columns in which personal numbers are expected; all of them are digested or masked."""

_WRITTEN_OUT = frozenset({str, int, float})
"""Classes of cells that may stand for nothing; booleans and days never do."""

_PLAIN_START = re.compile("[\u4e00-\u9fffA-Za-z0-9]")
"""What neither NFKC nor the removal of blanks changes."""


def read_cell(cell: Cell, column: Column, context: Context) -> Reading:
    """Read one cell as its column wants it, a sign as its heading explains it (domain.md M62).

    A word for nothing, such as 无 and /, is null (M47).
    """
    explained = _by_legend(cell, column, context, context.legend) if context.legend else None
    return explained or _by_contract(cell, column, context)


def _by_contract(cell: Cell, column: Column, context: Context) -> Reading:
    if isinstance(cell, str) and (reading := _at_sight(cell, column)):
        return reading
    if column.kind not in _BELONGS and (personal := _personal(cell)):
        return _cleared(personal, column, context)
    if cell.__class__ in _WRITTEN_OUT and not _plainly_something(cell, column):
        token = code_text(plain(cell))
        if not token:
            return BLANK
        if _says_nothing(token, column) and not _says_something(token, column, context):
            return fix(None, "nothing_token")
    reading = CASTERS[column.kind](cell, column, context)
    return of_text(reading) if isinstance(cell, str) else reading


def _at_sight(text: str, column: Column) -> Reading | None:
    """What most cells look like, and what none can be; None where it has to be looked into."""
    if column.kind in PLAIN and PLAIN[column.kind].fullmatch(text):
        return Reading(text)
    if column.kind in _DAYS and (day := iso_day(text)):
        return Reading(day)
    rule = _unreadable(text, column)
    return refuse(rule, column) if rule else None


def _by_legend(cell: Cell, column: Column, context: Context, legend: Legend) -> Reading | None:
    """A sign read by the word that the heading has for it; None where the cell is none, or means the same by the list.

    Where the list would read another code the clerk hears of it; a sign without a word is asked back.
    """
    words = legend.in_words(plain(cell)) if isinstance(cell, str | float) and not isinstance(cell, bool) else None
    if words is None:
        return None
    if not words:
        return refuse("sign_unexplained", column)
    listed, reading = _by_contract(cell, column, context), CASTERS[column.kind](words, column, context)
    if reading.value is None:
        return of_text(reading)
    if reading.value == listed.value:
        return None
    if listed.value is None:
        return fix(reading.value, "sign_by_heading")
    return warn(reading.value, "sign_by_heading", column)


def _unreadable(text: str, column: Column) -> str | None:
    """Why a text cannot be what any column wants: a picture, an error, or too long; None where it can."""
    if text.startswith(_PICTURES):
        return "picture"
    if text.lstrip()[:1] in ("#", "E") and _ERROR.fullmatch(text):
        return "error_cell"
    too_long = len(text) > LONGEST and column.kind is not Kind.TEXT and len(text.strip()) > LONGEST
    return "cell_too_long" if too_long else None


def _personal(cell: Cell) -> str | None:
    """The text of a cell with personal data; a number is one only where it is long enough for a telephone."""
    if isinstance(cell, str) or (isinstance(cell, float) and SHORTEST_NUMBER <= abs(cell) < math.inf):
        words = cell if isinstance(cell, str) and cell.isprintable() else without_controls(plain(cell))
        return words if has_personal_data(words) else None
    return None


def _cleared(words: str, column: Column, context: Context) -> Reading:
    """What is left of a cell without the personal data in it (domain.md M82); nothing of the number of a row.

    Two rows whose numbers are redacted would look like one; they get other numbers, made from their contents.
    """
    rest = without_personal_data(words, HIDDEN if column.kind is Kind.TEXT else " ").strip()
    rest = "" if column.generated_from else rest
    reading = read_cell(rest, column, context) if rest else BLANK
    if reading.reaction is Reaction.CELL:
        return reading
    return warn(reading.value, "personal_data_removed", column)._replace(text=reading.text, precision=reading.precision)


def _plainly_something(cell: Cell, column: Column) -> bool:
    """Fast path: by its first character and length the cell is short and no word for nothing; a number NaN is none."""
    if not isinstance(cell, str):
        return isinstance(cell, float) and math.isnan(cell)
    return len(cell) < LONGEST and _PLAIN_START.match(cell) is not None and cell[0] not in _starts(column.nothing)


@cache
def _starts(nothing: tuple[str, ...]) -> frozenset[str]:
    """First characters of the words for nothing."""
    return frozenset(start for token in _tokens(nothing) for start in (token[0], token[0].upper()))


@cache
def _tokens(nothing: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(code_text, (*nothing, *_WRITTEN_FOR_NOTHING)))


def _says_nothing(token: str, column: Column) -> bool:
    """Whether a token, or the single character it repeats (——), is one of the column's words for nothing."""
    nothing = _tokens(column.nothing)
    return token in nothing or (token[0] in nothing and token == token[0] * len(token))


def _says_something(token: str, column: Column, context: Context) -> bool:
    """Whether such a word is an answer here: 无 in a yes/no column, or a text of the column's own code list."""
    listed = context.codes.get(column.codes) if column.codes else None
    return (column.kind is Kind.FLAG and is_flag(token)) or (listed is not None and reads_token(token, listed))
