"""同上 below a rejected row has no reliable value to repeat (domain.md M26)."""

from __future__ import annotations

from collections.abc import Mapping

from expectations.contract.contract import Sheet
from expectations.contract.rules import Reaction
from transforms.clean.column import CastColumn, ditto_refused


def refuse_dittos_of_rejected(sheet: Sheet, columns: Mapping[str, CastColumn]) -> None:
    """Empty in place the cells that were filled from a rejected row; row by row from above."""
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
