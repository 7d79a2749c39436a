"""What a row below the header is: data, or set aside with a reason (domain.md M18, M22–M24, M29)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from transforms.recognise.grid import Cell
from transforms.recognise.headings import heading_keys

_SUBTOTAL = re.compile(r"[（(]?.{0,10}(合\s*计|小\s*计|总\s*计|累\s*计|共\s*计)[)）]?\s*[:：]?\s*([\d,.]+\s*\w?)?")
_FOOT = re.compile(
    r"\s*(填\s*[表报]\s*(人|单\s*位|日\s*期|说\s*明)|审\s*核\s*人|(单位|部门|科室)?\s*负\s*责\s*人|制\s*表\s*人"
    r"|(分管|主要)领导|联\s*系\s*电\s*话|说\s*明|备\s*注|注)\s*([（(][^（()）]*[)）])?\s*[:：]"
)
_GROUP = re.compile(r"\s*(?:[一二三四五六七八九十]+\s*[、.．]|[（(][一二三四五六七八九十]+[)）])\s*(.+)", re.DOTALL)
_EXAMPLE = re.compile(r"[（(【]?\s*(示\s*例|样\s*例|样\s*表|范\s*例|例\s*\d*\s*([)）】:：]|$))")
_KEYWORD = re.compile("[计样例]")
_NO_CHANGE = re.compile(r"本(周|期|月)(无(变化|变动|新增|数据|内容)?|没有变化)|零报告|无变化")
_ADVICE = re.compile(r"[请须应]|如|可填")

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
RETURN_SHEET = "return_sheet"
FORGOTTEN = "forgotten"

FORGOTTEN_MARK = "［本行已按规定删除］"
"""What stands in a row that was emptied in the archive (`redaction`)."""

_LEADING = 3
"""Texts of a row among which a keyword counts; a number before them is only the 序号."""


_LOOKED_AT = 200
"""Characters of a text that can make its row no data: patterns take the square of a text's length."""

_ENOUGH = 3
"""Cells unlike their heading that make a row no repeated header, however wide it is."""


def says_no_change(text: str) -> bool:
    """The words of a zero report (零报告): “本周无变化”; not the advice how to write one."""
    return _NO_CHANGE.search(text) is not None and _ADVICE.search(text) is None


def group_named(row: Sequence[Cell]) -> str:
    """What a group title (一、县直单位) names, without its number."""
    found = next((title for text in _texts(row) if (title := _GROUP.match(text))), None)
    return found[1].strip().rstrip("：:") if found else ""


def set_aside_reason(row: Sequence[Cell], heading: Mapping[int, frozenset[str]]) -> str | None:
    """Why a row below the header is no data row, or None for data.

    `heading` maps the positions of contract columns to the look-up forms of the headings that stand there.
    """
    if FORGOTTEN_MARK in row:
        return FORGOTTEN
    leading, width = _leading(row), len(row)
    filled = [at for at in heading if at < width and row[at] != ""]
    if len(filled) * 2 <= len(heading) or not leading:  # only then does it matter that a space is nothing
        filled = [at for at in filled if not _is_blank(row[at])]
    # Of most rows none has to be looked at more closely.
    if _KEYWORD.search(" ".join(leading)) and (reason := _keyword_reason(leading)):
        return reason
    if len(filled) * 2 <= len(heading) and leading and _FOOT.match(leading[0]):
        return FOOT
    if len(filled) <= 1 and len({*_texts(row)}) == 1:
        return _single_text_reason(leading[0], filled)
    if not filled:
        return BLANK
    return REPEATED_HEADER if _repeats_header(row, filled, heading) else None


def _keyword_reason(leading: Sequence[str]) -> str | None:
    if any(map(_SUBTOTAL.fullmatch, leading)):
        return SUBTOTAL
    return EXAMPLE if any(map(_EXAMPLE.match, leading)) else None


def _leading(row: Sequence[Cell]) -> list[str]:
    found: list[str] = []
    for cell in row:
        if isinstance(cell, str) and (text := cell.strip()):
            found.append(text[:_LOOKED_AT])
            if len(found) == _LEADING:
                break
    return found


def _is_blank(cell: Cell) -> bool:
    return cell.__class__ is str and str(cell).isspace()


def _texts(row: Sequence[Cell]) -> Iterator[str]:
    return (text for cell in row if isinstance(cell, str) and (text := cell.strip()[:_LOOKED_AT]))


def _single_text_reason(text: str, filled: list[int]) -> str | None:
    if says_no_change(text):
        return ZERO_REPORT
    if _GROUP.match(text):
        return GROUP_TITLE
    return None if filled else BLANK


def _repeats_header(row: Sequence[Cell], filled: list[int], heading: Mapping[int, frozenset[str]]) -> bool:
    differing = 0
    for at in reversed(filled):  # codes and dates stand behind, texts met nowhere else in front
        cell = row[at]
        if not isinstance(cell, str) or heading[at].isdisjoint(heading_keys(cell)):
            differing += 1
            if differing == _ENOUGH or differing * 2 >= len(filled):  # most rows are data
                return False
    return len(filled) > 1
