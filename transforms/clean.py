"""Table → typed rows and issues: every cell cast by its contract, every change and refusal noted (design.md §2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from expectations.codelist import CodeList
from expectations.contract import Kind, Need, Sheet
from expectations.rules import Reaction
from transforms.cells.context import Context
from transforms.clean_birth import told_by_id
from transforms.clean_column import CastColumn, cast_column
from transforms.grid import Cell, Merge
from transforms.issues import Finding, Origin, issue_lines
from transforms.ledger import REJECTED, SET_ASIDE, ledger_lines
from transforms.recognise import Table
from transforms.row_kinds import DUPLICATE
from transforms.submission import Notice


@dataclass(frozen=True)
class Cleaned:
    """One table after cleaning.

    `rows` have the sheet's schema, `issues` ISSUES, `ledger` LEDGER. Of a refused submission every data row is
    rejected and `rows` is empty; `refusal` says why.
    """

    rows: pl.DataFrame
    issues: pl.DataFrame
    ledger: pl.DataFrame
    refusal: Notice | None


def _cells(table: Table, rows: Sequence[int], position: int | None) -> list[Cell]:
    if position is None:
        return [""] * len(rows)
    grid = table.grid.rows
    return [line[position] if position < len(line := grid[row]) else "" for row in rows]


def _filled_down(cells: list[Cell], rows: Sequence[int], position: int, merges: Sequence[Merge]) -> list[int]:
    """Fill a value down its merged range, and only there (domain.md M25); returns the places filled."""
    filled = []
    down = [m for m in merges if m.left <= position <= m.right and m.bottom > m.top]
    place = {row: n for n, row in enumerate(rows)} if down else {}
    for merge in down:
        for row in range(merge.top + 1, merge.bottom + 1):
            if merge.top in place and row in place and cells[place[row]] == "":
                cells[place[row]] = cells[place[merge.top]]
                filled.append(place[row])
    return filled


def _distinct_rows(table: Table) -> tuple[list[int], list[int]]:
    """Data rows, and those that repeat an earlier one in every column of the contract (domain.md M27)."""
    positions = sorted(table.header.columns.values())
    seen: set[tuple[Cell, ...]] = set()
    kept: list[int] = []
    repeated: list[int] = []
    for row in table.data:
        line = table.grid.rows[row]
        key = tuple(line[at] if at < len(line) else "" for at in positions)
        (repeated if key in seen else kept).append(row)
        seen.add(key)
    return kept, repeated


def _cast(table: Table, sheet: Sheet, rows: list[int], context: Context) -> tuple[dict[str, CastColumn], list[Finding]]:
    columns: dict[str, CastColumn] = {}
    cells: dict[str, list[Cell]] = {}
    findings: list[Finding] = []
    for column in sheet.columns:
        position = table.header.columns.get(column.name)
        told = cells[column.name] = _cells(table, rows, position)
        merged = _filled_down(told, rows, position, table.grid.merges) if position is not None else []
        findings += [Finding(rows[n], column, "merged_cells", Reaction.FIX, "", told[n]) for n in merged]
        columns[column.name] = cast_column(column, told, rows, position, table.grid, context)
    told_by_id(sheet, columns, cells)
    for column in sheet.columns:
        for n, reading in columns[column.name].findings:
            if reading.reaction:
                noted = (reading.rule, reading.reaction, reading.message)
                findings.append(Finding(rows[n], column, *noted, cells[column.name][n]))
    return columns, findings


def _generated(sheet: Sheet, columns: dict[str, CastColumn], rows: list[int]) -> list[Finding]:
    """Fill a missing number from the columns it is generated from; the same content gives the same number."""
    findings = []
    for column in sheet.columns:
        values = columns[column.name].values
        for n in [n for n, value in enumerate(values) if value is None] if column.generated_from else []:
            told = "\x1f".join(str(columns[name].values[n]) for name in column.generated_from)
            digest = hashlib.sha256(told.encode()).hexdigest()[:10]
            values[n] = f"{sheet.id}-{digest}"
            message = f"「{column.heading}」没有填写，已由系统编号。请在下次报送时补填。"
            findings.append(Finding(rows[n], column, "number_generated", Reaction.FIXW, message, ""))
    return findings


def _missing_columns(table: Table, sheet: Sheet) -> list[Notice]:
    """A sheet without a required column cannot be read (domain.md M16)."""
    wanted = [c for c in sheet.columns if c.need is Need.REQUIRED and c.default is None and not c.generated_from]
    missing = [c.heading for c in wanted if c.name not in table.header.columns]
    if not missing:
        return []
    names = "".join(f"「{heading}」" for heading in missing)
    return [Notice("required_column_missing", f"《{sheet.title}》缺少必填列{names}。请补上这些列后重新报送。")]


def _other_period(sheet: Sheet, columns: dict[str, CastColumn], origin: Origin) -> list[Notice]:
    """A period column must name the submission's own period throughout (domain.md §4.8)."""
    told = {v for c in sheet.columns if c.kind is Kind.PERIOD for v in columns[c.name].values if v is not None}
    if told <= {origin.period}:
        return []
    return [
        Notice("period_disagrees", f"表中「期别」有的行不是{origin.period}。请一张表只报一个期别，改正后重新报送。")
    ]


def cleaned(
    table: Table, sheet: Sheet, origin: Origin, codes: Mapping[str, CodeList], notices: Sequence[Notice] = ()
) -> Cleaned:
    """Cast a recognised table by its contract.

    `codes` are all code lists by name, the county's included; `notices` what is already known of the submission. A
    missing required column, or a period column that names another period, refuses the submission as well.
    """
    rows, repeated = _distinct_rows(table)
    columns, findings = _cast(table, sheet, rows, Context(period_end=origin.period_end, codes=codes))
    findings += _generated(sheet, columns, rows)
    notices = [*notices, *_missing_columns(table, sheet), *_other_period(sheet, columns, origin)]
    notices += [Notice(found.rule, found.message) for found in findings if found.reaction is Reaction.FILE]
    refusal = next((notice for notice in notices if notice.reaction is Reaction.FILE), None)
    fates = {row: (SET_ASIDE, reason) for row, reason in table.set_aside.items()}
    fates |= dict.fromkeys(repeated, (SET_ASIDE, DUPLICATE))
    if refusal:
        fates |= dict.fromkeys(rows, (REJECTED, refusal.rule))
    else:
        fates |= {f.row: (REJECTED, f.rule) for f in reversed(findings) if f.reaction is Reaction.ROW}
    kept = [n for n, row in enumerate(rows) if row not in fates]
    return Cleaned(
        rows=_frame(sheet, columns, origin, rows, kept),
        issues=issue_lines(origin, sheet.id, notices, findings, table.header.columns),
        ledger=ledger_lines(origin.submission, sheet.id, table.grid.name, len(table.grid.rows), fates),
        refusal=refusal,
    )


def _frame(
    sheet: Sheet, columns: Mapping[str, CastColumn], origin: Origin, rows: Sequence[int], kept: Sequence[int]
) -> pl.DataFrame:
    """The kept rows with the sheet's schema."""
    data: dict[str, object] = {
        "submission": [origin.submission] * len(kept),
        "submitter": [origin.submitter] * len(kept),
        "row": [rows[n] + 1 for n in kept],
    }
    for name, cast in columns.items():
        companions = ((name, cast.values), (f"{name}_text", cast.texts), (f"{name}_precision", cast.precisions))
        data |= {key: [values[n] for n in kept] for key, values in companions if key in sheet.schema}
    data |= {"period": [origin.period] * len(kept), "period_end": [origin.period_end] * len(kept)}
    return pl.DataFrame(data, schema_overrides=sheet.schema, strict=True).select(sheet.schema.keys())
