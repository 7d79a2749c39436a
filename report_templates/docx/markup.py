"""WordprocessingML elements, their properties in the order of the schema: Word calls a file without it damaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

ORDER: Mapping[str, tuple[str, ...]] = {
    "pPr": (
        *("pStyle", "keepNext", "keepLines", "framePr", "widowControl", "pBdr", "shd", "tabs"),
        *("autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "outlineLvl"),
    ),
    "rPr": ("rStyle", "rFonts", "b", "color", "spacing", "sz", "szCs", "lang"),
    "tblPr": ("tblW", "jc", "tblBorders", "tblLayout", "tblCellMar"),
    "trPr": ("cantSplit", "tblHeader"),
    "tcPr": ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"),
}
"""The children of each kind of properties that we write, in the order of ISO/IEC 29500-1."""

TWIPS = 1440 / 25.4
"""Twentieths of a point, in which WordprocessingML measures, to a millimetre."""

_ASIAN_MARKS = frozenset("“”‘’—…·")


def w(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """An element of the main namespace with its attributes and children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def properties(tag: str, children: Iterable[BaseOxmlElement]) -> BaseOxmlElement:
    """Properties of a paragraph, run, table, row or cell, in the order of ORDER[tag]. Raises ValueError for others."""
    order = [qn(f"w:{name}") for name in ORDER[tag]]
    return w(tag, *sorted(children, key=lambda child: order.index(child.tag)))


def run(text: str, *marks: BaseOxmlElement) -> BaseOxmlElement:
    """Text with its properties. Signs that Western typefaces have too are asked for in the Chinese face."""
    hint = [w("rFonts", hint="eastAsia")] if _ASIAN_MARKS & {*text} else []
    look = [properties("rPr", [*hint, *marks])] if hint or marks else []
    words = w("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return w("r", *look, words)


def broken(lines: Iterable[str], *marks: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Runs with a line break between them."""
    for place, line in enumerate(lines):
        if place:
            yield w("r", w("br"))
        yield run(line, *marks)


def link(code: str, text: BaseOxmlElement) -> BaseOxmlElement:
    """A run that leads to the bookmark of a code."""
    return w("hyperlink", text, anchor=bookmark_name(code), history=1)


def bookmark(code: str, number: int, *content: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The content with a bookmark round it; `number` is its own in the document."""
    yield w("bookmarkStart", id=number, name=bookmark_name(code))
    yield from content
    yield w("bookmarkEnd", id=number)


def bookmark_name(code: str) -> str:
    """Letters, digits and underlines, 40 at most: `C3` becomes code_C3."""
    return f"code_{''.join(char if char.isalnum() else '_' for char in code)}"[:40]


def field(instruction: str) -> Iterator[BaseOxmlElement]:
    """A field such as PAGE, its parts in runs of their own, which WPS wants."""
    yield w("r", w("fldChar", fldCharType="begin"))
    words = w("instrText")
    words.text = f" {instruction} "
    yield w("r", words)
    yield w("r", w("fldChar", fldCharType="separate"))
    yield run("1")
    yield w("r", w("fldChar", fldCharType="end"))


def paragraph(style: str, content: Iterable[BaseOxmlElement], *look: BaseOxmlElement) -> BaseOxmlElement:
    """A paragraph in a style, with what it has beyond that."""
    return w("p", properties("pPr", [w("pStyle", val=style), *look]), *content)
