"""The words of a report, which are data: headings, captions, sentences (wording.toml), and the order of its sections.

A county may have others: a file of its own that overrides single ones (docs/wording.md).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment

from expectations.county.county import County
from report_templates.words.changes import against, moved, points, rests
from report_templates.words.figure_view import FigureView
from report_templates.words.numbers import prose
from report_templates.words.period_words import terms_of
from report_templates.words.sentence import Number, Runs, Sentence
from transforms.indicators.catalogue import INDICATORS

_LINE_END = re.compile(r"\s*\n\s*")


class Wording:
    """All words by section and key. A sentence names figures by their codes, and facts of its section.

    terms: what is said for words of the weekly paper in that of a longer period (`period_words.terms_of`).
    """

    def __init__(self, words: Mapping[str, Mapping[str, Any]], terms: Mapping[str, str]) -> None:
        self._words, self._terms = words, terms

    def sections(self, variant: str = "report") -> tuple[str, ...]:
        """The sections of a report in their order: the county leaders', or another audience's."""
        return tuple(self._words[variant]["sections"])

    def annex(self, variant: str = "report") -> tuple[str, ...]:
        """The sections of the annex of a report (附件) in their order; not every audience has one."""
        return tuple(self._words[variant].get("annex", ()))

    def parts(self, section: str) -> tuple[str, ...]:
        """What stands under the heading of a section: several, or itself alone."""
        return tuple(self._words[section].get("parts", (section,)))

    def text(self, section: str, key: str) -> str:
        """A heading, a caption, a note. Raises KeyError where there is none."""
        text = str(self._words[section][key])
        for weekly, term in self._terms.items():
            text = text.replace(weekly, term)
        return text

    def has(self, section: str, key: str) -> bool:
        """Whether there is a text of its own for it."""
        return key in self._words[section]

    def say(self, section: str, key: str, views: Mapping[str, FigureView], **facts: object) -> Sentence:
        """A sentence about figures and `facts`; its numbers keep the codes of the figures they are of.

        Raises jinja2.UndefinedError where it names something that is neither.
        """
        pieces = _sentence(self.text(section, key)).generate({**views, "terms": self._terms, **facts})
        return Sentence(runs=_joined(_flat(pieces)))


class _Sentences(SandboxedEnvironment, NativeEnvironment):
    """Pieces keep their type: a Number in a sentence stays a Number."""

    @staticmethod
    def concat(values: Iterable[object]) -> str:
        """Pieces as text."""
        return "".join(map(str, values))


@cache
def _sentences() -> SandboxedEnvironment:
    """Sentences are text, not markup: what stands in a page is escaped there."""
    env = _Sentences(undefined=StrictUndefined)
    env.filters["prose"] = lambda number: number.in_sentence if isinstance(number, FigureView) else prose(number)
    env.globals |= {"against": against, "moved": moved, "points": points, "rests": rests}
    return env


@lru_cache(maxsize=1_000)  # of two counties' words
def _sentence(text: str) -> Template:
    """Compiled once: every paper says it, of some counties' thousands."""
    return _sentences().from_string(text)


def _flat(pieces: Iterable[object]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, tuple):
            yield from _flat(piece)
        elif isinstance(piece, Sentence):
            yield from piece.runs
        else:
            printed = piece.value if isinstance(piece, FigureView) else piece
            yield printed if isinstance(printed, Number) else _LINE_END.sub("", str(printed))


def _joined(pieces: Iterable[str]) -> Runs:
    """Words that follow each other are one run; nothing blank at either end."""
    runs = list(_word_runs(pieces))
    if runs and not isinstance(runs[0], Number):
        runs[0] = runs[0].lstrip()
    if runs and not isinstance(runs[-1], Number):
        runs[-1] = runs[-1].rstrip()
    return tuple(filter(None, runs))


def _word_runs(pieces: Iterable[str]) -> Iterator[str]:
    for is_number, run in groupby(pieces, lambda piece: isinstance(piece, Number)):
        if is_number:
            yield from run
        else:
            yield "".join(run)


@cache
def _shipped() -> Mapping[str, Mapping[str, Any]]:
    words, order = map(_table, ("wording.toml", "order_of_sections.toml"))
    return {section: {**own, **order.get(section, {})} for section, own in words.items()}


def _table(name: str) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("report_templates") / name).read_text(encoding="utf-8"))


class WrongWording(Exception):
    """A county's words that cannot be used; the text says what to write instead."""

    def __init__(self, section: str, key: str, message: str) -> None:
        super().__init__(message)
        self.section, self.key = section, key


def checked(own: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    """A county's words, if each is known and uses only the names the shipped one may use. Raises WrongWording."""
    shipped = _shipped()
    for section, words in own.items():
        if section not in shipped or not isinstance(words, dict):
            raise WrongWording(section, "", f"there is no such section; there are {', '.join(shipped)}")
        for key, text in words.items():
            if key not in shipped[section]:
                raise WrongWording(section, key, f"is not known; write one of {', '.join(shipped[section])}")
            if type(text) is not type(shipped[section][key]):
                raise WrongWording(section, key, "must be of the same kind as in report_templates/wording.toml")
            _check_names(section, key, text, shipped[section][key])
    return own


def _check_names(section: str, key: str, own: str | list[str], shipped: str | list[str]) -> None:
    """Sections are those there are; a sentence names figures, and the facts the shipped one may name."""
    if isinstance(own, list):
        if unknown := sorted(set(own) - _shipped().keys()):
            raise WrongWording(section, key, f"there is no section {unknown[0]}; there are {', '.join(_shipped())}")
        return
    try:
        strange = _named(own) - _named(str(shipped)) - INDICATORS.keys()
    except TemplateSyntaxError as error:
        raise WrongWording(section, key, f"is no sentence: {error}") from None
    if strange:
        facts = ", ".join(sorted(_named(str(shipped)))) or "none"
        raise WrongWording(section, key, f"{sorted(strange)[0]} is neither an indicator nor a fact of it ({facts})")


def _named(text: str) -> set[str]:
    names: set[str] = meta.find_undeclared_variables(_sentences().parse(text))
    return names - _sentences().globals.keys()


def wording(county: County, period: str = "") -> Wording:
    """The shipped words, with those of the county in their place, as the paper of a period has them."""
    own = county.wording
    words = {section: {**words, **own.get(section, {})} for section, words in _shipped().items()}
    return Wording(words, terms_of(period) if period else {})
