"""Applying the suites' failures to the rows: cells emptied, rows rejected, issues with their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from expectations.contract.contract import Privacy, Sheet
from expectations.contract.rules import Reaction, Required
from transforms.judge.comparisons import without_refused_values
from transforms.records.issues import ISSUES, LONGEST_VALUE, MASK

_ROW = ["submission", "row"]
_AT = "number of the row"

Judge = Callable[[Sheet, pl.DataFrame], pl.DataFrame]
"""The suite of a sheet over its rows → FAILURES."""


@dataclass(frozen=True)
class FailuresApplied:
    """The accepted rows with the sheet's schema, ISSUES of the rules, and the rejected (submission, row, rule)."""

    rows: pl.LazyFrame
    issues: pl.DataFrame
    rejected: pl.DataFrame


def apply_failures(
    sheet: Sheet,
    rows: pl.LazyFrame,
    judge: Judge,
    noted: pl.DataFrame,
    submissions: pl.DataFrame,
    places: pl.DataFrame,
) -> FailuresApplied:
    """Judge the rows of one sheet by its suite and apply the failures.

    `noted` are the ISSUES of cleaning: a cell refused there is not reported a second time as missing, nor does a cell
    that was refused speak against another (`without_refused_values`). CELL empties the cell, ROW rejects the row, FILE
    all rows of its submission; a rule's consequence sets its column.
    """
    whole = rows.collect()
    failures = judge(sheet, whole)
    if failures.is_empty():
        return FailuresApplied(rows, pl.DataFrame(schema=ISSUES), whole.select(*_ROW, rule=pl.lit("")).clear())
    failures = without_refused_values(sheet, failures)
    reported = _not_yet_reported(sheet, failures, noted)
    files = reported.filter(pl.col("reaction") == Reaction.FILE)
    rejected = pl.concat(
        [
            reported.filter(pl.col("reaction") == Reaction.ROW).select(*_ROW, "rule"),
            whole.select(_ROW).join(
                files.select("submission", "rule").unique("submission", keep="first", maintain_order=True),
                on="submission",
            ),
        ]
    )
    return FailuresApplied(
        rows=_accepted(sheet, rows, whole.select(_ROW), failures, rejected),
        issues=issues_of(sheet, whole, reported, submissions, places),
        rejected=rejected,
    )


def _not_yet_reported(sheet: Sheet, failures: pl.DataFrame, noted: pl.DataFrame) -> pl.DataFrame:
    required = [rule.id for rule in sheet.all_rules if isinstance(rule, Required)]
    asked_back = noted.filter(pl.col("reaction").is_in([Reaction.CELL, Reaction.FIXW])).select(*_ROW, "column").unique()
    missing = failures.filter(pl.col("rule").is_in(required))
    return pl.concat(
        [
            failures.filter(~pl.col("rule").is_in(required)),
            missing.join(asked_back, on=[*_ROW, "column"], how="anti"),
        ]
    ).sort(*_ROW, "rule")


def _accepted(
    sheet: Sheet, rows: pl.LazyFrame, places: pl.DataFrame, failures: pl.DataFrame, rejected: pl.DataFrame
) -> pl.LazyFrame:
    """The rows after the failures; `places` (submission, row) give each row its position.

    Filters by position need no join, so that a projection reads only its own columns.
    """
    numbered = places.with_row_index(_AT)
    gone = numbered.join(rejected, on=_ROW, how="semi")[_AT]
    changed = rows.with_row_index(_AT)
    for column, at, value in _consequences(sheet, failures.join(numbered, on=_ROW)):
        consequence = pl.lit(value, dtype=sheet.schema[column])
        changed = changed.with_columns(
            pl.when(pl.col(_AT).is_in(at.implode())).then(consequence).otherwise(column).alias(column)
        )
    return changed.filter(~pl.col(_AT).is_in(gone.implode())).drop(_AT)


def _consequences(sheet: Sheet, placed: pl.DataFrame) -> Iterator[tuple[str, pl.Series, object]]:
    """(column, numbers of rows, value): cells of CELL failures are emptied, a rule's `becomes` sets a column."""
    for column, at in placed.filter(pl.col("reaction") == Reaction.CELL).group_by("column").agg(_AT).iter_rows():
        for name in sheet.column[column].schema if column in sheet.column else ():  # with its companions
            yield name, pl.Series(at, dtype=pl.UInt32), None
    for rule in sheet.all_rules:
        at = placed.filter(pl.col("rule") == rule.id)[_AT]
        if rule.becomes and at.len():
            yield rule.becomes.column, at, rule.becomes.value


def issues_of(
    sheet: Sheet, rows: pl.DataFrame, failures: pl.DataFrame, submissions: pl.DataFrame, places: pl.DataFrame
) -> pl.DataFrame:
    """FAILURES of a sheet as ISSUES, with file, heading, cell and masked value; `rows` are the failed rows."""
    headings = {column.name: column.heading for column in sheet.columns}
    return (
        failures.join(submissions.select("submission", "file", "submitter", "worksheet"), on="submission", how="left")
        .join(places, on=["submission", "column"], how="left")
        .join(_values(sheet, rows, failures), on=[*_ROW, "column"], how="left")
        .with_columns(
            sheet=pl.lit(sheet.id),
            read_as=pl.lit(None, dtype=pl.String),
            heading=pl.col("column").replace_strict(headings, default=None, return_dtype=pl.String()),
            cell=pl.col("letter") + pl.col("row").cast(pl.String),
        )
        .select(ISSUES.keys())
        .cast(pl.Schema(ISSUES))
    )


def _values(sheet: Sheet, rows: pl.DataFrame, failures: pl.DataFrame) -> pl.DataFrame:
    """The value of each blamed cell as it may be listed: masked for P0 and P1, else its text, cut."""
    bad = failures.select(*_ROW, "column").unique()
    parts = [pl.DataFrame(schema={"submission": pl.String, "row": pl.Int64, "column": pl.String, "value": pl.String})]
    for name in bad["column"].unique().sort().to_list():
        if (column := sheet.column.get(name)) is None:
            continue
        blamed = rows.join(bad.filter(pl.col("column") == name), on=_ROW)
        value = pl.col(name)
        shown = (value.list.join("、") if isinstance(column.dtype, pl.List) else value.cast(pl.String)).str.head(
            LONGEST_VALUE
        )
        secret = column.privacy in (Privacy.P0, Privacy.P1)
        parts.append(
            blamed.select(
                *_ROW,
                "column",
                value=pl.when(value.is_not_null()).then(pl.lit(MASK) if secret else shown).cast(pl.String),
            )
        )
    return pl.concat(parts)
