"""Headings with one wrong character, unless they mean something else (domain.md M15)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise

from expectations.catalogue import SHEETS
from expectations.own.in_use import remembered

SHORTEST = 3
"""In shorter headings one character makes another word."""

OTHER_TERMS = frozenset(
    {
        "退休时间",
        "入团时间",
        "转正时间",
        "离职时间",
        "离休时间",
        "提拔时间",
        "晋升时间",
        "联系邮箱",
        "联系地址",
        "拟任职务",
    }
)
"""Headings of other personnel tables that are similar to ours and mean something else."""

_NEGATIONS = frozenset("不未非无否拟")


def difference(text: str, other: str) -> tuple[int, int] | None:
    """Where, from and to, `text` differs from `other` by one character replaced, added or left out; else None."""
    if abs(len(text) - len(other)) > 1 or text == other:
        return None
    start = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    end, rest = start + (len(text) >= len(other)), start + (len(other) >= len(text))
    return (start, end) if text[end:] == other[rest:] else None


@remembered
def _words() -> frozenset[str]:
    """Every two neighbouring characters of any heading of any contract."""
    columns = [column for sheet in SHEETS.values() for column in sheet.columns]
    texts = (text for column in columns for text in (column.heading, *column.variants))
    return frozenset(a + b for text in texts for a, b in pairwise(text))


def is_slip(text: str, heading: str) -> bool:
    """Whether `text` is `heading` mistyped: one character apart, and the different part is no word of the contracts.

    退休时间 is no slip for 退出时间, because 退休 is a word. Only characters are compared, not pronunciation.
    """
    place = difference(text, heading)
    if place is None or text in OTHER_TERMS:
        return False
    start, end = place
    around = text[max(start - 1, 0) : end + 1]
    added = text[start:end] if len(text) > len(heading) else ""
    return added not in _NEGATIONS and _words().isdisjoint(a + b for a, b in pairwise(around))


def nearest(keys: Iterable[str], known: dict[str, str], taken: Collection[str]) -> str | None:
    """The column whose heading is mistyped as one of `keys`; None if there is none, several, or one already taken.

    `known` maps the look-up form of a sheet's headings to columns, `taken` are the columns found by their own heading.
    """
    texts = [key for key in keys if len(key) >= SHORTEST]
    matches = {
        name
        for heading, name in known.items()
        if len(heading) >= SHORTEST and any(is_slip(text, heading) for text in texts)
    }
    return matches.pop() if len(matches) == 1 and matches.isdisjoint(taken) else None
