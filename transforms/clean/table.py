"""Table → typed rows and issues: every cell cast by its contract, every change and refusal a finding (design.md §2)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from expectations.contract.contract import Column, Sheet
from expectations.contract.rules import Reaction
from transforms.cells.casters import BY_LEGEND
from transforms.cells.context import Context
from transforms.cells.legend import Legend, legend_of
from transforms.cells.quantities.units import MEASURED, stated_unit
from transforms.cells.shown import shown
from transforms.clean.column import CastColumn, cast_column
from transforms.clean.column_notices import column_notices, other_period, rows_of_other_period
from transforms.clean.from_other_columns import (
    refuse_dittos_of_rejected,
    resolve_by_id,
    resolve_by_status,
    resolve_by_village,
)
from transforms.clean.limits import Tally
from transforms.clean.made_columns import own_table_notices
from transforms.clean.other_scales import refuse_other_scales
from transforms.clean.row_checks import doubtful_rows, marked_examples, rows_like_example, voided_rows, wrong_totals
from transforms.clean.row_widths import broken_rows, shifted_rows
from transforms.clean.table_cells import TableCells, table_cells
from transforms.clean.typed_rows import typed_rows
from transforms.clean.unread_content import unread_content
from transforms.recognise.measures import measure
from transforms.recognise.row_kinds import FORGOTTEN, HEADER, HINTS
from transforms.recognise.tables import Table
from transforms.records.columnar import Columns
from transforms.records.issues import Finding, Origin, issue_lines
from transforms.records.ledger import REJECTED, SET_ASIDE, ledger_lines
from transforms.records.notice import Notice

_BRACKETS = "（）()【】[] "
_ROW_CHECKS = (
    wrong_totals,
    doubtful_rows,
    voided_rows,
    shifted_rows,
    broken_rows,
    rows_like_example,
    marked_examples,
)


@dataclass(frozen=True)
class Cleaned:
    """One table after cleaning.

    `rows` have the sheet's schema, `issues` ISSUES, `ledger` LEDGER. Of a refused submission every data row is
    rejected and `rows` is empty; `refusal` is the rule that says why.
    """

    rows: Columns
    issues: Columns
    ledger: Columns
    refusal: str | None


def _cast(
    table: Table, sheet: Sheet, cells: TableCells, context: Context
) -> tuple[dict[str, CastColumn], list[Finding]]:
    columns: dict[str, CastColumn] = {}
    positions, tally = _positions(table, sheet, cells), Tally()
    for column in sheet.columns:
        position = positions.get(column.name)
        raw, unit, legend = cells.columns[column.name], _unit(table, column), _legend(table, column)
        around = replace(context, stated_unit=unit, legend=legend) if unit or legend else context
        tally.read(raw.distinct)
        columns[column.name] = cast_column(column, raw, cells.rows, position, table.grid, around)
        tally.add(columns[column.name], len(raw.filled))
    written = {name: raw.cells for name, raw in cells.columns.items()}
    resolve_by_id(sheet, columns, written)
    refuse_other_scales(sheet, columns, written, context.codes)
    resolve_by_status(sheet, columns)
    resolve_by_village(sheet, columns, context.codes)
    refuse_dittos_of_rejected(sheet, columns)
    return columns, [finding for c in sheet.columns for finding in _findings(c, columns[c.name], cells, context)]


def _unit(table: Table, column: Column) -> str:
    """The unit stated for a column in its heading, in a line of its own below that, or in a line of the table."""
    heading = table.header.texts.get(column.name)
    if heading is None or column.kind not in MEASURED:
        return ""
    own = "".join(
        f"（{line.strip(_BRACKETS)}）" for line in _lines_below(table, column) if measure(line.strip(_BRACKETS))
    )
    return stated_unit(heading + own, table.notes.measures, column)


def _legend(table: Table, column: Column) -> Legend | None:
    """What the heading of a column of codes, or a line of its own below it, says its signs mean."""
    heading = table.header.texts.get(column.name)
    if heading is None or column.kind not in BY_LEGEND:
        return None
    return legend_of([heading, *_lines_below(table, column)])


def _lines_below(table: Table, column: Column) -> list[str]:
    """The texts in the lines below the header that belong to a column's heading."""
    at = table.header.columns[column.name]
    rows = (table.grid.rows[row] for row, reason in table.set_aside.items() if reason in (HEADER, HINTS))
    return [line for row in rows if at < len(row) and isinstance(line := row[at], str)]


def _positions(table: Table, sheet: Sheet, cells: TableCells) -> dict[str, int]:
    """Position of each column; the end of a range without a column of its own has the range's position."""
    positions = table.header.columns
    ends = {
        c.until: positions[c.name]
        for c in sheet.columns
        if c.until and c.name in positions and cells.columns[c.until].filled
    }
    return ends | positions


def _findings(column: Column, cast: CastColumn, cells: TableCells, context: Context) -> Iterator[Finding]:
    raw = cells.columns[column.name]
    for n, rule in raw.filled.items():
        yield Finding(cells.rows[n], column, rule, Reaction.FIX, "", raw.cells[n])
    for n, reading in cast.findings:
        if reading.reaction:
            repaired = reading.reaction in (Reaction.FIX, Reaction.FIXW)
            read = shown(reading.value, column, context.codes) if repaired else None
            yield Finding(cells.rows[n], column, reading.rule, reading.reaction, reading.message, raw.cells[n], read)


def _generated(sheet: Sheet, columns: dict[str, CastColumn], rows: list[int]) -> list[Finding]:
    """Fill a missing number from the columns it is generated from; the same content gives the same number.

    A row that is also like an earlier one in what they are `told_apart_by` gets the next: S10-1a2b3c4d5e-2.
    """
    findings = []
    for column in sheet.columns:
        values, alike = columns[column.name].values, Counter[tuple[str, ...]]()
        for n in [n for n, value in enumerate(values) if value is None] if column.generated_from else []:
            content = "\x1f".join(str(columns[name].values[n]) for name in column.generated_from)
            digest = hashlib.sha256(content.encode()).hexdigest()[:10]
            row = (content, *(str(columns[name].values[n]) for name in column.told_apart_by))
            alike[row] += 1
            again = f"-{alike[row]}" if column.told_apart_by and alike[row] > 1 else ""
            values[n] = f"{sheet.id}-{digest}{again}"
            message = f"「{column.heading}」没有填写，已由系统编号。请在下次报送时补填。"
            findings.append(Finding(rows[n], column, "number_generated", Reaction.FIXW, message, ""))
    return findings


def cleaned(table: Table, sheet: Sheet, origin: Origin, context: Context, notices: Sequence[Notice] = ()) -> Cleaned:
    """Cast a recognised table by its contract.

    `context` is what casters know of county and period, `notices` those already made on the submission, in place of
    what would be said of the columns by the same rule. A missing required column, or a period column in which no row is
    for this period, refuses the submission as well. Raises Unreadable above the limits of `clean.limits`.
    """
    cells = table_cells(table, sheet, context.codes)
    rows = cells.rows
    columns, findings = _cast(table, sheet, cells, context)
    findings += _generated(sheet, columns, rows)
    for check in _ROW_CHECKS:
        findings += check(table, sheet)
    findings += rows_of_other_period(sheet, columns, origin, cells)
    notices = [
        *notices,
        *own_table_notices(table, sheet),
        *(
            notice
            for notice in column_notices(table, sheet, context.codes)
            if notice.rule not in {made.rule for made in notices}
        ),
        *unread_content(table),
        *other_period(sheet, columns, origin),
    ]
    noted: list[Notice | Finding] = [*notices, *findings]
    refusal = next((note.rule for note in noted if note.reaction is Reaction.FILE), None)
    fates = {row: (SET_ASIDE, reason) for row, reason in table.set_aside.items()}
    fates |= {row: (SET_ASIDE, reason) for row, reason in cells.set_aside.items()}
    if refusal:
        emptied = [row for row, (_, reason) in fates.items() if reason == FORGOTTEN]
        fates |= dict.fromkeys([*rows, *emptied], (REJECTED, refusal))
    else:
        fates |= {f.row: (REJECTED, f.rule) for f in reversed(findings) if f.reaction is Reaction.ROW}
    kept = [n for n, row in enumerate(rows) if row not in fates]
    return Cleaned(
        rows=typed_rows(sheet, columns, origin, rows, kept),
        issues=issue_lines(origin, sheet.id, notices, findings, _positions(table, sheet, cells)),
        ledger=ledger_lines(origin.submission, sheet.id, table.grid.name, table.rows, fates),
        refusal=refusal,
    )
