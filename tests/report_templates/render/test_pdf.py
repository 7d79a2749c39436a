from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from report_templates.fonts import STACKS, lacking
from report_templates.model.report import Paragraph, Report
from report_templates.model.report_json import report_bytes, report_from
from report_templates.render import preflight, weasy
from report_templates.render.html import html
from report_templates.render.pdf import pdf
from report_templates.render.preflight import RenderFailed, check_machine
from report_templates.render.reader_page import reader_pdf
from report_templates.render.watermark import watermark
from report_templates.render.weasy import laid_out, printed
from report_templates.reports.county_report import county_report
from report_templates.reports.variants.reports import reader_reports
from report_templates.words.sentence import Sentence
from report_templates.words.typeset import typeset
from tests.support.figures import figures
from tests.support.frames import dataset, done_item, item
from transforms.indicators.places import place_figures

PT = 96 / 72  # WeasyPrint measures in CSS pixels


@pytest.fixture(scope="module")
def report() -> Report:
    data = dataset(item_rows=[done_item("1", town="421126100"), *(item(n, town="421126101") for n in "23")])
    return county_report(data, figures(data), 1, "0.1.0+abc")


@pytest.fixture(scope="module")
def document(report: Report) -> Any:
    return laid_out(html(report))


@pytest.fixture(scope="module")
def county_pdf(report: Report) -> bytes:
    return pdf(report)


@pytest.fixture
def unchecked() -> Iterator[None]:
    """The machine is checked afresh, before and after."""
    check_machine.cache_clear()
    yield
    check_machine.cache_clear()


def boxes(box: Any, kind: str) -> Iterator[Any]:
    if type(box).__name__ == kind:
        yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child, kind)


def text_of(box: Any) -> str:
    return "".join(part.text for part in boxes(box, "TextBox"))


def saying(report: Report, text: str) -> Report:
    return replace(report, summary=(Paragraph(said=Sentence(runs=(text,))),))


def test_a_full_page_has_22_lines_of_28_characters(report: Report) -> None:
    page = laid_out(html(saying(report, "字" * 2000))).pages[1]
    lines = [line for line in boxes(page._page_box, "LineBox") if set(text_of(line)) == {"字"}]
    assert [len(text_of(line)) for line in lines] == [28] * 22
    assert {round(line.height / PT, 2) for line in lines} == {28.99}  # 225 mm / 22


def test_a_rare_character_and_digits_do_not_cost_a_line(report: Report) -> None:
    page = laid_out(html(saying(report, "字喆字19字，A5—·" * 260))).pages[1]
    lines = [line for line in boxes(page._page_box, "LineBox") if "喆" in text_of(line)]
    assert len(lines) == 22


def test_digits_of_a_line_are_of_one_family(document: Any) -> None:
    faces = set()
    for page in document.pages:
        for line in boxes(page._page_box, "LineBox"):
            digits = [box for box in boxes(line, "TextBox") if re.search("[0-9]", box.text)]
            families = {box.style["font_family"][0] for box in digits}
            assert len(families) <= 1, text_of(line)
            faces |= families
    assert faces == {"Noto Serif CJK SC", "Noto Sans CJK SC", STACKS["body"][0]}  # running text, headings, tables


def test_same_report_gives_the_same_bytes(report: Report, county_pdf: bytes) -> None:
    assert county_pdf.startswith(b"%PDF-1.7")
    assert pdf(report_from(report_bytes(report))) == county_pdf


def test_page_one_says_headline_coverage_and_as_of(report: Report, document: Any) -> None:
    first = text_of(document.pages[0]._page_box)
    assert "数据截至11月23日" in first
    headline, _, sent, *_ = report.summary
    assert isinstance(headline, Paragraph)
    assert isinstance(sent, Paragraph)
    assert headline.said.text in first
    assert sent.said.text in first
    assert "内部资料" not in first  # this county has none


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler-utils is not installed")
def test_document_is_tagged_titled_and_dated_by_its_knowledge(county_pdf: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(county_pdf)
    output = subprocess.run(
        ["pdfinfo", tmp_path / "report.pdf"], capture_output=True, text=True, check=True, timeout=300
    ).stdout
    lines = {name: rest.strip() for name, _, rest in (line.partition(":") for line in output.splitlines())}
    assert lines["Title"] == "某县“五维”干部数据工作周报第47期"
    assert lines["Tagged"] == "yes"
    assert "Nov 29 04:00:00 2021" in lines["CreationDate"].replace("  ", " ")


@pytest.mark.parametrize("reader", ["county", "inspection", "public"])
def test_qpdf_finds_nothing_wrong_with_a_paper(reader: str, report: Report, county_pdf: bytes) -> None:
    """What `qpdf --check` says: the structure of the file, its cross-references and the coding of its streams."""
    data = dataset(item_rows=[done_item("1", town="421126100", public_ok=True)])
    reports = dict(reader_reports(data, figures(data), dict(place_figures(data)), 1, "0.1.0"))
    content = county_pdf if reader == "county" else reader_pdf(reports[reader])
    with pikepdf.open(BytesIO(content)) as paper:
        assert paper.check_pdf_syntax() == []
        assert paper.Root.MarkInfo.Marked
        assert str(paper.Root.Lang) == "zh-CN"


def test_headings_are_bookmarks(document: Any) -> None:
    tree = document.make_bookmark_tree()
    assert [label for label, *_ in tree][:3] == [
        "某县“五维”工作进展情况",
        "一、需要决策或协调的事项",
        "二、干部队伍和“五维”数据库",
    ]


@pytest.mark.parametrize(
    "char",
    [
        *("\ue000", "\U000f1234", "\uffff", "\ufffd"),  # private use, no character, destroyed
        *("✅", "😀", "☏\ufe0f"),
        *("\ufdfd", "བ", "ᠮ", "ዲ", "𐎠"),  # other scripts
        *("\U0002ebf0", "\U000323af", "𪚥"),  # Chinese, but rarer than any face
    ],
)
def test_a_character_no_font_has_does_not_cost_the_paper(char: str) -> None:
    """Nor does it change the characters beside it; in the watermark, too."""
    mark = f"body {{ background: url('{watermark('甲' + char)}') }}"
    page = f"<!DOCTYPE html><html lang=zh><title>t</title><style>{mark}</style>"
    read = PdfReader(BytesIO(printed(f"{page}{typeset(f'陈{char}明')}"))).pages[0].extract_text()
    assert re.fullmatch(rf"陈([□{re.escape(char)}]|☏)明\s*", read)


def test_what_no_machine_can_print_is_a_box_everywhere(report: Report) -> None:
    page = html(saying(report, "张\ue000：好😀"))
    assert "张□：好□" in re.sub("<[^>]*>", "", page)


def test_a_machine_without_an_ordinary_character_fails_the_render(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even 县 were a box, the fonts are not those of a report."""
    monkeypatch.setattr(weasy, "may_be_absent", lambda _: False)
    with pytest.raises(RenderFailed, match=r"U\+FDFD"):
        printed("<!DOCTYPE html><html lang=zh><title>t</title>\ufdfd")


@pytest.mark.parametrize(
    "page",
    [
        "<img src='http://192.0.2.1/x.png'>",
        "<img src='file:///etc/passwd'>",
        "<link rel=attachment href='file:///etc/passwd'>",
        "<style>@import 'file:///etc/passwd'</style>",
        "<img src='x.png'>",
        "<base href='file:///etc/'><img src='passwd'>",
    ],
)
def test_a_page_that_asks_for_something_is_not_printed(page: str) -> None:
    with pytest.raises(RenderFailed):
        printed(f"<!DOCTYPE html><html lang=zh><title>t</title>{page}")


@pytest.mark.usefixtures("unchecked")
def test_a_missing_font_fails_before_rendering(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = preflight.installed_families() - set(STACKS["body"])
    monkeypatch.setattr(preflight, "installed_families", lambda: installed)
    with pytest.raises(RenderFailed, match=r"FandolFang.*texlive-lang-chinese.*script/setup"):
        pdf(report)


@pytest.mark.usefixtures("unchecked")
def test_missing_harfbuzz_subset_fails_before_rendering(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    with pytest.raises(RenderFailed, match=r"libharfbuzz-subset0.*script/setup"):
        pdf(report)


@pytest.mark.usefixtures("unchecked")
def test_missing_fontconfig_tool_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RenderFailed, match="fc-list"):
        check_machine()


def test_a_machine_is_checked_once(unchecked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    check_machine()
    monkeypatch.setattr(preflight, "installed_families", frozenset)
    check_machine()


def test_an_official_font_is_enough_where_the_open_one_is_missing() -> None:
    official = frozenset(
        {"方正小标宋简体", "仿宋_GB2312", "SimHei", "楷体_GB2312", "Noto Serif CJK SC", "Noto Sans CJK SC"}
    )
    assert lacking(official) == []
    assert lacking(official - {"楷体_GB2312"}) == ["FandolKai"]
    assert lacking(frozenset()) != []
