"""Communities resolved by the county table and the town in the same row; missing towns filled (domain.md §12, M64)."""

from __future__ import annotations

from collections.abc import Mapping

from expectations.contract.contract import Column, Sheet
from expectations.contract.rules import Reaction
from expectations.county.codelist import CodeList, code_text
from transforms.cells.context import Reading
from transforms.clean.column import CastColumn

_UNKNOWN = "「{heading}」在村（社区）名录里找不到，已按所写文字登记；请核对名称，或改填12位代码。"
_ELSEWHERE = "「{heading}」不属于本行所填的乡镇，两项都已按所写登记；请核对改正。"


def resolve_by_village(sheet: Sheet, columns: dict[str, CastColumn], codes: Mapping[str, CodeList]) -> None:
    """Turn names into the codes of the table in place, and fill a missing town; without a table names stay.

    A name that several towns have is resolved by the town of the row.
    """
    villages = codes["villages"]
    if not villages.labels or not {"town", "community_code"} <= columns.keys():
        return
    places, towns = columns["community_code"], columns["town"]
    for n, text in enumerate(places.values):
        if isinstance(text, str):
            town = towns.values[n]
            code = _code(text, codes["divisions"].labels.get(str(town), ""), villages)
            places.values[n] = code or text
            if code and town is None:
                towns.values[n] = code[:9]
                towns.findings.append((n, Reading(code[:9], Reaction.FIX, "town_told_by_community")))
            if finding := _finding(text, code, town, sheet.column["community_code"]):
                places.findings.append((n, finding))


def _code(text: str, town: str, villages: CodeList) -> str | None:
    """The village of that name in the town, else the only one of that name in the county."""
    return villages.readings.get(code_text(town + text)) or villages.readings.get(code_text(text))


def _finding(text: str, code: str | None, town: object, column: Column) -> Reading | None:
    if code is None:
        message = _UNKNOWN.format(heading=column.heading)
        return Reading(text, Reaction.FIXW, "community_unknown", message)
    if town is not None and code[:9] != town:
        message = _ELSEWHERE.format(heading=column.heading)
        return Reading(code, Reaction.FIXW, "community_of_other_town", message)
    return Reading(code, Reaction.FIX, "code_variant") if text != code else None
