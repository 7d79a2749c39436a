"""Serialisation of reports: the JSON an edition stores, and back."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from report_templates.model.report import (
    Chart,
    Column,
    Formula,
    Formulas,
    Listing,
    Masthead,
    Paragraph,
    Report,
    Section,
    Table,
)
from report_templates.words.sentence import Number, Sentence

_KINDS = {
    kind.__name__: kind
    for kind in (
        Report,
        Masthead,
        Number,
        Section,
        Paragraph,
        Sentence,
        Table,
        Column,
        Listing,
        Chart,
        Formulas,
        Formula,
    )
}
_KIND = "is"
_RENAMED: dict[str, dict[str, str]] = {Chart.__name__: {"told": "alternative"}}
"""What fields of a kind were called when earlier editions were published."""


def report_bytes(report: Report) -> bytes:
    """The report as JSON, the same bytes for the same report."""
    return json.dumps(_tree(report), ensure_ascii=False, indent=1).encode()


def report_from(data: bytes) -> Report:
    """The report that `report_bytes` wrote. Raises TypeError for a kind or field that is unknown or lacking."""
    report: Report = _built(json.loads(data))
    return report


def report_line(audience: str, report: Report) -> bytes:
    """The report of one audience as a line of JSON, the same bytes for the same report."""
    return json.dumps({"reader": audience, "report": _tree(report)}, ensure_ascii=False).encode() + b"\n"


def audience_of(line: bytes) -> str:
    """The audience of a line of `report_line`, without parsing the report."""
    return str(json.loads(line.partition(b", ")[0] + b"}")["reader"])


def report_from_line(line: bytes) -> tuple[str, Report]:
    """The audience and the report that `report_line` wrote. Raises TypeError as `report_from` does."""
    record = json.loads(line)
    return record["reader"], _built(record["report"])


def _tree(value: Any) -> Any:
    if isinstance(value, Number):
        attributes = {"text": str(value), "code": value.code, "side": value.side.value}
        attributes |= {"period": value.period, "edition": value.edition}
        return {_KIND: Number.__name__, **{name: text for name, text in attributes.items() if text or name == "text"}}
    if is_dataclass(value):
        content = {field.name: _tree(getattr(value, field.name)) for field in fields(value)}
        return {_KIND: type(value).__name__, **content}
    return [_tree(item) for item in value] if isinstance(value, tuple) else value


def _built(tree: Any) -> Any:
    if isinstance(tree, dict):
        kind = _KINDS.get(tree.get(_KIND, ""))
        if kind is None:
            raise TypeError(f"{tree.get(_KIND)!r} is no part of a report")
        renamed = _RENAMED.get(kind.__name__, {})
        return kind(**{str(renamed.get(name, name)): _built(value) for name, value in tree.items() if name != _KIND})
    return tuple(_built(item) for item in tree) if isinstance(tree, list) else tree
