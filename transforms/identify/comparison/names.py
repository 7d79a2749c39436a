"""How far two names agree: the difference is named, since a similarity says nothing at two or three characters.

Jaro-Winkler gives 王建国/王国建 0.556, as it does 王建国/王志强, and 闫伟/阎伟 what it gives 王伟/李伟
(docs/decisions/0020).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import ModuleType

from transforms.cells.names import HAN

_LEGIBLE = re.compile(rf"[{HAN}·]")
_SEPARATOR = "·"


def name_level(name: str, other: str) -> str:
    """The level of two name keys (`transforms.cells.names.name_key`): one of `name` in levels.toml."""
    if name == other:
        return "equal"
    if _spelled_alike(name) == _spelled_alike(other):
        return "variant"
    if sorted(name) == sorted(other):
        return "reordered"
    if _same_sound(name, other):
        return "same_sound"
    if _part_of(name, other) or _part_of(other, name):
        return "character_lost"
    return _by_places(name, other)


@lru_cache(maxsize=100_000)
def sound(name: str) -> str:
    """The sound of a whole name, for blocking: names of one sound mostly have the same."""
    return " ".join(_pypinyin().lazy_pinyin(name))


def _by_places(name: str, other: str) -> str:
    """The level of names that differ in some of their places."""
    pairs = [*zip(name, other, strict=False)]
    unlike = [at for at, (left, right) in enumerate(pairs) if left != right]
    if len(name) != len(other) or len(unlike) != 1:
        return "differs"
    if not all(map(_LEGIBLE.fullmatch, pairs[unlike[0]])):
        return "character_lost" if len(name) > 2 else "one_of_two"
    if unlike == [0]:
        return "surname_differs"
    return "one_of_three" if len(name) > 2 else "one_of_two"


def _part_of(part: str, whole: str) -> bool:
    """A character is lost, or all of a name but its first part (买买提 of 买买提·吐尔逊)."""
    if whole.startswith(part + _SEPARATOR):
        return True
    missing_one = len(part) + 1 == len(whole) and len(part) > 1
    return missing_one and any(whole[:at] + whole[at + 1 :] == part for at in range(len(whole)))


def _same_sound(name: str, other: str) -> bool:
    """The readings of each place meet, whatever stands beside it: a surname is often read as no phrase reads it."""
    return len(name) == len(other) and all(
        left == right or not _readings(left).isdisjoint(_readings(right))
        for left, right in zip(name, other, strict=True)
    )


@cache
def _readings(character: str) -> frozenset[str]:
    """All readings without tones; of what is illegible none."""
    if not _LEGIBLE.fullmatch(character) or character == _SEPARATOR:
        return frozenset()
    sounds = _pypinyin()
    return frozenset(sounds.pinyin(character, style=sounds.Style.NORMAL, heteronym=True)[0])


def _pypinyin() -> ModuleType:
    import pypinyin  # noqa: PLC0415 - its dictionaries take a quarter of a second: most commands compare no names

    return pypinyin


def _spelled_alike(name: str) -> str:
    return "".join(_variants().get(character, character) for character in name)


@cache
def _variants() -> Mapping[str, str]:
    """Character → the first of its group."""
    declared = tomllib.loads((files(__package__) / "names.toml").read_text(encoding="utf-8"))
    return {character: group[0] for group in declared["variants"] for character in group}
