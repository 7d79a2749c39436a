"""How a clerk would write what was accepted: the inverse of `transforms.cells`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from expectations.contract.contract import Column, Kind, Sheet
from expectations.county.codelist import CodeList
from flows.clerks.blank_forms.entries import wordings
from flows.clerks.blank_forms.form import Form

Written = str | float | dt.date | None
Row = Mapping[str, Written]
"""The cells of a row of a workbook, by column name."""

_PRECISIONS = {"day": "%Y-%m-%d", "month": "%Y-%m"}


def own_rows(form: Form, accepted: pl.DataFrame, codes: Mapping[str, CodeList]) -> list[Row]:
    """The accepted rows (the sheet's schema) that the form's unit sent, in the order it sent them."""
    own = accepted.filter(pl.col("submitter") == form.unit.code).sort("submission", "row")
    return [written_row(form.sheet, row, codes) for row in own.iter_rows(named=True)]


def written_row(sheet: Sheet, row: Mapping[str, Any], codes: Mapping[str, CodeList]) -> Row:
    """A row of the sheet's schema as it would stand in the workbook; read again it gives the same values."""
    return {column.name: written(column, row, codes) for column in sheet.columns}


def written(column: Column, row: Mapping[str, Any], codes: Mapping[str, CodeList]) -> Written:
    """One cell. Text kept with an unknown code is written as it was (keeps_text), months as text (domain.md M53)."""
    value = (column.keeps_text and row[f"{column.name}_text"]) or row[column.name]
    labels = wordings(column, codes[column.codes]) if column.codes else {}
    shown: Written
    match value:
        case bool():
            shown = "是" if value else "否"
        case str():
            shown = labels.get(value, value)
        case list():
            shown = "、".join(labels.get(word, word) for word in value)
        case dt.date() if column.kind in (Kind.MONTH, Kind.BIRTH):
            shown = value.strftime(_PRECISIONS[row.get(f"{column.name}_precision") or "month"])
        case int() | float() if column.kind is Kind.PERCENT:
            shown = value / 100
        case _:
            shown = value
    return shown
