"""What a person may choose in the forms of the Prefect server; a wrong value is refused before a run exists."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

_WEEK = r"[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])"
Week = Annotated[
    str, Field(title="期别 / week", description="ISO week, like 2021-W47", pattern=f"^{_WEEK}$", examples=["2021-W47"])
]
Period = Annotated[
    str,
    Field(
        title="期别 / period",
        description="Week, month, quarter or year, like 2021-W47, 2021-11, 2021-Q4 or 2021",
        pattern=f"^({_WEEK}|[0-9]{{4}}(-(0[1-9]|1[0-2]|Q[1-4]))?)$",
        examples=["2021-W47", "2021-11"],
    ),
]
Who = Annotated[str, Field(title="经办人 / by", description="Who asks or decides", min_length=1)]
Reason = Annotated[str, Field(title="事由 / because", description="Why", min_length=1)]
UnitCode = Annotated[
    str, Field(title="单位 / unit", description="Code of a township or unit, like QC-CHZ", min_length=1)
]
EditionNumber = Annotated[int, Field(title="版次 / edition", ge=1, description="Left empty: the current one")]


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
