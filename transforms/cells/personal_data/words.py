"""Where in a text words for somebody's health stand, spaced or split ones too (domain.md §11.1, §12 M82)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from transforms.cells.personal_data.spelling import Spelled

_CLAUSE = "[^，。；,;\n]"
_HAN = "\u4e00-\u9fff"
_BETWEEN = r"\s·•.\-_*/+|~－—–‐‑"
_SPLIT = re.compile(rf"[{_HAN}][{_BETWEEN}]+[{_HAN}]")
_PLAIN = re.compile(rf"[{_HAN}A-Za-z0-9，。、；：（）《》“”,.;:()\s%-]*")


class _Words(NamedTuple):
    """`likely` finds fast whether there may be any; `health` has the group `word` where it is one."""

    likely: re.Pattern[str]
    health: re.Pattern[str]


def health_words(text: str) -> list[tuple[int, int]]:
    """First place, and place behind the last, of each word for an illness or impairment that is no service's."""
    if (text.isalnum() or not _SPLIT.search(text)) and _PLAIN.fullmatch(text):
        return _in(text) if _words().likely.search(text) else []
    spelled = _joined(text)
    return [spelled.original(*span) for span in _in(spelled.text)] if _words().likely.search(spelled.text) else []


def _in(text: str) -> list[tuple[int, int]]:
    return [match.span("word") for match in _words().health.finditer(text) if match["word"]]


def _joined(text: str) -> Spelled:
    """NFKC without format characters, and without what stands between two characters of a spaced word."""
    signs = [
        (sign, place)
        for place, char in enumerate(text)
        if unicodedata.category(char) not in {"Cf", "Mn", "Me"}
        for sign in unicodedata.normalize("NFKC", char)
        if not re.match(rf"[{_BETWEEN}]", sign)
    ]
    return Spelled("".join(sign for sign, _ in signs), [place for _, place in signs])


@cache
def _words() -> _Words:
    """The words of `expectations/personal_data.toml`; a pattern of plain words is searched for fastest."""
    lists = tomllib.loads((files("expectations") / "personal_data.toml").read_text(encoding="utf-8"))
    joined = [part + illness for part in lists["parts"] for illness in lists["illnesses"]]
    names = sorted({*joined, *lists["names"]}, key=len, reverse=True)
    ordinary = [rf"(?:{'|'.join(words)}){_CLAUSE}{{0,4}}{name}" for name, words in lists["before"].items()]
    ordinary += [rf"{name}(?:{'|'.join(words)})" for name, words in lists["after"].items()]
    ordinary += sorted(lists["ordinary"], key=len, reverse=True)
    service = f"(?!{_CLAUSE}{{0,12}}(?:{'|'.join(lists['services'])}))"
    service += f"(?!(?:{'|'.join(lists['groups'])})*(?:{'|'.join(lists['institutions'])}))"
    health = f"{'|'.join(ordinary)}|(?P<word>{'|'.join(names)}){service}"
    return _Words(re.compile("|".join(names)), re.compile(health))
