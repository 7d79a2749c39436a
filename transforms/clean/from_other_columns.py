"""Cells whose value another column of the row, or of the row above, decides (domain.md §12, M26, M45, M53, M64)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from expectations.contract.contract import Column, Kind, Sheet
from expectations.contract.rules import Reaction
from expectations.county.codelist import CodeList, code_text
from transforms.cells.context import Reading
from transforms.cells.ids import check_digit
from transforms.clean.column import CastColumn, ditto_refused
from transforms.recognise.grid import Cell

_LOST_MONTHS = ("01", "10")
_FINISHED = frozenset({"DONE", "VERIFIED"})
_MONTH_BY_ID = "「{heading}」分不清是1月还是10月，已按身份证号认定。请核对；今后请{as_text}月份写两位。"
_PERCENT_BY_STATUS = "「{heading}」分不清是1%还是100%，已按状态认定为100%。请核对；今后请带上百分号填写。"
_UNKNOWN = "「{heading}」在村（社区）名录里找不到，已按所写文字登记；请核对名称，或改填12位代码。"
_ELSEWHERE = "「{heading}」不属于本行所填的乡镇，两项都已按所写登记；请核对改正。"


def resolve_by_id(sheet: Sheet, columns: dict[str, CastColumn], cells: dict[str, list[Cell]]) -> None:
    """Restore in place months of birth that a number cell has lost, with a warning (FIXW; M53).

    `cells` are the raw ones by column; the id number must be valid and agree in the year.
    """
    births = [column for column in sheet.columns if column.kind is Kind.BIRTH]
    if not births or "id_no" not in columns:
        return
    ids = columns["id_no"].values
    for column in births:
        cast = columns[column.name]
        for place, (n, reading) in enumerate(cast.findings):
            if reading.rule == "date_ambiguous_month" and (month := _month(ids[n], cells[column.name][n])):
                cast.values[n], cast.precisions[n] = month, "month"
                as_text = "" if isinstance(cells[column.name][n], str) else "将单元格设为文本，"
                message = _MONTH_BY_ID.format(heading=column.heading, as_text=as_text)
                cast.findings[place] = (n, Reading(month, Reaction.FIXW, "month_told_by_id", message))


def _month(number: object, cell: Cell) -> dt.date | None:
    if not isinstance(number, str) or number[-1] != check_digit(number[:-1]) or number[10:12] not in _LOST_MONTHS:
        return None
    year = number[6:10]
    return dt.date(int(year), int(number[10:12]), 1) if str(cell).startswith(year) else None


def resolve_by_status(sheet: Sheet, columns: dict[str, CastColumn]) -> None:
    """Read a bare 1 in a column of percentages as 100 % in place where the item is finished (M45).

    Where it is not, the cell stays refused.
    """
    statuses = [column.name for column in sheet.columns if column.codes == "item_status"]
    for column in sheet.columns if statuses else ():
        if column.kind is not Kind.PERCENT:
            continue
        cast, states = columns[column.name], columns[statuses[0]].values
        for place, (n, reading) in enumerate(cast.findings):
            if reading.rule == "percent_ambiguous" and states[n] in _FINISHED:
                cast.values[n] = 100.0
                message = _PERCENT_BY_STATUS.format(heading=column.heading)
                cast.findings[place] = (n, Reading(100.0, Reaction.FIXW, "percent_told_by_status", message))


def resolve_by_village(sheet: Sheet, columns: dict[str, CastColumn], codes: Mapping[str, CodeList]) -> None:
    """Turn names of communities into codes of the county table in place, and fill a missing town (M64).

    A name that several towns have is resolved by the town of the row. Without a table names stay.
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


def refuse_dittos_of_rejected(sheet: Sheet, columns: Mapping[str, CastColumn]) -> None:
    """Empty in place the 同上 filled from a rejected row, which has no reliable value; row by row from above (M26)."""
    notes = [
        (n, column, place)
        for column in sheet.columns
        for place, (n, reading) in enumerate(columns[column.name].findings)
        if reading.rule == "ditto"
    ]
    if not notes:
        return
    rejected = {n for cast in columns.values() for n, reading in cast.findings if reading.reaction is Reaction.ROW}
    for n, column, place in sorted(notes, key=lambda note: note[0]):
        if n - 1 in rejected:
            refusal, cast = ditto_refused(column), columns[column.name]
            cast.values[n] = refusal.value
            if column.keeps_text:
                cast.texts[n] = None
            cast.findings[place] = (n, refusal)
            if refusal.reaction is Reaction.ROW:
                rejected.add(n)
