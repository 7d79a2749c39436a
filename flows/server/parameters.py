"""What a person may choose in the forms of the Prefect server; a wrong value is refused before a run exists."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Period = Annotated[
    str,
    Field(
        title="期别 / period",
        description="ISO week, like 2021-W47",
        pattern=r"^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$",
        examples=["2021-W47"],
    ),
]
EditionNumber = Annotated[int, Field(title="版次 / edition", ge=1, description="Left empty: the current one")]
