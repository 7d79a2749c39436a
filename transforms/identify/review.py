"""The questions for people: who may be whom, beside what they have said before (docs/decisions/0020)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.identify.comparison.compared import LEVELS, told
from transforms.identify.comparison.suggestions import NOBODY_APART, suggestions
from transforms.identify.edges import Edges
from transforms.identify.mentions import CLUES, MENTION, ROSTERS
from transforms.identify.reconsidered import answered_pairs, mention_digests

MENTIONED: dict[str, pl.DataType] = {
    "sheet": pl.String(),
    "submission": pl.String(),
    "period": pl.String(),
    "row": pl.Int64(),
    "name": pl.String(),
    **MENTION,
    "person_id": pl.String(),
}
"""Rows in force, one for each person named in them, with their mention and their person."""

REVIEW: dict[str, pl.DataType] = {
    "sheet": pl.String(),
    "submission": pl.String(),
    "row": pl.Int64(),
    "name": pl.String(),
    "birth_month": pl.Date(),
    "unit": pl.String(),
    "counted_as": pl.String(),
    "candidate": pl.String(),
    "candidate_sheet": pl.String(),
    "candidate_submission": pl.String(),
    "candidate_row": pl.Int64(),
    "candidate_name": pl.String(),
    "candidate_birth_month": pl.Date(),
    "candidate_unit": pl.String(),
    "rank": pl.Int64(),
    "points": pl.Int64(),
    "agrees": pl.String(),
    "differs": pl.String(),
    "suggested": pl.Boolean(),
    "in_sheet": pl.Boolean(),
    "mention": pl.String(),
    "other": pl.String(),
    "since": pl.String(),
    "standing": pl.Boolean(),
    "judgement": pl.String(),
    "by": pl.String(),
    "because": pl.String(),
    "changed": pl.Boolean(),
    "replaces": pl.List(pl.String()),
}
"""Pairs of a row and a person it may be of (`candidate`), with the record of that person that agrees best.

counted_as whom the row counts as now; suggested, in_sheet, rank, points as in SUGGESTIONS; mention, other, since,
standing as in DECISIONS; judgement, by, because what has been said; changed: the record an answer rested on has been
replaced since, and that answer (about `mention` and each of `replaces`) holds until this pair is answered.
"""

_NOBODY = "?"
"""Begins the number of a record that is nobody's as yet."""
_RECORD = ("sheet", "submission", "row", "name", "birth_month", "unit")


def _shows_more() -> pl.Expr:
    """Whether a mention shows more than a name: an answer holds for all that show the same."""
    return pl.any_horizontal(pl.col("birth_month", "unit", "id_digest", "phone_digest").is_not_null())


def review(mentioned: pl.DataFrame, known: pl.DataFrame, decisions: pl.DataFrame, edges: Edges) -> pl.DataFrame:
    """REVIEW of rows in force (MENTIONED), sheet by sheet; known: REGISTRY; decisions: DECISIONS, and their edges.

    Each pair stands once, whichever of the two asks. What shows nothing but a name is not asked about.
    """
    records = _records(known, mentioned)
    pairs = [
        _of_sheet(str(sheet), rows, records, decisions, edges)
        for (sheet,), rows in mentioned.filter(_shows_more()).group_by("sheet", maintain_order=True)
    ]
    every = pl.concat([pl.DataFrame(schema=REVIEW), *pairs])
    both = pl.concat_list("mention", "other").list.sort().list.join("")
    return every.with_columns(both=both).unique("both", keep="first", maintain_order=True).select(*REVIEW)


def _records(known: pl.DataFrame, mentioned: pl.DataFrame) -> pl.DataFrame:
    """Mentions a row may be compared with, and whether they stand in a row in force.

    Of persons, and those on rosters whose id number is in dispute (domain.md §9.3): each of these is nobody as yet.
    """
    nobody = pl.lit(_NOBODY) + pl.int_range(pl.len()).cast(pl.String)
    disputed = pl.col("sheet").is_in(ROSTERS) & pl.col("id_digest").is_not_null()
    there = mentioned.select(*MENTION).unique().with_columns(standing=pl.lit(value=True))
    return (
        known.with_columns(person_id=pl.coalesce("person_id", pl.when(disputed).then(nobody)))
        .filter(pl.col("person_id").is_not_null(), _shows_more())
        .join(there, on=list(MENTION), how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.col("standing").fill_null(value=False))
    )


def waiting(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs of REVIEW that ask, those of one row together: changed ones, then suggested ones, then by points.

    Those somebody has put off come last.
    """
    put_off, place = pl.col("judgement").eq("later").fill_null(value=False), ["submission", "row", "name"]
    asked = pairs.filter(pl.col("judgement").is_null() | put_off | pl.col("changed"))
    best = [pl.col(name).max().over(place) for name in ("changed", "suggested", "points")]
    order = [put_off.all().over(place).not_(), *best, *map(pl.col, place), pl.col("rank")]
    return asked.sort(*order, descending=[True] * 4 + [False] * 4, maintain_order=True)


def mentioned(resolved: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """MENTIONED of the `resolved_mentions` by sheet."""
    rows = [frame.with_columns(sheet=pl.lit(sheet)).select(*MENTIONED) for sheet, frame in resolved.items()]
    return pl.concat([pl.DataFrame(schema=MENTIONED), *rows])


def _of_sheet(
    sheet: str, rows: pl.DataFrame, persons: pl.DataFrame, decisions: pl.DataFrame, edges: Edges
) -> pl.DataFrame:
    among = CLUES[sheet].among
    if among:
        persons = persons.filter((pl.col("sheet") == among).any().over("person_id"))
    first = rows.with_columns(since=pl.col("period").min().over(list(MENTION)))
    distinct = first.rename({"person_id": "counted_as"}).unique(list(MENTION), keep="first", maintain_order=True)
    asking = distinct.filter(pl.lit(sheet in ROSTERS) | pl.col("counted_as").is_null())
    fresh = suggestions(asking, persons, rows.select("submission", "person_id"), _apart(asking, persons, edges))
    said = answered_pairs(distinct, persons, decisions, edges.keyed_digest)
    again, once = said.filter("changed"), said.filter(~pl.col("changed"))
    nothing = {"changed": pl.lit(value=False), "replaces": pl.lit([], pl.List(pl.String))}
    pairs = pl.concat([again, fresh.with_columns(**nothing), once])
    return _told(_answered(_dated(pairs, distinct, persons, edges), decisions)).select(*REVIEW)


def _apart(asking: pl.DataFrame, persons: pl.DataFrame, edges: Edges) -> pl.DataFrame:
    """Who is not whom, as somebody has said; the columns of NOBODY_APART."""
    if not edges.apart:
        return NOBODY_APART

    def clusters(mentions: pl.DataFrame) -> pl.Series:
        return pl.Series([edges.of(shown) for shown in mentions.select(*MENTION).iter_rows()], dtype=pl.String)

    who = pl.coalesce("counted_as", pl.int_range(pl.len()).cast(pl.String))
    borne = persons.select("person_id", cluster=clusters(persons)).drop_nulls().unique()
    asked = pl.concat(
        [asking.select(who=who, cluster=clusters(asking)).drop_nulls(), borne.rename({"person_id": "who"})]
    )
    apart = [(cluster, other) for cluster, others in edges.apart.items() for other in others]
    parts = pl.DataFrame(apart, schema={"cluster": pl.String, "other": pl.String}, orient="row")
    met = asked.join(parts, on="cluster").join(borne, left_on="other", right_on="cluster")
    return met.select("who", "person_id").unique()


def _dated(pairs: pl.DataFrame, rows: pl.DataFrame, persons: pl.DataFrame, edges: Edges) -> pl.DataFrame:
    """The pairs with the digests of both mentions, the first period in which both are known, and `standing`.

    A mention on a roster may have been seen before the rows in force.
    """
    shown = list(MENTION)
    seen = pl.concat([rows.select(*shown, "since"), persons.select(*shown, since="period")])
    since = seen.group_by(shown).agg(pl.col("since").min())
    there = persons.select(*shown, "standing").unique(shown)
    right = {name: f"{name}_right" for name in shown}
    dated = pairs.join(since, on=shown, how="left", nulls_equal=True, maintain_order="left").join(
        there.rename(right), on=list(right.values()), how="left", nulls_equal=True, maintain_order="left"
    )
    return dated.with_columns(
        pl.max_horizontal("since", "period_right").alias("since"),
        mention=mention_digests(pairs, edges.keyed_digest),
        other=mention_digests(pairs.select(pl.col(f"{name}_right").alias(name) for name in shown), edges.keyed_digest),
    )


def _answered(pairs: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The pairs with what has been said about them."""
    said = ("judgement", "by", "because")
    answers = decisions.select("mention", "other", *said)
    either = pl.concat([answers, answers.rename({"mention": "other", "other": "mention"}).select(answers.columns)])
    return pairs.join(either.unique(["mention", "other"]), on=["mention", "other"], how="left", maintain_order="left")


def _told(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs with what agrees and what does not in words, and the columns of the other record by their names."""
    lines = pairs.select(*LEVELS).to_dicts()
    return pairs.with_columns(
        agrees=pl.Series([told(line, agreeing=True) for line in lines], dtype=pl.String),
        differs=pl.Series([told(line, agreeing=False) for line in lines], dtype=pl.String),
        candidate=pl.when(~pl.col("person_id").str.starts_with(_NOBODY)).then("person_id"),
        **{f"candidate_{name}": pl.col(f"{name}_right") for name in _RECORD},
    )
