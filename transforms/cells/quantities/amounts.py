"""A number with its unit, as clerks write it in a cell or a heading (domain.md §12, M14, M44, M46, M47)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from expectations.contract.contract import Column
from transforms.cells.context import Reading, Value
from transforms.cells.numerals import DIGIT_CHARACTERS, NUMERAL_CHARACTERS, numeral, scale
from transforms.cells.plain import bare
from transforms.cells.sentences import fix, refuse, warn
from transforms.recognise.grid import Cell
from transforms.recognise.measures import unit_of

_WARNED = frozenset({"number_spelled", "number_grouped", "currency_sign"})
LARGEST = 1e15  # from here on a spreadsheet has lost digits

_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_NUMBER = r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"
_WRITTEN = re.compile(rf"(?P<currency>¥?)(?P<number>{_NUMBER})(?P<scale>[十百千万亿]{{0,3}})(?P<unit>[^0-9]*)")
_SPELLED = re.compile(rf"(?P<numeral>[{NUMERAL_CHARACTERS}]+|半)(?P<unit>[^0-9]*)")
_VAGUE = re.compile(r"[约近余多几数超<>≤≥~]|以[上下内]|左右|不足|若干|至少|\+$|[一二两三四五六七八九]{2}")
_RANGE = re.compile(r"[0-9][^0-9,.eE]*[-—–~][^0-9,.]*[0-9]|[至到]")
_ZERO = frozenset({"无", "没有"})
_PARTED = re.compile(rf"(?<=[0-9.,{NUMERAL_CHARACTERS}])\s+(?=[0-9.{DIGIT_CHARACTERS}十拾])")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:[^\S\n][0-9]{3})+(?:\.[0-9]+)?[^0-9.]*")
"""Digits in groups of three, as 1 200 000: the one way in which blanks stand inside a number."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, the unit written after it ("" for none), and the rule by which it was understood.

    `unit` is ¥ where that sign alone stands before the number. `scaled` says that 万 or 亿 was written out; `value` is
    the number already multiplied by it.
    """

    value: float
    unit: str = ""
    scaled: bool = False
    rule: str = ""

    def reading(self, value: Value, column: Column) -> Reading:
        """`value`, which was made from this amount, with the reaction that follows from the amount's rule."""
        if not self.rule:
            return Reading(value)
        return warn(value, self.rule, column) if self.rule in _WARNED else fix(value, self.rule)


def amount(cell: Cell, column: Column) -> Amount | Reading:
    """The amount in a cell, or the refusal."""
    match cell:
        case bool():
            return refuse("number_unreadable", column)
        case int() | float():
            return Amount(float(cell)) if abs(cell) < LARGEST else refuse("number_too_large", column)
        case str():
            parsed = _read(cell, column)
            too_large = isinstance(parsed, Amount) and not abs(parsed.value) < LARGEST
            return refuse("number_too_large", column) if too_large else parsed
        case _:
            return refuse("number_is_date", column)


def _read(cell: str, column: Column) -> Amount | Reading:
    text = cell.strip()
    if _PLAIN.fullmatch(text):
        return Amount(float(text))
    parted = _PARTED.search(folded := unicodedata.normalize("NFKC", text)) is not None
    if parted and not _GROUPED.fullmatch(folded):
        return refuse("several_numbers", column)
    text = bare(cell)
    if text in _ZERO:
        return Amount(0.0, rule="nothing_is_zero")
    if _RANGE.search(text):
        return refuse("number_range", column)
    if _VAGUE.search(text):
        return refuse("number_vague", column)
    understood = _written(text) or _spelled(text) or refuse("number_unreadable", column)
    return replace(understood, rule="number_grouped") if parted and isinstance(understood, Amount) else understood


def _written(text: str) -> Amount | None:
    if not (match := _WRITTEN.fullmatch(text)):
        return None
    value = round(float(match["number"].replace(",", "")) * scale(match["scale"]), 6)
    scaled = bool(set("万亿") & set(match["scale"]))
    return _with_unit(value, match["unit"] or match["currency"], scaled, "number_tidied")


def _spelled(text: str) -> Amount | None:
    if not (match := _SPELLED.fullmatch(text)):
        return None
    value = 0.5 if match["numeral"] == "半" else numeral(match["numeral"])
    scaled = bool(set("万亿") & set(match["numeral"]))
    return None if value is None else _with_unit(float(value), match["unit"], scaled, "number_spelled")


def _with_unit(value: float, words: str, scaled: bool, rule: str) -> Amount | None:
    """The number with the unit in the words behind it; 半 adds a half behind a measure word only.

    两天半, 一个半小时 and 3年半 are 2.5, 1.5 and 3.5; 一半 is not 1.5.
    """
    before, half, after = words.partition("半")
    if half and not before:
        return None
    unit = unit_of((before + after).removeprefix("个"))
    return Amount(value + 0.5, unit, scaled, "number_spelled") if half else Amount(value, unit, scaled, rule)
