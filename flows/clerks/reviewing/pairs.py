"""The pairs of an edition that somebody looks at: each with its number, and answers to them as decisions.

Only the organisation department sees them: both records stand there with names and months of birth (domain.md §11.2).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from expectations.county.county import County
from flows.store.edition import Edition
from flows.store.records.identity_decisions import CannotDecide, Decision, IdentityDecisions
from transforms.identify.edges import Judgement
from transforms.identify.review import REVIEW, waiting

_DIGITS = 8


@dataclass(frozen=True)
class Answer:
    """What somebody says of the pair with this number."""

    pair: str
    judgement: Judgement
    by: str
    because: str


def pair_number(mention: str, other: str) -> str:
    """The number of a pair, in whichever order: stable over editions, and no number to a spreadsheet."""
    return "q" + hashlib.sha256("".join(sorted((mention, other))).encode()).hexdigest()[:_DIGITS]


def pairs_of(edition: Edition, county: County) -> list[Mapping[str, Any]]:
    """All pairs: those that wait (`waits`) in the order in which to answer them, then those that are answered.

    The columns of REVIEW, and `pair` (its number), `file`, `candidate_file`, `unit_name`, `candidate_unit_name`.
    Raises CannotDecide where the edition is of a version that compared nobody.
    """
    if "candidate_pairs" not in edition.manifest["tables"]:
        raise CannotDecide(
            f"edition {edition.number} of {edition.period} compares nobody; run the period again (wuwei run)"
        )
    table = edition.table("candidate_pairs").select(*REVIEW)
    asked = waiting(table).with_columns(waits=pl.lit(value=True))
    rest = table.join(asked, on=["submission", "row", "name", "other"], how="anti", maintain_order="left")
    files = _files(edition)
    units = {unit.code: unit.short or unit.name for unit in county.units}
    every = pl.concat([asked, rest.with_columns(waits=pl.lit(value=False))])
    return [_shown(line, files, units) for line in every.to_dicts()]


def disagreements_of(edition: Edition) -> list[Mapping[str, Any]]:
    """What was taken or passed over without anybody's decision (DISAGREEMENTS), with `file` and `other_file`."""
    files = _files(edition)
    return [
        line | {"file": files(line["submission"]), "other_file": files(line["other_submission"])}
        for line in edition.table("disagreements").sort("name", "column", "submission", "row").to_dicts()
    ]


def decide(
    record: IdentityDecisions, pairs: Sequence[Mapping[str, Any]], answers: Sequence[Answer], at: dt.datetime
) -> int:
    """Write down the new ones of some answers to pairs (`pairs_of`); gives the number of lines.

    An answer to a pair that was `changed` lifts the older one, which rested on what has been replaced, from the first
    period that knows both records now. Raises CannotDecide, PersonalDataInRecord; then nothing was written.
    """
    known = {line["pair"]: line for line in pairs}
    twice = len({answer.pair for answer in answers}) < len(answers)
    if twice:
        raise CannotDecide("a pair is answered twice; nothing was changed")
    return record.decide([decision for answer in answers for decision in _decisions(known, answer, record, at)], at)


def _decisions(
    known: Mapping[str, Mapping[str, Any]], answer: Answer, record: IdentityDecisions, at: dt.datetime
) -> Iterator[Decision]:
    if answer.pair not in known:
        raise CannotDecide(f"there is no pair {answer.pair}; wuwei review PERIOD --list shows them with their numbers")
    line = known[answer.pair]
    if any(name in answer.because for name in (line["name"], line["candidate_name"]) if name):
        raise CannotDecide(f"{answer.pair}: leave names out of the reason; what is recorded stays for good")
    rested_on = {name: line[name] for name in ("mention", "other", "since", "standing", "agrees", "differs")}
    said = Decision(judgement=answer.judgement, by=answer.by, because=answer.because, **rested_on)
    if answer.judgement is not Judgement.LATER:
        yield from (replace(said, other=older, judgement=Judgement.UNDONE) for older in line["replaces"])
    yield replace(said, since=min(said.since, record.since(said.mention, said.other, at) or said.since))


def _files(edition: Edition) -> Callable[[str], str]:
    """The name of the file of a submission."""
    names = dict(edition.table("files").select("submission", "file").iter_rows())
    return lambda submission: names.get(submission, submission)


def _shown(line: dict[str, Any], files: Callable[[str], str], units: Mapping[str, str]) -> Mapping[str, Any]:
    return line | {
        "pair": pair_number(line["mention"], line["other"]),
        "file": files(line["submission"]),
        "candidate_file": files(line["candidate_submission"]),
        **{f"{name}_name": _unit(line[name], units) for name in ("unit", "candidate_unit")},
    }


def _unit(code: str | None, units: Mapping[str, str]) -> str:
    return units.get(code, code.removeprefix("?")) if code else ""
