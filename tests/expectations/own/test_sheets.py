"""Sheets as data: they say all that the built-in ones say, and what they leave out is what a county would want."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

import pytest

from expectations.catalogue import BUILT_IN
from expectations.contract.contract import Column, Kind, Need, Privacy, Sheet
from expectations.contract.rules import Between, NotBefore, Reaction, Rule
from expectations.own.declared import COUNTY_LISTS, lists_of
from expectations.own.rules import KINDS
from expectations.own.sheets import declared_sheet, extended, sheet_of
from expectations.own.wrong import WrongDeclaration

LISTS = lists_of({}) | {"leaders": {}}
LEAST = {
    "id": "Z1",
    "name": "projects",
    "title": "项目表",
    "submitted_by": "各乡镇",
    "cadence": "weekly_snapshot",
    "key": ["no"],
    "column": [{"name": "no", "heading": "编号", "kind": "text", "example": "XM-1"}],
}


def as_data(declared: Any, **words: str) -> dict[str, Any]:
    """A declaration as TOML would have it: what is not the default, lists for tuples."""
    data: dict[str, Any] = {}
    for field in fields(declared):
        value = getattr(declared, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if value == default:
            continue
        value = as_data(value) if hasattr(value, "__dataclass_fields__") else value
        data[field.name] = [*value] if isinstance(value, tuple) else value
    return data | words


def column_data(column: Column) -> dict[str, Any]:
    return as_data(column, **({"need": column.need.name.lower()} if column.need is not Need.OPTIONAL else {}))


def rule_data(rule: Rule) -> dict[str, Any]:
    return as_data(rule, rule=next(name for name, kind in KINDS.items() if kind is type(rule)))


def sheet_data(sheet: Sheet) -> Mapping[str, Any]:
    data = as_data(sheet)
    del data["columns"]
    rules = [rule_data(rule) for rule in sheet.rules]
    return {k: v for k, v in data.items() if k != "rules"} | {
        "column": [column_data(column) for column in sheet.columns],
        "rule": rules,
    }


@pytest.mark.parametrize("sheet", BUILT_IN.values(), ids=lambda sheet: sheet.id)
def test_every_built_in_sheet_can_be_said_as_data(sheet: Sheet) -> None:
    assert declared_sheet(sheet_data(sheet), BUILT_IN, LISTS) == sheet


def test_a_column_says_to_clerks_what_a_built_in_one_of_its_kind_says() -> None:
    column = sheet_of(LEAST | {"column": [*LEAST["column"], {"name": "n", "heading": "投资", "kind": "money"}]}, {}, {})
    assert column.column["n"].because == "「投资」应填以万元为单位的金额，例如“35.5”；请换算成万元后只填数字。"


def test_a_row_without_its_key_is_not_accepted_and_neither_are_two_of_one_key() -> None:
    sheet = sheet_of(LEAST, {}, {})
    assert (sheet.column["no"].need, sheet.column["no"].on_failure) == (Need.REQUIRED, Reaction.ROW)
    assert [(rule.id, rule.reaction, [*rule.columns]) for rule in sheet.rules] == [
        ("key_unique", Reaction.ROW, ["no", "submitter", "period"])
    ]
    assert sheet.rules[0].because == "「编号」与另一行重复，两行都未接收；请只保留正确的一行后重新报送。"


@pytest.mark.parametrize(
    ("kind", "least"),
    [*((kind, Privacy.P0) for kind in ("phone", "id", "birth", "name", "people")), ("date", Privacy.P2)],
)
def test_what_names_a_person_stays_in_the_archive_unsaid(kind: str, least: Privacy) -> None:
    column = {"name": "x", "heading": "某栏", "kind": kind}
    assert sheet_of(LEAST | {"column": [*LEAST["column"], column]}, {}, {}).column["x"].privacy is least


def test_a_column_may_be_used_again_and_changed() -> None:
    used = {"use": "S8.town", "need": "optional", "heading": "地点"}
    town = sheet_of(LEAST | {"column": [*LEAST["column"], used]}, BUILT_IN, LISTS).column["town"]
    assert (town.kind, town.codes, town.need, town.heading) == (Kind.CODE, "divisions", Need.OPTIONAL, "地点")


def test_short_rules_and_headings_in_sentences() -> None:
    rules = [
        {"rule": "between", "column": "planned", "low": 0, "high": 500},
        {"rule": "not_before", "later": "planned", "earlier": "paid", "because": "{paid}多于{planned}；请核对。"},
    ]
    columns = [{"name": n, "heading": h, "kind": "money"} for n, h in (("planned", "计划投资"), ("paid", "已拨资金"))]
    sheet = sheet_of(LEAST | {"column": [*LEAST["column"], *columns], "rule": rules}, {}, {})
    assert sheet.rules[1:] == (
        Between(
            id="planned_range",
            column="planned",
            low=0,
            high=500,
            because="「计划投资」应在0到500之间；请核对后重新填写。",
        ),
        NotBefore(
            id="planned_not_before",
            later="planned",
            earlier="paid",
            because="「已拨资金」多于「计划投资」；请核对。",
        ),
    )


def test_a_list_of_the_sheets_own_is_the_hint_and_gives_the_example() -> None:
    data = LEAST | {
        "codes": {"state": {"A": ["在建", "施工中"], "B": ["完工"]}},
        "column": [*LEAST["column"], {"name": "state", "heading": "状态", "kind": "code", "codes": "state"}],
    }
    column = sheet_of(data, {}, lists_of(data)).column["state"]
    assert (column.hint, column.example) == ("应填下拉选项中的一项：在建、完工", "{state[0]}")


def test_a_known_sheet_gets_further_columns() -> None:
    data = {"adds_to": "S7", "column": [{"name": "own_visits", "heading": "走访户数", "kind": "integer"}]}
    s7 = extended(data, BUILT_IN, LISTS)
    assert [column.name for column in s7.columns] == [*BUILT_IN["S7"].column, "own_visits"]
    assert s7.rules == BUILT_IN["S7"].rules


def test_an_added_column_has_a_name_that_no_table_takes() -> None:
    data = {"adds_to": "S8", "column": [{"name": "overdue", "heading": "逾期说明", "kind": "text", "example": "无"}]}
    with pytest.raises(WrongDeclaration) as wrong:
        extended(data, BUILT_IN, LISTS)
    assert (wrong.value.place, wrong.value.says) == (("column", 0, "name"), "own_prefix")


WRONG: dict[str, tuple[dict[str, Any], tuple[str | int, ...], str]] = {
    "id": ({"id": "S11"}, ("id",), "write"),
    "cadence": ({"cadence": "每周"}, ("cadence",), "one_of"),
    "title missing": ({"title": 3}, ("title",), "write"),
    "key": ({"key": ["number"]}, ("key",), "own_no_column"),
    "unknown key": ({"colour": "red"}, ("colour",), "unknown_key"),
    "kind": ({"column": [{"name": "no", "heading": "编号", "kind": "word"}]}, ("column", 0, "kind"), "one_of"),
    "codes": (
        {"column": [{"name": "no", "heading": "编号", "kind": "code", "codes": "colours"}]},
        ("column", 0, "codes"),
        "one_of",
    ),
    "example": ({"column": [{"name": "no", "heading": "编号", "kind": "text"}]}, ("column", 0, "example"), "missing"),
    "too open": (
        {"column": [*LEAST["column"], {"name": "tel", "heading": "电话", "kind": "phone", "privacy": "P2"}]},
        ("column", 1, "privacy"),
        "own_too_open",
    ),
    "twice": ({"column": LEAST["column"] * 2}, ("column", 1, "name"), "own_twice"),
    "private key": (
        {"column": [{**LEAST["column"][0], "privacy": "P1"}]},
        ("key",),
        "own_private_key",
    ),
    "rule": ({"rule": [{"rule": "nice", "column": "no"}]}, ("rule", 0, "rule"), "one_of"),
    "column of a rule": (
        {"rule": [{"rule": "required", "column": "yes", "because": "请填写。"}]},
        ("rule", 0, "column"),
        "own_no_column",
    ),
    "number of a rule": ({"rule": [{"rule": "between", "column": "no", "low": 0}]}, ("rule", 0, "high"), "missing"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named_by_its_place(case: str) -> None:
    change, place, says = WRONG[case]
    with pytest.raises(WrongDeclaration) as wrong:
        sheet_of(LEAST | change, BUILT_IN, LISTS)
    assert (wrong.value.place, wrong.value.says) == (place, says)


def test_the_lists_of_a_county_can_be_named() -> None:
    assert {*COUNTY_LISTS} <= {*lists_of({})}
