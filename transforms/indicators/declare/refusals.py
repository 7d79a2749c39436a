"""What was refused or asked about, counted by what is wrong and by who has to correct it: parts of E2 and E3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from expectations.contract.rules import Reaction
from expectations.county.county import County
from transforms.figures import Part
from transforms.indicators.declare.breakdown import counts_by, unit_labels
from transforms.indicators.declare.declaration import key_of, number

TOLD = (Reaction.FIXW.value, Reaction.CELL.value, Reaction.ROW.value)
"""The reactions a clerk is asked about; silent repairs are not, refused files stand with the sheets."""

FAULT = ["sheet", "rule", "heading", "reaction"]
"""What tells one fault from another."""

_CELL, _ROW = (pl.col("reaction") == reaction.value for reaction in (Reaction.CELL, Reaction.ROW))


def fault_label(sheet: str | None, rule: str | None, heading: str | None, reaction: str | None) -> str:
    """What a fault is called in its code: S9.born_day.入党时间.CELL."""
    return ".".join(word or "" for word in (sheet, rule, heading, reaction))


def fault_counts(issues: pl.DataFrame) -> Iterator[Part]:
    """A part per fault: the cells it was found in, or the rows where these were refused."""
    told = issues.filter(pl.col("reaction").is_in(TOLD))
    for (sheet, rule, heading, reaction), lines in told.group_by(FAULT, maintain_order=True):
        label = fault_label(*(str(word or "") for word in (sheet, rule, heading, reaction)))
        table = "ledger" if reaction == Reaction.ROW.value else "issues"
        places = lines.unique(key_of(table), keep="first", maintain_order=True)
        counted = number("", label, "处", table, places)
        yield replace(counted, group="问题")


def refused_cells(issues: pl.DataFrame, county: County) -> Iterator[Part]:
    """A part per unit: the cells it has to correct."""
    cells = issues.filter(_CELL).unique(key_of("issues"), keep="first", maintain_order=True)
    yield from counts_by("issues", cells, "submitter", unit_labels(county), "退回单元格")


def refused_rows(issues: pl.DataFrame, county: County) -> Iterator[Part]:
    """A part per unit: the rows of its sheets that were refused."""
    rows = issues.filter(_ROW).unique(key_of("ledger"), keep="first", maintain_order=True)
    yield from counts_by("ledger", rows, "submitter", unit_labels(county), "未接收行")
