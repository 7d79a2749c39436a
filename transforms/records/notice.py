"""A notice on a file or submission as a whole, and the error of a file that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from expectations.contract.rules import Reaction


@dataclass(frozen=True)
class Notice:
    """A notice on a submission as a whole; with FILE it is refused. `message` tells the clerk what to do."""

    rule: str
    message: str
    reaction: Reaction = Reaction.FILE


class Unreadable(Exception):
    """The file is not a workbook that can be read; the `notice` says why and refuses it."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(rule, message)
        self.notice = Notice(rule, message)
