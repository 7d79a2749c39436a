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
"""Mark of a row that was emptied in the archive (`transforms.editions.redact_grid`)."""

_LEADING = 3
"""Leading texts of a row in which a keyword counts; a number before them is only the 序号."""


_LOOKED_AT = 200
"""Characters of a text that are matched: patterns take quadratic time in its length."""

_ENOUGH = 3
"""Cells unlike their heading from which a row is no repeated header, at any width."""


def says_no_change(text: str) -> bool:
    """The words of a zero report (零报告): “本周无变化”; not the instruction how to write one."""
    return _NO_CHANGE.search(text) is not None and _ADVICE.search(text) is None


def group_named(row: Sequence[Cell]) -> str:
    """What a group title (一、县直单位) names, without its number."""
    match = next((title for text in _texts(row) if (title := _GROUP.match(text))), None)
    return match[1].strip().rstrip("：:") if match else ""


def set_aside_reason(row: Sequence[Cell], heading: Mapping[int, frozenset[str]]) -> str | None:
    """Why a row below the header is no data row, or None for data.

    `heading` maps the positions of contract columns to the look-up forms of the headings that stand there.
    """
    if FORGOTTEN_MARK in row:
        return FORGOTTEN
    leading, width = _leading(row), len(row)
    filled = [at for at in heading if at < width and row[at] != ""]
    if len(filled) * 2 <= len(heading) or not leading:  # only then blank strings matter
        filled = [at for at in filled if not _is_blank(row[at])]
    # Fast path: most rows have no keyword.
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
    texts: list[str] = []
    for cell in row:
        if isinstance(cell, str) and (text := cell.strip()):
            texts.append(text[:_LOOKED_AT])
            if len(texts) == _LEADING:
                break
    return texts


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
    for at in reversed(filled):  # from the right: codes and dates differ soonest
        cell = row[at]
        if not isinstance(cell, str) or heading[at].isdisjoint(heading_keys(cell)):
            differing += 1
            if differing == _ENOUGH or differing * 2 >= len(filled):  # most rows are data
                return False
    return len(filled) > 1
