"""A cleaned value as a clerk would write it, to say how a cell was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from expectations.contract.contract import Column, Kind
from expectations.county.codelist import CodeList
from transforms.cells.context import Value

_WITHOUT_DAY = frozenset({Kind.MONTH, Kind.BIRTH})


def shown(value: Value, column: Column, codes: Mapping[str, CodeList]) -> str | None:
    """Labels for codes, 是 and 否, dates as 2021-11-22, several values parted by 、; nothing for none."""
    labels = codes[column.codes].labels if column.codes and column.codes in codes else {}
    match value:
        case str():
            written = labels.get(value, value)
        case tuple():
            written = "、".join(labels.get(code, code) for code in value)
        case bool():
            written = "是" if value else "否"
        case int() | float():
            written = f"{value:.15g}{column.unit or ''}"
        case dt.date():
            written = f"{value:%Y-%m}" if column.kind in _WITHOUT_DAY else value.isoformat()
        case None:
            return None
    return written
