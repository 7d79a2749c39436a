"""The watermark: whole on every page, of one paper only, and no part of the text."""

from __future__ import annotations

import math
import re
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from pypdf import PdfReader

from report_templates.model.report import Report, annex_of
from report_templates.render.html import html
from report_templates.render.outlines import EM, outline
from report_templates.render.reader_page import reader_html, reader_pdf
from report_templates.render.watermark import watermark
from report_templates.render.weasy import printed
from report_templates.reports.county_report import county_report
from tests.report_templates.reports.test_variants import TOWNSHIP, reports_of, some_week
from tests.support.figures import figures


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return reports_of(some_week())


def drawing(*lines: str) -> str:
    address = watermark(*lines)
    assert address.startswith("data:image/svg+xml,")
    return unquote(address.partition(",")[2])


MANY = "县委、县人大常委会、县政府、县政协领导同志，县委办公室、县政府办公室、督查室"


@pytest.mark.parametrize("recipient", ["甲镇", MANY])
def test_a_mark_lies_whole_within_its_page(recipient: str) -> None:
    """Turned by 30 degrees round the middle of the page's width, the corners of each mark lie on the paper."""
    svg = drawing(recipient, "编号20214701001")
    size = EM * float(re.findall(r"scale\(([\d.]+)\)", svg)[0])  # millimetres of a character
    half = max(outline(recipient)[1], outline("编号20214701001")[1]) * size / EM / 2
    turn, high = math.radians(30), 2 * size
    across, up = half * math.cos(turn) + high * math.sin(turn), half * math.sin(turn) + high * math.cos(turn)
    heights = [float(y) for y in re.findall(r"translate\(105 (\d+)\)", svg)]
    assert len(heights) == 3
    assert 105 + across <= 210
    assert all(up <= y <= 297 - up for y in heights)
    assert size >= 3


def test_a_character_that_no_face_has_is_a_box() -> None:
    assert outline("\U0002ebf0") == outline("□")
    assert outline("甲") != outline("乙")


def test_the_mark_is_drawn_and_not_written() -> None:
    svg = drawing("单位版　甲镇", "编号20214701003")
    assert svg.count("<path") == 2
    assert not re.search("<text|[\u4e00-\u9fff]|20214701003", svg)


def test_every_paper_has_a_mark_of_its_own_and_the_public_one_none(reports: dict[str, Report]) -> None:
    data = some_week()
    county = county_report(data, figures(data), 1, "0.1.0")
    pages = [html(county), *map(reader_html, (annex_of(county), annex_of(reports["inspection"]), *reports.values()))]
    marks = [re.findall(r'@page \{ background: url\("(.*?)"\)', page) for page in pages]
    assert marks.pop([*reports].index("public") + 3) == []
    assert len({address for (address,) in marks}) == len(marks) == 7


def test_a_page_is_read_in_whole_sentences(reports: dict[str, Report]) -> None:
    """Neither the mark nor what stands in the margins comes between the words."""
    first = PdfReader(BytesIO(reader_pdf(reports[TOWNSHIP]))).pages[0].extract_text()
    text = re.sub(r"\s", "", first)
    sentences = "请你单位办理的事项[0-9]项，要求和时限见下表。本单位牵头或所在地的民生实事2件，已完成1件。"
    assert re.search(sentences, text)
    assert text.count("单位版") == text.count(reports[TOWNSHIP].masthead.serial) == 1


def test_the_mark_is_stored_once_and_shown_on_every_page() -> None:
    """However long a paper is, its mark is drawn for one page."""
    style = f'@page {{ background: url("{watermark("单位版　甲镇")}") no-repeat center }} p {{ break-after: page }}'
    paper = printed(f'<html lang="zh"><title>甲</title><style>{style}</style><p>一<p>二<p>三')
    pages = PdfReader(BytesIO(paper)).pages
    groups = _shown_in(pages[0])
    drawings = [drawing for group in groups for drawing in _shown_in(group)]
    assert len(pages) == len(groups) == len(drawings) == 3
    assert len({drawing.indirect_reference for drawing in drawings}) == 1


def _shown_in(content: Any) -> list[Any]:
    return [shown.get_object() for shown in content["/Resources"]["/XObject"].values()]
