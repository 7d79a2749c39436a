"""What files bring: submissions, rows by sheet, issues, ledger (design.md §2, read to clean)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from expectations.catalogue import SHEETS
from transforms.issues import ISSUES
from transforms.ledger import LEDGER
from transforms.submission import SUBMISSIONS

PLACES: dict[str, pl.DataType] = {"submission": pl.String(), "column": pl.String(), "letter": pl.String()}
"""In which spreadsheet column a submission has a contract column, so that a rule over rows can point at a cell."""

HEIGHTS: dict[str, pl.DataType] = {"file": pl.String(), "worksheet": pl.String(), "rows_read": pl.Int64()}
"""How many rows the reader gave of each worksheet; `file` is the start of its hash."""


@dataclass(frozen=True)
class Intake:
    """What one file, or several, brought: SUBMISSIONS, cleaned rows by sheet id, ISSUES, LEDGER, PLACES, HEIGHTS.

    `rows` are lazy: there may be a million, most of them in a file, and who needs some of their cells takes only those.
    """

    submissions: pl.DataFrame
    rows: Mapping[str, pl.LazyFrame]
    issues: pl.DataFrame
    ledger: pl.DataFrame
    places: pl.DataFrame
    heights: pl.DataFrame


def combined(intakes: Iterable[Intake]) -> Intake:
    """Many intakes as one; every sheet of the contract is there, with its schema, even when nothing came."""
    return together([replace(NOTHING, rows=_NO_ROWS), *intakes])


def together(parts: Sequence[Intake]) -> Intake:
    """Many intakes as one, with the sheets that came."""

    def frame(name: str) -> pl.DataFrame:
        frames: list[pl.DataFrame] = [getattr(part, name) for part in parts]
        return pl.concat(frames)

    sheets = {name: None for part in parts for name in part.rows}
    return Intake(
        submissions=frame("submissions"),
        rows={name: pl.concat([part.rows[name] for part in parts if name in part.rows]) for name in sheets},
        issues=frame("issues"),
        ledger=frame("ledger"),
        places=frame("places"),
        heights=frame("heights"),
    )


NOTHING = Intake(
    submissions=pl.DataFrame(schema=SUBMISSIONS),
    rows={},
    issues=pl.DataFrame(schema=ISSUES),
    ledger=pl.DataFrame(schema=LEDGER),
    places=pl.DataFrame(schema=PLACES),
    heights=pl.DataFrame(schema=HEIGHTS),
)
"""What a file without rows brings."""

_NO_ROWS = {name: pl.LazyFrame(schema=sheet.schema) for name, sheet in SHEETS.items()}
