"""A cell of a row of the dataset as a table prints it."""

from __future__ import annotations

from report_templates.words.figure_words import amount
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Number, Side


def cell_of(table: str, key: str, column: str, value: object, unit: str = "") -> str:
    """A number with its unit, or words with a number in them; its code is table/key/column of its source."""
    if value is None or value == "":
        return NONE
    words = amount(value, unit) if isinstance(value, int | float) else str(value)
    return Number(words, f"{table}/{key}/{column}", Side.CELL)
