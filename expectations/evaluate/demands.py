"""The predicates of rules as Polars expressions: the single definition of what each rule means.

A rule becomes a `RulePredicate`: a metric, its columns and its values. `expectations.suites` turns it into an
expectation of Great Expectations, with the same metrics registered on its engine; `expectations.evaluate.judgement`
evaluates it directly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from expectations.contract.rules import (
    Between,
    Matches,
    Named,
    NotBefore,
    OneOf,
    Required,
    RowCount,
    Rule,
    Unique,
    When,
)
from expectations.evaluate.checks import OF_MISSING_CELLS
from expectations.evaluate.metrics import METRICS, bad, between

ROW_COUNT: Final = "table.row_count"


@dataclass(frozen=True)
class RulePredicate:
    """A metric over columns, and its values; with `skips_blanks`, rows that lack one of the columns are passed over."""

    metric: str
    columns: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    skips_blanks: bool = True


def rule_predicate(rule: Rule) -> RulePredicate:
    """What a rule demands, but for its `when`. Raises TypeError for a kind of rule that is not in the vocabulary."""
    match rule:
        case Required(column=column):
            predicate = RulePredicate("column_values.nonnull", (column,), skips_blanks=False)
        case Between(column=column, low=low, high=high, length=length):
            metric = "column_values.value_length.between" if length else "column_values.between"
            predicate = RulePredicate(metric, (column,), {"min_value": low, "max_value": high})
        case OneOf(column=column, values=values):
            predicate = RulePredicate("column_values.in_set", (column,), {"value_set": list(values)})
        case Matches(column=column, regex=regex):
            predicate = RulePredicate("column_values.match_regex", (column,), {"regex": f"^(?:{regex})$"})
        case Unique(on=on):
            predicate = RulePredicate("column_values.unique" if len(on) == 1 else "compound_columns.unique", on)
        case NotBefore(later=later, earlier=earlier, years=0):
            predicate = RulePredicate("column_pair_values.a_greater_than_b", (later, earlier), {"or_equal": True})
        case NotBefore(later=later, earlier=earlier, years=years):
            predicate = _passed((later, earlier), "not_before", years=years)
        case Named(on=on, check=check):
            predicate = _passed(on, check)
        case RowCount(low=low, high=high):
            predicate = RulePredicate(ROW_COUNT, (), {"min_value": low, "max_value": high})
        case _:
            raise TypeError(f"{type(rule).__name__} has no expectation")
    return predicate


def _passed(columns: tuple[str, ...], check: str, **parameters: int) -> RulePredicate:
    """A row on which the check is null is not counted as evaluated."""
    values = {"check": check, "parameters": parameters}
    return RulePredicate("rows.pass_check", columns, values, skips_blanks=check not in OF_MISSING_CELLS)


def met(when: When) -> pl.Expr:
    """True on the rows a condition speaks of, false on all others."""
    column = pl.col(when.column)
    return column.is_in(list(when.values)).fill_null(value=False) if when.values else column.is_not_null()


def broken(rule: Rule) -> pl.Expr:
    """True on the rows that break a rule, false on all others; for a wrong number of rows a single value for all."""
    predicate, where = rule_predicate(rule), met(rule.when) if rule.when else None
    if predicate.metric == ROW_COUNT:
        return ~between(pl.len() if where is None else where.sum(), **predicate.values)
    columns = [pl.col(name) for name in predicate.columns]
    scope = [] if where is None else [where]
    if predicate.skips_blanks:
        scope.append(~pl.any_horizontal(column.is_null() for column in columns))
    return pl.all_horizontal(*scope, bad(METRICS[predicate.metric], columns, predicate.values, where))
