"""Who has sent what, and who still has something to do (domain.md §6, indicator E1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from expectations.catalogue import SHEETS
from expectations.rules import Reaction
from report_templates.figure_words import number, value_words
from report_templates.model import Sentence, SheetRow, UnitRow
from transforms.arrivals import ABSENT, ARRIVED, CARRIED, RETURNED, ZERO
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.indicators.coverage import expected
from transforms.numbers import NONE, prose

_COUNTS = ("expected", "on_time", "late", "returned", "missing", "zero", "carried")
_SHORTFALLS = {"late": "迟报", "returned": "退回", "missing": "缺报"}
_NO_ROWS = "没有读到数据行"
_UNKNOWN_UNIT = "无法识别的单位"


def _due(dataset: Dataset) -> pl.DataFrame:
    """The expected submissions with a flag per column of the table of sheets, as E1 counts them."""
    arrived = pl.col("status").is_in(ARRIVED)
    late = arrived & pl.col("late")
    return dataset.submissions.join(expected(dataset), on=["submitter", "sheet"], how="semi").with_columns(
        expected=pl.col("status") != CARRIED,
        on_time=arrived & ~late,
        late=late,
        returned=pl.col("status") == RETURNED,
        missing=pl.col("status").is_in(ABSENT),
        zero=pl.col("status") == ZERO,
        carried=pl.col("status") == CARRIED,
    )


def coverage_sentence(dataset: Dataset, figures: Mapping[str, Figure]) -> Sentence:
    """The sentence on page one: how much of what was due has come in, and how much of it could be used."""
    due = _due(dataset).select(pl.col(_COUNTS).sum()).row(0, named=True)
    standing = f"另有{due['carried']}份沿用前期数据，本期无需重报。" if due["carried"] else ""
    if not due["expected"]:
        return Sentence(text=f"本期没有应报的表。{standing}", codes=("E1",))
    zero = f"，其中零报告{due['zero']}份" if due["zero"] else ""
    others = "，".join(f"{word}{due[name]}份" for name, word in _SHORTFALLS.items() if due[name])
    rows = figures["E2"].measured
    usable = f"接收数据{prose(rows.numerator)}行，合格率{value_words(figures['E2'])}"
    return Sentence(
        text=f"本期应报{due['expected']}份，按时收到{due['on_time']}份，{others or '无迟报、退回和缺报'}{zero}，"
        f"按时报送率{value_words(figures['E1'])}。{standing}{usable if rows.denominator else _NO_ROWS}。",
        codes=("E1", "E2"),
    )


def sheet_rows(dataset: Dataset) -> tuple[SheetRow, ...]:
    """One row per expected sheet, in the order of the catalogue, and the sum."""
    due = _due(dataset)
    by_sheet = {row["sheet"]: row for row in due.group_by("sheet").agg(pl.col(_COUNTS).sum()).iter_rows(named=True)}
    if not by_sheet:
        return ()
    rows = [_sheet_row(sheet.id, sheet.title, by_sheet[sheet.id]) for sheet in SHEETS.values() if sheet.id in by_sheet]
    return (*rows, _sheet_row("", "合计", due.select(pl.col(_COUNTS).sum()).row(0, named=True)))


def _sheet_row(sheet: str, title: str, counts: Mapping[str, int]) -> SheetRow:
    return SheetRow(sheet=sheet, title=title, **{name: number(counts[name]) for name in _COUNTS})


def units_sentence(units: tuple[UnitRow, ...]) -> Sentence:
    """How many units still have something to do."""
    if not units:
        return Sentence(text="各单位均已按要求报送，没有需要补报或改正的内容。")
    marked = any(unit.cells != "0" or unit.rows != "0" for unit in units)
    how = "，退回的工作簿已标出有误之处和改正办法" if marked else ""
    return Sentence(text=f"有{len(units)}个单位需要补报或改正{how}。")


def unit_rows(dataset: Dataset) -> tuple[UnitRow, ...]:
    """Units with a sheet missing or returned, or with cells or rows refused; those that owe most first."""
    owed = _owed(dataset).join(_refused(dataset), on="submitter", how="full", coalesce=True, nulls_equal=True)
    ordered = owed.with_columns(pl.col("missing", "returned").fill_null([]), pl.col("cells", "rows").fill_null(0)).sort(
        pl.col("missing").list.len() + pl.col("returned").list.len(),
        pl.col("cells") + pl.col("rows"),
        "submitter",
        descending=[True, True, False],
    )
    return tuple(_unit_row(dataset, row) for row in ordered.iter_rows(named=True))


def _owed(dataset: Dataset) -> pl.DataFrame:
    """`submitter`, `missing` and `returned` (sheet ids in their order), `days_overdue` of units that owe a sheet."""
    order = pl.col("sheet").replace_strict(list(SHEETS), list(range(len(SHEETS))), return_dtype=pl.Int64)
    return (
        _due(dataset)
        .filter(pl.col("missing") | pl.col("returned"))
        .sort(order)
        .group_by("submitter")
        .agg(
            missing=pl.col("sheet").filter("missing"),
            returned=pl.col("sheet").filter("returned"),
            days_overdue=pl.col("days_overdue").max(),
        )
    )


def _refused(dataset: Dataset) -> pl.DataFrame:
    """`submitter`, `cells` and `rows` refused for each unit that has any."""
    row = pl.struct("submission", "worksheet", "row")
    cell = pl.struct("submission", "worksheet", "row", "column")
    of_cell, of_row = (pl.col("reaction") == reaction.value for reaction in (Reaction.CELL, Reaction.ROW))
    return (
        dataset.issues.filter(of_cell | of_row)
        .group_by("submitter")
        .agg(cells=cell.filter(of_cell).n_unique(), rows=row.filter(of_row).n_unique())
    )


def _unit_row(dataset: Dataset, row: Mapping[str, Any]) -> UnitRow:
    unit = dataset.county.unit.get(row["submitter"])
    return UnitRow(
        unit=unit.short if unit else row["submitter"] or _UNKNOWN_UNIT,
        missing="、".join(row["missing"]) or NONE,
        returned="、".join(row["returned"]) or NONE,
        days_overdue=number(row["days_overdue"]),
        cells=number(row["cells"]),
        rows=number(row["rows"]),
    )
