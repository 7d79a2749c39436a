"""From a printed number to the cells of the workbooks it comes from (design.md §5.6)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from expectations.contract.catalogue import SHEETS
from expectations.contract.contract import Privacy
from transforms.audience.column_classes import privacy_of
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.provenance import DENOMINATOR, NUMERATOR, rows_behind

Tables = Mapping[str, pl.DataFrame]
"""The tables of an edition by name."""

MASKED = "［受限］"
"""What stands for a value only the organisation department may read (class P1, domain.md §11.1)."""

CELLS: dict[str, pl.DataType] = {
    **dict.fromkeys(("side", "table", "key", "sheet", "file", "worksheet"), pl.String()),
    "row": pl.Int64(),
    **dict.fromkeys(("cell", "column", "heading", "value"), pl.String()),
}
"""One line per cell: the row it is of (`table`, `key`) on which `side` (numerator, denominator), the file, worksheet
and row it stands in, `cell` as in D17, the contract's column with its heading, and what was read. A row of which no
cell is asked for, as one of the ledger, has one line without a cell."""

_SHOWN_MOST = 5  # near codes named in one message


class UnknownCode(Exception):
    """The edition prints no number with this code."""


@dataclass(frozen=True)
class Trace:
    """A printed number opened: `line` is its line of FIGURES, `cells` (CELLS) where it comes from."""

    line: Mapping[str, object]
    cells: pl.DataFrame

    def rows(self, side: str) -> int:
        """How many rows stand behind the numerator or denominator."""
        return self.cells.filter(pl.col("side") == side).select("table", "key").n_unique()


def trace(code: str, tables: Tables, *, restricted: bool = False) -> Trace:
    """Open the number `code` of an edition, which the start of its code will do where no other starts so.

    Values of class P1 are masked unless `restricted`; nothing of class P0 is in any table. Raises UnknownCode.
    """
    line = _line(code, tables["figures"])
    behind = tables["figure_rows"].filter(pl.col("code") == line["code"])
    found = [pl.DataFrame(schema=CELLS)]
    for side in (NUMERATOR, DENOMINATOR):
        here = behind.filter(pl.col("side") == side)
        for table in here["table"].unique(maintain_order=True):
            rows = rows_behind(here, table, tables[table]).with_row_index("at")
            cells = pl.concat(_cells(table, rows, str(line["indicator"]), restricted), how="diagonal_relaxed")
            found.append(_placed(cells, side, table, tables))
    return Trace(line, pl.concat(found))


def _line(code: str, figures: pl.DataFrame) -> Mapping[str, object]:
    by_code = {one["code"].casefold(): one for one in figures.iter_rows(named=True)}
    wanted = code.strip().casefold()
    started = [known for known in by_code if known.startswith(wanted)]
    if wanted in by_code or len(started) == 1:
        return by_code[wanted if wanted in by_code else started[0]]
    near = started or difflib.get_close_matches(wanted, by_code, _SHOWN_MOST, 0.3) or list(by_code)
    named = ", ".join(str(by_code[one]["code"]) for one in near[:_SHOWN_MOST])
    raise UnknownCode(f"no number of this edition has the code {code}; near it: {named}")


def _cells(table: str, rows: pl.DataFrame, indicator: str, restricted: bool) -> Iterator[pl.DataFrame]:
    """`at`, `key`, `submission`, `row`, `sheet`, `column`, `value`: of each row the cells the indicator reads."""
    named = [cell.split(".") for cell in INDICATORS[indicator].cells]
    for sheet, columns in groupby(named, key=lambda one: one[0]):
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
                *(pl.col(name).alias(told) for told, name in source.items()),
                sheet=pl.lit(sheet),
                column=pl.lit(column),
                value=_value(table, column, rows, restricted),
            )
    if table != "five_dim":  # a row is named even where none of its cells is
        told = {"submission": pl.String, "worksheet": pl.String, "row": pl.Int64, "cell": pl.String, "file": pl.String}
        kept = [pl.col(name) for name in told if name in rows.columns]
        lacking = [pl.lit(None, dtype).alias(name) for name, dtype in told.items() if name not in rows.columns]
        yield rows.select("at", "key", *kept, *lacking, sheet=_sheet(rows))


def _sheet(rows: pl.DataFrame) -> pl.Expr:
    return pl.col("sheet").cast(pl.String) if "sheet" in rows.columns else pl.lit(None, pl.String)


def _value(table: str, column: str, rows: pl.DataFrame, restricted: bool) -> pl.Expr:
    """What was read, as text; masked where it is not for everybody, nothing where the table does not keep it."""
    if column not in rows.columns or privacy_of(table, column) is Privacy.P0:
        return pl.lit(None, pl.String)
    if privacy_of(table, column) is Privacy.P1 and not restricted:
        return pl.when(pl.col(column).is_not_null()).then(pl.lit(MASKED))
    if isinstance(rows.schema[column], pl.List):
        return pl.col(column).cast(pl.List(pl.String)).list.join("、")
    return pl.col(column).cast(pl.String)


def _placed(cells: pl.DataFrame, side: str, table: str, tables: Tables) -> pl.DataFrame:
    """CELLS: with file, worksheet and cell, in the order of the rows; only cells of the sheet the row came from."""
    files = tables["files"].select("submission", "worksheet", of_file="file", of_sheet="sheet").unique("submission")
    headings = [(sheet.id, column.name, column.heading) for sheet in SHEETS.values() for column in sheet.columns]
    known = pl.DataFrame(headings, schema=["sheet", "column", "heading"], orient="row")
    placed = (
        _with(cells, "column", "value", "worksheet", "cell", "file")
        .join(files, on="submission", how="left", suffix="_of_file")
        .filter(pl.col("column").is_null() | (pl.col("sheet") == pl.col("of_sheet")))
        .join(tables["places"], on=["submission", "column"], how="left")
        .join(known, on=["sheet", "column"], how="left")
        .with_columns(
            side=pl.lit(side),
            table=pl.lit(table),
            sheet=pl.coalesce("sheet", "of_sheet"),
            file=pl.coalesce("file", "of_file"),
            worksheet=pl.coalesce("worksheet", "worksheet_of_file"),
            cell=pl.coalesce("cell", pl.format("{}{}", "letter", "row")),
        )
    )
    told = placed.filter(pl.col("column").is_not_null())
    untold = placed.filter(pl.col("column").is_null()).join(told, on="at", how="anti")
    return (
        pl.concat([told, untold])
        .sort("at", maintain_order=True)
        .select(pl.col(name).cast(dtype) for name, dtype in CELLS.items())
    )


def _with(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in columns if name not in frame.columns)
