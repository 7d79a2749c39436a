"""Answers to give again: what they rested on has been replaced by other data since (docs/decisions/0020)."""

from __future__ import annotations

import polars as pl

from transforms.identify.comparison.suggestions import SUGGESTIONS, scored_pairs
from transforms.identify.edges import Judgement, mention_digest
from transforms.identify.mentions import MENTION, KeyedDigest

_PAIR = ("mention", "other")


def mention_digests(mentions: pl.DataFrame, keyed_digest: KeyedDigest) -> pl.Series:
    """The digest of each mention (columns of MENTION)."""
    shown = mentions.select(*MENTION).iter_rows()
    return pl.Series([mention_digest(mention, keyed_digest) for mention in shown], dtype=pl.String)


def reconsidered(
    rows: pl.DataFrame, persons: pl.DataFrame, decisions: pl.DataFrame, keyed_digest: KeyedDigest
) -> pl.DataFrame:
    """SUGGESTIONS and `changed`: the rows of answers, each beside what the person shows now.

    An answer is given again where its row still stands, the record beside it stood then and does no more, and nobody
    has compared the row with another record of that person. The columns of rows are those of `suggestions` and `since`,
    those of persons those of REGISTRY and `standing`.
    """
    judged = decisions.filter("standing", pl.col("judgement").is_in([Judgement.SAME, Judgement.DIFFERENT]))
    pairs = _replaced(rows, persons, decisions, judged, keyed_digest) if judged.height else _NONE
    scored = scored_pairs(pairs, rows, persons).sort("asking", -pl.col("points"), "known")
    best = scored.unique(["asking", "person_id"], keep="first", maintain_order=True)
    return best.with_columns(
        rank=pl.lit(1, pl.Int64),
        suggested=pl.lit(value=False),
        in_sheet=pl.lit(value=False),
        changed=pl.lit(value=True),
    ).select(*SUGGESTIONS, "changed")


_NONE = pl.DataFrame(schema={"asking": pl.UInt32, "known": pl.UInt32})


def _replaced(
    rows: pl.DataFrame,
    persons: pl.DataFrame,
    decisions: pl.DataFrame,
    judged: pl.DataFrame,
    keyed_digest: KeyedDigest,
) -> pl.DataFrame:
    """`asking`, `known`: positions of rows, and of the records in force of the persons they were compared with."""
    asking = rows.select(mention=mention_digests(rows, keyed_digest)).with_row_index("asking")
    records = persons.select("person_id", "standing", other=mention_digests(persons, keyed_digest))
    gone = records.filter(pl.col("standing").any().over("other").not_()).select("person_id", "other").unique()
    rested = judged.select(_PAIR).join(gone, on="other").select("mention", "person_id").unique()
    there = records.with_row_index("known").filter("standing")
    now = rested.join(asking, on="mention").join(there, on="person_id").filter(pl.col("mention") != pl.col("other"))
    answers = pl.concat([decisions.select(_PAIR), decisions.select(mention="other", other="mention")])
    compared = now.join(answers, on=_PAIR, how="semi").select("mention", "person_id")
    fresh = now.join(compared, on=["mention", "person_id"], how="anti", maintain_order="left")
    return fresh.select("asking", "known").unique(maintain_order=True)
