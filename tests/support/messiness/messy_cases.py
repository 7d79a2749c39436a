"""The cases of domain.md §12 in our words: what arrives, what Wuwei does, with which reactions.

Where the catalogue leaves something open, the decision is in what Wuwei does.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Case(NamedTuple):
    """One case; `reactions` are all that its tests must show."""

    number: str
    part: str
    reactions: tuple[str, ...]
    arrives: str
    does: str


PARTS = {
    "files": "File 文件",
    "headers": "Sheet and header 工作表与表头",
    "rows": "Row 行",
    "names": "Name and identity 姓名与身份",
    "numbers": "Number 数字",
    "dates": "Date 日期",
    "codes": "Code and text 代码与文字",
    "across": "Across sheets and time 跨表跨期",
}

CASES = tuple(
    Case(number, part, tuple(reactions.split()), arrives, does)
    for number, part, reactions, arrives, does in (
        line.split("|") for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    )
)
"""`messy_cases.txt`: number, part, reactions, what arrives, what Wuwei does."""
