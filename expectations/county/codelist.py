"""Code lists: canonical codes, their Chinese labels, and every way clerks write them (domain.md §3.4, §4).

A list is data, not code: `expectations/codes/<name>.toml`, or what a county declares of itself
(`expectations.county.county_codes`). No text may read as two codes; such a list is refused when it is built.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_BLANKS = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")

Words = Mapping[str, Iterable[str]]
"""Texts by code; in `[codes]` of a TOML file the first text is the label."""


class AmbiguousText(ValueError):
    """A text of a code list stands for two codes, or for a code and for nothing."""


class UnknownList(LookupError):
    """No code list has this name."""


def code_text(text: str) -> str:
    """The form in which texts are compared: NFKC, no white space of any kind, Latin in lower case (domain.md §9.2)."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lower()


@dataclass(frozen=True, kw_only=True)
class CodeList:
    """One list. The keys of `readings`, `warned`, `keywords` and the `ignored` texts are in the form of `code_text`.

    `readings` are understood silently, `warned` with a warning to the clerk (FIXW), `keywords` likewise when the text
    merely contains them; `ignored` texts say nothing and leave the cell empty.
    """

    name: str
    title: str
    source: str
    labels: Mapping[str, str]
    readings: Mapping[str, str]
    warned: Mapping[str, str] = field(default_factory=dict)
    keywords: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()

    def read(self, text: str) -> tuple[str | None, bool]:
        """The code a text stands for (None: unknown or ignored) and whether the clerk is warned.

        Of several keywords in the text the longest decides, so that 未完成 is not taken for 完成; among equally long
        ones the first declared.
        """
        wanted = code_text(text)
        if wanted in self.readings:
            return self.readings[wanted], False
        if wanted in self.warned:
            return self.warned[wanted], True
        if wanted in self.ignored:
            return None, False
        keyword = max((word for word in self.keywords if word in wanted), key=len, default=None)
        return (self.keywords[keyword], True) if keyword else (None, False)


def code_list(
    name: str,
    title: str,
    source: str,
    codes: Words,
    *,
    warned: Words | None = None,
    keywords: Words | None = None,
    ignored: Iterable[str] = (),
) -> CodeList:
    """Build a list from words by code, the label first. Raises AmbiguousText.

    A code also reads as itself, without leading zeros (spreadsheets drop them), and in front of any of its words,
    as in 01 汉族.
    """
    words = {code: tuple(texts) or (code,) for code, texts in codes.items()}
    readings = _by_text(name, {code: (code, *texts, *(code + t for t in texts)) for code, texts in words.items()})
    for code in words:
        if code.startswith("0") and (short := code.lstrip("0")):
            readings.setdefault(code_text(short), code)
    warnings = _by_text(name, warned or {})
    silent = frozenset(map(code_text, ignored))
    if twice := (readings.keys() & warnings.keys()) | (silent & (readings.keys() | warnings.keys())):
        raise AmbiguousText(f"code list {name}: {'、'.join(sorted(twice))} is declared in two tables")
    return CodeList(
        name=name,
        title=title,
        source=source,
        labels={code: texts[0] for code, texts in words.items()},
        readings=readings,
        warned=warnings,
        keywords=_by_text(name, keywords or {}),
        ignored=silent,
    )


def _by_text(name: str, words: Words) -> dict[str, str]:
    """Turn words by code into codes by comparable text. Raises AmbiguousText."""
    codes: dict[str, str] = {}
    for code, texts in words.items():
        for text in map(code_text, texts):
            if codes.setdefault(text, code) != code:
                raise AmbiguousText(f"code list {name}: {text} stands for both {codes[text]} and {code}")
    return codes


@cache
def codelist(name: str) -> CodeList:
    """The shipped list `expectations/codes/<name>.toml`. Raises UnknownList."""
    declared = _declared(name)
    return code_list(
        name,
        declared["title"],
        declared["source"],
        declared["codes"],
        warned=declared.get("warned"),
        keywords=declared.get("keywords"),
        ignored=declared.get("ignored", ()),
    )


def _declared(name: str) -> dict[str, Any]:
    """What the file of a list says; the codes of a list it `extends` come first."""
    resource = files("expectations.codes") / f"{name}.toml"
    if not resource.is_file():
        raise UnknownList(f"there is no code list {name}; the shipped ones are {', '.join(codelist_names())}")
    declared = tomllib.loads(resource.read_text(encoding="utf-8"))
    inherited = _declared(declared["extends"])["codes"] if "extends" in declared else {}
    return declared | {"codes": inherited | declared["codes"]}


def codelist_names() -> list[str]:
    """Names of the shipped lists, sorted."""
    shipped = (resource.name for resource in files("expectations.codes").iterdir())
    return sorted(name.removesuffix(".toml") for name in shipped if name.endswith(".toml"))
