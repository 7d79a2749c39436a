"""The append-only log of what people decided about who is whom: one line of JSON for each pair (docs/decisions/0020).

<out>/decisions/identity.jsonl, readable by its owner only. A mention is named by its keyed digest, and what an answer
rested on by levels in words: no name, date or number is in it. The last line of a pair is in force, in whichever order
it names the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from flows.store.records.append_log import AppendLog
from flows.store.records.recorded_words import check_recorded
from transforms.identify.edges import DECISIONS, Judgement, contradicted


class CannotDecide(Exception):
    """An answer that is refused; the text says which and what to do."""


@dataclass(frozen=True)
class Decision:
    """One answer about two mentions; the fields are those of DECISIONS."""

    mention: str
    other: str
    judgement: Judgement
    since: str
    standing: bool
    agrees: str
    differs: str
    by: str
    because: str


@dataclass(frozen=True)
class IdentityDecisions:
    """The log in `file`."""

    file: Path

    @property
    def record(self) -> AppendLog:
        """Its lines, as a log."""
        return AppendLog(self.file)

    def holding(self, period: str | None, knowledge: dt.datetime) -> pl.DataFrame:
        """DECISIONS in force at the knowledge cut-off: those of mentions known by a period, or without one all."""
        known = (line for line in self.record.lines(knowledge) if period is None or line["since"] <= period)
        last = {_pair(line): line for line in known}
        lines = [
            line | {"at": dt.datetime.fromisoformat(line["at"])}
            for line in last.values()
            if line["judgement"] != Judgement.UNDONE
        ]
        return pl.DataFrame(lines, schema=DECISIONS).sort("mention", "other")

    def since(self, mention: str, other: str, at: dt.datetime) -> str | None:
        """The period from which something was said of a pair: a new answer holds wherever the older one did."""
        pair = frozenset((mention, other))
        return min((line["since"] for line in self.record.lines(at) if _pair(line) == pair), default=None)

    def decide(self, decisions: Sequence[Decision], at: dt.datetime) -> int:
        """Append the new ones of some decisions, all or none; gives their number.

        Raises CannotDecide, also where `same` would join what stands `different`.
        """
        for decision in decisions:
            _check(decision)
        last = {_pair(line): line for line in self.record.lines(at)}
        lines = [asdict(decision) for decision in decisions]
        new = [line for line in lines if not _stands(last.get(_pair(line)), line)]
        after = {**last, **{_pair(line): line for line in new}}
        _check_together(list(after.values()))
        if new:
            self.record.add(new, at)
        return len(new)


def _pair(line: dict[str, object]) -> frozenset[object]:
    return frozenset((line["mention"], line["other"]))


def _stands(known: dict[str, object] | None, line: dict[str, object]) -> bool:
    """Whether this is what was said last of the pair, by whomever; an undoing of nothing says nothing."""
    if known is None or known["judgement"] == Judgement.UNDONE:
        return line["judgement"] == Judgement.UNDONE
    return all(known[name] == line[name] for name in ("judgement", "because", "since"))


def _check(decision: Decision) -> None:
    if not decision.by.strip():
        raise CannotDecide("say who decides it (--by)")
    if not decision.because.strip() and decision.judgement != Judgement.LATER:
        raise CannotDecide("say why (--because)")
    check_recorded(by=decision.by, because=decision.because)


def _check_together(lines: Sequence[dict[str, object]]) -> None:
    said = pl.DataFrame(
        [{name: line[name] for name in ("mention", "other", "judgement")} for line in lines], schema=_SAID
    )
    if contradicted(said):
        raise CannotDecide(
            "these are the same only if two are who stand different (directly, or by what else was said of them); "
            "nothing was changed. Undo the older answer first, if it is the wrong one: wuwei review PERIOD --undo"
        )


_SAID = {"mention": pl.String(), "other": pl.String(), "judgement": pl.String()}
