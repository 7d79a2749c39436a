"""Pairs that have been answered, and which to answer again: what they rested on has been replaced since."""

from __future__ import annotations

import polars as pl

from transforms.identify.comparison.suggestions import SUGGESTIONS, scored_pairs
from transforms.identify.edges import Judgement, mention_digest
from transforms.identify.mentions import MENTION, KeyedDigest

_PAIR = ("mention", "other")

ANSWERED: dict[str, pl.DataType] = {**SUGGESTIONS, "changed": pl.Boolean(), "replaces": pl.List(pl.String())}
"""replaces: the digests of records in the place of which the other one stands now; changed: there are some."""


def mention_digests(mentions: pl.DataFrame, keyed_digest: KeyedDigest) -> pl.Series:
    """The digest of each mention (columns of MENTION)."""
    shown = mentions.select(*MENTION).iter_rows()
    return pl.Series([mention_digest(mention, keyed_digest) for mention in shown], dtype=pl.String)


def answered_pairs(
    rows: pl.DataFrame, persons: pl.DataFrame, decisions: pl.DataFrame, keyed_digest: KeyedDigest
) -> pl.DataFrame:
    """ANSWERED: the pairs about which somebody has said something, those to be answered again first.

    An answer is given again where its row still stands, the record beside it stood then and does no more, and nobody
    has compared the row with another record of that person; the row then stands beside what the person shows now. The
    columns of rows are those of `suggestions`, those of persons those of REGISTRY and `standing`.
    """
    if decisions.is_empty():
        return pl.DataFrame(schema=ANSWERED)
    asking = rows.select(mention=mention_digests(rows, keyed_digest)).with_row_index("asking")
    records = persons.select("person_id", "standing", other=mention_digests(persons, keyed_digest))
    records = records.with_row_index("known")
    replaced = _replaced(asking, records, decisions)
    again = scored_pairs(replaced.select("asking", "known"), rows, persons).sort("asking", -pl.col("points"), "known")
    best = again.unique(["asking", "person_id"], keep="first", maintain_order=True).join(
        replaced, on=["asking", "known"], maintain_order="left"
    )
    exact = decisions.select(_PAIR).join(asking, on="mention").join(records.unique("other", keep="first"), on="other")
    said = scored_pairs(exact.select("asking", "known").sort("asking", "known"), rows, persons)
    both = pl.concat([best, said.with_columns(replaces=pl.lit([], pl.List(pl.String)))])
    never = pl.lit(value=False)
    return both.with_columns(
        rank=pl.lit(1, pl.Int64), suggested=never, in_sheet=never, changed=pl.col("replaces").list.len() > 0
    ).select(*ANSWERED)


def _replaced(asking: pl.DataFrame, records: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """`asking`, `known`: positions of rows, and of the records in force of the persons they were compared with.

    And `replaces`: the digests of the records that stood there then.
    """
    judged = decisions.filter(pl.col("judgement").is_in([Judgement.SAME, Judgement.DIFFERENT]))
    gone = records.filter(pl.col("standing").any().over("other").not_()).select("person_id", "other").unique()
    rested = judged.filter("standing").select(_PAIR).join(gone, on="other")
    older = rested.group_by("mention", "person_id").agg(replaces=pl.col("other").sort())
    there = records.filter("standing")
    now = older.join(asking, on="mention").join(there, on="person_id").filter(pl.col("mention") != pl.col("other"))
    answers = pl.concat([judged.select(_PAIR), judged.select(mention="other", other="mention")])
    compared = now.join(answers, on=_PAIR, how="semi").select("mention", "person_id")
    fresh = now.join(compared, on=["mention", "person_id"], how="anti")
    return fresh.select("asking", "known", "replaces").unique(["asking", "known"]).sort("asking", "known")
