"""Every number of a person with a post leads to the facts of both: to the sheets, and to their cells."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.catalogue import SHEETS
from report_templates.model.report import Paragraph, Report, Table
from report_templates.reports.suggest.paper import suggestion
from report_templates.words.sentence import Number, Sentence
from tests.report_templates.reports.suggest.test_paper import DECIDED, HEAD, NAMES, PEOPLE, POSTS, TALKS
from tests.support.frames import table
from tests.support.proposals import COUNTY_OF_POSTS, proposed, tables
from transforms.indicators.trace import MASKED, Tables
from transforms.judge.in_force import FILES
from transforms.records.extract import COLUMN_LETTERS
from transforms.suggest.scores import FACTS
from transforms.suggest.traced import PREFIX, READ, pair_number

MADE = proposed(PEOPLE, POSTS, [DECIDED], quotas={"RD": 1})


def traceable() -> Tables:
    """p1 stands in row 4 of S3, and ZF-001 in the second row of S5."""
    people = [{**PEOPLE[0], "src_S3_submission": "s3", "src_S3_row": 4}, *PEOPLE[1:]]
    known = [("s3", "S3", "意愿.xlsx", "表一"), ("S5-2021-W47", "S5", "岗位.xlsx", "表")]
    files = [dict(zip(("submission", "sheet", "file", "worksheet"), each, strict=True)) for each in known]
    places = [("s3", "pref_post_1", "F"), ("S5-2021-W47", "need_skills", "J")]
    return tables(people, POSTS) | {
        "files": table(FILES, files),
        "places": pl.DataFrame(places, schema=COLUMN_LETTERS, orient="row"),
    }


def test_a_score_leads_to_the_cells_of_the_wish_and_of_the_post() -> None:
    number = pair_number("suggest/p1@ZF-001/wish", MADE, traceable(), restricted=True)
    assert number is not None
    assert (number.row["wish"], number.principle) == (90, "wish")
    cells = number.cells.filter(pl.col("column") == "pref_post_1").select("file", "cell", "value").rows()
    assert cells == [("意愿.xlsx", "F4", "ZF-001")]
    assert set(number.cells["table"]) == {"five_dim", "posts"}
    fact = pair_number("suggest/p1@ZF-001/skills", MADE, traceable(), restricted=True)
    assert fact is not None
    assert fact.cells.filter(pl.col("column") == "need_skills")["cell"].to_list() == ["J2"]


def test_a_wish_is_masked_but_for_the_organisation_department() -> None:
    number = pair_number("suggest/p1@ZF-001/rank_1", MADE, traceable(), restricted=False)
    assert number is not None
    assert number.cells.filter(pl.col("column") == "pref_post_1")["value"].to_list() == [MASKED]


@pytest.mark.parametrize("code", ["suggest/plan/placed", "suggest/p9@ZF-001/wish", "suggest/p1@ZF-009/wish"])
def test_another_number_is_none_of_a_person_with_a_post(code: str) -> None:
    assert pair_number(code, MADE, traceable(), restricted=True) is None


def test_every_fact_says_what_it_is_read_of() -> None:
    assert READ.keys() == {fact for facts in FACTS.values() for fact in facts}
    named = {tuple(cell.split(".")) for cells in READ.values() for cell in cells}
    assert {(sheet, column) for sheet, column in named if column not in SHEETS[sheet].column} == set()


def test_every_such_number_of_the_paper_is_traced() -> None:
    report = suggestion(MADE, tables(PEOPLE, POSTS, [DECIDED], TALKS), NAMES, HEAD, COUNTY_OF_POSTS)
    codes = {code for code in printed(report) if "@" in code}
    assert len(codes) > 20
    assert [code for code in codes if pair_number(code, MADE, traceable(), restricted=True) is None] == []
    assert all(code.startswith(PREFIX) for code in printed(report) if "@" in code)


def printed(report: Report) -> set[str]:
    cells = [cell for block in report.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    cells += [block.said for block in report.blocks if isinstance(block, Paragraph)]
    runs = [run for cell in cells for run in (cell.runs if isinstance(cell, Sentence) else (cell,))]
    return {run.code for run in runs if isinstance(run, Number)}
