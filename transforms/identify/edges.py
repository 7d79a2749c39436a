"""What people have decided about two mentions, as edges that the resolver reads (docs/decisions/0020).

A mention is named by a keyed digest of all it shows, so that an answer holds no name, date or number, and speaks of no
other data than those it was given for. Clusters are the connected components of `same`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from transforms.identify.mentions import KeyedDigest


class Judgement(StrEnum):
    """What was decided about two mentions."""

    SAME = "same"
    DIFFERENT = "different"
    LATER = "later"
    UNDONE = "undone"  # what was decided before is lifted; not in force


DECISIONS: dict[str, pl.DataType] = {
    "mention": pl.String(),
    "other": pl.String(),
    "judgement": pl.String(),
    "since": pl.String(),  # the first period in which both mentions are known
    "standing": pl.Boolean(),  # whether the other mention stood in a row in force when it was decided
    "agrees": pl.String(),
    "differs": pl.String(),
    "by": pl.String(),
    "because": pl.String(),
    "at": pl.Datetime("us", "UTC"),
}
"""The answers in force, at most one for a pair: who gave it, when, why, and what it rested on."""

UNDECIDED = pl.DataFrame(schema=DECISIONS)

_LENGTH = 32


def mention_digest(mention: Sequence[object], keyed_digest: KeyedDigest) -> str:
    """The keyed digest of all that a mention shows, the columns of MENTION; equal ones have the same."""
    return keyed_digest("mention", "\x1f".join("" if part is None else str(part) for part in mention))[:_LENGTH]


@dataclass(frozen=True)
class Edges:
    """The decisions of a period.

    cluster     the digest of each decided mention → the name of its cluster
    apart       cluster → those it is different from
    """

    cluster: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    keyed_digest: KeyedDigest = lambda _, text: text

    def of(self, mention: Sequence[object]) -> str | None:
        """The cluster of a mention; None where nobody has decided on it."""
        return self.cluster.get(mention_digest(mention, self.keyed_digest)) if self.cluster else None

    def parts(self, cluster: str | None, others: Iterable[str]) -> bool:
        """Whether somebody has said that a cluster is a different person from one of the others."""
        return cluster is not None and not self.apart.get(cluster, frozenset()).isdisjoint(others)


NO_EDGES = Edges()


def edges(decisions: pl.DataFrame, keyed_digest: KeyedDigest) -> Edges:
    """The edges of DECISIONS."""
    cluster, apart = clusters(decisions), defaultdict[str, set[str]](set)
    for mention, other in _pairs(decisions, Judgement.DIFFERENT):
        apart[cluster[mention]].add(cluster[other])
        apart[cluster[other]].add(cluster[mention])
    return Edges(cluster, {name: frozenset(others) for name, others in apart.items()}, keyed_digest)


def clusters(decisions: pl.DataFrame) -> dict[str, str]:
    """Each mention of DECISIONS that is the same as others or different from them → the least digest of its cluster."""
    tied = {mention: {mention} for pair in _pairs(decisions, Judgement.SAME, Judgement.DIFFERENT) for mention in pair}
    for mention, other in _pairs(decisions, Judgement.SAME):
        together = tied[mention] | tied[other]
        tied.update(dict.fromkeys(together, together))
    return {mention: min(together) for mention, together in tied.items()}


def contradicted(decisions: pl.DataFrame) -> list[tuple[str, str]]:
    """The pairs of DECISIONS that are different although answers join them."""
    cluster = clusters(decisions)
    return [pair for pair in _pairs(decisions, Judgement.DIFFERENT) if cluster[pair[0]] == cluster[pair[1]]]


def _pairs(decisions: pl.DataFrame, *judgements: Judgement) -> list[tuple[str, str]]:
    return decisions.filter(pl.col("judgement").is_in([*judgements])).select("mention", "other").rows()
