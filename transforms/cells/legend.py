"""What a heading says its signs mean: 群众评价（1满意 2基本满意 3不满意）, （是1否0）, （√满意 ×不满意）."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from expectations.county.codelist import code_text

_TICKS = str.maketrans({**dict.fromkeys("✓✔", "√"), **dict.fromkeys("✗✘✕╳", "×")})
_IN_BRACKETS = re.compile(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]")
_TOKEN = re.compile(r"[0-9]+|[a-z]+|[√×]|[\u4e00-\u9fff]+")
_SIGN = re.compile(r"[0-9]{1,2}|[a-z]|[√×]")
_DRESS = "()[].、:;。"
_BEFORE_WORD = re.compile(r"^(?:为|代表|表示|指)(?=.)")
_BEFORE_SIGN = re.compile(r"(?<=.)(?:为|代表|表示|[请则用]?[填打写选画划])$")
_SIGN_AND_WORD = re.compile(r"([0-9]{1,2}|[a-z])[-—–_.:=、)]*([\u4e00-\u9fff]+)")
_BETWEEN = re.compile(r"[、,;/|\s]+")

FEWEST = 2
"""Signs that make a legend: the one of 身份证号（18位） says nothing about cells."""


@dataclass(frozen=True)
class Legend:
    """The words for signs (in the form of `sign_in`); none where a heading explains its signs in no clear way."""

    pairs: tuple[tuple[str, str], ...] = ()

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Sign → word."""
        return dict(self.pairs)

    def in_words(self, text: str) -> str | None:
        """A cell of signs alone, or of signs before their words, as words; None for what is no sign.

        "" where a sign is in the cell that the legend does not explain, or explains by another word.
        """
        parts = [sign_in(part) for part in _BETWEEN.split(code_text(text).translate(_TICKS)) if part]
        if not parts:
            return None
        if all(map(_SIGN.fullmatch, parts)):
            words = [self.words.get(part, "") for part in parts]
            return "、".join(words) if all(words) else ""
        match = _SIGN_AND_WORD.fullmatch(parts[0]) if len(parts) == 1 else None
        if match is None:
            return None
        word = self.words.get(sign_in(match[1]))
        return match[2] if word == match[2] else ""


def sign_in(text: str) -> str:
    """A sign as it is compared: (1), ①, 01 and 1. are 1; ✓ is √."""
    bare = code_text(text).translate(_TICKS).strip(_DRESS)
    return (bare.lstrip("0") or "0") if bare.isdecimal() else bare


def legend_of(texts: Iterable[str]) -> Legend | None:
    """The legend in a heading or a line of its own below it; None where there is none.

    Two that disagree, or one of which nobody knows which sign goes with which word, explain no sign.
    """
    legends = {legend for text in texts if (legend := _legend(text))}
    return legends.pop() if len(legends) == 1 else Legend() if legends else None


@lru_cache(maxsize=1024)
def _legend(heading: str) -> Legend | None:
    folded = code_text(heading).translate(_TICKS)
    within = _IN_BRACKETS.findall(folded)
    found = (legend for part in (*within, folded) if (legend := _pairs(_TOKEN.findall(part))) is not None)
    return next(found, None)


def _pairs(tokens: Sequence[str]) -> Legend | None:
    """The legend in the tokens of a text: signs and words by turns; None for fewer than two signs or words."""
    signs = [_SIGN.fullmatch(token) is not None for token in tokens]
    if signs and not signs[0] and not signs[-1]:  # the words before the first sign: 群众评价1满意2不满意
        tokens, signs = tokens[1:], signs[1:]
    if signs.count(True) < FEWEST or signs.count(False) < FEWEST:
        return None
    if len(tokens) % 2 or any(one == next_one for one, next_one in pairwise(signs)):
        return Legend()
    couples = [*zip(tokens[::2], tokens[1::2], strict=True)]
    if signs[0]:
        pairs = [(sign_in(sign), _BEFORE_WORD.sub("", word)) for sign, word in couples]
    else:
        pairs = [(sign_in(sign), _BEFORE_SIGN.sub("", word)) for word, sign in couples]
    return Legend(tuple(pairs)) if len({sign for sign, _ in pairs}) == len(pairs) else Legend()
