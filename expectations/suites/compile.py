"""A sheet's contract as a Great Expectations suite: each rule becomes one expectation that carries the rule's id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import (
    ColumnMapExpectation,
    ColumnPairMapExpectation,
    Expectation,
    MulticolumnMapExpectation,
)
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.row_conditions import Column, Condition

from expectations.contract.contract import Sheet
from expectations.contract.rules import Reaction, Rule, When
from expectations.evaluate.demands import ROW_COUNT, RulePredicate, rule_predicate
from expectations.suites.named_checks import ExpectRowsToPassCheck

_SEVERITY: Mapping[Reaction, FailureSeverity] = {
    Reaction.FILE: FailureSeverity.CRITICAL,
    Reaction.ROW: FailureSeverity.CRITICAL,
    Reaction.CELL: FailureSeverity.WARNING,
    Reaction.FIXW: FailureSeverity.INFO,
    Reaction.FIX: FailureSeverity.INFO,
}


_KINDS: Mapping[str, type[Expectation]] = {
    ROW_COUNT: gxe.ExpectTableRowCountToBeBetween,
    "column_values.nonnull": gxe.ExpectColumnValuesToNotBeNull,
    "column_values.match_regex": gxe.ExpectColumnValuesToMatchRegex,
    "column_values.in_set": gxe.ExpectColumnValuesToBeInSet,
    "column_values.between": gxe.ExpectColumnValuesToBeBetween,
    "column_values.value_length.between": gxe.ExpectColumnValueLengthsToBeBetween,
    "column_values.unique": gxe.ExpectColumnValuesToBeUnique,
    "compound_columns.unique": gxe.ExpectCompoundColumnsToBeUnique,
    "column_pair_values.a_greater_than_b": gxe.ExpectColumnPairValuesAToBeGreaterThanB,
    "rows.pass_check": ExpectRowsToPassCheck,
}
"""The expectation that evaluates each metric."""


def suite(sheet: Sheet) -> gx.ExpectationSuite:
    """The suite of a sheet, in the order of its rules; the description is a rule's because, severity its reaction's.

    `meta` holds the rule's `id` and `reaction`.
    """
    return gx.ExpectationSuite(name=sheet.id, expectations=[_expectation(rule) for rule in sheet.all_rules])


def _expectation(rule: Rule) -> Expectation:
    predicate = rule_predicate(rule)
    kind = _KINDS[predicate.metric]
    particulars = {**_domain(kind, predicate), **predicate.values}
    if rule.when:
        particulars["row_condition"] = _row_condition(rule.when)
    meta = {"id": rule.id, "reaction": rule.reaction.value}
    return kind(severity=_SEVERITY[rule.reaction], description=rule.because, meta=meta, **particulars)


def _domain(kind: type[Expectation], predicate: RulePredicate) -> dict[str, Any]:
    """The columns as that kind of expectation names them; one over a single column skips blanks of itself."""
    if issubclass(kind, ColumnMapExpectation):
        return {"column": predicate.columns[0]}
    if issubclass(kind, ColumnPairMapExpectation):
        later, earlier = predicate.columns
        return {"column_A": later, "column_B": earlier, "ignore_row_if": "either_value_is_missing"}
    if issubclass(kind, MulticolumnMapExpectation):
        skipped = "any_value_is_missing" if predicate.skips_blanks else "never"
        return {"column_list": list(predicate.columns), "ignore_row_if": skipped}
    return {}


def _row_condition(when: When) -> Condition:
    column = Column(when.column)
    if not when.values:
        return column.is_not_null()
    return column == when.values[0] if len(when.values) == 1 else column.is_in(when.values)
