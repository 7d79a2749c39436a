"""What Great Expectations' Data Docs would tell of a validation, as a table; `report_templates` makes the pages of it.

Its own site is not used: every page of it loads 16 scripts and styles from public hosts and a tracking image, and its
statements are English. Its renderers of expectations are: what a rule demands is told in their words.
"""

from __future__ import annotations

from string import Template

import polars as pl
from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.registry import get_renderer_impl
from great_expectations.render import LegacyRendererType

from expectations.contract import Sheet
from expectations.rules import Rule
from expectations.validations import VALIDATIONS


def validations(sheet: Sheet, result: ExpectationSuiteValidationResult) -> pl.DataFrame:
    """The VALIDATIONS of one sheet from the result of its suite, in the order of its rules."""
    outcomes = {config.meta["id"]: each for each in result.results if (config := each.expectation_config)}
    headings = {column.name: column.heading for column in sheet.columns}
    lines = [_line(sheet.id, rule, headings, outcomes[rule.id]) for rule in sheet.all_rules]
    return pl.DataFrame(lines, schema=VALIDATIONS, orient="row")


def demand(config: ExpectationConfiguration) -> str:
    """What an expectation demands, in the words of Great Expectations' Data Docs."""
    told = get_renderer_impl(config.type, LegacyRendererType.PRESCRIPTIVE)
    if told is None:
        return config.type
    parts = (part.string_template for part in told[1](configuration=config))
    return " ".join(Template(part["template"]).safe_substitute(part["params"]) for part in parts)


def _line(
    sheet: str, rule: Rule, headings: dict[str, str], outcome: ExpectationValidationResult
) -> tuple[str | int | None, ...]:
    config, counts = outcome.expectation_config, outcome.result
    heading = headings.get(rule.blamed) if rule.columns else None
    if "element_count" in counts:
        checked = counts["element_count"] - counts.get("missing_count", 0)
        failed = counts["unexpected_count"]
    else:  # about the sheet as a whole
        checked, failed = 1, int(not outcome.success)
    words = (config.type, demand(config), config.description, config.meta["reaction"])
    return (sheet, rule.id, heading, *words, checked, failed)
