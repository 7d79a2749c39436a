"""Refusals and warnings, counted by fault and by the unit that has to correct it: parts of E2 and E3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from expectations.county.county import County
from transforms.dataset import Dataset
from transforms.figures import How, Part
from transforms.indicators.declare.breakdown import counts_by, unit_labels
from transforms.indicators.declare.declaration import key_of, number
from transforms.records.ledger import REJECTED
from transforms.records.submission import by_name

REPORTED = (Reaction.FIXW.value, Reaction.CELL.value, Reaction.ROW.value)
"""The reactions reported to clerks; silent repairs are not, refused files are counted with the sheets."""

FAULT = ["sheet", "rule", "heading", "reaction"]
"""The key of a fault."""

_CELL = pl.col("reaction") == Reaction.CELL.value


REFUSED_CELLS = "退回单元格"
"""The breakdown of E3 by the unit that has to correct the cells."""
REFUSED_ROWS, REFUSED_SHEETS = "未接收行", "未接收表"
"""The breakdowns of E2: rows that were not taken, by unit and by unit and sheet (漕河镇《接单台账》)."""
UNKNOWN_UNIT = "无法识别的单位"


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
    yield from counts_by("issues", _refused_cells(issues), "submitter", unit_labels(county), REFUSED_CELLS)


def cells_asked_back(issues: pl.DataFrame) -> tuple[Part, Part]:
    """The cells to be corrected, and the units that have any."""
    cells = _refused_cells(issues)
    return (
        number("refused", "退回单元格", "处", "issues", cells),
        number("units", "有退回单元格的单位", "个", "issues", cells, How.DISTINCT, "submitter"),
    )


def _refused_cells(issues: pl.DataFrame) -> pl.DataFrame:
    return issues.filter(_CELL).unique(key_of("issues"), keep="first", maintain_order=True)


def refused_rows(dataset: Dataset) -> Iterator[Part]:
    """The rows that were not taken, alone or with their whole file: a part per unit, and per unit and sheet.

    Each of the two breakdowns adds up to all of them; of a file that could not be read the name says whose it is.
    """
    units = unit_labels(dataset.county)
    sent = by_name(dataset.files).select("submission", "submitter", of_sheet="sheet").unique("submission", keep="first")
    rows = dataset.ledger.filter(pl.col("fate") == REJECTED).join(
        sent, on="submission", how="left", maintain_order="left"
    )
    yield from counts_by("ledger", rows, "submitter", units, REFUSED_ROWS)
    titles = {sheet.id: f"《{sheet.title}》" for sheet in SHEETS.values()}
    of_sheets = rows.with_columns(
        of=pl.concat_str(
            pl.col("submitter").replace(units).fill_null(UNKNOWN_UNIT),
            pl.coalesce("of_sheet", "sheet").replace_strict(titles, default="", return_dtype=pl.String),
        )
    )
    yield from counts_by("ledger", of_sheets, "of", {}, REFUSED_SHEETS)
