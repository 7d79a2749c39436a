"""How a county reads offices' own tables (自用表): which heading stands for which column of which sheet.

Somebody has said so once, with `wuwei map`; `headings.toml` beside the county file keeps it
(`flows.county.headings_file`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Step(StrEnum):
    """What is done to the cells of a row before they are read as a column; `transforms.clean.made_columns` does it."""

    SAME = "same"  # the cell as it stands
    CONSTANT = "constant"  # `value` in every row (党员类别 = 中共党员)
    UNIT = "unit"  # 县财政局党组成员 → 县财政局
    POST = "post"  # 县财政局党组成员 → 党组成员
    SCHOOL = "school"  # 华中农业大学农学专业 → 华中农业大学
    MAJOR = "major"  # 华中农业大学农学专业 → 农学
    PERSON = "person"  # 张三 139… → 张三
    PHONE = "phone"  # 张三 139… → 139…
    BEFORE = "before"  # what stands before the first `value`
    AFTER = "after"  # what stands behind it
    JOIN = "join"  # several cells, with `value` between them
    TICKED = "ticked"  # the heading of the cell that is ticked (满意 √)
    WORKSHEET = "worksheet"  # the name of the worksheet, in every row


WITHOUT_HEADING = frozenset({Step.CONSTANT, Step.WORKSHEET})
SEVERAL_HEADINGS = frozenset({Step.JOIN, Step.TICKED})
WITH_VALUE = frozenset({Step.CONSTANT, Step.BEFORE, Step.AFTER})


@dataclass(frozen=True)
class Source:
    """Where the cells of one column come from: headings of the own table, a step, and what the step needs."""

    headings: tuple[str, ...] = ()
    step: Step = Step.SAME
    value: str = ""


@dataclass(frozen=True)
class OwnSheet:
    """One sheet an own table is read as; `columns` by canonical name.

    Rows without a cell under the heading `rows_with` say nothing of this sheet: a cadre without an assignment is none
    of S6.
    """

    id: str
    columns: Mapping[str, Source]
    rows_with: str | None = None


@dataclass(frozen=True)
class OwnTable:
    """An office's own table. It is known by its headings: all that are read are there, and none that is not named.

    `unread` are its other headings, `units` the codes of the units that use it; none: everybody.
    """

    title: str
    sheets: tuple[OwnSheet, ...]
    unread: tuple[str, ...] = ()
    units: tuple[str, ...] = field(default=())

    @cached_property
    def read(self) -> frozenset[str]:
        """The headings that are read."""
        sources = (source for sheet in self.sheets for source in sheet.columns.values())
        marks = (sheet.rows_with for sheet in self.sheets if sheet.rows_with)
        return frozenset([*(heading for source in sources for heading in source.headings), *marks])

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """All headings it may have."""
        return (*sorted(self.read), *self.unread)
