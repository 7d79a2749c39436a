"""From a printed number to the cells of the workbooks it comes from (design.md §5.6)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy
from transforms.audience.column_classes import privacy_of
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.provenance import DENOMINATOR, NUMERATOR, rows_behind
from transforms.judge.errata import State
from transforms.records.extract import ERRATA
from transforms.tables.catalogue import TABLES

Tables = Mapping[str, pl.DataFrame]
"""The tables of an edition by name."""

MASKED = "［受限］"
"""Shown in place of a value only the organisation department may read (class P1, domain.md §11.1)."""

CELLS: dict[str, pl.DataType] = {
    **dict.fromkeys(("side", "table", "key", "sheet", "file", "worksheet"), pl.String()),
    "row": pl.Int64(),
    **dict.fromkeys(("cell", "column", "heading", "value", "erratum"), pl.String()),
}
"""One line per cell: the row it is of (`table`, `key`) on which `side` (numerator, denominator), the file, worksheet
and row, `cell` as in D17, the contract's column with its heading, the value, and the number of the reviewed correction
(勘误) that has put it there. A row without cells of the indicator,
as one of the ledger, has one line without a cell."""

_CORRECTED = ("submission", "row", "column", "erratum")
_SHOWN_MOST = 5  # near codes named in one message


class UnknownCode(Exception):
    """The edition prints no number with this code, or one of a sheet that the county declares no more."""


@dataclass(frozen=True)
class Trace:
    """The trace of a printed number: `line` is its line of FIGURES, `cells` (CELLS) its source cells."""

    line: Mapping[str, object]
    cells: pl.DataFrame

    def rows(self, side: str) -> int:
        """Number of rows behind the numerator or denominator."""
        return self.cells.filter(pl.col("side") == side).select("table", "key").n_unique()


def trace(code: str, tables: Tables, *, restricted: bool = False) -> Trace:
    """Trace the number `code` of an edition; a unique prefix of the code is enough.

    Values of class P1 are masked unless `restricted`; nothing of class P0 is in any table. Raises UnknownCode.
    """
    line = _line(code, tables["figures"])
    behind = tables["figure_rows"].filter(pl.col("code") == line["code"])
    parts = [pl.DataFrame(schema=CELLS)]
    for side in (NUMERATOR, DENOMINATOR):
        side_rows = behind.filter(pl.col("side") == side)
        for table in side_rows["table"].unique(maintain_order=True):
            if table not in TABLES:
                raise UnknownCode(f"{code} was counted in the table {table}, of a sheet that is declared no more")
            known = INDICATORS.get(str(line["indicator"]))
            rows, read = rows_behind(side_rows, table, tables[table]), known.cells if known else ()
            parts.append(cells_behind(side, table, rows, read, tables, restricted=restricted))
    return Trace(line, pl.concat(parts))


def cells_behind(
    side: str, table: str, rows: pl.DataFrame, read: Sequence[str], tables: Tables, *, restricted: bool
) -> pl.DataFrame:
    """CELLS of the columns `read` (as S8.status) of rows of a table, which have `key` besides its columns."""
    cells = pl.concat(_cells(table, rows.with_row_index("at"), read, restricted), how="diagonal_relaxed")
    return _placed(cells, side, table, tables)


def _line(code: str, figures: pl.DataFrame) -> Mapping[str, object]:
    by_code = {line["code"].casefold(): line for line in figures.iter_rows(named=True)}
    wanted = code.strip().casefold()
    started = [known for known in by_code if known.startswith(wanted)]
    if wanted in by_code or len(started) == 1:
        return by_code[wanted if wanted in by_code else started[0]]
    near = started or difflib.get_close_matches(wanted, by_code, _SHOWN_MOST, 0.3) or list(by_code)
    named = ", ".join(str(by_code[known]["code"]) for known in near[:_SHOWN_MOST])
    raise UnknownCode(f"no number of this edition has the code {code}; near it: {named}")


def _cells(table: str, rows: pl.DataFrame, read: Sequence[str], restricted: bool) -> Iterator[pl.DataFrame]:
    """`at`, `key`, `submission`, `row`, `sheet`, `column`, `value`: of each row the cells `read`."""
    named = [cell.split(".") for cell in read]
    for sheet, columns in groupby(named, key=lambda pair: pair[0]):
        source = {"submission": f"src_{sheet}_submission", "row": f"src_{sheet}_row"}
        if table != "five_dim":
            source = {"submission": "submission", "row": "row"}
        if not set(source.values()) <= set(rows.columns):
            continue
        from_sheet = rows.filter(pl.col(source["submission"]).is_not_null())
        for _, column in columns:
            yield from_sheet.select(
                "at",
                "key",
                *(pl.col(name).alias(alias) for alias, name in source.items()),
                sheet=pl.lit(sheet),
                column=pl.lit(column),
                value=_value(table, column, rows, restricted),
            )
    origin = {"submission": pl.String, "worksheet": pl.String, "row": pl.Int64, "cell": pl.String, "file": pl.String}
    kept = [pl.col(name) for name in origin if name in rows.columns]
    lacking = [pl.lit(None, dtype).alias(name) for name, dtype in origin.items() if name not in rows.columns]
    listed = rows.select("at", "key", *kept, *lacking, sheet=_sheet(rows))
    yield listed if table != "five_dim" else listed.clear()  # a row is listed even where none of its cells is


def _sheet(rows: pl.DataFrame) -> pl.Expr:
    return pl.col("sheet").cast(pl.String) if "sheet" in rows.columns else pl.lit(None, pl.String)


def _value(table: str, column: str, rows: pl.DataFrame, restricted: bool) -> pl.Expr:
    """The value as text; masked for class P1 unless `restricted`, null where the table does not have it."""
    if column not in rows.columns or privacy_of(table, column) is Privacy.P0:
        return pl.lit(None, pl.String)
    if privacy_of(table, column) is Privacy.P1 and not restricted:
        return pl.when(pl.col(column).is_not_null()).then(pl.lit(MASKED))
    if isinstance(rows.schema[column], pl.List):
        return pl.col(column).cast(pl.List(pl.String)).list.join("、")
    return pl.col(column).cast(pl.String)


def _placed(cells: pl.DataFrame, side: str, table: str, tables: Tables) -> pl.DataFrame:
    """CELLS: with file, worksheet and cell, in the order of the rows; only cells of the row's own sheet."""
    files = tables["files"].select("submission", "worksheet", of_file="file", of_sheet="sheet").unique("submission")
    headings = [(sheet.id, column.name, column.heading) for sheet in SHEETS.values() for column in sheet.columns]
    known = pl.DataFrame(headings, schema=["sheet", "column", "heading"], orient="row")
    placed = (
        _with(cells, "column", "value", "worksheet", "cell", "file")
        .join(files, on="submission", how="left", suffix="_of_file")
        .filter(pl.col("column").is_null() | (pl.col("sheet") == pl.col("of_sheet")))
        .join(tables["places"], on=["submission", "column"], how="left")
        .join(known, on=["sheet", "column"], how="left")
        .join(_errata(tables), on=["submission", "row", "column"], how="left")
        .with_columns(
            side=pl.lit(side),
            table=pl.lit(table),
            sheet=pl.coalesce("sheet", "of_sheet"),
            file=pl.coalesce("file", "of_file"),
            worksheet=pl.coalesce("worksheet", "worksheet_of_file"),
            cell=pl.coalesce("cell", pl.format("{}{}", "letter", "row")),
        )
    )
    with_cell = placed.filter(pl.col("column").is_not_null())
    without_cell = placed.filter(pl.col("column").is_null()).join(with_cell, on="at", how="anti")
    return (
        pl.concat([with_cell, without_cell])
        .sort("at", maintain_order=True)
        .select(pl.col(name).cast(dtype) for name, dtype in CELLS.items())
    )


def _errata(tables: Tables) -> pl.DataFrame:
    """`submission`, `row`, `column` and `erratum` of the cells that say what an erratum has put there."""
    if "errata" not in tables:  # of an edition before there were any
        return pl.DataFrame(schema={name: ERRATA[name] for name in _CORRECTED})
    applied = tables["errata"].filter(state=State.APPLIED).select(_CORRECTED)
    return applied.unique(_CORRECTED[:-1], keep="last", maintain_order=True)


def _with(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in columns if name not in frame.columns)
