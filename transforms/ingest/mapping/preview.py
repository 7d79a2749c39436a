"""The first rows of an own table as they would be read: what stands in each column, and how much would go back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column
from expectations.contract.rules import Reaction
from expectations.county.own_tables import OwnTable
from transforms.cells.context import Context
from transforms.cells.shown import shown
from transforms.clean.table import Cleaned, cleaned
from transforms.recognise.grid import Grid
from transforms.recognise.own_tables import as_sheet, fits, own_index
from transforms.recognise.tables import tables
from transforms.records.issues import Origin, masked
from transforms.records.ledger import ACCEPTED, REJECTED

NOTHING = ""


@dataclass(frozen=True)
class Preview:
    """One sheet of an own table: the columns with something in them, the first rows as texts, personal ones masked.

    `accepted` and `rejected` count rows, `cells` those that would go back; `refusal` are sentences for which the whole
    sheet would.
    """

    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    accepted: int
    rejected: int
    cells: int
    refusal: tuple[str, ...]


def previews(grid: Grid, own: OwnTable, context: Context, period: str, most: int = 3) -> list[Preview]:
    """How each sheet of an own table would be read, before the rules over rows; none where it does not fit."""
    found = [table for table in tables(grid, own_index(own), {own.title: own.title}) if fits(table.header, own)][:1]
    parts = [(sheet.id, as_sheet(table, sheet, own)) for table in found for sheet in own.sheets]
    origin = Origin("", "", grid.name, None, period, context.period_end)
    return [
        _preview(sheet, table.header.answered, cleaned(table, SHEETS[sheet], origin, context), context, most)
        for sheet, table in parts
    ]


def _preview(sheet: str, answered: frozenset[str], done: Cleaned, context: Context, most: int) -> Preview:
    columns = tuple(column for column in SHEETS[sheet].columns if column.name in answered)
    fates, reactions = done.ledger["fate"], done.issues["reaction"]
    count = len(done.rows["row"])
    return Preview(
        sheet=sheet,
        columns=columns,
        rows=tuple(tuple(_text(done.rows[c.name][n], c, context) for c in columns) for n in range(min(count, most))),
        accepted=sum(fate == ACCEPTED for fate in fates),
        rejected=sum(fate == REJECTED for fate in fates),
        cells=sum(reaction == Reaction.CELL.value for reaction in reactions),
        refusal=_refusal(done.issues["reaction"], done.issues["message"]),
    )


def _text(value: object, column: Column, context: Context) -> str:
    written = shown(value if not isinstance(value, list) else tuple(value), column, context.codes)  # type: ignore[arg-type]
    return masked(written, column) or NOTHING


def _refusal(reactions: Sequence[object], messages: Sequence[object]) -> tuple[str, ...]:
    pairs = zip(reactions, messages, strict=True)
    return tuple(str(message) for reaction, message in pairs if reaction == Reaction.FILE.value)
