"""A bare 1 in a column of percentages is read by the status in the same row (domain.md M45)."""

from __future__ import annotations

from expectations.contract.contract import Kind, Sheet
from expectations.contract.rules import Reaction
from transforms.cells.context import Reading
from transforms.clean.column import CastColumn

_FINISHED = frozenset({"DONE", "VERIFIED"})
_MESSAGE = "「{heading}」分不清是1%还是100%，已按状态认定为100%。请核对；今后请带上百分号填写。"


def resolve_by_status(sheet: Sheet, columns: dict[str, CastColumn]) -> None:
    """Read such cells as 100 % in place where the item is finished; where it is not, they stay refused."""
    statuses = [column.name for column in sheet.columns if column.codes == "item_status"]
    for column in sheet.columns if statuses else ():
        if column.kind is not Kind.PERCENT:
            continue
        cast, states = columns[column.name], columns[statuses[0]].values
        for place, (n, reading) in enumerate(cast.findings):
            if reading.rule == "percent_ambiguous" and states[n] in _FINISHED:
                cast.values[n] = 100.0
                resolved = Reading(
                    100.0, Reaction.FIXW, "percent_told_by_status", _MESSAGE.format(heading=column.heading)
                )
                cast.findings[place] = (n, resolved)
