"""The leaders' paper of a whole county, in a bad week: how long its tables may be, and how many pages they make.

A county as large as the demonstration's, out of literal rows: 18 divisions, 19 cadres in a second post, 87 items.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import cycle, islice

import polars as pl

from expectations.county.county import Division, DivisionKind, Unit
from report_templates.model.report import Report, Table, walk
from report_templates.render.html import html
from report_templates.render.weasy import laid_out
from report_templates.reports.county_report import county_report
from tests.support.figures import figures
from tests.support.frames import COUNTY, Row, arrival, dataset, done_item, item, order
from tests.support.pages.boxes import filled, lonely_rows
from transforms.dataset import Dataset

TOWNS = [str(421126100 + number) for number in range(18)]
LATE: Row = {"due_original": dt.date(2021, 11, 10), "leader": ["赵六"], "problem": "上级补助资金尚未到位"}
UNTAKEN: Row = {"posted_on": dt.date(2021, 5, 10), "taken_on": None, "done_on": None, "status": "SENT"}
MOST_ROWS = {"figures": 21, "decisions": 23, "on_duty": 23, "gaps": 20, "divisions": 21}
"""In this county with its 19 cadres; all others grow with nothing."""


def large_county() -> Dataset:
    """Every town has orders overdue, 20 items are late, 15 hindered, 8 cadres ask for help, 16 sheets are missing."""
    divisions = tuple(Division(code=code, name=f"第{code[-2:]}镇", kind=DivisionKind.TOWN) for code in TOWNS)
    towns = tuple(Unit(code=f"QC-{c}", name=f"第{c[-2:]}镇政府", short=f"第{c[-2:]}镇", division=c) for c in TOWNS)
    units = tuple(unit.code for unit in towns)
    county = replace(
        COUNTY,
        divisions=divisions,
        units=(*COUNTY.units, *towns),
        expected=dict.fromkeys(("S7", "S8", "S9", "S10"), units),
    )
    people = [f"p{number:02}" for number in range(19)]
    post = {"post_name": "重点项目督导员", "duty": "督导重点项目推进", "in_effect": True, "is_primary": True}
    task = {"days_on": 2.5, "task_name": "督导重点项目", "task_pct": 40.0}
    hindered = {"problem": "涉及三个村，意见不一", "need_help": "请所在乡镇召开协调会"}
    return dataset(
        county=county,
        sent=[arrival(s, "missing" if n < 4 else "on_time", u) for s in county.expected for n, u in enumerate(units)],
        item_rows=[*some_items(units)],
        order_rows=[order(f"{town}-{n}", town=town, **UNTAKEN) for town in TOWNS for n in range(7)],
        assignments=[
            {"person_id": p, "name": "钱七", "organ": organ, "host_unit": unit, **post}
            for p, organ, unit in zip(people, cycle(("CW", "RD", "ZF", "ZX")), cycle(units), strict=False)
        ],
        five_dim=[
            {"person_id": p, "former_post": "党组副书记", "assigned": True, "days_on": 2.5, "five_complete": n > 10}
            for n, p in enumerate(people)
        ],
        duties=[{"person_id": p, "duty_id": p, **task, **(hindered if n < 8 else {})} for n, p in enumerate(people)],
    )


def some_items(units: tuple[str, ...]) -> Iterator[Row]:
    for n, unit in enumerate(islice(cycle(units), 87)):
        place: Row = {"town": unit.removeprefix("QC-"), "lead_unit": unit, "title": f"第{n}村饮水管网改造"}
        if n < 20:
            yield item(str(n), **place, **LATE)
        elif n < 35:
            yield item(str(n), **place, progress=95.0, problem="用地尚未批复")
        else:
            yield done_item(str(n), **place)


@cache
def large_report() -> Report:
    data = large_county()
    weeks = [f"2021-W{week}" for week in range(40, 47)]
    past = [(week, code, 50.0 + n, "绿") for n, week in enumerate(weeks) for code in ("C3", "C4", "C7", "A5", "D11")]
    history = pl.DataFrame(past, schema=["period", "code", "value", "light"], orient="row")
    return county_report(data, figures(data, {"C3": 40.0, "C5": 1.0, "D11": 3.0}), 1, "0.1.0", history)


def test_however_bad_the_week_no_table_of_the_leaders_paper_is_longer() -> None:
    report = large_report()
    rows = {
        block.name: len(block.rows) for block in walk((*report.summary, *report.sections)) if isinstance(block, Table)
    }
    assert {name: number for name, number in rows.items() if number > MOST_ROWS[name]} == {}
    assert rows.keys() == MOST_ROWS.keys()


def test_what_the_leaders_paper_leaves_out_stands_in_the_annex() -> None:
    """Of 20 late items five stand by name, of 15 hindered ones two, of 8 requests four."""
    rows = {block.name: len(block.rows) for block in walk(large_report().annex) if isinstance(block, Table)}
    assert (rows["rest_items"], rows["rest_hindered"], rows["rest_duties"]) == (15, 13, 4)


def test_the_leaders_paper_of_a_bad_week_has_eight_pages() -> None:
    document = laid_out(html(large_report(), paper=True))
    assert len(document.pages) <= 8
    assert lonely_rows(document) == []
    assert min(filled(document)[:-1]) >= 2 / 3
