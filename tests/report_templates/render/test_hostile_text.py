"""Whatever a clerk writes into a cell is text in the report: in HTML, in the PDF, in charts, in the workbook inside."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import polars as pl
import pytest
from pypdf import PdfReader

from expectations.county.county import Division, DivisionKind
from report_templates.model.columns import rooms
from report_templates.model.columns import text as text_column
from report_templates.model.report import Report
from report_templates.render.html import html, script
from report_templates.render.weasy import laid_out, printed
from report_templates.reports.county_report import county_report
from report_templates.words.sentence import Number, Sentence, Side
from report_templates.words.typeset import LONGEST, cell_lines
from tests.report_templates.render.test_html import Seen
from tests.support.figures import figures
from tests.support.frames import COUNTY, dataset, done_item, item

MALICIOUS = [
    "<script>alert(1)</script>",
    "<img src=file:///etc/passwd>",
    "{{ 7*7 }}{% include 'report.html' %}",
    "=cmd|'/c calc'!A1",
    "\u202e甲乙丙\u2066丁",
    "👨‍👩‍👧😀",
    "W" * 200,
    "长" * 3000,
    "</style><style>@import 'file:///etc/passwd'</style>",
    '" onmouseover="alert(1)',
]


def report_of(texts: list[str]) -> Report:
    """A report in which each text stands as title, leader, division, unit and person."""
    divisions = tuple(
        Division(code=f"4211261{n:02d}", name=text, kind=DivisionKind.TOWN) for n, text in enumerate(texts)
    )
    items = [
        item(
            str(n), title=text, leader=[text], town=f"4211261{n:02d}", lead_unit=text, due_original=dt.date(2021, 11, 1)
        )
        for n, text in enumerate(texts)
    ]
    people = [
        {"person_id": str(n), "assignment_id": str(n), "name": text, "duty": text, "post_name": text, "organ": "ZF",
         "category": [text], "is_primary": True, "in_effect": True}
        for n, text in enumerate(texts)
    ]  # fmt: skip
    cadres = [{"person_id": str(n), "assigned": True, "former_post": text} for n, text in enumerate(texts)]
    data = dataset(
        county=replace(COUNTY, divisions=divisions),
        item_rows=[*items, done_item("x")],
        assignments=people,
        five_dim=cadres,
    )
    by_code = figures(data)
    past = pl.DataFrame(
        [("2021-W46", f"C8-乡镇.{text}", 5.0) for text in texts] + [("2021-W46", "C3", 5.0)],
        schema=["period", "code", "value"],
        orient="row",
    )
    return county_report(data, by_code, 1, "0.1.0", past)


@pytest.fixture(scope="module")
def page() -> str:
    return html(report_of(MALICIOUS))


def test_it_is_text_and_runs_nothing(page: str) -> None:
    parsed = Seen(page)
    tags = {tag for tag, _ in parsed.tags}
    assert not tags & {"img", "iframe", "object", "link", "base"}
    assert page.count("<script") == page.count(script("sort.js")) == 1
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on")]
    for text in MALICIOUS[:4]:
        assert text in parsed.text
    assert "49" not in [row.strip() for row in parsed.text.split("\n")]
    assert not set(page) & {"\u202e", "\u2066"}


def test_a_long_text_is_cut_and_says_so(page: str) -> None:
    cells = re.findall(r"<t[dh][^>]*>(长+[^<]*)<", page)
    assert cells
    lengths = {len(re.match("长+", cell)[0]) for cell in cells}  # type: ignore[index] # it begins so
    assert 24 <= min(lengths) < max(lengths) <= LONGEST  # as much as eight lines of the column hold


def test_the_texts_of_one_cell_share_its_room() -> None:
    """Names stay whole, and so do words of the report itself; a sentence has no such room."""
    problem, need = (Number(char * 100, "duties/1/x", Side.CELL) for char in "难需")
    cell = Sentence(runs=("问题：" * 20, problem, "\n", need, Number("李四", "duties/1/name", Side.CELL)))
    assert cell_lines(cell, 96) == [
        ["问题：" * 20, f"{'难' * 32}…（共100字）", ""],
        ["", f"{'需' * 32}…（共100字）", "李四"],
    ]
    assert cell_lines(cell)[1][1] == need


@pytest.mark.parametrize(
    ("widths", "wanted"),
    [
        ((0, 0), (160, 160)),  # 78 mm: 21 characters on a line
        ((37, 20, 0), (80, 40, 160)),  # 10 on a line, 5 on a line
        ((12, 9), (24, 24)),  # no less than a short title
    ],
)
def test_a_cell_holds_eight_lines_of_its_column(widths: tuple[float, ...], wanted: tuple[int, ...]) -> None:
    assert rooms([text_column("栏", width) for width in widths]) == wanted


def widths(box: Any) -> Iterator[float]:
    """Where each text of a page ends."""
    if type(box).__name__ == "TextBox":
        yield box.position_x + box.width
    for child in getattr(box, "children", ()):
        yield from widths(child)


def test_it_breaks_no_layout(page: str) -> None:
    for sheet in laid_out(page).pages:
        right = (210 - 26) / 25.4 * 96
        assert max(widths(sheet._page_box), default=0) < right + 8  # the spacing behind a last character


def test_it_is_printed_and_read_out_again(page: str) -> None:
    """An emoji, which no official face has, is a □ and does not cost the report."""
    paper = printed(page)
    text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(paper)).pages).replace("\n", "")
    assert "<script>alert(1)</script>" in text
    assert "[U+202E]" in text
    assert "□" in text
