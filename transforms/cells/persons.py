"""Names of persons in cells (domain.md §9.2, §12, M31–M38)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from expectations.contract import Column
from transforms.cells.context import Context
from transforms.cells.numerals import NUMERAL_CHARACTERS, numeral
from transforms.cells.plain import bare
from transforms.cells.reading import Reading
from transforms.cells.sentences import fix, refuse, warn
from transforms.grid import Cell
from transforms.names import HAN, display_name

_ORDINARY = re.compile(rf"[{HAN}]{{2,3}}")
_BRACKETED = re.compile(r"[(（\[【〔{][^)）\]】〕}]*[)）\]】〕}]?")
_MARKS = re.compile(r"^[\s*※★☆#0-9①-⓿]+[.．)）]?|[\s*※★☆#0-9①-⓿]+$|(?<=..)同志$")
_TITLE = re.compile(
    "书记|主任|主席|[县乡镇市区州厅局处科股部院校所站队组会班厂]长|常委|委员|干事|专员|调研员|巡视员|经理|老师|先生|女士|同志|领导"
)
_DAMAGED = re.compile(rf"[^{HAN}·]")
_READABLE = re.compile(rf"[{HAN}A-Za-z]")

_BETWEEN_PEOPLE = re.compile(r"[、，,;；/／\\|&＆\r\n]+")
_AND_OTHERS = re.compile(rf"[,，、]?\s*等\s*([0-9]+|[{NUMERAL_CHARACTERS}]+)?\s*(?:人|名同志|位同志|名|位)?$")
_TWO_CHARACTER_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 司徒 东方 尉迟 公孙 慕容 皇甫 令狐 夏侯 长孙 宇文 端木 百里 呼延 南宫 闻人 澹台".split()
)


def name(cell: Cell, column: Column, context: Context) -> Reading:
    """One person's name for display."""
    if not isinstance(cell, str):
        return refuse("name_not_text", column)
    if _ORDINARY.fullmatch(cell) and not _TITLE.search(cell):
        return Reading(unicodedata.normalize("NFKC", cell))
    names, counted = _named(cell)
    if len(names) > 1 or (counted or 1) > 1:
        return refuse("several_people", column)
    return _one(names[0], column, context, noted=_without_notes(cell) != cell) if names else _nobody(column)


def people(cell: Cell, column: Column, context: Context) -> Reading:
    """All persons named in a cell, each once; 等N人 must agree with the names (M38)."""
    if not isinstance(cell, str):
        return refuse("name_not_text", column)
    names, counted = _named(cell)
    readings = [_one(each, column, context, noted=_without_notes(cell) != cell) for each in names]
    if not readings:
        return _nobody(column)
    if unclear := next((reading for reading in readings if reading.value is None), None):
        return unclear
    persons = tuple(dict.fromkeys(str(reading.value) for reading in readings))
    if counted is not None and counted != len(persons):
        return warn(persons, "people_count", column)
    worst = next((r for r in readings if r.message), readings[0])
    if len(persons) > 1 and not worst.message:
        return warn(persons, "people_split", column)
    return Reading(persons, worst.reaction, worst.rule, worst.message)


def _without_notes(text: str) -> str:
    """Drop what brackets, stars and numbers say beside a name (M32); before NFKC, which makes ① a plain 1."""
    return _MARKS.sub("", _BRACKETED.sub("", text).strip())


def _named(cell: str) -> tuple[list[str], int | None]:
    """The names as written, and the number of people the cell claims (0 for 等人, None for no claim)."""
    text = _BRACKETED.sub("", cell).strip()
    counted = None
    if (others := _AND_OTHERS.search(text)) and others.start() and others[0][-1] in "人名位志":
        count = others[1] or ""
        counted = int(count) if count.isdecimal() else (numeral(count) or 0)
        text = text[: others.start()]
    parts = (_without_notes(part) for part in _BETWEEN_PEOPLE.split(text))
    return [name for part in parts if part for name in _spaced(part)], counted


def _spaced(text: str) -> list[str]:
    """Cut at white space where every part looks like a whole ordinary name: 张三丰 李四光, but not 张 三丰."""
    words = text.split()
    whole = len(words) > 1 and all(map(_ORDINARY.fullmatch, words))
    return words if whole and not (len(words) == 2 and words[0] in _TWO_CHARACTER_SURNAMES) else [text]


def _one(text: str, column: Column, context: Context, *, noted: bool) -> Reading:
    shown = display_name(text)
    if not _READABLE.search(shown):
        return _nobody(column)
    if _TITLE.search(shown):
        return _by_title(shown, column, context)
    if len(shown) < 2 or _DAMAGED.search(shown):
        return warn(shown, "damaged_character", column)
    if noted:
        return warn(shown, "name_note_removed", column)
    return Reading(shown) if shown == text else fix(shown, "name_tidied")


def _by_title(shown: str, column: Column, context: Context) -> Reading:
    """A title names a person only where the column's reference table knows it as one (M37)."""
    codes = context.codes.get(column.codes) if column.codes else None
    known = codes.read(shown)[0] if codes else None
    return warn(known, "code_understood", column) if known else refuse("name_title", column)


def _nobody(column: Column) -> Reading:
    return refuse("name_unreadable", column)
