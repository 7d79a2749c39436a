"""The styles of an official paper (GB/T 9704), by which an office edits it: 标题, 一级标题 …, 正文, 表题, 版记.

Sizes are those of the printed page (`pages/styles/paper.css`). A style says all of itself, nothing comes from a theme.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.xmlchemy import BaseOxmlElement

from report_templates.docx.markup import properties, w
from report_templates.fonts import OFFICE

RED = "D7000F"
GRID = 28.95
"""Points from line to line: 22 of them fit into 225 mm (637.8 pt), 22 of 29 would not."""
TIGHT = -5
"""Twentieths of a point between the characters of 三号: 28 on a line."""
BODY = 16.0
DIGITS = "en-US"
"""The language of digits and Latin letters: in Chinese LibreOffice breaks a line anywhere, also within 89.5%."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """A paragraph style. Sizes are in points, the indent of the first line in characters.

    line: exactly so high, 0 as high as what stands in it. level: 1 for 一级标题, 0 for none. rule: a line below it, in
    this colour. `name` is the built-in one where there is one, which every program shows in its own language.
    """

    id: str
    name: str
    alias: str = ""
    face: str = "body"
    size: float = BODY
    line: float = GRID
    align: str = "left"
    indent: int = 0
    before: float = 0
    after: float = 0
    colour: str = ""
    level: int = 0
    keep: bool = False
    rule: str = ""


STYLES = (
    Style(id="Normal", name="Normal", alias="正文", align="both", indent=2),
    Style(id="Title", name="Title", alias="标题", face="title", size=22, line=34, align="center"),
    Style(id="Period", name="统计期", face="subheading", size=15, align="center", after=11),
    Style(id="Heading1", name="heading 1", alias="一级标题", face="heading", indent=2, level=1, keep=True),
    Style(id="Heading2", name="heading 2", alias="二级标题", face="subheading", indent=2, level=2, keep=True),
    Style(id="Heading3", name="heading 3", alias="三级标题", indent=2, level=3, keep=True),
    Style(id="Notice", name="保密提示", face="heading"),
    Style(id="Banner", name="红头", face="title", size=40, line=62, align="center", colour=RED),
    Style(id="Issue", name="期号", align="center"),
    Style(id="Issuer", name="发文机关", after=24, rule=RED),
    Style(id="Caption", name="caption", alias="表题", face="heading", size=12, line=25, align="center", keep=True),
    Style(id="Unit", name="表单位", size=9.5, line=0, align="right", keep=True),
    Style(id="TableHead", name="表头", face="heading", size=10.5, line=0, align="center", keep=True),
    Style(id="TableText", name="表文", size=10.5, line=0),
    Style(id="TableNumber", name="表数", size=9.5, line=0, align="right"),
    Style(id="TableSum", name="合计", face="heading", size=10.5, line=0),
    Style(id="SmallHead", name="小字表头", face="heading", size=9, line=0, align="center", keep=True),
    Style(id="SmallText", name="小字表文", size=9, line=0),
    Style(id="SmallNumber", name="小字表数", size=9, line=0, align="right"),
    Style(id="SmallSum", name="小字合计", face="heading", size=9, line=0),
    Style(id="Note", name="表注", size=10.5, line=17, after=8),
    Style(id="AfterTable", name="表后", size=5, line=8),
    Style(id="Listing", name="条目", size=10.5, line=15.5, align="both"),
    Style(id="Picture", name="图", line=0, align="center", after=8),
    Style(id="Signing", name="签发", before=12),
    Style(id="Imprint", name="版记", size=14, line=24),
    Style(id="Provenance", name="版记说明", size=9, line=15),
    Style(id="Header", name="header", face="heading", size=9, line=0),
    Style(id="Footer", name="footer", face="serif", size=14, line=0),
    Style(id="FooterNote", name="页脚说明", face="serif", size=7, line=0, align="center", colour="555555"),
)


def styles() -> Iterator[BaseOxmlElement]:
    """The content of the part of styles."""
    plain = [_fonts("body"), *_size(BODY), w("lang", val="zh-CN", eastAsia="zh-CN", bidi="ar-SA")]
    yield w("docDefaults", w("rPrDefault", properties("rPr", plain)), w("pPrDefault"))
    yield from map(_paragraph_style, STYLES)
    yield _character_style("Strong", "Strong", _fonts("heading"))
    yield _character_style("Code", "指标代码", w("color", val="767676"), *_size(8))


def _paragraph_style(style: Style) -> BaseOxmlElement:
    names = [w("name", val=style.name), *([w("aliases", val=style.alias)] if style.alias else [])]
    look = [properties("pPr", _paragraph(style)), properties("rPr", _letters(style))]
    made = w("style", *names, w("qFormat"), *look, type="paragraph", styleId=style.id)
    if style.id == "Normal":
        made.set(_DEFAULT, "1")
    return made


_DEFAULT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}default"


def _paragraph(style: Style) -> Iterator[BaseOxmlElement]:
    """On the grid where its lines are as high, else beside it: it would pull smaller lines apart."""
    spacing = {"before": _twips(style.before), "after": _twips(style.after)}
    exact = {"line": _twips(style.line), "lineRule": "exact"} if style.line else {"line": 240, "lineRule": "auto"}
    if style.keep:
        yield w("keepNext")
    if style.rule:
        yield w("pBdr", w("bottom", val="single", sz=16, space=4, color=style.rule))
    yield from (w("autoSpaceDE", val=0), w("autoSpaceDN", val=0))  # no gap between 字 and digits, as on the page
    if style.line != GRID:
        yield w("snapToGrid", val=0)
    yield w("spacing", **spacing, **exact)
    if style.indent:
        yield w("ind", firstLineChars=100 * style.indent, firstLine=_twips(style.size * style.indent))
    yield w("jc", val=style.align)
    if style.level:
        yield w("outlineLvl", val=style.level - 1)


def _letters(style: Style) -> Iterator[BaseOxmlElement]:
    yield _fonts(style.face)
    if style.colour:
        yield w("color", val=style.colour)
    if style.size == BODY:
        yield w("spacing", val=TIGHT)
    yield from _size(style.size)
    yield w("lang", val=DIGITS)


def _character_style(id_: str, name: str, *look: BaseOxmlElement) -> BaseOxmlElement:
    return w("style", w("name", val=name), w("qFormat"), properties("rPr", look), type="character", styleId=id_)


def _fonts(role: str) -> BaseOxmlElement:
    digits, face = OFFICE["digits"], OFFICE[role]
    return w("rFonts", ascii=digits, hAnsi=digits, eastAsia=face, cs=digits)


def _size(points: float) -> list[BaseOxmlElement]:
    return [w(tag, val=round(2 * points)) for tag in ("sz", "szCs")]


def _twips(points: float) -> int:
    return round(20 * points)
