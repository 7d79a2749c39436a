"""Trace a figure of a published edition, for the command line (design.md §6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from rich.console import Console

from flows.cli.printing.printable import line
from flows.store.edition import Edition, EditionTables
from transforms.indicators.provenance import DENOMINATOR, NUMERATOR
from transforms.indicators.trace import Trace, trace

METHODS = {
    "count": "number of rows",
    "distinct": "different values of {}",
    "sum": "sum of {}",
    "mean": "mean of {}",
    "median": "median of {}",
    "max": "greatest {}",
    "mean of persons": "mean of the {} of each person",
    "median of persons": "median of the {} of each person",
}


def trace_figure(edition: Edition, code: str, restricted: bool) -> Trace:
    """The trace of figure `code` of an edition. Raises UnknownCode."""
    return trace(code, EditionTables(edition), restricted=restricted)


def as_tree(lineage: Trace, edition: Edition, rows: int) -> dict[str, Any]:
    """A trace as a JSON tree, with at most `rows` rows of each side."""
    return {
        "period": edition.period,
        "edition": edition.number,
        **lineage.line,
        "cells": _first(lineage.cells, rows).to_dicts(),
    }


def print_trace(lineage: Trace, edition: Edition, rows: int, console: Console) -> None:
    """Print a trace: the figure, its derivation, then the cells of at most `rows` rows of each side."""
    figure = lineage.line
    place = f" · {figure['place']}" if figure["place"] else ""
    head = f" {figure['label']}{place}  ({edition.period}, edition {edition.number})"
    console.print(line((str(figure["code"]), "bold"), head))
    console.print(line(f"value    {_number(figure['value'])}{figure['unit']}  {figure['light'] or ''}"))
    console.print(line(f"formula  {figure['formula']}  ({figure['window']})"))
    console.print(line(f"follows  {figure['form']}"))
    for side in (NUMERATOR, DENOMINATOR):
        if figure[f"{side}_how"]:
            method = METHODS[str(figure[f"{side}_how"])].format(figure[f"{side}_column"])
            console.print(line(f"{side:<12} {_number(figure[side])}  {method}, {lineage.rows(side)} rows"))
    if erased := len(edition.manifest.get("forgotten", ())):
        console.print(
            f"rows of {erased} persons were removed since (wuwei erase); the figure stands as it was published"
        )
    if lineage.cells.is_empty():
        console.print("no row stands behind it")
        return
    shown = _first(lineage.cells, rows)
    for (side, table, key), cells in shown.group_by("side", "table", "key", maintain_order=True):
        console.print(line(f"{side}  {table} {key}"), soft_wrap=True)
        for cell in cells.iter_rows(named=True):
            console.print(line(f"    {_cell_line(cell)}"), soft_wrap=True)
    left = (
        sum(lineage.rows(side) for side in (NUMERATOR, DENOMINATOR)) - shown.select("side", "table", "key").n_unique()
    )
    if left:
        console.print(f"… and {left} more rows; --rows shows more")


def _first(cells: pl.DataFrame, rows: int) -> pl.DataFrame:
    """The cells of the first rows of each side."""
    order = cells.select("side", "table", "key").unique(maintain_order=True)
    kept = order.with_columns(nth=pl.int_range(pl.len()).over("side")).filter(pl.col("nth") < rows).drop("nth")
    return cells.join(kept, on=["side", "table", "key"], how="semi", maintain_order="left")


def _cell_line(cell: Mapping[str, Any]) -> str:
    """File, worksheet, cell or row, heading and what was read."""
    where = cell["cell"] or (f"row {cell['row']}" if cell["row"] else "")
    value = f" = {cell['value']}" if cell["value"] is not None else ""
    corrected = f"  (erratum 勘误 {cell['erratum']})" if cell["erratum"] else ""
    return (
        " › ".join(filter(None, (cell["file"], cell["worksheet"], where)))
        + f"  {cell['heading'] or ''}{value}{corrected}".rstrip()
    )


def _number(value: object) -> str:
    if value is None:
        return "—"
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
