"""Suggestions for the queue: the best three persons a mention may be of. A score sorts, and nobody is merged by it."""

from __future__ import annotations

import polars as pl

from transforms.identify.comparison.blocks import candidate_pairs
from transforms.identify.comparison.compared import LEVELS, compared
from transforms.identify.mentions import MENTION

BEST = 3
"""Persons shown for a mention: the true one is among the best three of nearly all mentions."""

LEAST, AHEAD = 0, 2
"""Points from which somebody is asked about (0: as likely as not); how far the first must be ahead of the second."""

_PLACE = ("sheet", "submission", "row", "name")
_KNOWN = ("name", "sheet", "period", "submission", "row")
SUGGESTIONS: dict[str, pl.DataType] = {
    "sheet": pl.String(),
    "submission": pl.String(),
    "row": pl.Int64(),
    "name": pl.String(),
    **MENTION,
    "counted_as": pl.String(),  # whom a row of a roster counts as; null: nobody could decide
    "rank": pl.Int64(),
    "person_id": pl.String(),
    **{f"{name}_right": dtype for name, dtype in MENTION.items()},
    "name_right": pl.String(),
    "sheet_right": pl.String(),
    "period_right": pl.String(),
    "submission_right": pl.String(),
    "row_right": pl.Int64(),
    **LEVELS,
    "points": pl.Int64(),
    "suggested": pl.Boolean(),
    "in_sheet": pl.Boolean(),  # another row of the submission is that person: shown, and never a rule
}
"""A mention, and one of the persons it may be of with the mention of that person which agrees best (`_right`)."""


NOBODY_APART = pl.DataFrame(schema={"who": pl.String, "person_id": pl.String})
"""`who`: the `counted_as` of those who ask, or where there is none the position of the row that asks."""


def suggestions(
    asking: pl.DataFrame, known: pl.DataFrame, present: pl.DataFrame, apart: pl.DataFrame = NOBODY_APART
) -> pl.DataFrame:
    """SUGGESTIONS for the mentions that ask, in their order; none for those like whom nobody is known.

    asking: sheet, submission, row, name, MENTION and `counted_as`. known: REGISTRY of the persons they may be of,
    first seen first. present: submission, person_id of the rows that are resolved. apart: `who` is not `person_id`, as
    somebody has said. Two persons who may be one are asked about once, at the one seen later.
    """
    persons = known.filter(pl.col("person_id").is_not_null())
    pairs = _between(candidate_pairs(asking, persons), asking, persons)
    scored = scored_pairs(pairs, asking, persons)
    scored = scored.filter(~pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_right")) for name in MENTION))
    shown = _best(scored.join(apart, on=["who", "person_id"], how="anti", maintain_order="left"))
    return _placed(shown, present)


def scored_pairs(pairs: pl.DataFrame, asking: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Pairs of positions (`candidate_pairs`) with both mentions, `who` asks, LEVELS and `points`."""
    who = pl.coalesce("counted_as", pl.col("asking").cast(pl.String))
    left = asking.select(*_PLACE, *MENTION, "counted_as")[pairs["asking"]]
    right = persons.select("person_id", *_KNOWN, *MENTION)[pairs["known"]]
    beside = right.rename({name: f"{name}_right" for name in (*_KNOWN, *MENTION)})
    return compared(pl.concat([pairs, left, beside], how="horizontal").with_columns(who=who), persons)


def _placed(shown: pl.DataFrame, present: pl.DataFrame) -> pl.DataFrame:
    """SUGGESTIONS in the order of those who ask, with `in_sheet`."""
    there = present.drop_nulls().unique().with_columns(in_sheet=pl.lit(value=True))
    told = shown.join(there, on=["submission", "person_id"], how="left")
    return told.with_columns(pl.col("in_sheet").fill_null(value=False)).sort("asking", "rank").select(*SUGGESTIONS)


def _between(pairs: pl.DataFrame, asking: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """The pairs of an undecided mention and anybody, and of somebody on a roster and those who were seen before."""
    first = persons.with_row_index("first").group_by("person_id").agg(pl.col("first").min())
    own = asking.select(person_id="counted_as").join(first, on="person_id", how="left", maintain_order="left")["first"]
    other = persons.select("person_id").join(first, on="person_id", how="left", maintain_order="left")["first"]
    both = pairs.with_columns(own=own[pairs["asking"]], other=other[pairs["known"]])
    return both.filter(pl.col("own").is_null() | (pl.col("other") < pl.col("own"))).select("asking", "known")


def _best(scored: pl.DataFrame) -> pl.DataFrame:
    """The best three persons of each who asks, each by the two mentions that agree best."""
    ordered = scored.sort(-pl.col("points"), "known", "asking")
    each = ordered.unique(["who", "person_id"], keep="first", maintain_order=True).sort(
        "who", -pl.col("points"), "known", maintain_order=True
    )
    ahead = (pl.col("points").first() - pl.col("points").get(1, null_on_oob=True)).over("who")
    ranked = each.with_columns(rank=pl.int_range(1, pl.len() + 1).over("who"), ahead=ahead.fill_null(AHEAD))
    likely = (pl.col("rank") == 1) & (pl.col("points") >= LEAST) & (pl.col("ahead") >= AHEAD)
    shown = (pl.col("rank") <= BEST) & (pl.col("counted_as").is_null() | (pl.col("points") >= LEAST))
    return ranked.filter(shown).with_columns(suggested=likely)
