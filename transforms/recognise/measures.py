"""Units of measure by their names, and the lines of a table that state them (domain.md §12, M46)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SCALES = "十百千万亿"
BASES = "元|圆|人|名|户|件|条|次|天|年|月|小时|分钟|亩|公顷"

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
_LINE = re.compile(r"单\s*位\s*(?:[::]|均?[为是])\s*([^\s::()]+(?:\s*[、/,和]\s*[^\s::()]+)*)")
_BETWEEN = re.compile(r"[\s、/,和()。;；.]+")


def unit_of(word: str) -> str:
    """The one name of a unit that goes by several."""
    return _UNITS.get(word, word)


def measure(word: str) -> str | None:
    """The one name of a unit with its scale (人民币万元 → 万元, 名 → 人); None for what is no unit of measure."""
    match = _WORD.fullmatch(word.strip())
    return match[1] + unit_of(match[2]) if match else None


def measures_in(line: str) -> tuple[str, ...]:
    """The units a line above or below a table names: 单位：元, （金额单位：万元）, 单位：万元、人."""
    words = (_BETWEEN.split(match[1]) for match in _LINE.finditer(unicodedata.normalize("NFKC", line)))
    return tuple(unit for of_line in words for word in of_line if (unit := measure(word)))


def first_units(lines: Iterable[str]) -> tuple[str, ...]:
    """The distinct units these lines name, in their order."""
    return tuple(dict.fromkeys(unit for line in lines for unit in measures_in(line)))
