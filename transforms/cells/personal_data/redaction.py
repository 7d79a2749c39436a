"""What may leave the restricted zone: columns by class, and texts cleared of personal data (domain.md §11, M82)."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy
from transforms.cells.personal_data.numbers import personal_numbers
from transforms.cells.personal_data.words import health_words

F = TypeVar("F", pl.DataFrame, pl.LazyFrame)

HIDDEN = "［已隐去］"
"""Replacement for personal data in a text."""


def vault_columns(sheet: str) -> list[str]:
    """The columns of class P0 of a sheet, with their companions."""
    return [name for column in SHEETS[sheet].columns if column.privacy is Privacy.P0 for name in column.schema]


def shareable(sheet: str, rows: F) -> F:
    """Rows of a sheet without anything of class P0."""
    return rows.drop(vault_columns(sheet), strict=False)


def has_personal_data(text: str) -> bool:
    """Whether `without_personal_data` would change the text."""
    return bool(health_words(text) or personal_numbers(text))


def without_personal_data(text: str, instead: str = HIDDEN) -> str:
    """The text with `instead` in place of id, mobile and landline numbers and words for somebody's health."""
    kept, behind = [], 0
    for first, end in sorted([*health_words(text), *personal_numbers(text)]):
        if first >= behind:
            kept.append(text[behind:first])
        behind = max(behind, end)
    return instead.join([*kept, text[behind:]])
