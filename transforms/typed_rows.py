"""Cast columns → the typed rows of one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from expectations.contract import Sheet
from transforms.cells.reading import Value
from transforms.clean_column import CastColumn
from transforms.issues import Origin

_WORD_END = "\x1f"  # the unit separator: no spreadsheet shows it, and nobody types it


def typed_rows(
    sheet: Sheet, columns: Mapping[str, CastColumn], origin: Origin, rows: Sequence[int], kept: Sequence[int]
) -> pl.DataFrame:
    """A frame with the sheet's schema; `rows` are the grid positions of the cells, `kept` the places that stay."""
    made = pl.DataFrame([*_lineage(origin, rows), *_cells(sheet, columns)])
    return made if len(kept) == len(rows) else made[kept]


def _lineage(origin: Origin, rows: Sequence[int]) -> Iterator[pl.Series]:
    """The columns of `contract.LINEAGE`, in its order."""
    told = (("submission", origin.submission), ("submitter", origin.submitter), ("period", origin.period))
    for name, value in told:
        yield pl.Series(name, [value] * len(rows), dtype=pl.String)
    yield pl.Series("period_end", [origin.period_end] * len(rows), dtype=pl.Date)
    yield pl.Series("row", [row + 1 for row in rows], dtype=pl.Int64)


def _cells(sheet: Sheet, columns: Mapping[str, CastColumn]) -> Iterator[pl.Series]:
    for column in sheet.columns:
        cast, name = columns[column.name], column.name
        told: dict[str, Sequence[Value]] = {
            name: cast.values,
            f"{name}_text": cast.texts,
            f"{name}_precision": cast.precisions,
        }
        for each, dtype in column.schema.items():
            yield _series(each, told[each], dtype)


def _series(name: str, values: Sequence[Value], dtype: pl.DataType) -> pl.Series:
    """A typed series. Of a list in a cell Polars would make a series of its own, 30 times slower than cutting texts."""
    if isinstance(dtype, pl.List):
        texts = [_WORD_END.join(words) if isinstance(words, tuple) else None for words in values]
        return pl.Series(name, texts, dtype=pl.String).str.split(_WORD_END)
    return pl.Series(name, values, dtype=dtype)
