"""Who is who: every mention of a person in a sheet finds its person, or is queued for people to decide (domain.md §9).

T1 the same id number · T2 name, month of birth and unit · T3 name and phone · T4 name and unit, where only one person
of that name was ever seen · NEW on the rosters S1 and S9. Never the name alone.
"""

from __future__ import annotations

from typing import TypeVar

import polars as pl

from transforms.identify.blocking import apart
from transforms.identify.mentions import CLUES, FACE, ROSTERS, Seal, mentions, telling
from transforms.identify.registry import ANSWER, answer_frame, faces_of, people_of

F = TypeVar("F", pl.DataFrame, pl.LazyFrame)

_ROW = ["submission", "row"]
QUEUE: dict[str, pl.DataType] = {
    "submission": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "name": pl.String(),
    "unit": pl.String(),
    "reason": pl.String(),
    "candidates": pl.Int64(),
}


def identified(sheet: str, rows: pl.DataFrame, registry: pl.DataFrame, seal: Seal) -> pl.DataFrame:
    """`rows` of a sheet, one per person named in them (S4, S10: lists of names), in the order of the sheet.

    Adds `name` where the sheet calls it otherwise, `person_id` and `tier` (null: undecided), `doubt`, `candidates` and
    `unit` for the queue; takes `id_no` and `phone` away. `registry` must have been made from these rows, too, where
    the sheet is a roster.
    """
    return beside(rows, sheet, answered(sheet, telling(sheet, rows), registry, seal))


def answered(sheet: str, rows: pl.DataFrame, registry: pl.DataFrame, seal: Seal) -> pl.DataFrame:
    """Who is named in rows of a sheet (columns: those of `telling`): submission, row, name, unit and ANSWER."""
    named = mentions(sheet, rows, seal).select(*_ROW, "name", *FACE)
    if sheet in ROSTERS:
        known = registry.filter(pl.col("sheet") == sheet).select(*FACE, *ANSWER)
    else:
        parts = apart(named.select(*FACE).unique(maintain_order=True), registry)
        known = pl.concat(_found(sheet, some, among) for some, among in parts)
    told = named.join(known, on=list(FACE), how="left", nulls_equal=True)
    return told.select(*_ROW, "name", "unit", *ANSWER)


def beside(rows: F, sheet: str, answers: F) -> F:
    """`rows` of a sheet as `identified` gives them, by the `answered` of these rows."""
    shown = rows.drop(CLUES[sheet].name, "unit", "id_no", "phone", strict=False)
    return shown.join(answers, on=_ROW, maintain_order="left_right")


def _found(sheet: str, faces: pl.DataFrame, registry: pl.DataFrame) -> pl.DataFrame:
    """`faces` with their answers, columns of ANSWER, looked for among their namesakes."""
    people, numbers = people_of(registry)
    answers = [people.find(face, CLUES[sheet].among) for face in faces_of(faces)]
    return faces.hstack(answer_frame(answers, numbers))


def queue(sheet: str, identified: pl.DataFrame) -> pl.DataFrame:
    """The mentions nobody could be decided on, columns of QUEUE; `reason` tells the clerk what to do."""
    return identified.filter(pl.col("person_id").is_null()).select(
        "submission",
        pl.lit(sheet).alias("sheet"),
        "row",
        "name",
        pl.col("unit").str.strip_prefix("?"),
        pl.col("doubt").alias("reason"),
        "candidates",
    )
