"""What is said in both languages, of mistakes in a county's files and of what stops a command: see `said.toml`."""

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


def bilingual(name: str, /, **facts: object) -> str:
    """The sentence of a name with its facts, a line in each language."""
    return "\n".join(said(name, **facts))


def _filled(text: str, facts: dict[str, Any], language: int) -> str:
    for name, fact in facts.items():
        text = text.replace(f"{{{name}}}", str(fact[language] if isinstance(fact, Said) else fact))
    return text


def both(place: Said, what: Said, line: str = "", number: int = 0) -> str:
    """A message of two lines: where, what is wrong and what to write, and the line that stands there, if any."""
    english = f" ({f'line {number}: ' if number else ''}“{line}”)" if line else ""
    chinese = f"（{f'第{number}行' if number else '原文'}“{line}”）" if line else ""
    return f"{place.en}: {what.en}{english}\n{place.zh}：{what.zh}{chinese}。"


@cache
def _sentences() -> dict[str, list[str]]:
    declared = tomllib.loads((files("flows.county") / "said.toml").read_text("utf-8"))
    return {**declared, **declared["line"]}
