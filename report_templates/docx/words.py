"""The words of a report as runs: text as typeset, numbers with their codes behind them, lights in their colours."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from report_templates.docx.markup import broken, link, run, w
from report_templates.model.captions import code_words
from report_templates.words.sentence import Cell, Sentence
from report_templates.words.typeset import cell_lines, plain

LAMP = "●"
_COLOURS = {"红": "C00010", "黄": "946200", "绿": "1C7A33", "灰": "767676"}


def words(text: str, *marks: BaseOxmlElement) -> BaseOxmlElement:
    """One line of text."""
    return run(plain(text), *marks)


def cell_words(cell: Cell, room: int = 0) -> Iterator[BaseOxmlElement]:
    """A cell, each of its lines below the other; what the data say is cut where it is too long."""
    return broken(plain("".join(line)) for line in cell_lines(cell, room))


def sentence_words(sentence: Sentence, codes: Collection[str]) -> Iterator[BaseOxmlElement]:
    """A sentence and the codes of its figures; those of `codes` lead to their formulas."""
    yield from cell_words(sentence)
    yield from (code_run(code, codes, w("rStyle", val="Code")) for code in sentence.codes)


def code_run(code: str, codes: Collection[str], *marks: BaseOxmlElement) -> BaseOxmlElement:
    """The code of a figure, leading to its formula where the paper has it."""
    text = run(code_words(code), *marks)
    return link(code, text) if code in codes else text


def light_words(light: Cell) -> Iterator[BaseOxmlElement]:
    """A light in words as well as in colour; no lamp where there is none."""
    text = light.text if isinstance(light, Sentence) else light
    colour = _COLOURS.get(text)
    yield words(f"{LAMP}{text}", w("color", val=colour)) if colour else words(text)
