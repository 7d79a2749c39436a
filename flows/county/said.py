"""What is said of mistakes in a county's files, in both languages: the sentences of `said.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Said(NamedTuple):
    """A sentence or a part of one in English and in Chinese."""

    en: str
    zh: str


def said(name: str, /, **facts: object) -> Said:
    """The sentence of a name with its facts; one that is itself `Said` is put in by its language."""
    english, chinese = _sentences()[name]
    return Said(_filled(english, facts, 0), _filled(chinese, facts, 1))


def _filled(text: str, facts: dict[str, Any], language: int) -> str:
    for name, fact in facts.items():
        text = text.replace(f"{{{name}}}", str(fact[language] if isinstance(fact, Said) else fact))
    return text


def both(place: Said, what: Said, quoted: str = "") -> str:
    """A message of two lines: where, what stands there, what is wrong with it and what to write."""
    return f"{place.en}{quoted and f', “{quoted}”'}: {what.en}\n{place.zh}{quoted and f'“{quoted}”'}：{what.zh}。"


@cache
def _sentences() -> dict[str, list[str]]:
    declared = tomllib.loads((files("flows.county") / "said.toml").read_text("utf-8"))
    return {**declared, **declared["line"]}
