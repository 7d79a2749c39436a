"""Extracts of files as frames: submissions, rows by sheet, issues, ledger (design.md §2, read to clean)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from expectations.catalogue import SHEETS
from transforms.records.columnar import TABLES, FileExtract, frame
from transforms.records.issues import ISSUES
from transforms.records.ledger import LEDGER
from transforms.records.submission import SUBMISSIONS

COLUMN_LETTERS: dict[str, pl.DataType] = {"submission": pl.String(), "column": pl.String(), "letter": pl.String()}
"""Spreadsheet column letter of a submission's contract column, so that a rule over rows can name a cell."""

ROW_COUNTS: dict[str, pl.DataType] = {
    "file": pl.String(),
    "worksheet": pl.String(),
    "rows_read": pl.Int64(),
    "times": pl.Int64(),
}
"""Number of rows read of each worksheet, and how many sheets each row is read as; `file` is the start of its hash."""

ERRATA: dict[str, pl.DataType] = {
    **dict.fromkeys(("erratum", "sheet", "column", "heading", "submission"), pl.String()),
    "row": pl.Int64(),
    **dict.fromkeys(("cell", "state", "expect", "becomes", "because", "by", "message"), pl.String()),
}
"""One line per reviewed correction (勘误) and cell it means; `expect` and `becomes` are masked for class P1 and
names. `message` is the sentence for whoever must act where it was not applied, else null."""


@dataclass(frozen=True)
class Intake:
    """The extracts of files: SUBMISSIONS, cleaned rows by sheet id, ISSUES, LEDGER, COLUMN_LETTERS, ROW_COUNTS.

    `errata` (ERRATA) is what reviewed corrections have found in the rows (`transforms.judge.errata`).

    `rows` are lazy: there may be a million, most of them spilled to disk, and a query reads only its columns.
    """

    submissions: pl.DataFrame
    rows: Mapping[str, pl.LazyFrame]
    issues: pl.DataFrame
    ledger: pl.DataFrame
    places: pl.DataFrame
    row_counts: pl.DataFrame
    errata: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ERRATA))


def framed(extracts: Sequence[FileExtract]) -> Intake:
    """The extracts as frames; every sheet of the contract is there with its schema, even without rows."""

    def table(name: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        return frame(schema, [piece for extract in extracts for piece in getattr(extract, name)])

    return Intake(
        rows={
            sheet: frame(
                contract.schema, [piece for extract in extracts for piece in extract.rows.get(sheet, ())]
            ).lazy()
            for sheet, contract in SHEETS.items()
        },
        submissions=table("submissions", SUBMISSIONS),
        issues=table("issues", ISSUES),
        ledger=table("ledger", LEDGER),
        places=table("places", COLUMN_LETTERS),
        row_counts=table("row_counts", ROW_COUNTS),
    )


def combined(intakes: Sequence[Intake]) -> Intake:
    """Many intakes concatenated; of none an empty one, with all schemas."""
    parts = intakes or [framed([])]
    tables = {name: pl.concat([getattr(part, name) for part in parts]) for name in TABLES}
    return Intake(rows={sheet: pl.concat([part.rows[sheet] for part in parts]) for sheet in SHEETS}, **tables)
