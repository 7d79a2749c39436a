"""Words and numbers of a report: a printed number carries the code of its figure (design.md §5.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Which number of a figure is printed."""

    VALUE = "value"
    NUMERATOR = "n"
    DENOMINATOR = "d"
    SIZE = "|value|"  # the value without its sign
    BASIS = "n/d"  # both: 19/20
    SHARE = "100n/d"  # the one as a percentage of the other; of a sum, of itself
    PREVIOUS = "previous"  # the value in the period before, as its edition says now
    FIRST = "first"  # and as it was first published, where that was corrected (上期更正)
    CHANGE = "change"
    ALIKE = "alike"  # the change among the units that count in both periods
    JOINED = "joined"  # what the units that count in one of them alone add to the change
    MOVED = "moved"  # how far it has moved since `period`
    COVERAGE = "coverage"
    DUE = "due"  # the units that must send, and those that have
    SENT = "sent"
    LOW = "low"
    HIGH = "high"  # between which values it would lie if everybody had sent
    MEAN = "mean"  # of the county, for each division
    APART = "apart"  # how far a division is from that mean
    REST = "rest"  # what a count leaves beside those of its parts that the report's matters to decide name
    LISTED = "listed"  # `code` names a block of the same report: how many rows or entries that has
    CELL = "cell"  # `code` is table/key/column of the dataset
    PLAIN = "plain"  # none of a figure: a day, the number of an issue, a threshold, a place in a list


class Number(str):
    """A printed number with the code of its figure (A5, C3-漕河镇) and the side of it.

    `period` is an earlier period of the figure, empty for the report's own; `edition` the number of an issued edition
    of the same period that printed it (原报), empty for the report's own.
    """

    __slots__ = ("code", "edition", "period", "side")
    code: str
    side: Side
    period: str
    edition: str

    def __new__(cls, text: str, code: str = "", side: str = Side.VALUE, period: str = "", edition: str = "") -> Number:
        """The printed value of a figure, or another `side` of it."""
        number = super().__new__(cls, text)
        number.code, number.side, number.period, number.edition = code, Side(side), period, edition
        return number


def plain_number(text: object) -> Number:
    """A number that is none of a figure: a day, the number of an issue, a threshold."""
    return Number(str(text), side=Side.PLAIN)


Runs = tuple[str, ...]
"""A text in pieces: words, and the numbers between them, each a `Number`."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """Sentences made of words and numbers."""

    runs: Runs

    @property
    def text(self) -> str:
        """What they say."""
        return "".join(self.runs)

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators its numbers are of, each once."""
        named = (
            run.code.partition("-")[0] for run in self.runs if isinstance(run, Number) and run.side not in _OF_NONE
        )
        return tuple(dict.fromkeys(named))


def lines_in_turn(lines: Iterable[Runs]) -> Sentence:
    """Lines one after the other: 甲镇3件；乙镇1件."""
    runs = [run for line in lines for run in (*line, "；")]
    return Sentence(runs=tuple(runs[:-1]))


_OF_NONE = (Side.LISTED, Side.CELL, Side.PLAIN)
Cell = str | Sentence
"""What stands in a table: a text, a number, or words with numbers between them."""
