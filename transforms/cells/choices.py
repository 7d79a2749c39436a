"""The option ticked among several that a cell offers: ☑是 □否, 是√ 否, （√）是 （ ）否 (domain.md §12, M62)."""

from __future__ import annotations

import re
from itertools import pairwise

_TICKED = "☑☒✅√✓✔■●◉⊙▣🗹🗷"
_EMPTY = "□☐○◯◻▢"
_MARKS = re.compile(f"[{_TICKED}{_EMPTY}]")
_IN_BRACKETS = re.compile(rf"[(（\[【［]\s*([{_TICKED}]?)\s*[)）\]】］]")
_TOKENS = re.compile(rf"[{_TICKED}{_EMPTY}]|[^{_TICKED}{_EMPTY}\s、，,;；/|]+")


def ticked(text: str) -> tuple[str, ...] | None:
    """The options with a mark; None where the text offers none, such as a mark or a word alone.

    Marks stand all before or all behind their options; an option without one is not ticked, as in √是 否.
    """
    if not _MARKS.search(text):
        return None
    tokens = _TOKENS.findall(_IN_BRACKETS.sub(lambda mark: mark[1] or "□", text))
    marked = [_MARKS.fullmatch(token) is not None for token in tokens]
    if not any(marked) or all(marked):
        return None
    return _before(tokens) if marked[0] else _before(tokens[::-1])[::-1]


def _before(tokens: list[str]) -> tuple[str, ...]:
    """Of marks that stand before their words, the words that follow a tick."""
    return tuple(word for mark, word in pairwise(tokens) if mark in _TICKED and not _MARKS.fullmatch(word))
