"""Refusals and warnings, counted by fault and by the unit that has to correct it: parts of E2 and E3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from expectations.contract.rules import Reaction
from expectations.county.county import County
from transforms.figures import How, Part
from transforms.indicators.declare.breakdown import counts_by, unit_labels
from transforms.indicators.declare.declaration import key_of, number

REPORTED = (Reaction.FIXW.value, Reaction.CELL.value, Reaction.ROW.value)
"""The reactions reported to clerks; silent repairs are not, refused files are counted with the sheets."""

FAULT = ["sheet", "rule", "heading", "reaction"]
"""The key of a fault."""

_CELL, _ROW = (pl.col("reaction") == reaction.value for reaction in (Reaction.CELL, Reaction.ROW))


def fault_label(sheet: str | None, rule: str | None, heading: str | None, reaction: str | None) -> str:
    """The label of a fault in its code: S9.born_day.入党时间.CELL."""
    return ".".join(word or "" for word in (sheet, rule, heading, reaction))


def fault_counts(issues: pl.DataFrame) -> Iterator[Part]:
    """A part per fault: the cells in which it was found, or the rows where it refused these."""
    reported = issues.filter(pl.col("reaction").is_in(REPORTED))
    for (sheet, rule, heading, reaction), lines in reported.group_by(FAULT, maintain_order=True):
        label = fault_label(*(str(word or "") for word in (sheet, rule, heading, reaction)))
        table = "ledger" if reaction == Reaction.ROW.value else "issues"
        places = lines.unique(key_of(table), keep="first", maintain_order=True)
        counted = number("", label, "处", table, places)
        yield replace(counted, group="问题")


def refused_cells(issues: pl.DataFrame, county: County) -> Iterator[Part]:
    """A part per unit: the cells it has to correct."""
    yield from counts_by("issues", _refused_cells(issues), "submitter", unit_labels(county), "退回单元格")


def cells_asked_back(issues: pl.DataFrame) -> tuple[Part, Part]:
    """The cells to be corrected, and the units that have any."""
    cells = _refused_cells(issues)
    return (
        number("refused", "退回单元格", "处", "issues", cells),
        number("units", "有退回单元格的单位", "个", "issues", cells, How.DISTINCT, "submitter"),
    )


def _refused_cells(issues: pl.DataFrame) -> pl.DataFrame:
    return issues.filter(_CELL).unique(key_of("issues"), keep="first", maintain_order=True)


def refused_rows(issues: pl.DataFrame, county: County) -> Iterator[Part]:
    """A part per unit: the rows of its sheets that were refused."""
    rows = issues.filter(_ROW).unique(key_of("ledger"), keep="first", maintain_order=True)
    yield from counts_by("ledger", rows, "submitter", unit_labels(county), "未接收行")


def refused_by_unit(issues: pl.DataFrame) -> pl.DataFrame:
    """`submitter`, `cells` and `rows` that went back, each once, for every unit that has any (domain.md §6)."""
    row = pl.struct("submission", "worksheet", "row")
    cell = pl.struct("submission", "worksheet", "row", "column")
    return (
        issues.filter(_CELL | _ROW)
        .group_by("submitter")
        .agg(cells=cell.filter(_CELL).n_unique(), rows=row.filter(_ROW).n_unique())
    )
