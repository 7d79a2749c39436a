"""What a row below the header is: data, or set aside with a reason (domain.md M18, M22–M24, M29)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from transforms.grid import Cell
from transforms.headings import heading_keys

_SUBTOTAL = re.compile(r"^[（(]?(合\s*计|小\s*计|总\s*计|累\s*计|共\s*计)[)）]?[:：]?$")
_FOOT = re.compile(
    r"^\s*(填\s*[表报]\s*(人|单位|日期|说明)|审\s*核\s*人|负\s*责\s*人|制\s*表\s*人|分管领导|说\s*明|备\s*注|注)\s*[:：]"
)
_GROUP = re.compile(r"^\s*([一二三四五六七八九十]+\s*[、.．]|[（(][一二三四五六七八九十]+[)）]).+")
_EXAMPLE = re.compile(r"^[（(【]?\s*(示\s*例|样\s*例|样\s*表|范\s*例|例)\s*\d*[)）】]?[:：]?$")
_NO_CHANGE = re.compile(r"本(周|期|月)(无(变化|变动|新增|数据|内容)?|没有变化)|零报告|无变化")

BLANK = "blank"
TITLE = "title"
HEADER = "header"
REPEATED_HEADER = "repeated_header"
SUBTOTAL = "subtotal"
FOOT = "foot"
GROUP_TITLE = "group_title"
EXAMPLE = "example"
ZERO_REPORT = "zero_report"
DUPLICATE = "duplicate"
SUPERSEDED = "superseded"
OTHER_WORKSHEET = "other_worksheet"


def says_no_change(text: str) -> bool:
    """The words of a zero report (零报告): “本周无变化”."""
    return _NO_CHANGE.search(text) is not None


def set_aside_reason(row: Sequence[Cell], heading: Mapping[int, str]) -> str | None:
    """Why a row below the header is no data row, or None for data.

    `heading` maps the positions of contract columns to the look-up form of their heading.
    """
    texts = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
    filled = [at for at in heading if at < len(row) and row[at] != ""]
    if not texts:
        return None if filled else BLANK
    if any(_SUBTOTAL.match(cell) for cell in row[:3] if isinstance(cell, str)):
        return SUBTOTAL
    if _FOOT.match(texts[0]):
        return FOOT
    if _EXAMPLE.match(texts[0]):
        return EXAMPLE
    if len(set(texts)) == 1 and len(filled) <= 1:
        return _single_text_reason(texts[0], filled)
    return REPEATED_HEADER if _repeats_header(row, filled, heading) else None


def _single_text_reason(text: str, filled: list[int]) -> str | None:
    if says_no_change(text):
        return ZERO_REPORT
    if _GROUP.match(text):
        return GROUP_TITLE
    return None if filled else BLANK


def _repeats_header(row: Sequence[Cell], filled: list[int], heading: Mapping[int, str]) -> bool:
    same = sum(isinstance(cell := row[at], str) and heading_keys(cell)[0] == heading[at] for at in filled)
    return len(filled) > 1 and same * 2 > len(filled)
