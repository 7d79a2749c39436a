"""Issues: one line for every change and every refusal, with its cell (design.md §5.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from expectations.contract.contract import Column, Privacy
from expectations.contract.rules import Reaction
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.cells.plain import plain
from transforms.recognise.cell_references import cell_reference
from transforms.recognise.grid import Cell
from transforms.records.columnar import Columns, columns
from transforms.records.notice import Notice

ISSUES: dict[str, pl.DataType] = {
    "submission": pl.String(),
    "file": pl.String(),
    "submitter": pl.String(),
    "sheet": pl.String(),
    "worksheet": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "heading": pl.String(),
    "cell": pl.String(),
    "rule": pl.String(),
    "reaction": pl.String(),
    "message": pl.String(),
    "value": pl.String(),
    "read_as": pl.String(),
}
"""`row` and `cell` as the clerk sees them (from 1, "D17"); null for the file as a whole.

`read_as` is how a repaired cell was read, with a warning or without, as a clerk would write it; it is masked like
`value`.
"""

TO_CORRECT = [Reaction.CELL, Reaction.ROW, Reaction.FILE]
"""Reactions after which the clerk must act."""

LONGEST_VALUE = 60
MASK = "***"


@dataclass(frozen=True)
class Origin:
    """The submission of a table: its id, file, worksheet, submitter and period."""

    submission: str
    file: str
    worksheet: str | None
    submitter: str | None
    period: str
    period_end: dt.date


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding about one cell; `row` is its position in the grid, from 0."""

    row: int
    column: Column
    rule: str
    reaction: Reaction
    message: str
    cell: Cell
    read_as: str | None = None


def masked(value: object, column: Column) -> str | None:
    """A cell's value for a list of issues: P0 and P1 masked, others without personal data, cut to 60 characters."""
    if value is None or value == "":
        return None
    if column.privacy in (Privacy.P0, Privacy.P1):
        return MASK
    text = without_personal_data(plain(value) if isinstance(value, float) else str(value))
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def issue_lines(
    origin: Origin,
    sheet: str | None,
    notices: Iterable[Notice],
    findings: Iterable[Finding] = (),
    positions: Mapping[str, int] | None = None,
) -> Columns:
    """Notices and findings of one worksheet as ISSUES; `positions` are the contract columns' positions from 0."""
    start = (origin.submission, origin.file, origin.submitter, sheet, origin.worksheet)
    lines: list[tuple[object, ...]] = [
        (*start, None, None, None, None, notice.rule, notice.reaction.value, notice.message, None, None)
        for notice in notices
    ]
    for finding in findings:
        column, at = finding.column, (positions or {}).get(finding.column.name)
        cell = cell_reference((finding.row, at)) if at is not None else None
        details = (
            finding.rule,
            finding.reaction.value,
            finding.message,
            masked(finding.cell, column),
            masked(finding.read_as, column),
        )
        lines.append((*start, finding.row + 1, column.name, column.heading, cell, *details))
    return columns(ISSUES, lines)


def places(issues: pl.DataFrame) -> pl.DataFrame:
    """Of ISSUES the places that are to be corrected (处), in their order: a cell, a row or a file, each once.

    What several rules say of a place stands together in its `message`; else the first counts. Whoever counts what went
    back counts these, so that every page has the same number.
    """
    cell = pl.when(pl.col("reaction") == Reaction.CELL).then("cell").alias("_cell")
    row = pl.when(pl.col("reaction") == Reaction.ROW).then("row").alias("_row")
    worksheet = pl.when(pl.col("reaction") != Reaction.FILE).then("worksheet").alias("_worksheet")
    together = pl.col("message").drop_nulls().unique(maintain_order=True).str.join("")
    return (
        issues.filter(pl.col("reaction").is_in(TO_CORRECT))
        .group_by("submission", "file", "reaction", worksheet, row, cell, maintain_order=True)
        .agg(pl.exclude("message", "submission", "file", "reaction").first(), message=together)
        .select(issues.columns)
    )
