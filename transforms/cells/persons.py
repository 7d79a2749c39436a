"""Names of persons in cells (domain.md §9.2, §9.3, §12, M31–M38)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from expectations.contract.contract import Column
from transforms.cells.context import Context, Reading
from transforms.cells.names import HAN, display_name
from transforms.cells.numerals import NUMERAL_CHARACTERS, numeral
from transforms.cells.sentences import fix, refuse, warn
from transforms.recognise.grid import Cell

_ORDINARY = re.compile("[\u4e00-\u9fff]{2,4}")
_WHOLE_NAME = re.compile(rf"[{HAN}]{{2,3}}")
TWO_CHARACTER_SURNAME = re.compile(
    "欧阳|司马|上官|诸葛|司徒|东方|尉迟|公孙|慕容|皇甫|令狐|夏侯|长孙|宇文|端木|百里|呼延|南宫|闻人|澹台"
)
_BRACKETED = re.compile(r"[(（\[【〔{][^)）\]】〕}]*[)）\]】〕}]?")
_MARKS = re.compile(r"^[*※★☆#0-9①-⓿]+[.．)）]?|[*※★☆#0-9①-⓿]+$|(?<=..)同志$")
TITLE = re.compile(
    r"书记|主任|主席|[县乡镇市州厅局处科股部院校所站队组会班厂]长|区长$|常委|委员|干事|专员|调研员|巡视员|经理|老师|先生|女士|同志|领导"
    r"|^.[局总]$"
)
_NOBODY = re.compile(
    r"某|(?:党员|群众|志愿者|居民|村民|职工|社工|网格员|(?:工作|相关|有关)人员)们?$|^(?:全体|各位|部分|其他|全部)|^[合小总共]\s*计$"
    r"|..(?:局|党委|支部|委员会|居委会|村委会|办公室|中心|服务队|志愿队)$"
)
"""Who is meant by these nobody can tell: 张某某, 热心群众, 第一党支部, 合计."""
_ONE_PERSON = 4
"""Most characters of a Chinese name without a separator."""
_DAMAGED = re.compile(rf"[^{HAN}·]")
_READABLE = re.compile(rf"[{HAN}A-Za-z]")
_BETWEEN_PEOPLE = re.compile(r"[、，,;；/／\\|&＆\r\n]+")
_AND_OTHERS = re.compile(
    rf"(?<![、，,\s])[、，,\s]*(?:[等共]\s*([0-9]{{1,4}}|[{NUMERAL_CHARACTERS}]{{1,4}})\s*[人名位]|等[人名位]?)(?:同志|党员|干部)?$"
)


FORGOTTEN_NAME = "［姓名已删除］"
"""In an archived cell whose only name was removed (`transforms.editions.find_person`): no correction is requested."""


@dataclass(frozen=True, slots=True)
class _Named:
    """The names in a cell, how many the cell claims (0: an open 等, None: no claim), whether notes were left out."""

    names: list[str]
    claimed: int | None
    noted: bool


def name(cell: Cell, column: Column, _context: Context) -> Reading:
    """One person's name for display."""
    if not isinstance(cell, str):
        return refuse("name_not_text", column)
    if _is_ordinary(cell):
        return Reading(cell)
    parsed = _named(cell)
    if len(parsed.names) > 1 or parsed.claimed not in {None, 1}:
        return refuse("several_people", column)
    if not parsed.names:
        return refuse("name_unreadable", column)
    reading = _person(parsed.names[0], parsed.noted, column)
    return fix(reading.value, "name_tidied") if reading.reaction is None and reading.value != cell else reading


def people(cell: Cell, column: Column, _context: Context) -> Reading:
    """All persons named in a cell, each once; 等N人 must agree with the names (M38)."""
    if not isinstance(cell, str):
        return refuse("name_not_text", column)
    if cell == FORGOTTEN_NAME or _is_ordinary(cell):
        return Reading(() if cell == FORGOTTEN_NAME else (cell,))
    parsed = _named(cell)
    if not parsed.names:
        return refuse("name_unreadable", column)
    readings = [_person(each, parsed.noted, column) for each in parsed.names]
    if unclear := next((reading for reading in readings if reading.value is None), None):
        return unclear
    persons = tuple(dict.fromkeys(str(reading.value) for reading in readings))
    if parsed.claimed not in {None, len(persons)}:
        return warn(persons, "people_count", column)
    outcome = max(readings, key=lambda reading: (len(reading.message), len(reading.rule)))
    if len(persons) > 1 and not outcome.message:
        outcome = warn(persons, "people_split", column)
    return Reading(persons, outcome.reaction, outcome.rule, outcome.message)


def _is_ordinary(cell: str) -> bool:
    """A whole name of Chinese characters and nothing else."""
    return bool(_ORDINARY.fullmatch(cell)) and not any(form.search(cell) for form in (TITLE, _NOBODY, _AND_OTHERS))


def _named(cell: str) -> _Named:
    """Notes go first, and before NFKC, which would make a plain 1 of ①."""
    text = _BRACKETED.sub("", cell).strip()
    noted, claimed = text != cell.strip(), None
    if (others := _AND_OTHERS.search(text)) and others.start():
        count = others[1] or ""
        claimed = int(count) if count.isascii() and count else numeral(count) or 0
        text = text[: others.start()]
    written = [name for part in _BETWEEN_PEOPLE.split(text) for name in _spaced(part.strip())]
    names = [_MARKS.sub("", name).strip() for name in written]
    return _Named([name for name in names if name], claimed, noted or names != written)


def _spaced(text: str) -> list[str]:
    """Cut at white space where each part is a whole ordinary name: 张三丰 李四光, but not 张 三丰 or 欧阳 明珠."""
    words = text.split()
    if len(words) < 2 or (len(words) == 2 and TWO_CHARACTER_SURNAME.fullmatch(words[0])):
        return [text]
    return words if all(_WHOLE_NAME.fullmatch(_MARKS.sub("", word)) for word in words) else [text]


def _person(text: str, noted: bool, column: Column) -> Reading:
    if not noted and _is_ordinary(text):
        return Reading(text)
    shown = display_name(text)
    if not _READABLE.search(shown) or _NOBODY.search(shown):
        return refuse("name_of_nobody" if _READABLE.search(shown) else "name_unreadable", column)
    if TITLE.search(shown):
        return Reading(shown) if column.titled else refuse("name_title", column)
    if doubt := _doubt(shown, noted):
        return warn(shown, doubt, column)
    return Reading(shown) if shown == text else fix(shown, "name_tidied")


def _doubt(shown: str, noted: bool) -> str:
    """The rule by which somebody is asked whether this is the whole name of one person; "" for none."""
    if len(shown) < 2 or _DAMAGED.search(shown):
        return "damaged_character"
    if len(shown) > _ONE_PERSON and "·" not in shown:
        return "name_long"
    return "name_note_removed" if noted else ""
