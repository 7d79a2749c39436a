"""The .docx of a report says what its page says, in real styles, with the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from report_templates.docx.markup import ORDER
from report_templates.docx.paper import county_docx, reader_docx
from report_templates.model.columns import code, count, light, name, text
from report_templates.model.columns import figure as figure_column
from report_templates.model.report import (
    Block,
    Chart,
    Formula,
    Formulas,
    Listing,
    Masthead,
    Paragraph,
    Report,
    Section,
    Table,
)
from report_templates.render.html import html
from report_templates.render.reader_page import reader_html
from report_templates.words.sentence import Number, Sentence
from tests.support.pages.docx_text import docx_everything, docx_words, page_words

HEAD = Masthead(
    title="“五维”干部数据工作周报", notice="内部资料　注意保存", serial="20214701001", issue="第47期",
    issuer="某县委组织部", issued="2021年12月1日", county="某县", week="2021年第47周", days="11月22日至11月28日",
    as_of="11月28日", knowledge="2021年12月1日8时00分", created="2021-12-01T08:00:00+08:00", edition="第1版",
    rules="0.2", law="期末（2021年11月28日）", recipients="县委领导", copies="督查室",
)  # fmt: skip
DONE = Sentence(runs=("已完成", Number("82件", "C3"), "。"))
ITEMS = Table(
    name="items",
    caption="事项",
    unit="件",
    columns=(figure_column("代码", 12), name("乡镇"), count("完成", 20, "数量"), count("逾期", 20, "数量"), light()),
    rows=(("甲组",), ("C3", "甲镇", Number("3", "C3"), "—", "绿"), ("C3", "合计", Number("3", "C3"), "—", "红")),
    note="含上年结转。",
    summed=True,
)
FORMULAS = Formulas(
    formulas=(Formula(code="C3", label="完成率", value="82件", formula="完成÷认领", window="截至统计日"),)
)


def report(*blocks: Block, head: Masthead = HEAD) -> Report:
    section = Section(heading="进展", blocks=(Section(heading="事项", blocks=blocks),))
    return Report(
        masthead=head, recipient="县委领导", title="进展情况", summary=(), sections=(section,), variant="督查版"
    )


def opened(content: bytes) -> DocumentType:
    return Document(BytesIO(content))


BLOCKS: dict[str, tuple[Block, ...]] = {
    "a paragraph with its lead and codes": (Paragraph(said=DONE, lead="本期要情："), FORMULAS),
    "a code without a formula": (Paragraph(said=DONE),),
    "a table with two rows of heads, groups and a sum": (ITEMS,),
    "two numbered tables": (ITEMS, replace(ITEMS, columns=ITEMS.columns[:1], rows=(("C3",),), unit="", note="")),
    "a cell of two lines": (
        replace(ITEMS, rows=(("C3", "甲镇", Sentence(runs=(Number("3", "C3"), "\n原报", "2")), "—", "灰"),)),
    ),
    "a listing": (Listing(caption="党员", lines=(("甲社区", ("张三甲", "李四乙")), ("乙社区", ()))),),
    "codes and days": (
        Table(name="x", caption="y", columns=(code("日期", 20), text("事由")), rows=(("11月2日", "a"),)),
    ),
    "unnumbered headings": (Section(heading="附：口径", blocks=(FORMULAS,), numbered=False),),
    "long and hostile texts": (
        Listing(caption="长", lines=(("长" * 300, ("\u202e倒", "<b>&amp;{{7*7}}", "😀\x07")),)),
        Table(name="x", caption="y", columns=(text("事由"), text("说明")), rows=(("x" * 500, "\ue000"),)),
    ),
    "an empty table": (replace(ITEMS, rows=()),),
}


@pytest.mark.parametrize("blocks", BLOCKS.values(), ids=BLOCKS)
def test_it_says_what_the_page_says(blocks: tuple[Block, ...]) -> None:
    paper = report(*blocks)
    assert docx_words(county_docx(paper)) == page_words(html(paper))
    said = page_words(reader_html(paper))
    assert said.startswith(docx_words(reader_docx(paper)))
    assert "进展情况" in docx_words(reader_docx(paper))


@pytest.mark.slow  # its fonts are looked up
def test_a_chart_is_a_picture_with_its_words_and_no_wider_than_the_text() -> None:
    rows = (("本人信息", 95.0, "95.0%"), ("家庭", 80.0, "80.0%"))
    chart = Chart(
        name="completeness",
        caption="完整度",
        unit="%",
        alternative=DONE,
        fields=("dimension", "percent", "words"),
        rows=rows,
    )
    paper = report(chart)
    content = county_docx(paper)
    assert docx_words(content) == page_words(html(paper))
    (shape,) = opened(content).inline_shapes
    assert shape.width.mm <= 156
    assert shape._inline.docPr.get("descr") == "已完成82件。"
    with ZipFile(BytesIO(content)) as parts:
        assert [name for name in parts.namelist() if name.endswith(".png")] == ["word/media/image1.png"]
    assert county_docx(paper) == content
    assert "word/media" not in str(ZipFile(BytesIO(county_docx(report(replace(chart, rows=()))))).namelist())


def test_the_same_report_gives_the_same_bytes_and_the_metadata_of_its_edition() -> None:
    content = county_docx(report(ITEMS))
    assert county_docx(report(ITEMS)) == content
    with ZipFile(BytesIO(content)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in parts.namelist() if "theme" in name or "thumbnail" in name]
    facts = opened(content).core_properties
    assert (facts.title, facts.author, facts.language, facts.comments) == ("进展情况", "某县委组织部", "zh-CN", "")
    assert f"{facts.created:%Y-%m-%d %H:%M}" == "2021-12-01 00:00"
    assert facts.subject == "2021年第47周，第1版，督查版，0.2，20214701001"


def test_headings_and_captions_are_real_styles_under_the_names_of_the_program() -> None:
    document = opened(county_docx(report(Paragraph(said=DONE), ITEMS)))
    captions = [paragraph for table in document.tables for paragraph in table.rows[0].cells[0].paragraphs]
    paragraphs = [*document.paragraphs, *captions]
    styled = {paragraph.text: paragraph.style.name for paragraph in paragraphs if paragraph.style}
    assert styled["进展情况"] == "Title"
    assert (styled["一、进展"], styled["（一）事项"]) == ("Heading 1", "Heading 2")
    assert (styled["已完成82件。‹C3›"], styled["表1　事项"]) == ("Normal", "Caption")
    aliases = [alias.get(qn("w:val")) for alias in document.styles.element.iter(qn("w:aliases"))]
    assert aliases == ["正文", "标题", "一级标题", "二级标题", "三级标题", "表题"]


def test_the_body_is_set_in_third_size_imitation_song_on_a_page_of_22_lines_of_28_characters() -> None:
    document = opened(county_docx(report(ITEMS)))
    section, body = document.sections[0], document.styles["Normal"]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin] == [37, 35, 28, 26]
    assert body.font.size
    assert body.font.size.pt == 16
    assert body.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert 636 < 22 * body.paragraph_format.line_spacing.pt <= 637.8  # type: ignore[union-attr] # 225 mm
    assert not document.element.body.xpath("//@*[contains(name(), 'Theme')]")


def test_codes_lead_to_the_formula_of_their_figure() -> None:
    body = opened(county_docx(report(Paragraph(said=DONE), ITEMS, FORMULAS))).element.body
    targets = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert targets == {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))} == {"code_C3"}


def test_caption_unit_and_heads_are_repeated_on_each_page_and_no_row_is_broken() -> None:
    body = opened(county_docx(report(ITEMS))).element.body
    heads = [bool(row.xpath("w:trPr/w:tblHeader")) for row in body.iter(qn("w:tr"))]
    assert heads == [True, True, True, False, False, False]
    assert all(row.xpath("w:trPr/w:cantSplit") for row in body.iter(qn("w:tr")))
    above = next(body.iter(qn("w:tr"))).xpath("w:tc/w:p")
    assert [line.text for line in above] == ["表1　事项", "单位：件"]


def test_digits_are_no_chinese_so_that_libreoffice_breaks_no_number_over_two_lines() -> None:
    """What is Chinese it breaks anywhere: 89. on one line, 5% on the next. The paper as a whole is Chinese."""
    styles = opened(county_docx(report(ITEMS))).styles.element
    assert {*styles.xpath("w:style[@w:type='paragraph']/w:rPr/w:lang/@w:val")} == {"en-US"}
    assert len(styles.xpath("w:style[@w:type='paragraph' and not(w:rPr/w:lang)]")) == 0
    assert styles.xpath("w:docDefaults//w:lang/@w:val") == ["zh-CN"]


def test_a_table_is_as_wide_as_the_text_however_wide_its_columns_are_declared() -> None:
    wide = replace(ITEMS, columns=(name("a", 100), count("b", 100)), rows=(("x", "1"),))
    for table, widths in ((ITEMS, [12, 92, 20, 20, 12]), (wide, [78, 78])):
        grid = opened(county_docx(report(table))).element.body.xpath(".//w:gridCol/@w:w")
        assert [round(int(width) / 1440 * 25.4) for width in grid] == widths


def test_properties_stand_in_the_order_of_the_schema() -> None:
    with ZipFile(BytesIO(county_docx(report(Paragraph(said=DONE, lead="“一”"), ITEMS, FORMULAS)))) as parts:
        names = [part for part in parts.namelist() if part.startswith("word/") and part.endswith(".xml")]
    document = opened(county_docx(report(Paragraph(said=DONE, lead="“一”"), ITEMS, FORMULAS)))
    trees = [document.element, document.styles.element]
    seen = 0
    for tree in trees:
        for tag, order in ORDER.items():
            for found in tree.iter(qn(f"w:{tag}")):
                places = [order.index(child.tag.partition("}")[2]) for child in found]
                assert places == sorted(set(places))
                seen += 1
    assert seen > 100
    assert "word/document.xml" in names


SIGNED = replace(HEAD, signing="签发：　　　审核：王五　编辑：赵六", print_run="共印50份")


def test_who_signs_and_how_many_copies_are_printed_stand_in_page_and_docx_where_the_county_says() -> None:
    signed, silent = report(ITEMS, head=SIGNED), report(ITEMS)
    for make, page in ((county_docx, html), (reader_docx, reader_html)):
        for words in (docx_words(make(signed)), page_words(page(signed))):
            assert "签发：审核：王五编辑：赵六共印50份" in words
        for words in (docx_words(make(silent)), page_words(page(silent))):
            assert "签发" not in words
            assert "共印" not in words
    assert docx_words(county_docx(signed)) == page_words(html(signed))
    only_copies = report(ITEMS, head=replace(HEAD, print_run="共印50份"))
    assert docx_words(county_docx(only_copies)) == page_words(html(only_copies))


def test_the_imprint_is_one_frame_at_the_foot_of_the_last_page() -> None:
    framed = opened(county_docx(report(ITEMS, head=SIGNED))).element.body.xpath(".//w:p[w:pPr/w:framePr]/w:pPr")
    assert len(framed) == 5
    assert {look.xpath("string(w:framePr/@w:yAlign)") for look in framed} == {"bottom"}
    assert all(look[1].tag == qn("w:framePr") for look in framed)
    assert len({look.xpath("string(count(w:pBdr/*))") for look in framed}) == 1


def test_each_page_bears_its_number_outside_and_that_of_the_paper() -> None:
    section = opened(reader_docx(report(ITEMS))).sections[0]
    assert section.header.paragraphs[0].text == "内部资料　注意保存\t督查版　县委领导　编号20214701001"
    for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        assert str(footer.paragraphs[0].alignment).startswith(side)
        assert " PAGE " in "".join(footer.paragraphs[0]._p.itertext())
        assert "编号20214701001" in footer.paragraphs[1].text
    county = opened(county_docx(report(ITEMS))).sections[0]
    assert (county.first_page_header.paragraphs[0].text, county.header.paragraphs[0].text) == ("", HEAD.notice)


def test_a_public_paper_bears_no_mark_and_no_number() -> None:
    silent = {"notice": "", "serial": "", "recipients": "", "copies": ""}
    everything = docx_everything(reader_docx(report(ITEMS, head=replace(HEAD, **silent))))
    assert "内部资料" not in everything
    assert "编号" not in everything
