"""Cast columns → the typed rows of one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from expectations.contract.contract import Sheet
from transforms.clean.column import CastColumn
from transforms.records.columnar import Columns
from transforms.records.issues import Origin


def typed_rows(
    sheet: Sheet, columns: Mapping[str, CastColumn], origin: Origin, rows: Sequence[int], kept: Sequence[int]
) -> Columns:
    """Columns of the sheet's schema; `rows` are the grid positions of the cells, `kept` the indexes that stay."""
    typed = dict([*_lineage(origin, rows), *_cells(sheet, columns)])
    return typed if len(kept) == len(rows) else {name: [values[n] for n in kept] for name, values in typed.items()}


def _lineage(origin: Origin, rows: Sequence[int]) -> Iterator[tuple[str, Sequence[object]]]:
    """The columns of `contract.LINEAGE`, in its order."""
    lineage = (
        ("submission", origin.submission),
        ("submitter", origin.submitter),
        ("period", origin.period),
        ("period_end", origin.period_end),
    )
    for name, value in lineage:
        yield name, [value] * len(rows)
    yield "row", [row + 1 for row in rows]


def _cells(sheet: Sheet, columns: Mapping[str, CastColumn]) -> Iterator[tuple[str, Sequence[object]]]:
    for column in sheet.columns:
        cast, name = columns[column.name], column.name
        by_name: dict[str, Sequence[object]] = {
            name: cast.values,
            f"{name}_text": cast.texts,
            f"{name}_precision": cast.precisions,
        }
        for each in column.schema:
            yield each, by_name[each]
