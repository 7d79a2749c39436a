"""Validation results as a table: Great Expectations' result for each rule. Counts and words, never a cell's value."""

from __future__ import annotations

import polars as pl

VALIDATIONS: dict[str, pl.DataType] = {
    "sheet": pl.String(),
    "rule": pl.String(),
    "heading": pl.String(),
    "expectation": pl.String(),
    "demands": pl.String(),
    "because": pl.String(),
    "reaction": pl.String(),
    "checked": pl.Int64(),
    "failed": pl.Int64(),
}
"""One line per sheet and rule, in the order of the contracts.

`heading` is that of the column a clerk is pointed to, null for a rule about the whole sheet; `expectation` the type in
Great Expectations, and `demands` its own English sentence with all limits. `checked` are the rows the rule
applies to: those that meet its condition and whose cells are filled in. `failed` are those of them that broke it.
"""
