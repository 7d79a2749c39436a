"""Rules that compare columns of a row: none speaks against a cell by the value of another that was refused itself."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from expectations.contract.contract import Sheet
from expectations.contract.rules import Named, NotBefore, Reaction, Rule
from expectations.evaluate.checks import OF_MISSING_CELLS
from expectations.evaluate.judgement import FAILURES

_ROW = ["submission", "row"]


def without_refused_values(sheet: Sheet, failures: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of a sheet without comparisons in which a value stands that the same row was asked back for.

    A day of posting in 2023 is refused for itself; that the order was taken before it says nothing of the day of
    taking. Rules of one column are applied first, then comparisons in the order of the contract.
    """
    compared = {rule.id: _compared(sheet, rule) for rule in sheet.all_rules if _compares(rule)}
    compared = {rule: columns for rule, columns in compared.items() if len(columns) > 1}
    refusing = pl.col("reaction") == Reaction.CELL
    alone = failures.filter(~pl.col("rule").is_in([*compared]))
    refused = alone.filter(refusing).select(*_ROW, "column")
    kept = [alone]
    for rule, columns in compared.items():
        broken = failures.filter(pl.col("rule") == rule)
        if broken.is_empty():
            continue
        speaking = refused.filter(pl.col("column").is_in(columns))
        valid = broken.join(_against_others(speaking, broken, sheet, rule), on=_ROW, how="anti", maintain_order="left")
        refused = pl.concat([refused, valid.filter(refusing).select(*_ROW, "column")])
        kept.append(valid)
    return pl.concat(kept).cast(FAILURES)


def _compares(rule: Rule) -> bool:
    return isinstance(rule, NotBefore) or (isinstance(rule, Named) and rule.check not in OF_MISSING_CELLS)


def _compared(sheet: Sheet, rule: Rule) -> Sequence[str]:
    """The columns of the sheet that a rule compares; the period it is for is none."""
    return [name for name in rule.columns if name in sheet.column]


def _against_others(refused: pl.DataFrame, broken: pl.DataFrame, sheet: Sheet, rule: str) -> pl.DataFrame:
    """The refused cells that settle a comparison: the blamed one itself only where nothing else follows from it."""
    if any(each.becomes for each in sheet.all_rules if each.id == rule):
        return refused.join(broken, on=[*_ROW, "column"], how="anti")
    return refused
