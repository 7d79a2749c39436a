"""Submissions that were withdrawn (撤回): who did it and why; the files stay in the archive and the ledger.

<out>/decisions/withdrawals.jsonl; a withdrawal holds for every period from its moment on, until it is taken back.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from flows.store.append_log import AppendLog
from flows.store.edition import Edition
from transforms.cells.personal_data import without_personal_data


class CannotWithdraw(Exception):
    """A withdrawal that cannot be taken; the text says why and what to do."""


@dataclass(frozen=True)
class Withdrawals:
    """The record in `file`."""

    file: Path

    @property
    def record(self) -> AppendLog:
        """Its lines."""
        return AppendLog(self.file)

    def holding(self, knowledge: dt.datetime) -> list[str]:
        """The submissions withdrawn by a moment, in order."""
        last = {line["submission"]: line["withdrawn"] for line in self.record.lines(knowledge)}
        return sorted(submission for submission, withdrawn in last.items() if withdrawn)


def withdraw(
    record: Withdrawals, edition: Edition, named: str, by: str, because: str, at: dt.datetime, *, back: bool = False
) -> list[str]:
    """Withdraw what an edition knows under a file's name or a submission's number, or take that back.

    Gives the submissions written down. Raises CannotWithdraw.
    """
    if not by.strip() or not because.strip():
        raise CannotWithdraw("say who withdraws it (--by) and why (--because)")
    if without_personal_data(because) != because:
        raise CannotWithdraw("leave id and phone numbers out of the explanation, and illnesses")
    files = edition.table("files")
    found = files.filter((files["submission"] == named) | (files["file"] == named))
    if found["sha256"].n_unique() > 1:
        numbers = ", ".join(found["submission"].unique().sort())
        raise CannotWithdraw(f"several files are named {named}; name the submission instead: {numbers}")
    held = set(record.holding(at))
    wanted = [one for one in found["submission"].unique().sort() if (one in held) == back]
    if found.is_empty():
        raise CannotWithdraw(f"{named} is not among the submissions known; names and numbers stand in ledger.csv")
    if not wanted:
        raise CannotWithdraw(f"{named} {'is not withdrawn' if back else 'is withdrawn already'}")
    lines = [{"submission": one, "file": named, "by": by, "because": because, "withdrawn": not back} for one in wanted]
    record.record.add(lines, at)
    return wanted
