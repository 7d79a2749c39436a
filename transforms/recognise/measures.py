"""Units of measure by their names, and the lines of a table that state them (domain.md §12, M46)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SCALES = "十百千万亿"
FOREIGN = "[美欧日港韩澳英加]元|[美港]金|港币|英镑|卢布|外币"
BASES = f"{FOREIGN}|元|圆|人|名|户|件|条|次|天|年|月|小时|分钟|亩|公顷"

_SAME_UNITS = {
    "人": "人名位",
    "件": "件项条起宗",
    "次": "次回场",
    "天": ("天", "日", "工作日"),
    "年": ("年", "周年"),
    "小时": ("小时", "时", "钟头", "h"),
    "分钟": ("分钟", "分", "min"),
    "元": ("元", "圆", "块", "元整"),
}
_UNITS = {word: unit for unit, words in _SAME_UNITS.items() for word in words}
_WORD = re.compile(rf"(?:人民币)?([{SCALES}]*)({BASES})(?:人民币)?")
_NAMED = r"([^\s::()]+(?:\s*[、/,和]\s*[^\s::()]+)*)"
_LINE = re.compile(
    rf"单\s*位\s*(?:[::(\s]|均?[为是])\s*{_NAMED}"
    r"|以\s*([^\s::()]{1,5})\s*(?:为\s*单\s*位|计(?![^\s,;。)]))|[均都][为是]\s*([^\s::(),;。]{1,5})"
)
_MONEY = re.compile(rf"\(\s*((?:人民币)?[{SCALES}]*(?:{FOREIGN}|元))\s*\)")
"""A unit of money in brackets, with no word beside it, as it stands at the right above a table: （元）."""
_ONLY_UNIT = re.compile(rf"\(?\s*(?:金额|计量|货币|资金)?\s*单\s*位\s*[::(\s]\s*{_NAMED}\s*\)?")
_BETWEEN = re.compile(r"[\s、/,和()。;；.]+")


def unit_of(word: str) -> str:
    """The one name of a unit that goes by several."""
    return _UNITS.get(word, word)


def measure(word: str) -> str | None:
    """The one name of a unit with its scale (人民币万元 → 万元, 名 → 人); None for what is no unit of measure."""
    match = _WORD.fullmatch(word.strip())
    return match[1] + unit_of(match[2]) if match else None


def measures_in(line: str) -> tuple[str, ...]:
    """The units a line above or below a table names: 单位：元, （金额单位：万元）, 单位：万元、人, 以元计, （元）."""
    text = unicodedata.normalize("NFKC", line)
    words = [_BETWEEN.split(next(filter(None, match.groups()))) for match in _LINE.finditer(text)]
    units = (measure(word) for of_line in [*words, _MONEY.findall(text)] for word in of_line)
    return tuple(dict.fromkeys(filter(None, units)))


def only_names_units(text: str) -> bool:
    """Whether a text says nothing but the units of a table: 单位：元, （单位：万元、人）; not 单位：县财政局."""
    match = _ONLY_UNIT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return match is not None and all(map(measure, _BETWEEN.split(match[1])))


def first_units(lines: Iterable[str]) -> tuple[str, ...]:
    """The distinct units these lines name, in their order."""
    return tuple(dict.fromkeys(unit for line in lines for unit in measures_in(line)))
