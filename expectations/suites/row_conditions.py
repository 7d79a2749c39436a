"""The rows a rule speaks of, as Polars expressions that are true or false and never null.

Nulls count as they do in pandas, so that a suite means the same on either engine: `!=` and NOT_IN keep null rows, every
other comparison drops them.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from great_expectations.expectations.row_conditions import (
    AndCondition,
    ComparisonCondition,
    NullityCondition,
    OrCondition,
    deserialize_row_condition,
)

_COMPARED: Mapping[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "==": pl.Expr.eq_missing,
    "!=": pl.Expr.ne_missing,
    "<": lambda column, value: operator.lt(column, value).fill_null(value=False),
    "<=": lambda column, value: operator.le(column, value).fill_null(value=False),
    ">": lambda column, value: operator.gt(column, value).fill_null(value=False),
    ">=": lambda column, value: operator.ge(column, value).fill_null(value=False),
    "IN": lambda column, values: column.is_in(list(values)).fill_null(value=False),
    "NOT_IN": lambda column, values: ~column.is_in(list(values)).fill_null(value=False),
}


def expression(row_condition: object) -> pl.Expr | None:
    """The condition of a metric's domain, an object or its serialised form; None where every row is meant.

    Raises ValueError for a condition in pandas or SQL text, which only its own engine can read.
    """
    condition = deserialize_row_condition(row_condition)
    return None if condition is None else _clause(condition)


def _clause(condition: object) -> pl.Expr:
    match condition:
        case ComparisonCondition():
            return _COMPARED[str(condition.operator)](pl.col(condition.column.name), condition.parameter)
        case NullityCondition():
            column = pl.col(condition.column.name)
            return column.is_null() if condition.is_null else column.is_not_null()
        case AndCondition():
            return pl.all_horizontal(_clause(part) for part in condition.conditions)
        case OrCondition():
            return pl.any_horizontal(_clause(part) for part in condition.conditions)
    raise ValueError("a row condition for the Polars engine is written with Column(…)")
