"""The only custom expectation: rows pass a named check (`expectations.evaluate.checks`) over its columns."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from great_expectations.compatibility.pydantic import Field, validator
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics.map_metric_provider import MulticolumnMapMetricProvider
from great_expectations.render import LegacyRendererType, RenderedStringTemplateContent
from great_expectations.render.renderer.renderer import renderer

from expectations.evaluate.checks import CHECKS


class RowsPassCheck(MulticolumnMapMetricProvider):
    """The metric behind the expectation; only the Polars engine can compute it."""

    condition_metric_name = "rows.pass_check"
    condition_value_keys = ("check", "parameters")


class ExpectRowsToPassCheck(MulticolumnMapExpectation):
    """Every row passes the check of that name; a row on which it is undecided passes."""

    check: str
    parameters: dict[str, int] = Field(default_factory=dict)
    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "never"

    map_metric: ClassVar[str] = RowsPassCheck.condition_metric_name
    success_keys: ClassVar[tuple[str, ...]] = ("check", "parameters", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column_list", "check", "parameters")

    @validator("column_list")
    @classmethod
    def _validate_column_list(cls, columns: list[str]) -> list[str]:
        """Takes the place of the validator of the same name, which demands two columns: an id is checked alone."""
        return columns

    @validator("check")
    @classmethod
    def _must_be_declared(cls, check: str) -> str:
        if check not in CHECKS:
            raise ValueError(f"there is no check named {check}")
        return check

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,  # noqa: ARG003 # both are of Great Expectations' signature
        runtime_configuration: dict[Any, Any] | None = None,  # noqa: ARG003
    ) -> list[RenderedStringTemplateContent]:
        """Its sentence in Data Docs; the default would print all arguments, including the batch id."""
        arguments = configuration.kwargs if configuration else {}
        limits = "".join(f", {name} {value}" for name, value in arguments.get("parameters", {}).items())
        params = {
            "check": arguments.get("check"),
            "columns": ", ".join(arguments.get("column_list", ())),
            "limits": limits,
        }
        template = "Rows must pass the check $check on $columns$limits."
        return [RenderedStringTemplateContent(string_template={"template": template, "params": params})]
