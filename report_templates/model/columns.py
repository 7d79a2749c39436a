"""Constructors of table columns by kind of content."""

from __future__ import annotations

from collections.abc import Sequence

from report_templates.model.report import Column, Content
from report_templates.words.typeset import LONGEST, SHORTEST

MEASURE = 156
"""Millimetres of an official page from margin to margin."""
_LINES, _CHARACTER, _PADDING = 8, 3.5, 2
"""Lines of a cell at most, millimetres of a character in it, and of its padding: two rows so high share a page with
what stands above them."""


def rooms(columns: Sequence[Column]) -> tuple[int, ...]:
    """How many characters of the data a cell of each column holds."""
    shared = MEASURE - sum(column.width for column in columns)
    share = shared / (sum(not column.width for column in columns) or 1)
    lines = (((column.width or share) - _PADDING) / _CHARACTER for column in columns)
    return tuple(min(max(int(line) * _LINES, SHORTEST), LONGEST) for line in lines)


def name(head: str, width: float = 0) -> Column:
    """The column that names each row."""
    return Column(head=head, content=Content.NAME, width=width)


def count(head: str, width: float = 0, over: str = "") -> Column:
    """A column of numbers."""
    return Column(head=head, content=Content.NUMBER, width=width, over=over)


def text(head: str, width: float = 0) -> Column:
    """A column of words."""
    return Column(head=head, content=Content.TEXT, width=width)


def code(head: str, width: float) -> Column:
    """A column of codes or days."""
    return Column(head=head, content=Content.CODE, width=width)


def figure(head: str, width: float) -> Column:
    """A column of figures' codes; the report lists their formulas."""
    return Column(head=head, content=Content.FIGURE, width=width)


def light(head: str = "灯", width: float = 12) -> Column:
    """A column of lights."""
    return Column(head=head, content=Content.LIGHT, width=width)
