"""Reminders (催报): missing sheets, and files to be corrected."""

from __future__ import annotations

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from transforms.judge.arrivals import ABSENT, ASKED_BACK, RETURNED
from transforms.records.issues import places
from transforms.records.submission import file_name

REMINDERS: dict[str, pl.DataType] = {
    "submitter": pl.String(),
    "sheet": pl.String(),
    "status": pl.String(),
    "days_overdue": pl.Int64(),
    "file": pl.String(),
    "faults": pl.Int64(),
}
"""`status`: one of ABSENT; RETURNED where the whole sheet was refused; ASKED_BACK where it was taken and cells or rows
of it went back. `file` and its number of `faults`, places as the report counts them, where something went back, else
null; `submitter` null where unknown."""


def reminders(arrivals: pl.DataFrame, issues: pl.DataFrame) -> pl.DataFrame:
    """REMINDERS of ARRIVALS and ISSUES, by unit and in the order of the sheets, what is missing first."""
    absent = arrivals.filter(pl.col("status").is_in(ABSENT)).select("submitter", "sheet", "status", "days_overdue")
    late = arrivals.filter(pl.col("status") == RETURNED).select("submitter", "sheet", "days_overdue")
    faulty = (
        _sent_by_name(places(issues))
        .group_by("submitter", "sheet", "file")
        .agg(faults=pl.len(), refused=(pl.col("reaction") == Reaction.FILE).any())
        .join(late.with_columns(late=True), on=["submitter", "sheet"], how="left")
        .with_columns(
            status=pl.when(pl.col("refused") | pl.col("late")).then(pl.lit(RETURNED)).otherwise(pl.lit(ASKED_BACK))
        )
        .drop("refused", "late")
    )
    order = pl.col("sheet").replace_strict(list(SHEETS), list(range(len(SHEETS))), default=None, return_dtype=pl.Int64)
    return (
        pl.concat([pl.DataFrame(schema=REMINDERS), absent, faulty], how="diagonal_relaxed")
        .cast(pl.Schema(REMINDERS))
        .sort("submitter", pl.col("file").is_not_null(), order, "file", nulls_last=True)
    )


def _sent_by_name(issues: pl.DataFrame) -> pl.DataFrame:
    """The issues with unit and sheet of unreadable files filled in from the file name."""
    file_names = {name: file_name(name) for name in issues["file"].unique()}
    units, sheets = ({name: getattr(parsed, part) for name, parsed in file_names.items()} for part in ("unit", "sheet"))
    return issues.with_columns(
        pl.coalesce("submitter", pl.col("file").replace_strict(units, return_dtype=pl.String)),
        pl.coalesce("sheet", pl.col("file").replace_strict(sheets, return_dtype=pl.String)),
    )
