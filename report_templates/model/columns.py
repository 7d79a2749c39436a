"""Constructors of table columns by kind of content."""

from __future__ import annotations

from report_templates.model.report import Column, Content


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
