"""A sheet's contract as a Great Expectations suite: each rule becomes one expectation that carries the rule's id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.row_conditions import Column, Condition

from expectations.checks import OF_MISSING_CELLS
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

_SEVERITY: Mapping[Reaction, FailureSeverity] = {
    Reaction.FILE: FailureSeverity.CRITICAL,
    Reaction.ROW: FailureSeverity.CRITICAL,
    Reaction.CELL: FailureSeverity.WARNING,
    Reaction.FIXW: FailureSeverity.INFO,
    Reaction.FIX: FailureSeverity.INFO,
}


def suite(sheet: Sheet) -> gx.ExpectationSuite:
    """The suite of a sheet, in the order of its rules; the description is a rule's because, severity its reaction's.

    `meta` holds the rule's `id` and `reaction`.
    """
    return gx.ExpectationSuite(name=sheet.id, expectations=[_expectation(rule) for rule in sheet.all_rules])


def _expectation(rule: Rule) -> Expectation:
    kind, particulars = _kind(rule)
    if rule.when:
        particulars["row_condition"] = _row_condition(rule.when)
    meta = {"id": rule.id, "reaction": rule.reaction.value}
    return kind(severity=_SEVERITY[rule.reaction], description=rule.because, meta=meta, **particulars)


def _kind(rule: Rule) -> tuple[type[Expectation], dict[str, Any]]:
    """The kind of expectation a rule is, and what the expectation says beside severity, id and condition."""
    match rule:
        case Required(column=column):
            found: tuple[type[Expectation], dict[str, Any]] = gxe.ExpectColumnValuesToNotBeNull, {"column": column}
        case Between(column=column, low=low, high=high, length=length):
            kind = gxe.ExpectColumnValueLengthsToBeBetween if length else gxe.ExpectColumnValuesToBeBetween
            found = kind, {"column": column, "min_value": low, "max_value": high}
        case OneOf(column=column, values=values):
            found = gxe.ExpectColumnValuesToBeInSet, {"column": column, "value_set": list(values)}
        case Matches(column=column, regex=regex):
            found = gxe.ExpectColumnValuesToMatchRegex, {"column": column, "regex": f"^(?:{regex})$"}
        case Unique(on=(column,)):
            found = gxe.ExpectColumnValuesToBeUnique, {"column": column}
        case Unique(on=columns):
            unknown = {"ignore_row_if": "any_value_is_missing"}
            found = gxe.ExpectCompoundColumnsToBeUnique, {"column_list": list(columns), **unknown}
        case NotBefore(later=later, earlier=earlier, years=0):
            compared = {"or_equal": True, "ignore_row_if": "either_value_is_missing"}
            found = gxe.ExpectColumnPairValuesAToBeGreaterThanB, {"column_A": later, "column_B": earlier, **compared}
        case NotBefore(later=later, earlier=earlier, years=years):
            found = ExpectRowsToPassCheck, {**_check("not_before", later, earlier), "parameters": {"years": years}}
        case Named(on=columns, check=check):
            found = ExpectRowsToPassCheck, _check(check, *columns)
        case RowCount(low=low, high=high):
            found = gxe.ExpectTableRowCountToBeBetween, {"min_value": low, "max_value": high}
        case _:
            raise TypeError(f"{type(rule).__name__} has no expectation")
    return found


def _check(check: str, *columns: str) -> dict[str, Any]:
    """A row on which the check cannot tell is not counted among those looked at."""
    unknown = "never" if check in OF_MISSING_CELLS else "any_value_is_missing"
    return {"column_list": list(columns), "check": check, "ignore_row_if": unknown}


def _row_condition(when: When) -> Condition:
    column = Column(when.column)
    if not when.values:
        return column.is_not_null()
    return column == when.values[0] if len(when.values) == 1 else column.is_in(when.values)
