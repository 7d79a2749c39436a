"""The sheet that somebody may ask for: the facts used, the weights, what was never used, how to object; nobody else."""

from __future__ import annotations

import pytest

from report_templates.model.report import Report
from report_templates.reports.suggest.explanation import USED, explanation
from tests.report_templates.reports.suggest.test_paper import HEAD, NAMES, PEOPLE, POSTS, TALKS, all_tables, rows, said
from tests.support.proposals import COUNTY_OF_POSTS, person, post, proposed, tables
from transforms.suggest.candidates import PERSON
from transforms.suggest.scores import PRINCIPLES


def sheet(who: str) -> Report:
    made = proposed(PEOPLE, POSTS, quotas={"RD": 1}, continuity=40, wish=30, fit=20, age=10)
    contacts = tables(PEOPLE, POSTS, contacts=TALKS)["contacts"]
    return explanation(made, contacts, NAMES, HEAD, COUNTY_OF_POSTS, who)


def all_said(report: Report) -> str:
    return said(report) + "".join(
        cell for table in all_tables(report) for row in rows(report, table.name) for cell in row
    )


def test_it_names_every_fact_that_a_proposal_reads_and_where_it_comes_from() -> None:
    """p1 has 60 + 25 of continuity at 40 %, and so on: the weights of the county stand beside the rules."""
    report = sheet("p1")
    used = {row[1]: row for row in rows(report, "used")}
    assert used["原单位"] == ["工作连续性", "原单位", "县甲局", "退出领导岗位干部台账"]
    assert used["第一志愿岗位"][2:] == ["ZF-001", "干部意愿登记表"]
    assert used["距到龄月数"][:3] == ["年龄照顾", "距到龄月数", "6"]
    assert used["任职回避单位"][0] == "不能安排的情形"
    assert used["特长优势"][2:] == ["未填", "干部特长与专业登记表"]
    assert used["纳入测算的情形"][2] == "退出领导岗位未退休"
    assert [row[1] for row in rows(report, "rules")] == ["40", "30", "20", "10"]
    assert "性别、民族" in said(report)
    assert "《跟踪联系记录表》，主题为“分工”" in said(report)


def test_what_is_used_is_what_the_proposal_reads() -> None:
    assert {column for columns in USED.values() for column in columns} == set(PERSON) - {"person_id"}
    assert tuple(USED) == (*PRINCIPLES, "blocks")


def test_the_own_objection_stands_on_it() -> None:
    assert rows(sheet("p1"), "own_objections") == [["2021-11-24", "在办"]]
    assert "目前没有登记未办结的异议。" in said(sheet("p2"))


@pytest.mark.parametrize("who", ["p1", "p2", "p3"])
def test_it_names_nobody_else(who: str) -> None:
    text = all_said(sheet(who))
    assert NAMES[who] in text
    others = {other for pair in NAMES.items() for other in pair} - {who, NAMES[who]}
    assert [other for other in others if other in text] == []


def test_whoever_is_squeezed_out_reads_by_how_many_not_by_whom() -> None:
    """Two for one seat: p2 stays out."""
    people, posts = [person("p1", pref_post_1="ZF-001"), person("p2")], [post("ZF-001")]
    made = proposed(people, posts)
    report = explanation(made, tables(people, posts)["contacts"], NAMES, HEAD, COUNTY_OF_POSTS, "p2")
    assert rows(report, "person")[0] == [
        "未安排的原因",
        "可以安排的岗位名额不足：2名干部只能在1个岗位中安排，名额1个。",
    ]


def test_the_widths_of_its_tables_leave_room() -> None:
    widths = {table.caption: sum(column.width for column in table.columns) for table in all_tables(sheet("p1"))}
    assert {caption: width for caption, width in widths.items() if width > 156} == {}
