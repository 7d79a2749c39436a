"""Withdrawn submissions (撤回): who withdrew them and why; the files stay in the archive and the ledger.

<out>/decisions/withdrawals.jsonl; a withdrawal is valid for every period from its time on, until it is revoked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.store.edition import Edition
from flows.store.records.append_log import AppendLog
from flows.store.records.recorded_words import check_recorded
from transforms.cells.personal_data.redaction import without_personal_data
from transforms.judge.in_force import SUPERSEDED


class CannotWithdraw(Exception):
    """A withdrawal that is refused; the text says why and what to do."""


@dataclass(frozen=True)
class Withdrawals:
    """The log in `file`."""

    file: Path

    @property
    def record(self) -> AppendLog:
        """Its lines, as a log."""
        return AppendLog(self.file)

    def holding(self, knowledge: dt.datetime) -> list[str]:
        """The submissions withdrawn at the knowledge cut-off, sorted."""
        last = {line["submission"]: line["withdrawn"] for line in self.record.lines(knowledge)}
        return sorted(submission for submission, withdrawn in last.items() if withdrawn)


def withdraw(
    record: Withdrawals, edition: Edition, named: str, by: str, because: str, at: dt.datetime, *, back: bool = False
) -> list[str]:
    """Withdraw the submissions of an edition by a file's name or a submission's number; with `back` revoke that.

    Gives the submissions logged. Raises CannotWithdraw.
    """
    if not by.strip() or not because.strip():
        raise CannotWithdraw("say who withdraws it (--by) and why (--because)")
    check_recorded(by=by, because=because)
    files = edition.table("files")
    matches = files.filter((files["submission"] == named) | (files["file"] == named))
    if matches["sha256"].n_unique() > 1:
        numbers = ", ".join(matches["submission"].unique().sort())
        raise CannotWithdraw(f"several files are named {named}; name the submission instead: {numbers}")
    withdrawn = set(record.holding(at))
    wanted = [number for number in matches["submission"].unique().sort() if (number in withdrawn) == back]
    if matches.is_empty():
        raise CannotWithdraw(f"{named} is not among the submissions known; names and numbers stand in ledger.csv")
    if not wanted:
        raise CannotWithdraw(f"{named} {'is not withdrawn' if back else 'is withdrawn already'}")
    if not back and (why := _without_effect(matches.filter(matches["submission"].is_in(wanted)))):
        raise CannotWithdraw(f"{named} {why}; nothing would change")
    line = {"file": without_personal_data(named), "by": by, "because": because, "withdrawn": not back}
    lines = [{"submission": number, **line} for number in wanted]
    record.record.add(lines, at)
    return wanted


def _without_effect(files: pl.DataFrame) -> str | None:
    """Why withdrawing these submissions (FILES) would change nothing; None where it changes something."""
    if (files["refused"] == "same_file_twice").fill_null(value=False).all():
        return "has the bytes of another file, which counts in its place; withdraw that one"
    if (files["standing"] == SUPERSEDED).fill_null(value=False).all():
        return "does not count any more, a later file has replaced it; withdraw that one first"
    return None
