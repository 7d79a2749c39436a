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

_CLAUSE = re.compile(r"[,，。;；:：、()（）]")
_DENIAL = re.compile(r"[不未没無无非否勿]|拒绝|停|终止|中止|取消|放弃|撤销|撤回|暂缓|缓")
_DENIED_AFTER = re.compile(r"不了|不下去|不成|无望|未果|失败|已?(?:停|暂停|终止|中止|取消)")
_NO_DENIAL = re.compile(
    r"不(?:断|懈|久|锈|动产)|未来|无(?:机|线|人机|损|缝|障碍|偿|公害|纺)"
    r"|非(?:常|遗|师范|金属|物质|织造|线性|公|营利|全日制|国有|洲|煤|标准|晶)|缓(?:释|蚀)"
)
"""Words that hold a character of denial and deny nothing."""

Words = Mapping[str, Iterable[str]]
"""Texts by code; in `[codes]` of a TOML file the first text is the label."""


Clash = tuple[str, str, str]
"""A text in the form of `code_text`, and the two codes it stands for."""


class AmbiguousText(ValueError):
    """Texts of a code list stand for two codes, or for a code and for nothing; of two codes `clashes` has them all."""

    def __init__(self, message: str, clashes: tuple[Clash, ...] = ()) -> None:
        super().__init__(message)
        self.clashes = clashes


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
        ones the first declared. One that is denied (不再实施, 推进不下去) says nothing of what the text means.
        """
        wanted = code_text(text)
        if wanted in self.readings:
            return self.readings[wanted], False
        if wanted in self.warned:
            return self.warned[wanted], True
        if wanted in self.ignored:
            return None, False
        keyword = max((word for word in self.keywords if word in wanted), key=len, default=None)
        return (None, False) if keyword is None or _denied(keyword, wanted) else (self.keywords[keyword], True)


def _denied(keyword: str, text: str) -> bool:
    """Whether a keyword stands in a text behind a word that denies it, in the same clause, or right before one."""
    before, *behind = text.split(keyword)
    clauses = (_CLAUSE.split(part)[-1] for part in (before, *behind[:-1]))
    return any(map(denies, clauses)) or any(map(_DENIED_AFTER.match, behind))


def denies(text: str) -> bool:
    """Whether a clause denies what it speaks of (不再, 尚未, 无法, 停止); not 不断, 无线电."""
    return _DENIAL.search(_NO_DENIAL.sub("", text)) is not None


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
    every = [(text, code) for code, texts in words.items() for text in map(code_text, texts)]
    clashes = dict.fromkeys((text, codes[text], code) for text, code in every if codes.setdefault(text, code) != code)
    if clashes:
        told = "; ".join(f"{text} stands for both {one} and {other}" for text, one, other in clashes)
        raise AmbiguousText(f"code list {name}: {told}", (*clashes,))
    return codes


COUNTY_OWN = ("central_work", "order_category", "position", "post_kind", "skill", "strategy")
"""The lists a county may declare in place of the shipped ones; the program decides nothing by their codes."""

Declared = Mapping[str, Any]
"""What the file of a list says: title, source, [codes], and what else it may have."""


@cache
def codelist(name: str) -> CodeList:
    """The shipped list `expectations/codes/<name>.toml`. Raises UnknownList."""
    return _built(name, _declared(name, {}))


def own_codelists(own: Mapping[str, Declared]) -> dict[str, CodeList]:
    """The lists a county declares by name, new ones too, and those that extend them. Raises AmbiguousText."""
    lists = {**{name: _shipped(name) for name in codelist_names()}, **own} if own else {}
    concerned = [name for name, shipped in lists.items() if name in own or shipped.get("extends") in own]
    return {name: _built(name, _declared(name, own)) for name in concerned}


def _built(name: str, declared: Declared) -> CodeList:
    return code_list(
        name,
        declared["title"],
        declared["source"],
        declared["codes"],
        warned=declared.get("warned"),
        keywords=declared.get("keywords"),
        ignored=declared.get("ignored", ()),
    )


def _declared(name: str, own: Mapping[str, Declared]) -> Declared:
    """What a list says, the county's own before the shipped; the codes of a list it `extends` come first.

    A county's list that extends the one of its own name adds to the shipped one.
    """
    declared = own.get(name) or _shipped(name)
    if "extends" not in declared:
        return declared
    extended = declared["extends"]
    inherited = _shipped(extended) if extended == name else _declared(extended, own)
    return {**declared, "codes": {**inherited["codes"], **declared["codes"]}}


@cache
def _shipped(name: str) -> Declared:
    resource = files("expectations.codes") / f"{name}.toml"
    if not resource.is_file():
        raise UnknownList(f"there is no code list {name}; the shipped ones are {', '.join(codelist_names())}")
    return tomllib.loads(resource.read_text(encoding="utf-8"))


def codelist_names() -> list[str]:
    """Names of the shipped lists, sorted."""
    shipped = (resource.name for resource in files("expectations.codes").iterdir())
    return sorted(name.removesuffix(".toml") for name in shipped if name.endswith(".toml"))
