"""七、报送与数据质量, first part: who has sent what, and who still has something to do (domain.md §6, indicator E1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from expectations.catalogue import SHEETS
from expectations.rules import Reaction
from report_templates.columns import code, count, name, text
from report_templates.figure_words import number
from report_templates.material import Material
from report_templates.model import Block, Paragraph, Section, Table
from transforms.arrivals import ABSENT, ARRIVED, CARRIED, RETURNED, ZERO
from transforms.dataset import Dataset
from transforms.indicators.coverage import expected
from transforms.numbers import NONE

SECTION = "sending"
_COUNTS = ("expected", "on_time", "late", "returned", "missing", "zero", "carried")
_SHORTFALLS = {"late": "迟报", "returned": "退回", "missing": "缺报"}
_UNKNOWN_UNIT = "无法识别的单位"


def blocks(material: Material) -> Iterator[Block]:
    """The sheets, then the units that owe one or have cells to correct."""
    words, sheets, units = material.words, tuple(_sheet_rows(material.dataset)), tuple(_unit_rows(material.dataset))
    if sheets:
        yield Section(heading=words.text(SECTION, "sheets"), blocks=(_sheets(material, sheets),))
    marked = any(row[-2:] != ("0", "0") for row in units)
    said = material.paragraph(SECTION, "units_said", units=len(units), marked=marked)
    yield Section(heading=words.text(SECTION, "units"), blocks=(said, *(_units(material, units) for _ in units[:1])))


def sent_paragraph(material: Material) -> Paragraph:
    """The sentence of page one: how much of what was due has come in, and how much of it could be used."""
    due = _due(material.dataset).select(pl.col(_COUNTS).sum()).row(0, named=True)
    said = material.paragraph(
        "summary",
        "sent",
        due=due,
        standing=f"另有{due['carried']}份沿用前期数据，本期无需重报。" if due["carried"] else "",
        others="，".join(f"{word}{due[name]}份" for name, word in _SHORTFALLS.items() if due[name]),
    )
    return replace(said, lead=material.words.text("summary", "sent_lead"))


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


def _sheets(material: Material, rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(
        name="sheets",
        caption=material.words.text(SECTION, "sheets_table"),
        columns=(
            *(
                code("代码", 11),
                name("表名", 55),
                count("应报"),
                count("按时", code="E1"),
                count("迟报"),
                count("退回"),
            ),
            *(count("缺报"), count("零报告"), count("沿用")),
        ),
        rows=rows,
        unit="份",
        note=material.words.text(SECTION, "sheets_note"),
        summed=True,
    )


def _sheet_rows(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """One row per expected sheet, in the order of the catalogue, and the sum."""
    due = _due(dataset)
    by_sheet = {row["sheet"]: row for row in due.group_by("sheet").agg(pl.col(_COUNTS).sum()).iter_rows(named=True)}
    for sheet in SHEETS.values():
        if sheet.id in by_sheet:
            yield _sheet_row(sheet.id, sheet.title, by_sheet[sheet.id])
    if by_sheet:
        yield _sheet_row("", "合计", due.select(pl.col(_COUNTS).sum()).row(0, named=True))


def _sheet_row(sheet: str, title: str, counts: Mapping[str, int]) -> tuple[str, ...]:
    return (sheet, title, *(number(counts[name]) for name in _COUNTS))


def _units(material: Material, rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(
        name="units",
        caption=material.words.text(SECTION, "units"),
        columns=(
            *(name("单位", 36), text("缺报的表", 27), text("退回的表", 27)),
            *(count("逾期（天）", 21), count("退回单元格"), count("未接收行")),
        ),
        rows=rows,
    )


def _unit_rows(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """Units with a sheet missing or returned, or with cells or rows refused; those that owe most first."""
    owed = _owed(dataset).join(_refused(dataset), on="submitter", how="full", coalesce=True, nulls_equal=True)
    ordered = owed.with_columns(pl.col("missing", "returned").fill_null([]), pl.col("cells", "rows").fill_null(0)).sort(
        pl.col("missing").list.len() + pl.col("returned").list.len(),
        pl.col("cells") + pl.col("rows"),
        "submitter",
        descending=[True, True, False],
    )
    for row in ordered.iter_rows(named=True):
        yield _unit_row(dataset, row)


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


def _unit_row(dataset: Dataset, row: Mapping[str, Any]) -> tuple[str, ...]:
    unit = dataset.county.unit.get(row["submitter"])
    return (
        unit.short if unit else row["submitter"] or _UNKNOWN_UNIT,
        "、".join(row["missing"]) or NONE,
        "、".join(row["returned"]) or NONE,
        number(row["days_overdue"]),
        number(row["cells"]),
        number(row["rows"]),
    )
