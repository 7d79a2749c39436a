"""A sheet's contract as a Great Expectations suite: each rule becomes one expectation that carries the rule's id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import Column, Condition

from expectations.contract import Sheet
from expectations.rules import (
    Between,
    Matches,
    Named,
    NotBefore,
    OneOf,
    Reaction,
    Required,
    RowCount,
    Rule,
    Unique,
    When,
)
from expectations.suites.named_checks import ExpectRowsToPassCheck

_SEVERITY: Mapping[Reaction, str] = {
    Reaction.FILE: "critical",
    Reaction.ROW: "critical",
    Reaction.CELL: "warning",
    Reaction.FIXW: "info",
    Reaction.FIX: "info",
}


def suite(sheet: Sheet) -> gx.ExpectationSuite:
    """The suite of a sheet, in the order of its rules; `meta["id"]` is the rule's id, severity follows its reaction."""
    return gx.ExpectationSuite(name=sheet.id, expectations=[_expectation(rule) for rule in sheet.all_rules])


def _expectation(rule: Rule) -> Expectation:
    common: dict[str, Any] = {"severity": _SEVERITY[rule.reaction], "meta": {"id": rule.id}}
    if rule.when:
        common["row_condition"] = _row_condition(rule.when)
    match rule:
        case Required(column=column):
            return gxe.ExpectColumnValuesToNotBeNull(column=column, **common)
        case Between():
            limits: dict[str, Any] = {"min_value": rule.low, "max_value": rule.high}
            kind = gxe.ExpectColumnValueLengthsToBeBetween if rule.length else gxe.ExpectColumnValuesToBeBetween
            return kind(column=rule.column, **limits, **common)
        case OneOf():
            return gxe.ExpectColumnValuesToBeInSet(column=rule.column, value_set=list(rule.values), **common)
        case Matches():
            return gxe.ExpectColumnValuesToMatchRegex(column=rule.column, regex=f"^(?:{rule.regex})$", **common)
        case Unique(on=(column,)):
            return gxe.ExpectColumnValuesToBeUnique(column=column, **common)
        case Unique():
            return gxe.ExpectCompoundColumnsToBeUnique(
                column_list=list(rule.on), ignore_row_if="any_value_is_missing", **common
            )
        case NotBefore(years=0):
            return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=rule.later,
                column_B=rule.earlier,
                or_equal=True,
                ignore_row_if="either_value_is_missing",
                **common,
            )
        case NotBefore():
            return ExpectRowsToPassCheck(
                column_list=[rule.later, rule.earlier],
                check="not_before",
                parameters={"years": rule.years},
                **common,
            )
        case Named():
            return ExpectRowsToPassCheck(column_list=list(rule.on), check=rule.check, **common)
        case RowCount():
            return gxe.ExpectTableRowCountToBeBetween(min_value=rule.low, max_value=rule.high, **common)
    raise TypeError(f"{type(rule).__name__} has no expectation")


def _row_condition(when: When) -> Condition:
    column = Column(when.column)
    if not when.values:
        return column.is_not_null()
    return column == when.values[0] if len(when.values) == 1 else column.is_in(when.values)
