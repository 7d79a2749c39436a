"""What the PDF of a report is besides its looks: PDF/A-3a, tagged, with its figures inside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from python_calamine import CalamineWorkbook

from report_templates.model.columns import count, name
from report_templates.model.report import Report, Table, annex_of
from report_templates.render.data_workbook import NAME, data_workbook
from report_templates.render.pdf import pdf
from report_templates.reports.county_report import county_report
from report_templates.words.sentence import Number, Sentence
from tests.support.figures import figures
from tests.support.frames import COUNTY, dataset, done_item, item

MOMENT = dt.datetime(2021, 11, 29, 4, tzinfo=dt.UTC)
TOLD = {"notice": "内部资料　注意保存", "issuer": "某部", "recipients": "某领导"}


def report() -> Report:
    rows = [done_item("1", town="421126100"), *(item(n, town="421126101") for n in "23")]
    data = dataset(county=replace(COUNTY, report=TOLD), item_rows=rows)
    return county_report(data, figures(data), 1, "0.1.0+abc")


@pytest.fixture(scope="module")
def document() -> PdfReader:
    return PdfReader(BytesIO(pdf(report())), strict=True)


def elements(node: Any, kind: str) -> Iterator[DictionaryObject]:
    """All elements of a kind in the tree of tags."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        element = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(element, DictionaryObject):
            if element.get("/S") == kind:
                yield element
            yield from elements(element, kind)


def test_it_is_pdf_a_3a_with_language_title_and_colour_profile(document: PdfReader) -> None:
    catalog = document.trailer["/Root"]
    metadata = catalog["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata.replace(" ", "") or 'pdfaid:part="3"' in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata or 'pdfaid:conformance="A"' in metadata
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert document.metadata is not None
    assert document.metadata.title == "某县“五维”干部数据工作周报第47期"
    assert not document.is_encrypted


def test_every_font_is_embedded(document: PdfReader) -> None:
    fonts = {font for page in document.pages for font in page["/Resources"]["/Font"].values()}
    for font in fonts:
        descended = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & descended.keys(), font


def test_charts_have_a_text() -> None:
    annex = PdfReader(BytesIO(pdf(annex_of(report()))), strict=True)
    charts = list(elements(annex.trailer["/Root"]["/StructTreeRoot"], "/Figure"))
    assert charts
    assert all(chart["/Alt"] for chart in charts)


def test_heads_of_tables_have_their_scope(document: PdfReader) -> None:
    root = document.trailer["/Root"]["/StructTreeRoot"]
    heads = [head for head in elements(root, "/TH") if head.get("/A")]
    assert heads
    assert {head["/A"]["/Scope"] for head in heads if "/Scope" in head["/A"]} <= {"/Column", "/Row", "/Both"}
    headings = [level for level in ("/H1", "/H2", "/H3") if list(elements(root, level))]
    assert headings == ["/H1", "/H2"]  # no level has one child only


def test_the_figures_lie_inside_and_say_so(document: PdfReader) -> None:
    (name,) = document.attachments
    assert name == NAME
    files = document.trailer["/Root"]["/AF"]
    assert files[0].get_object()["/AFRelationship"] == "/Data"


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {title: book.get_sheet_by_name(title).to_python() for title in book.sheet_names}


def test_workbook_has_each_figure_with_code_formula_numerator_and_denominator() -> None:
    content = data_workbook(report(), MOMENT)
    assert data_workbook(report(), MOMENT) == content
    lines = {row[0]: row[1:] for row in sheets(content)["指标"][1:]}
    label, value, unit, numerator, denominator, formula, _ = lines["C3"]
    assert (label, value, unit, numerator, denominator) == ("完成率", 33.3, "%", 1, 3)
    assert formula.startswith("已完成件数÷认领件数")
    assert {"A1", "C10", "E5"} <= lines.keys()
    assert sheets(content)["表1"][0][0] == "代码"


def test_a_corrected_number_stays_one_to_calculate_with() -> None:
    marked = Sentence(runs=(Number("5", "C2"), "\n原报", Number("3", "C2", edition="1")))
    table = Table(name="x", caption="x", columns=(name("项目"), count("数")), rows=(("认领", marked),))
    content = data_workbook(replace(report(), summary=(table,)), MOMENT)
    assert sheets(content)["表1"][1] == ["认领", 5]


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    table = Table(name="x", caption="x", columns=(name("=1+1"), count("数")), rows=(("=cmd|'/c calc'!A1", "−3.5"),))
    content = data_workbook(replace(report(), summary=(table,)), MOMENT)
    assert sheets(content)["表1"] == [["=1+1", "数"], ["=cmd|'/c calc'!A1", -3.5]]
    with ZipFile(BytesIO(content)) as package:
        assert not any(b"<f>" in package.read(part) for part in package.namelist())
