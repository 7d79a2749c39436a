"""Units of measure as a heading and a line of the table state them (domain.md §12, M14, M46)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from expectations.contract.contract import Column, Kind
from transforms.cells.numerals import scale
from transforms.recognise.measures import BASES, FOREIGN, SCALES, measure, unit_of

DISPUTED = "?"
"""In place of a unit where heading and line name two, or the heading a foreign currency."""

MEASURED = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.HOURS})
"""Kinds of columns whose numbers have a unit."""

_IN_BRACKETS = re.compile(r"[(\[【]([^)\]】]*)[)\]】]")
_FOREIGN = re.compile(FOREIGN)
_BEHIND = re.compile(rf"((?:人民币)?[{SCALES}]*(?:{BASES}))$")
_BETWEEN = re.compile(r"[\s、,;:/]+")
_TIME = frozenset({"小时", "天", "分钟"})


def stated_unit(heading: str, lines: Collection[str], column: Column) -> str:
    """The unit of a column's bare numbers by the brackets of its heading and by the lines of its table.

    "" where neither names one, `DISPUTED` where they name two or a foreign one; of a line only what can be the
    column's counts.
    """
    if column.kind not in MEASURED:
        return ""
    headed = _headed(unicodedata.normalize("NFKC", heading), column)
    of_lines = {unit for unit in lines if _suits(unit, column)}
    if headed == DISPUTED:
        return DISPUTED
    stated = {headed} | of_lines if headed and _suits(headed, column) else of_lines or {headed}
    return stated.pop() if len(stated) == 1 else DISPUTED


def _headed(heading: str, column: Column) -> str:
    """The unit a heading states in brackets, else behind its words: 资金（元）, 资金/元, 资金总额万元."""
    if column.kind is Kind.MONEY and _FOREIGN.search(heading):
        return DISPUTED
    in_brackets = _BETWEEN.split(" ".join(_IN_BRACKETS.findall(heading)))
    behind = (_BEHIND.search(words) for words in (*in_brackets, _IN_BRACKETS.sub("", heading).strip()))
    ends = (unit for match in behind if match and (unit := measure(match[1])) and _suits(unit, column))
    return next(filter(None, map(measure, in_brackets)), None) or next(ends, "")


def _suits(unit: str, column: Column) -> bool:
    """Whether a unit is of the column's kind; 户 are for 人 what another unit of money is for 元."""
    base = unit.lstrip(SCALES)
    match column.kind:
        case Kind.MONEY:
            return base == "元" or _FOREIGN.fullmatch(base) is not None
        case Kind.HOURS:
            return base in _TIME
    own = unit_of(column.unit or "")
    return base == own or (own == "人" and base == "户")


def multiple(unit: str, base: str) -> int | None:
    """How many of `base` one of `unit` is: 万元 of 元 → 10000; None where it is none of it."""
    prefix = unit.removesuffix(base)
    return scale(prefix) if unit.endswith(base) and not prefix.strip(SCALES) else None
