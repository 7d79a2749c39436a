"""The unit a heading names in brackets where it is not the contract's (domain.md M14, M46): 投资（元）, 受益（户）."""

from __future__ import annotations

import re
import unicodedata

from expectations.contract.contract import Column, Kind
from transforms.cells.amounts import unit_of

_MEASURED = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.HOURS)
_IN_BRACKETS = re.compile(r"[(\[【]\s*(?:单位\s*[::]?)?\s*(\w{1,3})\s*[)\]】]")
_UNITS = frozenset(
    {"元", "万元", "千元", "亿元", "人", "户", "件", "次", "天", "年", "月", "小时", "分钟", "亩", "公顷"}
)


def heading_unit(text: str, column: Column) -> str:
    """The unit in the brackets of a heading; "" where there is none or it is the one the contract expects."""
    if column.kind not in _MEASURED:
        return ""
    named = [unit_of(match[1]) for match in _IN_BRACKETS.finditer(unicodedata.normalize("NFKC", text))]
    unit = next((unit for unit in named if unit in _UNITS), "")
    return "" if column.unit and unit == unit_of(column.unit) else unit
