"""The Polars engine says what Great Expectations' own pandas engine says, and never what it must not."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
import polars as pl
import pytest
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context import EphemeralDataContext
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import (
    AndCondition,
    Column,
    Condition,
    OrCondition,
    PassThroughCondition,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.evaluate import checks
from expectations.suites.batch import MASK
from expectations.suites.datasource import PolarsDatasource
from expectations.suites.named_checks import ExpectRowsToPassCheck
from tests.support.pace import cases

SCHEMA = {
    "key": pl.Int64(),
    "text": pl.String(),
    "code": pl.String(),
    "whole": pl.Int64(),
    "part": pl.Float64(),
    "flag": pl.Boolean(),
    "begun": pl.Date(),
    "done": pl.Date(),
}
DAY = dt.date


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


DAYS = st.dates(DAY(2021, 11, 1), DAY(2021, 11, 4))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "text": maybe(st.sampled_from(["", "a", "ab", "张三", "张三丰", "𬱖", "1", "A1"])),
            "code": maybe(st.sampled_from(["甲", "乙", "丙"])),
            "whole": maybe(st.integers(-2, 3)),
            "part": maybe(st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.5])),
            "flag": maybe(st.booleans()),
            "begun": maybe(DAYS),
            "done": maybe(DAYS),
        }
    ),
    max_size=7,
)
FRAMES = ROWS.map(lambda rows: pl.DataFrame([{"key": n * 10, **row} for n, row in enumerate(rows)], schema=SCHEMA))

CODE, WHOLE, FLAG = Column("code"), Column("whole"), Column("flag")
CONDITIONS: list[Condition | None] = [
    None,
    CODE == "甲",
    CODE != "甲",
    FLAG == True,  # noqa: E712 # a condition is built, nothing is compared
    WHOLE < 1,
    WHOLE <= 1,
    WHOLE > 1,
    WHOLE >= 1,
    CODE.is_in(["甲", "乙"]),
    CODE.is_not_in(["甲", "乙"]),
    WHOLE.is_in([0, 1]),
    CODE.is_null(),
    CODE.is_not_null(),
    AndCondition(conditions=[CODE != "甲", WHOLE >= 0]),
    OrCondition(conditions=[CODE == "甲", WHOLE.is_null()]),
    OrCondition(conditions=[AndCondition(conditions=[CODE != "乙", WHOLE < 2]), FLAG == False]),  # noqa: E712
]

EXPECTATIONS: Mapping[str, Callable[..., Expectation]] = {
    "not null": lambda **o: gxe.ExpectColumnValuesToNotBeNull(column="text", **o),
    "not null, mostly": lambda **o: gxe.ExpectColumnValuesToNotBeNull(column="text", mostly=0.5, **o),
    "between": lambda **o: gxe.ExpectColumnValuesToBeBetween(column="part", min_value=0, max_value=1, **o),
    "above": lambda **o: gxe.ExpectColumnValuesToBeBetween(column="whole", min_value=0, strict_min=True, **o),
    "below": lambda **o: gxe.ExpectColumnValuesToBeBetween(column="whole", max_value=2, strict_max=True, **o),
    "since": lambda **o: gxe.ExpectColumnValuesToBeBetween(column="begun", min_value=DAY(2021, 11, 2), **o),
    "length": lambda **o: gxe.ExpectColumnValueLengthsToBeBetween(column="text", min_value=1, max_value=2, **o),
    "at most": lambda **o: gxe.ExpectColumnValueLengthsToBeBetween(column="text", max_value=1, **o),
    "in set": lambda **o: gxe.ExpectColumnValuesToBeInSet(column="text", value_set=["a", "张三"], **o),
    "number in set": lambda **o: gxe.ExpectColumnValuesToBeInSet(column="whole", value_set=[0, 1], **o),
    "regex": lambda **o: gxe.ExpectColumnValuesToMatchRegex(column="text", regex="^(?:[A-Z]?1|张.*)$", **o),
    "unique": lambda **o: gxe.ExpectColumnValuesToBeUnique(column="text", **o),
    "compound, any": lambda **o: gxe.ExpectCompoundColumnsToBeUnique(
        column_list=["text", "part"], ignore_row_if="any_value_is_missing", **o
    ),
    "compound, all": lambda **o: gxe.ExpectCompoundColumnsToBeUnique(
        column_list=["text", "part"], ignore_row_if="all_values_are_missing", **o
    ),
    "compound, never": lambda **o: gxe.ExpectCompoundColumnsToBeUnique(
        column_list=["text", "part"], ignore_row_if="never", **o
    ),
    "dates in order": lambda **o: gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A="done", column_B="begun", or_equal=True, ignore_row_if="either_value_is_missing", **o
    ),
    "numbers in order": lambda **o: gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A="part", column_B="whole", ignore_row_if="either_value_is_missing", **o
    ),
    "unknown is out of order": lambda **o: gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A="part", column_B="whole", or_equal=True, ignore_row_if="both_values_are_missing", **o
    ),
}

FORMATS: list[Mapping[str, Any]] = [
    {"result_format": "COMPLETE"},
    {"result_format": "COMPLETE", "partial_unexpected_count": 2, "include_unexpected_rows": True},
    {"result_format": "COMPLETE", "unexpected_index_column_names": ["key", "text"]},
    {"result_format": "COMPLETE", "unexpected_index_column_names": ["key"], "exclude_unexpected_values": True},
    {"result_format": "SUMMARY", "partial_unexpected_count": 2},
    {"result_format": "BASIC", "partial_unexpected_count": 1},
    {"result_format": "BOOLEAN_ONLY"},
]


@cache
def context() -> EphemeralDataContext:
    ephemeral = gx.get_context(mode="ephemeral")
    ephemeral.variables.progress_bars = ProgressBarsConfig(globally=False)
    return ephemeral


@cache
def on_pandas() -> Any:
    return (
        context().data_sources.add_pandas("pandas").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    )


@cache
def on_polars(withheld: tuple[str, ...] = ()) -> Any:
    source: PolarsDatasource = context().data_sources.add_polars(f"polars without {withheld}")
    return source.add_frames("a", withheld)


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    kinds = {pl.Int64(): "float64", pl.Float64(): "float64"}
    return pd.DataFrame(
        {name: pd.Series(frame[name].to_list(), dtype=kinds.get(kind, "object")) for name, kind in SCHEMA.items()}
    )


def validated(data: Any, frame: object, expectation: Expectation, **form: Any) -> ExpectationValidationResult:
    return data.get_batch(batch_parameters={"dataframe": frame}).validate(
        expectation, result_format={"result_format": "COMPLETE", "return_unexpected_index_query": False, **form}
    )


def outcome(result: ExpectationValidationResult) -> Any:
    """The result, but for the tally of its own list of values, in which pandas' NaN never equals another."""
    return plain({part: value for part, value in result.result.items() if part != "partial_unexpected_counts"})


def plain(value: Any) -> Any:
    """Whatever pandas and Polars call a missing value, a row or a number, in one form."""
    if isinstance(value, pd.DataFrame):
        if value.empty:
            return []  # pandas sometimes loses the columns of an empty one
        return {name: [plain(each) for each in value[name]] for name in value} | {"": list(value.index)}
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return None if pd.isna(value) else value


@pytest.mark.parametrize("name", EXPECTATIONS)
@settings(max_examples=cases(by_day=8, by_night=100))
@given(frame=FRAMES, condition=st.sampled_from(CONDITIONS), form=st.sampled_from(FORMATS))
def test_every_expectation_says_what_it_says_on_pandas(
    name: str, frame: pl.DataFrame, condition: Condition | None, form: Mapping[str, Any]
) -> None:
    expectation = EXPECTATIONS[name](row_condition=condition)
    theirs = validated(on_pandas(), as_pandas(frame), expectation, **form)
    ours = validated(on_polars(), frame, expectation, **form)

    assert theirs.exception_info["raised_exception"] is False
    assert ours.exception_info["raised_exception"] is False
    assert ours.success == theirs.success
    assert outcome(ours) == outcome(theirs)


@settings(max_examples=cases(by_day=8, by_night=100))
@given(frame=FRAMES, low=st.integers(0, 4))
def test_row_count_says_what_it_says_on_pandas(frame: pl.DataFrame, low: int) -> None:
    expectation = gxe.ExpectTableRowCountToBeBetween(min_value=low, max_value=5)
    theirs, ours = validated(on_pandas(), as_pandas(frame), expectation), validated(on_polars(), frame, expectation)

    assert (ours.success, ours.result) == (theirs.success, theirs.result)
    assert ours.result == {"observed_value": frame.height}


SECRET = "421126199001019999"
FRAME = pl.DataFrame(
    [
        {"key": 0, "text": SECRET, "code": "甲", "whole": 1, "part": 0.5},
        {"key": 10, "text": SECRET, "code": "甲", "whole": 3, "part": 9.5},
        {"key": 20, "text": None, "code": "乙", "whole": 2, "part": None},
    ],
    schema=SCHEMA,
)
FALLING_BACK: Mapping[str, Callable[[str], Expectation]] = {
    "values": lambda column: gxe.ExpectColumnDistinctValuesToBeInSet(column=column, value_set=["甲"]),
    "most common": lambda column: gxe.ExpectColumnMostCommonValueToBeInSet(column=column, value_set=["?"]),
    "row by row": lambda column: gxe.ExpectColumnValuesToNotMatchRegex(column=column, regex="."),
}


@pytest.mark.parametrize("make", FALLING_BACK.values(), ids=list(FALLING_BACK))
def test_a_metric_without_a_polars_version_is_computed_by_pandas(make: Callable[[str], Expectation]) -> None:
    theirs = validated(on_pandas(), as_pandas(FRAME), make("code"))
    ours = validated(on_polars(("text",)), FRAME, make("code"))

    assert ours.success is theirs.success is False
    assert outcome(ours) == outcome(theirs)


@pytest.mark.parametrize("make", FALLING_BACK.values(), ids=list(FALLING_BACK))
def test_on_a_withheld_column_it_fails_and_does_not_leak(make: Callable[[str], Expectation]) -> None:
    result = validated(on_polars(("text",)), FRAME, make("text"))

    assert result.success is False
    assert not result.result
    assert SECRET not in printed(result)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def printed(result: ExpectationValidationResult) -> str:
    return f"{result.to_json_dict()} {result!r}"


@pytest.mark.parametrize("form", FORMATS, ids=str)
@pytest.mark.parametrize(
    "expectation",
    [
        gxe.ExpectColumnValuesToMatchRegex(column="text", regex="x"),
        gxe.ExpectColumnValuesToBeUnique(column="text"),
        gxe.ExpectColumnValueLengthsToBeBetween(column="text", max_value=3),
        gxe.ExpectColumnValuesToBeInSet(column="text", value_set=["x"]),
        gxe.ExpectColumnValuesToBeBetween(column="part", max_value=0),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=["text", "code"]),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="whole", column_B="text"),
        ExpectRowsToPassCheck(column_list=["text"], check="citizen_id"),
    ],
    ids=lambda expectation: expectation.expectation_type,
)
def test_values_of_withheld_columns_reach_no_result_and_no_log(
    expectation: Expectation, form: Mapping[str, Any], logged: pytest.LogCaptureFixture
) -> None:
    result = validated(on_polars(("text", "part")), FRAME, expectation, **form)

    assert result.success is False
    assert SECRET not in printed(result)
    assert "9.5" not in printed(result)
    assert SECRET not in logged.text


def test_a_withheld_value_is_shown_as_stars_beside_the_open_ones() -> None:
    expectation = gxe.ExpectCompoundColumnsToBeUnique(column_list=["text", "code"])
    form = {"result_format": "COMPLETE", "include_unexpected_rows": True}
    shown = validated(on_polars(("text",)), FRAME, expectation, **form).result

    assert shown["partial_unexpected_list"] == [{"text": MASK, "code": "甲"}] * 2
    assert shown["unexpected_rows"]["text"].to_list() == [MASK, MASK]
    assert shown["unexpected_rows"]["whole"].to_list() == [1, 3]


def test_a_rule_polars_cannot_evaluate_neither_quotes_a_cell_nor_sinks_the_others(
    monkeypatch: pytest.MonkeyPatch, logged: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(checks.CHECKS, "a_number", lambda value: value.cast(pl.Int8).is_not_null())
    with pytest.raises(pl.exceptions.InvalidOperationError, match=SECRET):  # Polars itself would tell
        FRAME.select(checks.CHECKS["a_number"](pl.col("text")))
    suite = gx.ExpectationSuite(
        name="one bad",
        expectations=[
            ExpectRowsToPassCheck(column_list=["text"], check="a_number"),
            gxe.ExpectColumnValuesToNotBeNull(column="text"),
        ],
    )
    batch = on_polars(("text",)).get_batch(batch_parameters={"dataframe": FRAME})
    result = batch.validate(suite, result_format="COMPLETE")

    answered, failed = sorted(result.results, key=lambda each: not each.result)
    assert answered.result["unexpected_index_list"] == [2]
    assert not failed.result
    assert "InvalidOperationError" in printed(failed)
    assert SECRET not in f"{result.to_json_dict()} {logged.text}"


def test_a_condition_in_pandas_words_is_refused() -> None:
    condition = PassThroughCondition(pass_through_filter="code == '甲'")
    result = validated(on_polars(), FRAME, gxe.ExpectColumnValuesToNotBeNull(column="text", row_condition=condition))

    assert "a row condition for the Polars engine is written with Column(…)" in printed(result)


@pytest.mark.parametrize("given_instead", [None, {}, {"dataframe": as_pandas(FRAME)}])
def test_only_a_polars_frame_makes_a_batch(given_instead: Any) -> None:
    with pytest.raises(TypeError, match="a Polars frame"):
        on_polars().get_batch(batch_parameters=given_instead)
