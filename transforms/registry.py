"""The registry: every face the sheets have shown, with its person (domain.md §9.1).

It is derived anew from all submissions known at a time and keeps no state: the same submissions give the same persons.
Feed it the whole history, not only the current snapshots, and a person keeps the number when an id arrives later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from transforms.faces import CLUES, FACE, ROSTERS, Seal, mentions
from transforms.people import NOTHING_SHOWN, Answer, Face, People, Person, disputed_ids

_FIRST_SEEN = ("period", "submission", "row")
_BARE = 4  # strength of a face that shows nothing but a name

REGISTRY: dict[str, pl.DataType] = {
    "sheet": pl.String(),
    "period": pl.String(),
    "submission": pl.String(),
    "row": pl.Int64(),
    "name": pl.String(),
    **FACE,
    "person_id": pl.String(),
    "tier": pl.String(),
    "doubt": pl.String(),
    "candidates": pl.Int64(),
}


def _faces(sheets: Mapping[str, pl.DataFrame], seal: Seal) -> pl.DataFrame:
    """The distinct faces of some sheets, first seen first."""
    seen = [
        mentions(sheet, rows, seal).select(
            pl.lit(sheet).alias("sheet"), *_FIRST_SEEN, pl.col(CLUES[sheet].name).alias("name"), *FACE
        )
        for sheet, rows in sheets.items()
    ]
    none: pl.DataFrame = pl.DataFrame(schema={name: REGISTRY[name] for name in ("sheet", *_FIRST_SEEN, "name", *FACE)})
    ordered = pl.concat([none, *seen]).sort(*_FIRST_SEEN, "sheet", "name", *FACE)
    return ordered.unique(["sheet", *FACE], keep="first", maintain_order=True)


def faces_of(frame: pl.DataFrame) -> list[Face]:
    """The FACE columns of a frame as faces."""
    return [Face(*row) for row in frame.select(*FACE).iter_rows()]


def _settled(sheets: list[str], faces: list[Face], people: People) -> list[Answer]:
    """Answers in the order of `faces`, which are taken strongest first; who is not known yet is a new person."""
    answers: dict[int, Answer] = {}
    for place in sorted(range(len(faces)), key=lambda place: (faces[place].strength, place)):
        face = faces[place]
        answer = people.find(face)
        if answer.person is None and answer.tier is None and _is_new(face, answer):
            answer = Answer(Person(), "NEW")
        if answer.person:
            people.learn(answer.person, face, sheets[place])
        elif face.strength == _BARE:
            answer = answer._replace(doubt=NOTHING_SHOWN)
        answers[place] = answer
    return [answers[place] for place in range(len(faces))]
