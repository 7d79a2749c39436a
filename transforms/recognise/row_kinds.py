"""What a row below the header is: data, or set aside with a reason (domain.md M18, M22–M24, M29)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import islice

from transforms.recognise.grid import Cell
from transforms.recognise.headings import heading_keys
from transforms.recognise.row_numbers import DAYS_ZERO, is_column_numbers, is_hints
from transforms.recognise.row_words import (
    PLACEHOLDERS,
    group_name,
    is_derived,
    is_example,
    is_foot,
    is_subtotal,
    only_placeholders,
    texts,
)

_KEYWORD = re.compile("[计样例中均转余遗比]")
_NO_CHANGE = re.compile(r"本(周|期|月)(无(变化|变动|新增|数据|内容)?|没有变化)|零报告|无变化")
_ADVICE = re.compile(r"[请须应]|如|可填")

BLANK = "blank"
TITLE = "title"
HEADER = "header"
REPEATED_HEADER = "repeated_header"
COLUMN_NUMBERS = "column_numbers"
HINTS = "hints"
SUBTOTAL = "subtotal"
DERIVED = "derived"
FOOT = "foot"
GROUP_TITLE = "group_title"
EXAMPLE = "example"
ZERO_REPORT = "zero_report"
DUPLICATE = "duplicate"
RESTATED = "restated"
SUPERSEDED = "superseded"
OTHER_WEEK = "other_week"
OTHER_WORKSHEET = "other_worksheet"
OTHER_TABLE = "other_table"
NOT_OF_SHEET = "not_of_sheet"
RETURN_SHEET = "return_sheet"
FORGOTTEN = "forgotten"

FORGOTTEN_MARK = "［本行已按规定删除］"
"""Mark of a row that was emptied in the archive (`transforms.editions.redact_grid`)."""

_LEADING = 3
"""Leading texts of a row in which a keyword counts; a number before them is only the 序号."""

_ENOUGH = 3
"""Cells unlike their heading from which a row is no repeated header, at any width; zeros from which it is blank."""


def says_no_change(text: str) -> bool:
    """The words of a zero report (零报告): “本周无变化”; not the instruction how to write one."""
    return _NO_CHANGE.search(text) is not None and _ADVICE.search(text) is None


def group_named(row: Sequence[Cell]) -> str:
    """What a group title (一、县直单位) names, without its number, brackets and count."""
    text = next(texts(row), "")
    return group_name(text) or text


def set_aside_reason(row: Sequence[Cell], heading: Mapping[int, frozenset[str]]) -> str | None:
    """Why a row below the header is no data row, or None for data.

    `heading` maps the positions of contract columns to the look-up forms of the headings that stand there.
    """
    if FORGOTTEN_MARK in row:
        return FORGOTTEN
    leading, width = _leading(row), len(row)
    filled = [at for at in heading if at < width and row[at] != ""]
    sparse = len(filled) * 2 <= len(heading)
    if sparse or not leading:  # only then blank strings matter
        filled = [at for at in filled if not _is_blank(row[at])]
    # Fast path: most rows have no keyword.
    if _KEYWORD.search(" ".join(leading)) and (reason := _keyword_reason(row, leading, len(heading))):
        return reason
    alone = len(filled) <= 1 and len({*texts(row)}) == 1
    if leading and is_foot(row, leading, sparse=sparse, alone=alone):
        return FOOT
    if alone:
        return _single_text_reason(leading[0], filled)
    if _holds_nothing(row, filled, leading):
        return BLANK
    return REPEATED_HEADER if _repeats_header(row, filled, heading) else None


def leading_reason(row: Sequence[Cell]) -> str | None:
    """Why a row between the header and the first data belongs to the header, or None."""
    if is_column_numbers(row):
        return COLUMN_NUMBERS
    return HINTS if is_hints(row) else None


def _keyword_reason(row: Sequence[Cell], leading: Sequence[str], columns: int) -> str | None:
    if is_subtotal(row, leading, columns):
        return SUBTOTAL
    if is_derived(row, leading, columns):
        return DERIVED
    return EXAMPLE if is_example(leading) else None


def _leading(row: Sequence[Cell]) -> list[str]:
    return [*islice(texts(row), _LEADING)]


def _is_blank(cell: Cell) -> bool:
    return cell.__class__ is str and str(cell).isspace()


def _holds_nothing(row: Sequence[Cell], filled: Sequence[int], leading: Sequence[str]) -> bool:
    """Whether every filled cell stands for nothing (/), or is number 0, as formulas show that point to empty cells."""
    if leading:
        return not filled or (leading[0] in PLACEHOLDERS and only_placeholders(row, filled))
    return not filled or (len(filled) >= _ENOUGH and all(_is_zero(row[at]) for at in filled))


def _is_zero(cell: Cell) -> bool:
    """Whether a cell is number 0, perhaps under the format of a day or a time."""
    if isinstance(cell, dt.datetime | dt.date):
        return dt.date(cell.year, cell.month, cell.day) in DAYS_ZERO
    return cell in (dt.time(), dt.timedelta()) or (cell == 0 and not isinstance(cell, bool))


def _single_text_reason(text: str, filled: list[int]) -> str | None:
    if says_no_change(text):
        return ZERO_REPORT
    if text in PLACEHOLDERS:
        return BLANK
    if group_name(text):
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
