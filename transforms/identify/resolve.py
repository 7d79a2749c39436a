"""Who is who: every mention in a sheet is resolved to a person, or queued for a decision (domain.md §9).

T1 the same id number · T2 name, month of birth and unit · T3 name and phone · T4 name and unit, where only one person
of that name was ever seen · NEW on the rosters S1 and S9 · DECIDED by a person. Never the name alone.
"""

from __future__ import annotations

from typing import TypeVar

import polars as pl

from transforms.identify.advice import advice
from transforms.identify.blocking import independent_blocks
from transforms.identify.edges import NO_EDGES, Edges
from transforms.identify.mentions import CLUES, MENTION, ROSTERS, KeyedDigest, mentions, telling
from transforms.identify.registry import ANSWER, answer_frame, mentions_of, people_of

F = TypeVar("F", pl.DataFrame, pl.LazyFrame)

_ROW = ["submission", "row"]
_LINEAGE = ["submission", "period", "row"]
_SHOWN: dict[str, pl.DataType] = {"name": pl.String(), "unit": pl.String()}
QUEUE: dict[str, pl.DataType] = {
    "submission": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "name": pl.String(),
    "unit": pl.String(),
    "reason": pl.String(),
    "candidates": pl.Int64(),
}


def identified(
    sheet: str, rows: pl.DataFrame, registry: pl.DataFrame, keyed_digest: KeyedDigest, edges: Edges = NO_EDGES
) -> pl.DataFrame:
    """`rows` of a sheet, one per person named in them (S4, S10: lists of names), in the order of the sheet.

    Adds `name` where the sheet calls it otherwise, `person_id` and `tier` (null: undecided), `doubt`, `candidates` and
    `unit` for the queue; takes `id_no` and `phone` away. `registry` must have been made from these rows, too, where
    the sheet is a roster.
    """
    return attach_identity(rows, sheet, resolve_mentions(sheet, telling(sheet, rows), registry, keyed_digest, edges))


def resolve_mentions(
    sheet: str, rows: pl.DataFrame, registry: pl.DataFrame, keyed_digest: KeyedDigest, edges: Edges = NO_EDGES
) -> pl.DataFrame:
    """Resolve the mentions in rows of a sheet (columns: those of `telling`): submission, row, name, unit and ANSWER.

    edges: what people have decided, as the registry was made with.
    """
    return answers_alone(resolved_mentions(sheet, rows, registry, keyed_digest, edges))


def resolved_mentions(
    sheet: str, rows: pl.DataFrame, registry: pl.DataFrame, keyed_digest: KeyedDigest, edges: Edges = NO_EDGES
) -> pl.DataFrame:
    """As `resolve_mentions`, with `period` and the columns of MENTION."""
    if rows.is_empty():  # as most sheets of most weeks are
        lineage = {name: rows.schema[name] for name in _LINEAGE}
        return pl.DataFrame(schema=lineage | {"name": pl.String()} | MENTION | ANSWER)
    named = mentions(sheet, rows, keyed_digest).select(*_LINEAGE, "name", *MENTION)
    if sheet in ROSTERS:
        known = registry.filter(pl.col("sheet") == sheet).select(*MENTION, *ANSWER)
    else:
        parts = independent_blocks(named.select(*MENTION).unique(maintain_order=True), registry, edges)
        known = pl.concat(_answer_block(sheet, some, among, edges) for some, among in parts)
    return named.join(known, on=list(MENTION), how="left", nulls_equal=True)


def answers_alone(resolved: pl.DataFrame) -> pl.DataFrame:
    """What `resolve_mentions` gives, of `resolved_mentions`."""
    return resolved.select(*_ROW, *_SHOWN, *ANSWER)


def attach_identity(rows: F, sheet: str, answers: F) -> F:
    """`rows` of a sheet as `identified` gives them, by the `resolve_mentions` of these rows."""
    shown = rows.drop(CLUES[sheet].name, "id_no", "phone", strict=False)
    return shown.join(answers, on=_ROW, maintain_order="left_right")


def _answer_block(sheet: str, unresolved: pl.DataFrame, registry: pl.DataFrame, edges: Edges) -> pl.DataFrame:
    """`unresolved` mentions of one block with their answers, columns of ANSWER."""
    people, numbers = people_of(registry, edges)
    answers = [people.find(mention, CLUES[sheet].among) for mention in mentions_of(unresolved)]
    return unresolved.hstack(answer_frame(answers, numbers))


def queue(sheet: str, identified: pl.DataFrame) -> pl.DataFrame:
    """The undecided mentions, columns of QUEUE; `reason` tells the clerk what to do (`advice`)."""
    return identified.filter(pl.col("person_id").is_null()).select(
        "submission",
        pl.lit(sheet).alias("sheet"),
        "row",
        "name",
        pl.col("unit").str.strip_prefix("?"),
        pl.col("doubt").replace(advice(sheet)).alias("reason"),
        "candidates",
    )
