"""What a heading of an office's own table may stand for: by its words, by what other units call it, by resemblance."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from expectations.catalogue import SHEETS
from expectations.county.own_tables import OwnTable, Step
from expectations.own.in_use import remembered
from transforms.recognise.headings import heading_keys

Target = tuple[str, str]
"""(sheet id, canonical name of a column)."""


class Level(IntEnum):
    """Why a heading may stand for a column, weakest first."""

    CONTENT = 1  # its words say nothing, what stands below does
    SIMILAR = 2  # most of its characters
    WORD = 3  # what offices often call it (`expectations/heading_words.toml`)
    COUNTY = 4  # so read in another table of the county
    VARIANT = 5  # a variant of the contract
    STANDARD = 6  # the contract's own heading


SCORES: Mapping[Level, float] = {
    Level.CONTENT: 0.3,
    Level.SIMILAR: 0.6,
    Level.WORD: 0.8,
    Level.COUNTY: 0.9,
    Level.VARIANT: 0.95,
    Level.STANDARD: 1.0,
}
ENOUGH = 0.65
"""Share of characters in common from which two headings resemble each other."""

SHORTEST = 4
"""In shorter headings one other character makes another word (联系人, 联系点)."""

_HEADS = (
    "日期",
    "时间",
    "单位",
    "部门",
    "情况",
    "人数",
    "编号",
    "名称",
    "内容",
    "类别",
    "电话",
    "姓名",
    "天数",
    "时限",
    "状态",
    "地点",
)
"""Last words that many headings share: what stands before them must resemble each other, too."""
_SAME = {
    "时间": "日期",
    "部门": "单位",
    "党员": "",
    "群众": "",
    "居民": "",
    "本人": "",
    "干部": "",
    "所在": "",
    "的": "",
}
_OPPOSED = frozenset("不未无非拟下")
"""Characters that turn a heading's meaning: a heading with one is not like one without."""


@dataclass(frozen=True)
class HeadingWords:
    """Every known wording: look-up form → targets with their level; `asked` are forms that always need a question."""

    known: Mapping[str, Mapping[Target, Level]]
    asked: frozenset[str]
    titles: Mapping[str, tuple[str, ...]]
    constants: tuple[Mapping[str, Any], ...]
    cache: dict[str, dict[Target, tuple[Level, float]]] = field(default_factory=dict, compare=False, repr=False)

    def likeness(self, heading: str) -> Mapping[Target, tuple[Level, float]]:
        """{target: (level, score from 0 to 1)} of all columns the heading may stand for."""
        if heading not in self.cache:
            self.cache[heading] = self._likeness(heading)
        return self.cache[heading]

    def _likeness(self, heading: str) -> dict[Target, tuple[Level, float]]:
        exact: dict[Target, Level] = {}
        for key in dict.fromkeys(heading_keys(heading)):
            for target, level in self.known.get(key, {}).items():
                exact[target] = max(level, exact.get(target, level))
        like = {target: (level, SCORES[level]) for target, level in exact.items()}
        for target, share in self._similar(heading_keys(heading)[1]).items():
            like.setdefault(target, (Level.SIMILAR, SCORES[Level.SIMILAR] * share))
        return like

    @cached_property
    def plain(self) -> list[tuple[str, frozenset[str], Iterable[Target]]]:
        """Every known form as it is compared, its characters, and its targets."""
        return [(text := _plain(word), frozenset(text), targets) for word, targets in self.known.items()]

    def _similar(self, key: str) -> dict[Target, float]:
        best: dict[Target, float] = {}
        text = _plain(key)
        signs = frozenset(text)
        for word, of_word, targets in self.plain:
            if 2 * len(signs & of_word) < ENOUGH * max(len(signs), len(of_word)):
                continue  # fast path: too few characters in common
            if (share := _alike(text, word)) >= ENOUGH:
                for target in targets:
                    best[target] = max(share, best.get(target, 0.0))
        return best


def resemblance(text: str, other: str) -> float:
    """Share of characters in common, in their order; 0 for what cannot mean the same."""
    return _alike(_plain(text), _plain(other))


def _alike(text: str, other: str) -> float:
    if min(len(text), len(other)) < SHORTEST or _OPPOSED & ({*text} ^ {*other}):
        return 0.0
    share = _shared(text, other)
    ending = next((head for head in _HEADS if text.endswith(head) and other.endswith(head)), "")
    before, others = text.removesuffix(ending), other.removesuffix(ending)
    return min(share, _shared(before, others)) if ending and before and others else share


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    for word, plain in _SAME.items():
        text = text.replace(word, plain)
    return text


def _shared(text: str, other: str) -> float:
    """2 × length of the longest common subsequence, by both lengths."""
    row = [0] * (len(other) + 1)
    for sign in text:
        above = 0
        for n, own in enumerate(other):
            above, row[n + 1] = row[n + 1], above + 1 if sign == own else max(row[n + 1], row[n])
    return 2 * row[-1] / (len(text) + len(other))


def heading_words(own: Iterable[OwnTable] = ()) -> HeadingWords:
    """All words: the contracts', those offices use, and how the county has read its other own tables so far."""
    known = {key: dict(targets) for key, targets in _shipped_words().items()}
    for target, heading in _read_so_far(own):
        _add(known, heading, target, Level.COUNTY)
    shipped = _shipped()
    asked = frozenset(form for text in shipped["asked"] for form in heading_keys(text))
    titles = {sheet: tuple(words) for sheet, words in shipped["titles"].items()}
    return HeadingWords(known, asked, titles, tuple(shipped["constants"]))


def _read_so_far(own: Iterable[OwnTable]) -> Iterator[tuple[Target, str]]:
    for table in own:
        for sheet in table.sheets:
            for name, source in sheet.columns.items():
                if source.step is Step.SAME:
                    yield (sheet.id, name), source.headings[0]


def _add(known: dict[str, dict[Target, Level]], text: str, target: Target, level: Level) -> None:
    for key in dict.fromkeys(heading_keys(text)):
        if key:
            levels = known.setdefault(key, {})
            levels[target] = max(level, levels.get(target, level))


@remembered
def _shipped_words() -> Mapping[str, Mapping[Target, Level]]:
    known: defaultdict[str, dict[Target, Level]] = defaultdict(dict)
    shipped = _shipped()
    for sheet in SHEETS.values():
        for column in sheet.columns:
            target = (sheet.id, column.name)
            _add(known, column.heading, target, Level.STANDARD)
            for variant in column.variants:
                _add(known, variant, target, Level.VARIANT)
            for word in (*shipped["any"].get(column.name, ()), *shipped.get(sheet.id, {}).get(column.name, ())):
                _add(known, word, target, Level.WORD)
    return known


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads((files("expectations") / "heading_words.toml").read_text(encoding="utf-8"))
