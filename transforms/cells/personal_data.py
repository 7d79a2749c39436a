"""What may leave the restricted zone: columns by class, and texts cleared of personal data (domain.md §11, M82)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TypeVar

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy

F = TypeVar("F", pl.DataFrame, pl.LazyFrame)

HIDDEN = "［已隐去］"
"""Replacement for personal data in a text."""

_D = "[0-9０-９]"
_DATED_ID = r"[1-9][0-9]{5}[\s-]?(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[\s-]?[0-9]{3}[0-9Xx]"
_ID = rf"(?<!{_D})(?:{_D}{{6}}[\s-]?{_D}{{8}}[\s-]?{_D}{{3}}[0-9０-９XxＸｘ]|{_D}{{15}})(?!{_D})"
_MOBILE = rf"[1１][3-9３-９]{_D}(?:[\s-]?{_D}{{4}}){{2}}"


def vault_columns(sheet: str) -> list[str]:
    """The columns of class P0 of a sheet, with their companions."""
    return [name for column in SHEETS[sheet].columns if column.privacy is Privacy.P0 for name in column.schema]


def shareable(sheet: str, rows: F) -> F:
    """Rows of a sheet without anything of class P0."""
    return rows.drop(vault_columns(sheet), strict=False)


# Numbers are found behind other digits, too: a clerk may have typed them on to what was there.
_NUMBER = re.compile(rf"{_DATED_ID}|{_ID}|{_MOBILE}")
_DIGITS = re.compile(rf"{_D}(?:[\s-]?{_D}){{10}}")
"""As many digits as the shortest of these numbers has."""


def has_personal_data(text: str) -> bool:
    """Whether `without_personal_data` would change the text."""
    return _health().search(text) is not None or (_DIGITS.search(text) is not None and _NUMBER.search(text) is not None)


def without_personal_data(text: str, instead: str = HIDDEN) -> str:
    """The text with `instead` in place of id numbers, mobile phone numbers and words for an illness."""
    return _NUMBER.sub(instead, _health().sub(instead, text)) if has_personal_data(text) else text


@cache
def _health() -> re.Pattern[str]:
    """Words for an illness where no service follows; a pattern that begins with plain words is searched for fastest."""
    words = tomllib.loads((files("expectations") / "personal_data.toml").read_text(encoding="utf-8"))
    joined = [part + illness for part in words["parts"] for illness in words["illnesses"]]
    health = "|".join(sorted({*joined, *words["names"]}, key=len, reverse=True))
    service = "|".join(words["services"])
    return re.compile(rf"(?:{health})(?![^，。；,;\n]{{0,12}}(?:{service}))")
