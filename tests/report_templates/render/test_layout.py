"""Where texts stand on paper, measured: none over another, none out of its cell, no row or code alone, 续表 said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from expectations.county.county import Division, DivisionKind, Unit
from report_templates.model.columns import count, name, text
from report_templates.model.report import Paragraph, Report, Table, annex_of
from report_templates.render.html import html
from report_templates.render.reader_page import reader_html
from report_templates.render.weasy import laid_out
from report_templates.reports.county_report import county_report
from report_templates.reports.variants.reports import reader_reports
from report_templates.words.sentence import Number, Sentence
from tests.report_templates.render.test_html import report
from tests.support.figures import figures
from tests.support.frames import COUNTY, Row, dataset, done_item, item, member, order
from tests.support.pace import NIGHTLY
from tests.support.pages.boxes import faults_of, filled, lines_of, lonely_rows, tables_of, text_in
from transforms.dataset import Dataset
from transforms.indicators.places import place_figures

TOWNS = [str(421126100 + number) for number in range(12 if NIGHTLY else 6)]
LONG = "内蒙古自治区巴彦淖尔市乌拉特前旗乌拉山镇人民政府驻地办事处"
"""30 characters and more, as long as a name of a unit or a person of two peoples gets."""
STORY = LONG * 7
"""200 characters and more: a title that tells the whole of a project, in narrow columns higher than a page."""


def wide_county() -> Dataset:
    """Every name is as long as names get, titles and problems longer, and every count has six digits where it can."""
    divisions = tuple(Division(code=code, name=f"{LONG}{code[-2:]}", kind=DivisionKind.TOWN) for code in TOWNS)
    units = tuple(Unit(code=f"QC-{code}", name=f"{LONG}{code}", short=f"{LONG}{code}", division=code) for code in TOWNS)
    late: Row = {"due_original": dt.date(2021, 1, 4), "lead_unit": "QC-421126100", "leader": [LONG, LONG]}
    untaken: Row = {"posted_on": dt.date(2020, 1, 6), "taken_on": None, "done_on": None, "status": "SENT"}
    post = {"organ": "ZF", "in_effect": True, "is_primary": True, "host_unit": "QC-421126100", "duty": LONG}
    duty = {"days_on": 123.5, "tasks_open": 12345, "tasks_done": 12345, "task_name": LONG, "task_pct": 60.0}
    people = [f"{LONG}{number}" for number in range(3)]
    return dataset(
        county=replace(COUNTY, divisions=divisions, units=(*COUNTY.units, *units), expected={"S8": ("QC-421126100",)}),
        item_rows=[
            *(item(f"L{code}", town=code, title=STORY, problem=STORY, **late) for code in TOWNS),
            *(done_item(f"D{code}", town=code, title=LONG, public_ok=True) for code in TOWNS),
        ],
        register=[member(person, community_code=LONG, town=TOWNS[0]) for person in people],
        order_rows=[order(f"{LONG}{code}", town=code, community_code=LONG, **untaken) for code in TOWNS],
        assignments=[{"person_id": person, "name": person, "post_name": LONG, **post} for person in people],
        five_dim=[{"person_id": p, "former_post": LONG, "assigned": True, "days_on": 123.5} for p in people],
        duties=[{"person_id": p, "duty_id": p, "problem": STORY, "need_help": STORY, **duty} for p in people],
    )


def papers(data: Dataset) -> Iterator[tuple[str, str]]:
    county = county_report(data, figures(data), 1, "0.1.0")
    yield "county", html(county)
    yield "county's annex", reader_html(annex_of(county))
    for audience, made in reader_reports(data, figures(data), dict(place_figures(data)), 1, "0.1.0"):
        if audience == "group":  # a picture of page one, in the form of the leaders' paper
            yield audience, html(made)
            continue
        if not audience.startswith("township") or audience == "township:QC-421126100":
            yield audience, reader_html(made)
        if made.annex:
            yield f"{audience}'s annex", reader_html(annex_of(made))


def test_names_of_thirty_characters_and_titles_of_two_hundred_stay_in_their_cells_on_every_paper() -> None:
    checked = []
    for name_, page in papers(wide_county()):
        document = laid_out(page)
        assert faults_of(document) == [], name_
        assert lonely_rows(document) == [], name_
        assert min([*filled(document)[:-1], 1.0]) >= 1 / 2, (
            name_
        )  # two rows of such names, a third of a page, stay together
        checked.append(name_)
    variants = (
        "county",
        "county's annex",
        "inspection",
        "inspection's annex",
        "public",
        "group",
        "township:QC-421126100",
    )
    assert checked == [*variants]


@cache
def any_report() -> Report:
    return report()


def bare(*summary: Paragraph | Table) -> str:
    """A paper of these blocks alone."""
    return html(replace(any_report(), summary=summary, sections=(), annex=()))


def of_table(*rows: tuple[str, ...]) -> str:
    columns = (name("名称"), count("数", 12), text("说明", 20))
    return bare(Table(name="one", caption="一", columns=columns, rows=rows))


def test_what_leaves_its_cell_would_be_found() -> None:
    page = of_table(("甲", "12345678901234567890", "说明"))
    assert faults_of(laid_out(page)) == []
    unbroken = page.replace('<td class="number">', '<td class="number" style="white-space: nowrap">')
    assert "12345678901234567890 leaves its cell" in faults_of(laid_out(unbroken))


def test_a_correction_of_a_rate_with_its_light_wraps_in_its_column() -> None:
    """−28.6个百分点（黄灯） ran into its neighbour."""
    cells = tuple(Sentence(runs=(Number(words, "C6"), f"（{light}灯）")) for words, light in CORRECTED)
    columns = (name("指标"), count("原报", 25), count("现", 25), text("原因", 18))
    table = Table(name="corrections", caption="更正的指标", columns=columns, rows=(("序时偏差", *cells, "重报"),))
    assert faults_of(laid_out(bare(table))) == []


CORRECTED = (("−28.6个百分点", "黄"), ("−128.6个百分点", "红"))


@pytest.mark.parametrize("rows", [8, 24, 25, 26, 27, 28, 29, 30, 31, 60])
def test_a_table_that_breaks_says_so_on_each_later_page_and_leaves_no_row_alone(rows: int) -> None:
    document = laid_out(of_table(*((f"第{number}项", "1", "—") for number in range(rows))))
    parts = [table for page in document.pages for table in tables_of(page._page_box)]
    words = ["（续表）" in text_in(part) for part in parts]
    assert words == [False, *[True] * (len(parts) - 1)]
    assert all("表1（续表）" in text_in(part) for part in parts[1:])
    assert lonely_rows(document) == []


def test_a_row_alone_would_be_found() -> None:
    rows = "".join(f"<tr style='height: {height}mm'><td>{height}</td></tr>" for height in (10, 180, 170))
    page = bare().replace("</main>", f"<table><tbody>{rows}</tbody></table></main>")
    assert "170" in lonely_rows(laid_out(page))


@pytest.mark.parametrize("length", range(18, 60, 1 if NIGHTLY else 3))
def test_no_code_stands_on_a_line_of_its_own(length: int) -> None:
    runs = ("字" * length, *(Number("1", code) for code in ("C2", "C3", "D11", "D12")), "件。")
    document = laid_out(bare(Paragraph(said=Sentence(runs=runs))))
    lines = [text_in(line) for page in document.pages for line in lines_of(page._page_box)]
    assert [line for line in lines if line.startswith("‹")] == []
    assert "件。‹C2›‹C3›‹D11›‹D12›" in "".join(lines)


def test_texts_over_each_other_would_be_found() -> None:
    over = "<p>子丑寅卯</p><p style='margin-top: -10.227mm'>甲乙丙丁</p>"
    document = laid_out(bare().replace("</main>", f"{over}</main>"))
    assert [set(fault.split(" over ")) for fault in faults_of(document)] == [{"子丑寅卯", "甲乙丙丁"}]
