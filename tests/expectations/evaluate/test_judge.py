"""The judge: each kind of rule breaks on a bad row, passes on a good one and stays silent where it cannot know."""

from __future__ import annotations

import datetime as dt
import gc
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from expectations.catalogue import SHEETS
from expectations.contract.contract import Cadence, Column, Kind, Privacy, Sheet
from expectations.contract.rules import (
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
from expectations.evaluate.checks import CHECKS
from expectations.evaluate.judgement import FAILURES, NotJudged, judgement
from expectations.suites.batch import PolarsBatch
from expectations.suites.compile import suite
from expectations.suites.judge import failures, judge, validation, withheld

COLUMNS = {
    "name": Kind.NAME,
    "id_no": Kind.ID,
    "sex": Kind.CODE,
    "status": Kind.CODE,
    "tags": Kind.TAGS,
    "ready": Kind.FLAG,
    "days": Kind.NUMBER,
    "count": Kind.INTEGER,
    "born_on": Kind.DATE,
    "start": Kind.DATE,
    "end": Kind.DATE,
}


def sheet(*rules: Rule, private: Sequence[str] = ("id_no",)) -> Sheet:
    columns = tuple(
        Column(
            name=name,
            heading=name,
            kind=kind,
            because="…",
            example="",
            privacy=Privacy.P0 if name in private else Privacy.P2,
            keeps_text=name == "status",
        )
        for name, kind in COLUMNS.items()
    )
    return Sheet(
        id="T1",
        name="tried",
        title="试表",
        submitted_by="某单位",
        cadence=Cadence.WEEKLY_ROWS,
        key=("name",),
        columns=columns,
        rules=rules,
    )


def rows(tried: Sheet, *cells: dict[str, Any]) -> pl.DataFrame:
    """Rows 3, 4, … of submission `s`; what is not named is null."""
    lineage = {"submission": "s", "submitter": "QC-A", "period": "2021-W47", "period_end": dt.date(2021, 11, 28)}
    return pl.DataFrame([{**lineage, "row": 3 + n, **each} for n, each in enumerate(cells)], schema=tried.schema)


def broken_by(rule: Rule, *cells: dict[str, Any]) -> list[int]:
    """Rows that break the rule, the first being 3, with Great Expectations and without."""
    tried = sheet(rule)
    given = rows(tried, *cells)
    verdict = judge(tried, given)
    assert_frame_equal(judgement(tried, given), verdict)
    return verdict["row"].to_list()


DAY = dt.date
ID = "11010519491231002X"  # the standard's own examples: a woman …
OTHER_ID = "440524188001010014"  # … and a man


@pytest.mark.parametrize(
    ("rule", "cells", "broken"),
    [
        (Required(id="r", column="name", because="…"), [{"name": "张三"}, {}], [4]),
        (Required(id="r", column="tags", because="…"), [{"tags": ["水利"]}, {"tags": None}], [4]),
        (
            Between(id="r", column="days", low=0, high=7, because="…"),
            [{"days": days} for days in (-1, 0, 7, 7.5, None)],
            [3, 6],
        ),
        (Between(id="r", column="count", low=1, because="…"), [{"count": 0}, {"count": 10**9}], [3]),
        (Between(id="r", column="count", high=0, because="…"), [{"count": 0}, {"count": 1}], [4]),
        (
            Between(id="r", column="born_on", low=DAY(1930, 1, 1), because="…"),
            [{"born_on": DAY(1929, 12, 31)}, {"born_on": DAY(1930, 1, 1)}, {}],
            [3],
        ),
        (
            Between(id="r", column="name", high=2, length=True, because="…"),
            [{"name": "张三"}, {"name": "买买提"}, {"name": "𬱖三"}, {}],
            [4],
        ),
        (OneOf(id="r", column="sex", values=("1", "2"), because="…"), [{"sex": "1"}, {"sex": "9"}, {}], [4]),
        (
            Matches(id="r", column="status", regex="A|B", because="…"),
            [{"status": "A"}, {"status": "AB"}, {"status": "xB"}, {}],
            [4, 5],
        ),
        (Unique(id="r", on=("name",), because="…"), [{"name": n} for n in ("甲", "乙", "甲", None, None)], [3, 5]),
        (
            Unique(id="r", on=("name", "born_on"), because="…"),
            [
                {"name": "甲", "born_on": DAY(1965, 1, 1)},
                {"name": "甲", "born_on": DAY(1965, 2, 1)},
                {"name": "甲", "born_on": DAY(1965, 1, 1)},
                {"name": "甲"},
                {"name": "甲"},
            ],
            [3, 5],
        ),
        (
            NotBefore(id="r", later="end", earlier="start", because="…"),
            [
                {"start": DAY(2021, 11, 2), "end": DAY(2021, 11, 2)},
                {"start": DAY(2021, 11, 2), "end": DAY(2021, 11, 1)},
                {"start": DAY(2021, 11, 2)},
                {"end": DAY(2021, 11, 1)},
            ],
            [4],
        ),
        (
            NotBefore(id="r", later="days", earlier="count", because="…"),
            [{"days": 0.5, "count": 1}, {"days": 1, "count": 1}],
            [3],
        ),
        (
            NotBefore(id="r", later="period_end", earlier="born_on", years=18, because="…"),
            [{"born_on": DAY(2003, 11, 30)}, {"born_on": DAY(2003, 12, 1)}, {}],  # ages count by the month
            [4],
        ),
        (
            NotBefore(id="r", later="end", earlier="start", years=1, because="…"),
            [{"start": DAY(2020, 2, 29), "end": end} for end in (DAY(2021, 2, 1), DAY(2021, 1, 31))],
            [4],
        ),
        (
            Named(id="r", check="either_filled", on=("name", "status"), because="…"),
            [{"name": "张三"}, {"status": "A"}, {}],
            [5],
        ),
        (
            Named(id="r", check="same", on=("sex", "status"), because="…"),
            [{"sex": "1", "status": "1"}, {"sex": "1", "status": "2"}, {"sex": "1"}],
            [4],
        ),
        (
            Named(id="r", check="after", on=("end", "start"), because="…"),
            [{"start": DAY(2021, 11, 1), "end": DAY(2021, 11, day)} for day in (2, 1)],
            [4],
        ),
        (Named(id="r", check="half_steps", on=("days",), because="…"), [{"days": d} for d in (0, 4.5, 4.4, None)], [5]),
        (
            Named(id="r", check="one_number", on=("days", "name", "status"), because="…"),
            [
                *({"days": days, "name": "张三", "status": "A"} for days in (4, 5)),
                *({"days": 3, "name": "张三", "status": "B"} for _ in range(2)),
                *({"days": days, "name": "李四"} for days in (1, 2)),  # one key, unknown: nothing is said of it
                *({"days": days, "name": "王五", "status": "A"} for days in (1, None)),
            ],
            [3, 4],
        ),
        (
            Named(id="r", check="sex_agrees_with_id", on=("sex", "id_no"), because="…"),
            [
                {"sex": "2", "id_no": ID},
                {"sex": "1", "id_no": ID},
                {"sex": "1", "id_no": OTHER_ID},
                {"sex": "2", "id_no": OTHER_ID},
                {"sex": "9", "id_no": ID},
                {"sex": "1", "id_no": ID[:-1] + "1"},  # a wrong id tells nothing about the sex
                {"id_no": ID},
                {"sex": "1"},
            ],
            [4, 6],
        ),
    ],
)  # fmt: skip
def test_rule_names_the_rows_that_break_it(rule: Rule, cells: list[dict[str, Any]], broken: list[int]) -> None:
    assert broken_by(rule, *cells) == broken


@pytest.mark.parametrize(
    ("id_no", "good"),
    [
        (ID, True),
        (OTHER_ID, True),
        ("110105194912310021", False),  # check character
        ("11010519491231002x", False),  # cleaning writes X
        ("440524188002300016", False),  # 30 February
        ("440524188013010016", False),  # month 13
        ("11010519491231002", False),  # 17 characters
        ("11010519491231002XX", False),
        ("１１010519491231002X", False),  # full-width digits
        ("", False),
        (None, True),
    ],
)
def test_citizen_id_follows_the_standard(id_no: str | None, good: bool) -> None:
    rule = Named(id="r", check="citizen_id", on=("id_no",), because="…")

    assert broken_by(rule, {"id_no": id_no}) == ([] if good else [3])


def test_citizen_id_refuses_what_the_checksum_alone_lets_pass() -> None:
    """Every body gets its right check character by the weights of GB 11643-1999, so that only the fault named fails."""

    def completed(body: str) -> str:
        total = sum(
            int(d) * w for d, w in zip(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)
        )
        return body + "10X98765432"[total % 11]

    bodies = ["11010519491231002", "11010519491231000", "11010519490229002", "01010519491231002", "11010520000229123"]
    rule = Named(id="r", check="citizen_id", on=("id_no",), because="…")

    assert broken_by(rule, *({"id_no": completed(body)} for body in bodies)) == [4, 5, 6]


@pytest.mark.parametrize(
    ("when", "broken"),
    [
        (When("status", ("A",)), [3]),
        (When("status", ("A", "B")), [3, 4]),
        (When("status"), [3, 4, 5]),
        (When("ready", (True,)), [3]),
        (When("ready", (False,)), [4]),
        (When("count", (1, 2)), [3]),
    ],
)
def test_rule_with_a_condition_looks_at_those_rows_only(when: When, broken: list[int]) -> None:
    cells = [
        {"status": "A", "ready": True, "count": 1},
        {"status": "B", "ready": False, "count": 3},
        {"status": "C"},
        {},
    ]

    assert broken_by(Required(id="r", column="name", because="…", when=when), *cells) == broken


def test_unique_under_a_condition_compares_only_rows_that_meet_it() -> None:
    rule = Unique(id="r", on=("name",), because="…", when=When("status", ("ON",)))
    cells = [("ON", "甲"), ("OFF", "甲"), ("ON", "乙"), ("ON", "乙"), ("OFF", "丙"), ("OFF", "丙"), (None, "甲")]

    assert broken_by(rule, *({"status": status, "name": name} for status, name in cells)) == [5, 6]


def test_one_line_per_rule_and_row_says_whom_what_and_why() -> None:
    tried = sheet(
        Required(id="name_required", column="name", reaction=Reaction.ROW, because="请填写姓名。"),
        NotBefore(
            id="of_age", later="period_end", earlier="born_on", years=18, blames="born_on", because="未满18周岁。"
        ),
    )
    given = rows(tried, {"born_on": DAY(2020, 1, 1)}, {"name": "张三", "born_on": DAY(2021, 1, 1)})

    expected = [
        ("s", 3, "name_required", "name", "ROW", "请填写姓名。"),
        ("s", 3, "of_age", "born_on", "CELL", "未满18周岁。"),
        ("s", 4, "of_age", "born_on", "CELL", "未满18周岁。"),
    ]
    verdict = judge(tried, given)
    assert verdict.schema == FAILURES
    assert verdict.rows() == expected


@pytest.mark.parametrize(("low", "high", "lines"), [(1, None, 0), (3, None, 1), (0, 1, 1), (2, 2, 0)])
def test_wrong_number_of_rows_is_one_line_without_a_row(low: int, high: int | None, lines: int) -> None:
    tried = sheet(RowCount(id="some", low=low, high=high, reaction=Reaction.FILE, because="行数不对。"))
    verdict = judge(tried, rows(tried, {}, {}))

    assert_frame_equal(judgement(tried, rows(tried, {}, {})), verdict)
    assert verdict.rows() == [(None, None, "some", None, "FILE", "行数不对。")] * lines


@pytest.mark.parametrize("declared", SHEETS.values(), ids=lambda declared: declared.id)
def test_every_sheet_judges_no_rows_and_empty_rows_without_pandas(
    declared: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PolarsBatch, "dataframe", property(lambda _: pytest.fail("a rule fell back to pandas")))
    required = {rule.id for rule in declared.all_rules if isinstance(rule, Required) and rule.when is None}

    assert judge(declared, pl.DataFrame(schema=declared.schema)).filter(pl.col("row").is_not_null()).is_empty()
    blank = set(judge(declared, rows(declared, {}))["rule"])
    nothing_known = {rule.id for rule in declared.all_rules if isinstance(rule, Named | RowCount)}
    assert required <= blank <= required | nothing_known


def test_sheets_are_judged_one_after_the_other_and_again_with_other_rows() -> None:
    first = sheet(Required(id="a", column="name", because="…"))
    second = sheet(Required(id="b", column="status", because="…"))

    assert judge(first, rows(first, {}))["rule"].to_list() == ["a"]
    assert judge(second, rows(second, {}))["rule"].to_list() == ["b"]
    assert judge(first, rows(first, {"name": "张三"}, {}))["row"].to_list() == [4]
    assert judge(first, rows(first, {"name": "张三"})).is_empty()


def test_severity_and_id_follow_the_rule() -> None:
    rules = [Required(id=reaction.value, column="name", reaction=reaction, because="…") for reaction in Reaction]
    severities = {each.meta["id"]: each.severity.value for each in suite(sheet(*rules)).expectations}

    assert severities == {"FILE": "critical", "ROW": "critical", "CELL": "warning", "FIXW": "info", "FIX": "info"}


def test_withheld_are_private_columns_with_their_companions() -> None:
    assert withheld(sheet(private=("id_no", "status"))) == {"id_no", "status", "status_text"}


def test_result_holds_row_numbers_and_no_value() -> None:
    tried = sheet(
        Matches(id="m", column="name", regex="x", because="…"),
        Named(id="n", check="citizen_id", on=("id_no",), because="…"),
        Unique(id="u", on=("name", "id_no"), because="…"),
        NotBefore(id="o", later="end", earlier="start", because="…"),
    )
    planted = {"name": "秘密姓名", "id_no": "999999", "start": DAY(2099, 9, 9), "end": DAY(1888, 8, 8)}
    given = rows(tried, planted, planted)
    result = validation(tried, given)

    assert failures(tried, given, result)["rule"].to_list() == ["m", "m", "n", "n", "u", "u", "o", "o"]
    printed = str(result.to_json_dict())
    assert not [value for value in ("秘密姓名", "999999", "2099", "1888") if value in printed]


@pytest.mark.parametrize("judging", [judge, judgement])
def test_rows_without_a_column_are_an_error_of_the_program_that_quotes_nothing(
    judging: Callable[[Sheet, pl.DataFrame], pl.DataFrame],
) -> None:
    tried = sheet(Required(id="named", column="name", because="…"), Required(id="other", column="status", because="…"))
    given = rows(tried, {"status": "秘密"}).drop("name")

    with pytest.raises(NotJudged, match=r"^rule named of sheet T1 could not be evaluated$") as caught:
        judging(tried, given)
    assert "秘密" not in str(caught.value.__cause__)


def test_unknown_check_is_refused_when_the_suite_is_made() -> None:
    with pytest.raises(ValueError, match="there is no check named horoscope"):
        suite(sheet(Named(id="r", check="horoscope", on=("name",), because="…")))


def test_kind_of_rule_without_expectation_is_refused() -> None:
    with pytest.raises(TypeError, match="Rule has no expectation"):
        suite(sheet(Rule(id="r", because="…")))


def test_rows_are_let_go_after_judging() -> None:
    tried = sheet(Required(id="r", column="name", because="…"))
    given = rows(tried, {})
    judge(tried, given)
    reference = weakref.ref(given)
    del given
    gc.collect()

    assert reference() is None


def test_every_declared_check_exists() -> None:
    named = {rule.check for declared in SHEETS.values() for rule in declared.all_rules if isinstance(rule, Named)}

    assert named <= CHECKS.keys()
