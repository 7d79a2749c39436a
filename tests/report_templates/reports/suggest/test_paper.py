"""The paper of a proposal from literal persons and posts: what it says, its numbers, its widths."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from report_templates.model.report import Masthead, Paragraph, Report, Section, Table, walk
from report_templates.reports.suggest.paper import of_person, suggestion
from report_templates.words.sentence import Number, Sentence
from tests.support.frames import Row
from tests.support.proposals import COUNTY_OF_POSTS, person, post, proposed, tables

HEAD = Masthead(
    **dict.fromkeys(Masthead.__dataclass_fields__, "") | {"serial": "20214701001", "issuer": "某县委组织部"}
)
NAMES = {"p1": "张三", "p2": "李四", "p3": "王五"}
PEOPLE = [
    person("p1", former_unit="QC-AAA", domain_exp=["XCZX"], pref_post_1="ZF-001", work_will="1", months_to_retire=6),
    person("p2", pref_post_1="ZF-001", pref_post_2="写书", skill_tags=["水利"]),
    person("p3", work_will="0"),
    person("p4"),
]
POSTS = [
    post("ZF-001", post_name="督导员", load="3", need_skills=["水利", "写作"]),
    post("RD-001", post_name="监督员", organ="RD", category="FX", place="421126101"),
    post("RD-002", post_name="顾问", post_status="CLOSED"),
]
DECIDED: Row = {
    "person_id": "p2",
    "post_code": "ZF-001",
    "in_effect": True,
    "is_primary": True,
    "organ": "ZF",
    "decision_ref": "纪要1号",
    "deviation": "尊重本人意愿",
}

TALKS: list[Row] = [
    {"person_id": "p1", "contact_date": dt.date(2021, 11, 24), "topic": "DIVISION", "issue_status": "RUN"},
    {"person_id": "p2", "contact_date": dt.date(2021, 11, 24), "topic": "DIVISION", "issue_status": "DONE"},
    {"person_id": "p2", "contact_date": dt.date(2021, 11, 25), "topic": "HEALTH", "issue_status": "OPEN"},
]


def paper(plan: dict[str, str] | None = None) -> Report:
    made = proposed(PEOPLE, POSTS, [DECIDED], quotas={"RD": 1})
    return suggestion(made, tables(PEOPLE, POSTS, [DECIDED], TALKS), NAMES, HEAD, COUNTY_OF_POSTS, plan)


@pytest.fixture(scope="module")
def report() -> Report:
    return paper({"p1": "RD-001", "p2": "ZF-001"})


def said(report: Report) -> str:
    return "".join(block.said.text for block in report.blocks if isinstance(block, Paragraph))


def rows(report: Report, name: str) -> list[list[str]]:
    return [[str(getattr(cell, "text", cell)) for cell in row] for table in named(report, name) for row in table.rows]


def named(report: Report, name: str) -> list[Table]:
    return [block for block in report.blocks if isinstance(block, Table) and block.name == name]


def test_what_is_proposed_and_on_what_it_rests(report: Report) -> None:
    """p1 has 60 + 25 of continuity, nine tenths of 100, no skill, and a post one step too heavy before retirement."""
    assert "纳入测算的干部4名，岗位3个、名额2个；建议安排2名，未安排2名。" in said(report)
    assert rows(report, "proposed")[0] == ["张三", "甲局", "ZF-001　督导员", "85", "90", "0", "70", "61.25"]
    assert rows(report, "facts")[0] == [
        "张三",
        "曾主要分管本类工作60、原单位属同一系统25",
        "第一志愿100、有条件，按九成计",
        "所需专长2项具备0项0",
        "强度高于宜承担程度1档，减30",
    ]
    assert rows(report, "organs") == [["县人大", "1", "1", "1", "1"], ["县政府", "2", "1", "不限", "1"]]


def test_what_else_could_be_has_its_price(report: Report) -> None:
    assert ["李四", "第一志愿", "ZF-001　督导员"] in [row[:3] for row in rows(report, "wishes")]
    assert ["李四", "第二志愿", "写书", "没有相应岗位"] in rows(report, "wishes")
    assert rows(report, "others")[0] == ["张三（建议ZF-001　督导员）"]
    assert ["王五", "—", "各岗位均不能安排：H1本人不愿继续工作（3个岗位）。"] in rows(report, "unplaced")
    assert rows(report, "empty") == [["RD-002　顾问", "县政府", "0", NO_SEAT]]


def test_an_objection_of_the_talks_stands_in_the_next_proposal(report: Report) -> None:
    assert rows(report, "objections") == [["张三", "2021-11-24", "在办", "ZF-001　督导员"]]


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("p1", ("建议岗位", "ZF-001　督导员")),
        ("p3", ("未安排的原因", "各岗位均不能安排：H1本人不愿继续工作（3个岗位）。")),
    ],
)
def test_the_page_of_a_person_carries_what_is_proposed(who: str, first: tuple[str, str]) -> None:
    made = proposed(PEOPLE, POSTS, [DECIDED], quotas={"RD": 1})
    section = of_person(made, NAMES, COUNTY_OF_POSTS, who)
    page = replace(paper(), sections=(section,))
    assert tuple(rows(page, "person")[0]) == first
    assert {row[0] for row in rows(page, "wishes")} == ({NAMES[who]} if who == "p1" else set())


NO_SEAT = "没有名额：已关闭、已到期、已由其他人员担任或未填需求人数"


def test_it_stands_beside_the_decision_and_a_plan_made_by_hand(report: Report) -> None:
    assert "已决定1名，其中与建议一致0名，不一致1名。" in said(report)
    assert rows(report, "deviating")[0][0] == "李四"
    assert rows(report, "deviating")[0][-1] == "尊重本人意愿"
    assert "手工方案安排2名" in said(report)
    assert {row[0] for row in rows(report, "compared")} == {"张三", "李四", "p4"}
    assert named(paper(), "compared") == []


def test_every_number_has_a_code(report: Report) -> None:
    """But those within names, codes of posts and of blocks, days, and the notes."""
    bare = [run for run in runs(report) if not isinstance(run, Number) and re.search(r"\d", run)]
    known = re.compile(r"(?:ZF|RD)-00\d|H[1-9]|p4|2021-\d\d-\d\d|\d\d–\d\d")
    assert [run for run in bare if re.search(r"\d", known.sub("", run))] == []


def runs(report: Report) -> Iterator[str]:
    for block in report.blocks:
        if isinstance(block, Paragraph):
            yield from block.said.runs
        elif isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row):
                yield from cell.runs if isinstance(cell, Sentence) else (cell,)


def test_the_widths_of_its_tables_leave_room(report: Report) -> None:
    widths = {table.caption: sum(column.width for column in table.columns) for table in all_tables(report)}
    assert {caption: width for caption, width in widths.items() if width > 156} == {}
    assert len(widths) == len(all_tables(report))  # each has a worksheet of its own


def all_tables(report: Report) -> list[Table]:
    return [block for block in report.blocks if isinstance(block, Table)]


def test_where_everybody_is_placed_and_nothing_decided_it_says_so() -> None:
    people, posts = [person("p1")], [post("ZF-001")]
    report = suggestion(proposed(people, posts), tables(people, posts), NAMES, HEAD, COUNTY_OF_POSTS)
    for sentence in (
        "没有未办结的分工诉求。",
        "纳入测算的干部均已建议岗位。",
        "岗位名额均已安排。",
        "尚无已到岗的安排。",
        "建议方案都不变。",
    ):
        assert sentence in said(report)
    assert replace(HEAD, serial="20214701001-建议") == report.masthead
    assert [block.heading for block in walk(report.sections) if isinstance(block, Section)][-1] == "公平性监测"
