from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from report_templates.model.columns import light as light_column
from report_templates.model.columns import name as name_column
from report_templates.model.report import Paragraph, Report, Section, Table, annex_of
from report_templates.render.html import digest, environment, html, script
from report_templates.render.outlines import outline
from report_templates.render.reader_page import reader_html
from report_templates.reports.county_report import county_report
from report_templates.words.sentence import Number, Sentence
from report_templates.words.typeset import typeset
from tests.support.figures import figures
from tests.support.frames import COUNTY, arrival, dataset, done_item, item
from tests.support.project import ROOT

GOLDEN = ROOT / "tests" / "golden"
WORDS = {"issuer": "某县委组织部", "notice": "内部资料　注意保存", "recipients": "某领导", "copies": "某办公室"}


def report(**tables: object) -> Report:
    data = dataset(county=replace(COUNTY, report=WORDS), **tables)  # type: ignore[arg-type]
    return county_report(data, figures(data, {"C3": 20.0}), 1, "0.1.0+abc")


def some_items() -> Report:
    return report(item_rows=[done_item("1", town="421126100"), *(item(n, town="421126101") for n in "23")])


def paragraph(text: str, *codes: str) -> Paragraph:
    return Paragraph(said=Sentence(runs=(text, *(Number("", code) for code in codes))))


def tight(page: str) -> str:
    return re.sub(r">\s+<", "><", page.strip())


class Seen(HTMLParser):
    """The text, the tags with their attributes, and the ids of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute)) is not None]


@pytest.mark.parametrize(
    ("golden", "shown"),
    [
        ("report_figure.html", some_items),
        ("report_formula.html", some_items),
        ("report_imprint.html", some_items),
        ("report_masthead.html", some_items),
        ("report_unreported.html", lambda: report(sent=[arrival("S9")])),
    ],
)
def test_fragment_reads_as_written_by_hand(golden: str, shown: Callable[[], Report]) -> None:
    page = html(shown()) + html(shown(), paper=True) + reader_html(annex_of(shown()))
    assert tight((GOLDEN / golden).read_text("utf-8")) in tight(page)


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "\u202e甲乙丙",
    "a\u0000b",
    '"><img src=x onerror=y>',
    "&lt;b&gt;",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_of_a_unit_is_only_text(name: str) -> None:
    table = Table(name="units", caption=name, columns=(name_column(name),), rows=((name,),), unit=name, note=name)
    page = html(replace(report(), summary=(table, paragraph(name)), sections=(Section(heading=name, blocks=()),)))
    parsed = Seen(page)
    written = re.sub("[\u202e\u0000]", lambda match: f"[U+{ord(match[0]):04X}]", name)
    assert written in parsed.text
    assert not {"img", "b"} & {tag for tag, _ in parsed.tags}
    assert page.count("<script") == page.count(script("sort.js")) == 1
    assert not re.search("[\u202e\u0000]", page)


def test_page_asks_for_nothing_from_outside() -> None:
    page = html(some_items())
    parsed = Seen(page)
    assert not parsed.values("src")
    assert all(re.match(r"(annex\.html)?#\w+$", link) for link in parsed.values("href"))
    assert all(address.startswith('"data:image/svg+xml,') for address in re.findall(r"url\(([^)]*)\)", page))
    assert not re.search(r"@import|https?:(?!//www\.w3\.org)", page)
    policy = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {digest('sort.js')}"
    assert {"http-equiv": "Content-Security-Policy", "content": policy} in [attrs for _, attrs in parsed.tags]


def test_the_leaders_paper_names_its_recipient_behind_the_text() -> None:
    page = html(some_items())
    (mark,) = re.findall(r'url\("(data:[^"]*)"\)', page)
    assert outline(f"县领导版　{WORDS['recipients']}")[0] in unquote(mark)


def test_every_code_leads_to_its_formula_in_the_annex_beside_the_page() -> None:
    shown = some_items()
    page, annex = html(shown), reader_html(annex_of(shown))
    ids = Seen(annex).values("id")
    assert len(ids) == len(set(ids))
    links = {link for link in Seen(page).values("href") if not link.startswith("#")}
    assert {"annex.html#C3", "annex.html#E1"} <= links <= {f"annex.html#{anchor}" for anchor in ids}
    lines = re.findall(r'<tr id="(\w+)"><td class="code">', annex)
    assert lines == [anchor for anchor in ids if not re.match("content|section", anchor)]


def test_a_page_begins_with_its_files_and_sections_and_a_paper_with_neither() -> None:
    shown = replace(
        report(),
        summary=(),
        sections=(Section(heading="甲", blocks=()), Section(heading="乙", blocks=(), numbered=False)),
    )
    page = html(shown, files=("report.pdf", "report-data.xlsx"))
    assert Seen(page).values("href") == ["#content", "report.pdf", "report-data.xlsx", "#section1", "#section2"]
    assert tight('<a href="#section1">一、甲</a></li><li><a href="#section2">乙</a>') in tight(page)
    assert {"section1", "section2"} <= set(Seen(page).values("id"))
    assert not re.search("section1|目录", html(shown, paper=True))


def test_on_paper_no_code_leads_to_another_file() -> None:
    assert [link for link in Seen(html(some_items(), paper=True)).values("href") if link != "#content"] == []


def test_codes_of_a_paper_with_its_formulas_lead_into_itself() -> None:
    """Townships have no annex, nor had editions made before there was one."""
    shown = some_items()
    whole = replace(shown, sections=(*shown.sections, *shown.annex), annex=())
    links = Seen(html(whole, paper=True)).values("href")
    assert {"#C3", "#E1"} <= set(links) <= {f"#{anchor}" for anchor in Seen(html(whole)).values("id")}


def test_tables_tell_their_heads_and_the_page_its_language() -> None:
    parsed = Seen(html(some_items()))
    assert ("html", {"lang": "zh-CN"}) in parsed.tags
    assert all(
        attrs.get("scope") in {"col", "colgroup", "row", "rowgroup"} for tag, attrs in parsed.tags if tag == "th"
    )
    tables = [tag for tag, _ in parsed.tags if tag in {"table", "caption"}]
    assert tables == ["table", "caption"] * (len(tables) // 2)


def test_table_without_rows_is_not_printed() -> None:
    page = html(report(sent=[arrival("S9")]))
    assert "民生实事认领和完成情况未报送。" in page
    assert 'class="divisions' not in page


def test_words_the_county_left_empty_leave_no_empty_line() -> None:
    shown = report()
    page = html(replace(shown, masthead=replace(shown.masthead, recipients="", copies="")))
    assert "主送" not in page
    assert "抄送" not in page


def test_name_unknown_to_the_model_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ report.headline }}").render(report=report())


def test_digits_have_one_face_and_rare_characters_their_own() -> None:
    assert typeset("张塝镇19名") == '张<span class="rare">塝</span>镇<span class="n">19</span>名'
    assert typeset("−0.5个百分点") == '<span class="n">−0.5</span>个百分点'
    assert typeset("“五维”（一）") == "“五维”（一）"
    assert typeset(Markup("<b>")) == "<b>"


def as_printed(char: str) -> str:
    """Controls by their number, nothing for what varies the sign before it, □ for what no typeface has."""
    category = unicodedata.category(char)
    if category in {"Cc", "Cf"} and char not in "\t\n":
        return f"[U+{ord(char):04X}]"
    if "\ufe00" <= char <= "\ufe0f":
        return ""
    unassigned = category == "Cn" and not 0x20000 <= ord(char) <= 0x3FFFD  # there are the newest Chinese characters
    if char == "\ufffd" or category == "Co" or unassigned or "\U0001f000" <= char <= "\U0001ffff":
        return "□"
    return char


@given(st.text())
@example("\ufffd\ue863\U0001f600\ufe0f\u202e")
def test_typesetting_keeps_the_text_and_lets_no_markup_in(text: str) -> None:
    parsed = Seen(str(typeset(text)))
    assert all((tag, set(attrs)) in [("span", {"class"}), ("wbr", set())] for tag, attrs in parsed.tags)
    assert parsed.text == "".join(map(as_printed, text))


@pytest.mark.parametrize("codes", [(), ("C2",)])
def test_why_there_is_no_value_stands_on_one_line(codes: tuple[str, ...]) -> None:
    page = html(replace(report(), summary=(paragraph("序时偏差（无应办事项），接单率（未报）等等。", *codes),)))
    assert '序时偏差<span class="kept">（无应办事项）</span>，接单率<span class="kept">（未报）</span>等' in page


def test_a_light_and_the_name_of_its_row_can_be_kept_in_view() -> None:
    """The styles hold what has these marks at the edges of a narrow screen."""
    table = Table(name="x", caption="y", columns=(name_column("甲"), light_column()), rows=(("乙", "红"),))
    page = tight(html(replace(report(), summary=(table,))))
    assert '<th scope="col" class="name">甲</th><th scope="col" class="light">灯</th>' in page
    assert '<th scope="row">乙</th><td class="light">' in page


def test_a_sentence_is_followed_by_its_codes() -> None:
    page = html(replace(report(), summary=(paragraph("共3件。", "C2", "C5"),)))
    assert re.search(r"共3件。‹C2›‹C5›", Seen(page).text)
