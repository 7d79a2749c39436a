"""Notices on the columns of a table: missing, double, hidden, mistyped, and those that name another period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from expectations.contract.contract import Kind, Sheet
from expectations.contract.rules import Reaction
from expectations.county.codelist import CodeList
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.cells.shown import shown
from transforms.clean.column import CastColumn
from transforms.clean.table_cells import TableCells
from transforms.recognise.tables import Table
from transforms.records.issues import Finding, Origin
from transforms.records.notice import Notice


def column_notices(table: Table, sheet: Sheet, codes: Mapping[str, CodeList]) -> list[Notice]:
    """What the headings of a table make the clerk read; `codes` have the words for what a missing column stands for."""
    kinds = (_double_columns, _outdated_columns, _near_columns)
    missing = [*_missing_columns(table, sheet), *_unanswered_columns(table, sheet, codes)]
    return [*missing, *(notice for kind in kinds for notice in kind(table, sheet))]


def _missing_columns(table: Table, sheet: Sheet) -> list[Notice]:
    """A sheet without a required column cannot be read (domain.md M16)."""
    names = "".join(f"「{column.heading}」" for column in sheet.lacking(table.header.answered))
    message = f"《{sheet.title}》缺少必填列{names}。请补上这些列后重新报送。"
    return [Notice("required_column_missing", message)] if names else []


def _unanswered_columns(table: Table, sheet: Sheet, codes: Mapping[str, CodeList]) -> list[Notice]:
    """Required columns with a default (domain.md M16): it stands for them, and whoever owes the answers hears of it."""
    absent = sheet.assumed(table.header.answered)
    names = "".join(f"「{column.heading}」" for column in absent)
    values = "、".join(f"“{shown(column.default, column, codes)}”" for column in absent)
    message = f"表中没有必填列{names}，各行{'分别' if len(absent) > 1 else ''}按{values}统计。请补上这些列后重新报送。"
    return [Notice("answers_missing", message, Reaction.FIXW)] if absent else []


def _double_columns(table: Table, sheet: Sheet) -> list[Notice]:
    """Several columns with one meaning (domain.md M17)."""
    names = "".join(f"「{sheet.column[name].heading}」" for name in table.header.rivals)
    if not names:
        return []
    message = f"表中有几列都是{names}，已取填得较全的一列，缺的用另一列补上。请每项只保留一列。"
    return [Notice("double_column", message, Reaction.FIXW)]


def _outdated_columns(table: Table, sheet: Sheet) -> list[Notice]:
    """Hidden columns with the meaning of one that is shown (domain.md M17)."""
    names = "".join(f"「{sheet.column[name].heading}」" for name in table.header.outdated)
    if not names:
        return []
    message = f"表中另有隐藏的{names}列，没有读取，以显示的一列为准。请核对，不用的列请删去。"
    return [Notice("hidden_double_column", message, Reaction.FIXW)]


def _near_columns(table: Table, sheet: Sheet) -> list[Notice]:
    """Headings with one wrong character, and how they were read (domain.md M15)."""
    header = table.header
    pairs = "".join(
        f"「{without_personal_data(header.texts[name])}」按「{sheet.column[name].heading}」读取，"
        for name in header.near
    )
    return [Notice("heading_nearly", f"列名{pairs}请核对并改正列名。", Reaction.FIXW)] if pairs else []


def other_period(sheet: Sheet, columns: Mapping[str, CastColumn], origin: Origin) -> list[Notice]:
    """A period column in which no row is for the submission's own period refuses the submission (domain.md §4.8)."""
    message = f"表中「期别」没有一行是{origin.period}。请核对是哪一期的表，把文件名和期别改成一致后重新报送。"
    for column in sheet.columns:
        cast = columns[column.name]
        filled = any(value is not None for value in cast.values) or bool(cast.findings)
        if column.kind is Kind.PERIOD and filled and origin.period not in cast.values:
            return [Notice("period_disagrees", message)]
    return []


def rows_of_other_period(
    sheet: Sheet, columns: Mapping[str, CastColumn], origin: Origin, cells: TableCells
) -> Iterator[Finding]:
    """A refusal of every row that is for another period than the submission and its other rows (domain.md §4.8)."""
    message = f"「期别」不是{origin.period}，本行不予接收。填错的请改正；确是另一期的，请另存一个文件按该期报送。"
    for column in (column for column in sheet.columns if column.kind is Kind.PERIOD):
        values = columns[column.name].values
        for n, value in enumerate(values) if origin.period in values else ():
            if value not in (None, origin.period):
                cell = cells.columns[column.name].cells[n]
                yield Finding(cells.rows[n], column, "row_of_other_period", Reaction.ROW, message, cell)
