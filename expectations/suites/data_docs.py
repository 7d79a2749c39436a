"""The content of Great Expectations' Data Docs for a validation as a table; `report_templates` renders the pages.

Its own site is not used: every page of it loads 16 scripts and styles from public hosts and a tracking image, and its
statements are English. Its renderers of expectations are used: they give the sentence of what a rule demands.
"""

from __future__ import annotations

from string import Template
from typing import Any

import polars as pl
from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.registry import get_renderer_impl
from great_expectations.render import LegacyRendererType

from expectations.contract.contract import Sheet
from expectations.evaluate.validations import VALIDATIONS


def validations(sheet: Sheet, result: ExpectationSuiteValidationResult) -> pl.DataFrame:
    """The VALIDATIONS of one sheet from the result of its suite, in the order of its rules."""
    outcomes = {config.meta["id"]: (config, each) for each in result.results if (config := each.expectation_config)}
    headings = {column.name: column.heading for column in sheet.columns}
    lines = [
        (sheet.id, rule.id, headings.get(rule.blamed) if rule.columns else None, *_words(config), *_counts(outcome))
        for rule in sheet.all_rules
        for config, outcome in [outcomes[rule.id]]
    ]
    return pl.DataFrame(lines, schema=VALIDATIONS, orient="row")


def demand(config: ExpectationConfiguration) -> str:
    """What an expectation demands, in the words of Great Expectations' Data Docs."""
    renderer = get_renderer_impl(config.type, LegacyRendererType.PRESCRIPTIVE)
    parts: Any = renderer[1](configuration=config) if renderer else []
    templates = (part.string_template for part in parts)
    return " ".join(Template(part["template"]).safe_substitute(part["params"]) for part in templates)


def _words(config: ExpectationConfiguration) -> tuple[str | None, ...]:
    return config.type, demand(config), config.description, config.meta["reaction"]


def _counts(outcome: ExpectationValidationResult) -> tuple[int, int]:
    """Rows checked and failed; an expectation about the sheet as a whole checks one thing."""
    counts = outcome.result
    if "element_count" not in counts:
        return 1, int(not outcome.success)
    return counts["element_count"] - counts.get("missing_count", 0), counts["unexpected_count"]
