"""How a proposal's persons, posts and points are printed; every number has the code `suggest/<what>/<column>`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from expectations.county.county import County
from report_templates.reports.variants.tables import organ_name, unit_name
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Number, Sentence, Side
from report_templates.words.wording import Wording
from transforms.suggest.proposal import Proposal
from transforms.suggest.scores import PRINCIPLES

SECTION = "suggest"
HEADS = dict(zip(PRINCIPLES, ("工作连续性", "尊重意愿", "人岗相适", "年龄照顾"), strict=True))
"""The four principles as heads of columns."""
SCORE_HEADS = dict(zip(PRINCIPLES, ("连续性", "意愿", "适岗", "年龄"), strict=True))
"""The same where they stand under one head as numbers."""

Row = Mapping[str, Any]


def coded(what: str, column: str, value: float | str | None) -> str:
    """A number of the proposal as it is printed, with its code."""
    return NONE if value is None else Number(str(value), f"{SECTION}/{what}/{column}", Side.CELL)


def pair_of(row: Row) -> str:
    """What the numbers of a person with a post are of."""
    return f"{row['person_id']}@{row['post_code']}"


def points(what: str, column: str, value: float | None) -> str:
    """Weighted points, which are hundredths: 82.00."""
    return coded(what, column, None if value is None else f"{value / 100:.2f}")


@dataclass(frozen=True, kw_only=True)
class View:
    """A proposal, the names of the persons by number, and the words; `alone` where one person reads of oneself."""

    proposal: Proposal
    names: Mapping[str, str]
    county: County
    words: Wording
    alone: bool = False

    def person(self, number: str | None) -> str:
        """The name, or the number where no sheet of the week names the person."""
        return self.names.get(number or "", number or NONE)

    def people(self, numbers: Iterable[str]) -> str:
        """张三、李四."""
        return "、".join(map(self.person, numbers))

    def post(self, code: str | None) -> str:
        """ZF-003 防汛工作督导员; nothing where there is none."""
        names = dict(self.proposal.offered.select("post_code", "post_name").iter_rows())
        return NONE if code is None else f"{code}　{names.get(code) or ''}".rstrip("　")

    def unit(self, code: str | None) -> str:
        """The short name of a unit."""
        return unit_name(self.county, code)

    def organs(self, codes: Iterable[str]) -> str:
        """县委、县政府."""
        return "、".join(map(organ_name, codes))

    def text(self, key: str) -> str:
        """A heading, a caption, a note."""
        return self.words.text(SECTION, key)

    def say(self, key: str, **facts: object) -> Sentence:
        """A sentence with the numbers among `facts`."""
        return self.words.say(SECTION, key, {}, **facts)

    def in_turn(self, sentences: Iterable[Sentence], mark: str = "；") -> Sentence:
        """Short sentences one after the other."""
        runs = [run for one in sentences for run in (*one.runs, mark)]
        return Sentence(runs=tuple(runs[:-1]))

    def price(self, what: str, falls: int, fewer: int) -> Sentence:
        """What it costs the whole: 总分减17.50分, 相当, 少安排1名."""
        printed = {"falls": points(what, "falls", falls), "fewer": coded(what, "fewer", fewer) if fewer else ""}
        return self.say("price", equal=not falls, **printed)

    def blocks(self, codes: Iterable[str]) -> Cell:
        """H2 超出可承担程度；H4 任职回避."""
        return "；".join(f"{code}{self.text(code)}" for code in codes)
