"""Parameter types of the flows' forms on the Prefect server; a wrong value is refused before a run exists.

The fields are described in the docstrings of the flows, from where Prefect takes them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

_WEEK = r"[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])"
Week = Annotated[str, Field(pattern=f"^{_WEEK}$")]
Period = Annotated[str, Field(title="期别 / period", pattern=f"^({_WEEK}|[0-9]{{4}}(-(0[1-9]|1[0-2]|Q[1-4]))?)$")]
"""A week, month, quarter or year."""
Who = Annotated[str, Field(title="经办人 / by", min_length=1)]
Reason = Annotated[str, Field(title="事由 / because", min_length=1)]
UnitCode = Annotated[str, Field(title="单位 / unit", min_length=1)]
EditionNumber = Annotated[int, Field(title="版次 / edition", ge=1)]


class Law(StrEnum):
    """Whose units and rules of law apply (domain.md §5.4): those of the period's end, or today's."""

    THEN = "then"
    TODAY = "today"


class Visible(StrEnum):
    """How readers come to see the new editions of a backfill."""

    ONE_BY_ONE = "one by one"
    TOGETHER = "together"


class ReaderKind(StrEnum):
    """Whose report is rendered again; that of one township or unit is named by its code."""

    ALL = "all"
    COUNTY = "county"
    ANALYST = "analyst"
    INSPECTION = "inspection"
    PUBLIC = "public"
    GROUP = "group"
