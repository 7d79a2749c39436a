"""The registry: every mention in the sheets, with its person (domain.md §9.1).

It is derived from all submissions known at the knowledge cut-off and has no state: the same submissions give the same
persons. Given the whole history, not only the snapshots in force, a person keeps the number when an id arrives later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from transforms.identify.blocking import independent_blocks
from transforms.identify.decided import resolver
from transforms.identify.edges import NO_EDGES, Edges, mention_digest
from transforms.identify.mentions import CLUES, MENTION, ROSTERS, KeyedDigest, mentions, telling
from transforms.identify.resolver import NOTHING_SHOWN, Mention, Person, Resolution, Resolver, disputed_ids

_FIRST_SEEN: dict[str, pl.DataType] = {"period": pl.String(), "submission": pl.String(), "row": pl.Int64()}
_SEEN: dict[str, pl.DataType] = {"sheet": pl.String(), **_FIRST_SEEN, "name": pl.String(), **MENTION}
_ORDER = (*_FIRST_SEEN, "sheet", "name", *MENTION)
ANSWER: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "tier": pl.String(),  # T1 … T4, NEW, DECIDED; null: undecided
    "doubt": pl.String(),  # why not
    "candidates": pl.Int64(),  # how many candidates matched
}
REGISTRY = {**_SEEN, **ANSWER}
_LENGTH = 16
"""Hex digits of a person_id."""
_BIRTH_PRECEDENCE = ("S1", "S2", "S3", "S9")  # domain.md §9.4


def registry(
    rosters: Mapping[str, pl.DataFrame],
    keyed_digest: KeyedDigest,
    evidence: Mapping[str, pl.DataFrame] | None = None,
    edges: Edges = NO_EDGES,
) -> pl.DataFrame:
    """One row per distinct mention, first seen first, columns of REGISTRY; none of evidence that shares no roster name.

    rosters: accepted rows of S1 and S9 by sheet id; a mention on them that matches nobody is a new person.
    evidence: rows of S2 and S3; they add attributes of known persons and never a person. edges: what was decided.
    `person_id` is derived from the person's first record, in the order of period, submission and row.
    """
    parts = independent_blocks(
        _distinct_mentions(rosters, keyed_digest), _distinct_mentions(evidence or {}, keyed_digest), edges
    )
    snapshots = _snapshots(rosters, keyed_digest)
    return pl.concat(
        _registered(founding, further, snapshots, keyed_digest, edges) for founding, further in parts
    ).sort(_ORDER)


def _snapshots(rosters: Mapping[str, pl.DataFrame], keyed_digest: KeyedDigest) -> Mapping[Mention, frozenset[str]]:
    """The submissions of S1 in which each mention stands."""
    if "S1" not in rosters:
        return {}
    shown = mentions("S1", telling("S1", rosters["S1"]), keyed_digest)
    standing = shown.group_by(*MENTION).agg(pl.col("submission").unique())
    return {
        mention: frozenset(names)
        for mention, names in zip(mentions_of(standing), standing["submission"].to_list(), strict=True)
    }


def _registered(
    founding: pl.DataFrame,
    further: pl.DataFrame,
    snapshots: Mapping[Mention, frozenset[str]],
    keyed_digest: KeyedDigest,
    edges: Edges,
) -> pl.DataFrame:
    """The registry of one block of namesakes."""
    people = resolver(_disputed(founding, edges), edges)
    settled = _settled(founding, people, snapshots)
    numbers = _numbers(founding, settled, keyed_digest)
    known = [
        people.find(mention, CLUES[sheet].among)
        for sheet, mention in zip(further["sheet"], mentions_of(further), strict=True)
    ]
    return pl.concat([_with_answers(founding, settled, numbers), _with_answers(further, known, numbers)])


def mentions_of(frame: pl.DataFrame) -> Iterator[Mention]:
    """The columns of MENTION as mentions, row by row."""
    return (Mention(*shown) for shown in frame.select(*MENTION).iter_rows())


def _disputed(frame: pl.DataFrame, edges: Edges) -> set[str]:
    return disputed_ids(mentions_of(frame.filter(pl.col("name_key").n_unique().over("id_digest") > 1)), edges)


def people_of(registry: pl.DataFrame, edges: Edges = NO_EDGES) -> tuple[Resolver, Mapping[Person, str]]:
    """All persons of a registry as a resolver, and their person_ids."""
    founding = registry.filter(pl.col("sheet").is_in(ROSTERS))
    people = resolver(_disputed(founding, edges), edges)
    persons: dict[str, Person] = {}
    known = registry.filter(pl.col("person_id").is_not_null())
    for number, sheet, mention in zip(known["person_id"], known["sheet"], mentions_of(known), strict=True):
        if number not in persons:
            persons[number] = Person()
        people.learn(persons[number], mention, sheet)
    return people, {person: number for number, person in persons.items()}


def also_seen(registry: pl.DataFrame, sheet: str, places: pl.DataFrame) -> pl.DataFrame:
    """The registry with more units in which its persons were seen (places: person_id, unit)."""
    of_these = registry.join(places, on="person_id", how="semi", maintain_order="left")
    borne = of_these.select("person_id", "name", "name_key").drop_nulls().unique(maintain_order=True)
    more = borne.join(
        places.select("person_id", "unit").drop_nulls().unique().sort("person_id", "unit"), on="person_id"
    )
    return pl.concat([registry, more.with_columns(sheet=pl.lit(sheet))], how="diagonal").select(*REGISTRY)


def persons(registry: pl.DataFrame) -> pl.DataFrame:
    """One row per person: person_id, name, name_keys, birth_month, units, id_digest, phone_digests, sheets.

    name is the one first shown; birth_month follows the precedence of domain.md §9.4.
    """
    known = registry.filter(pl.col("person_id").is_not_null())

    def every(column: str) -> pl.Expr:
        return pl.col(column).drop_nulls().unique().sort()

    births = (
        pl.col("birth_month").filter(pl.col("sheet") == sheet).drop_nulls().first() for sheet in _BIRTH_PRECEDENCE
    )
    return (
        known.sort(*_FIRST_SEEN, "name")
        .group_by("person_id")
        .agg(
            pl.col("name").first(),
            every("name_key").alias("name_keys"),
            pl.coalesce(births).alias("birth_month"),
            every("unit").alias("units"),
            pl.col("id_digest").drop_nulls().first(),
            every("phone_digest").alias("phone_digests"),
            every("sheet").alias("sheets"),
        )
        .sort("person_id")
    )


def _distinct_mentions(sheets: Mapping[str, pl.DataFrame], keyed_digest: KeyedDigest) -> pl.DataFrame:
    """The distinct mentions on some sheets, first seen first."""
    shown = [
        mentions(sheet, telling(sheet, rows), keyed_digest).select(
            pl.lit(sheet).alias("sheet"), *_FIRST_SEEN, "name", *MENTION
        )
        for sheet, rows in sheets.items()
    ]
    ordered = pl.concat([pl.DataFrame(schema=_SEEN), *shown]).sort(_ORDER)
    return ordered.unique(["sheet", *MENTION], keep="first", maintain_order=True)


def _settled(frame: pl.DataFrame, people: Resolver, snapshots: Mapping[Mention, frozenset[str]]) -> list[Resolution]:
    """Answers in the order of `frame`. The strongest mentions are resolved first; one still unknown is a new person.

    A cadre whose former unit is written otherwise in a later snapshot stays the same person (`Resolver.listed_before`).
    """
    strengths = [mention.strength for mention in mentions_of(frame)]
    places = sorted(range(len(strengths)), key=strengths.__getitem__)
    ordered = frame[places]
    answers: dict[int, Resolution] = {}
    for place, sheet, mention in zip(places, ordered["sheet"], mentions_of(ordered), strict=True):
        answer, listed = people.find(mention), snapshots.get(mention, frozenset()) if sheet == "S1" else frozenset()
        if answer.may_be_new and listed:
            answer = people.listed_before(mention, listed)
        if answer.may_be_new:
            answer = Resolution(None, None, NOTHING_SHOWN) if mention.is_bare else Resolution(Person(), "NEW")
        if answer.person:
            people.learn(answer.person, mention, sheet)
            answer.person.snapshots |= listed
        answers[place] = answer
    return [_as_of_now(people, mention, answers[place]) for place, mention in enumerate(mentions_of(frame))]


def _as_of_now(people: Resolver, mention: Mention, answer: Resolution) -> Resolution:
    """The answer once all are known: what was decided, of a person joined to another that one."""
    if answer.person is None:
        return people.decided(mention) or answer
    return answer._replace(person=answer.person.now)


def _numbers(frame: pl.DataFrame, answers: Sequence[Resolution], keyed_digest: KeyedDigest) -> dict[Person, str]:
    """person_id: a keyed digest of the first mention of each person, the id alone where it shows one."""
    numbers: dict[Person, str] = {}
    given: set[str] = set()
    for mention, answer in zip(mentions_of(frame), answers, strict=True):
        if answer.person and answer.person not in numbers:
            number = keyed_digest("person", mention.content)[:_LENGTH]
            if number in given:  # two people with one id number, as somebody has decided
                number = keyed_digest("person", f"{mention.content}\x1f{mention_digest(mention, keyed_digest)}")[
                    :_LENGTH
                ]
            numbers[answer.person] = number
            given.add(number)
    return numbers


def numbers_shown(rosters: Mapping[str, pl.DataFrame], keyed_digest: KeyedDigest) -> set[str]:
    """Every person_id these rows would give if each were a person's first; rosters as in `registry`."""
    return {
        keyed_digest("person", mention.content)[:_LENGTH]
        for mention in mentions_of(_distinct_mentions(rosters, keyed_digest))
    }


def _with_answers(frame: pl.DataFrame, answers: Sequence[Resolution], numbers: Mapping[Person, str]) -> pl.DataFrame:
    return frame.hstack(answer_frame(answers, numbers))


def answer_frame(answers: Sequence[Resolution], numbers: Mapping[Person, str]) -> pl.DataFrame:
    """Answers as a frame with the columns of ANSWER."""
    return pl.DataFrame(
        [(numbers[a.person] if a.person else None, a.tier, a.doubt, a.candidates) for a in answers],
        schema=ANSWER,
        orient="row",
    )
