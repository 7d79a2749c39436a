"""One table of the county file; its errors name file, table and key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class WrongCountyFile(ValueError):
    """The county file cannot be used; the message says where and what to write instead."""


@dataclass(frozen=True)
class CountyTable:
    """The keys of one table and their values as TOML gives them."""

    file: Path
    name: str
    values: Mapping[str, Any]

    def wrong(self, key: str, write: str) -> WrongCountyFile:
        """The error for a key, with what to write instead."""
        return WrongCountyFile(f"{self.file}, table [{self.name}], key {key}: {write}")

    def value(self, key: str, kind: type[T] | tuple[type[T], ...], write: str) -> T:
        """The value of a required key; true and false are no numbers. Raises WrongCountyFile."""
        value = self.values.get(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(key, f"{'is missing; ' if value is None else ''}write {write}")
        return value

    def check_keys(self, known: Iterable[str]) -> None:
        """Raises WrongCountyFile for an unknown key: a typing error would go unnoticed otherwise."""
        if unknown := sorted(self.values.keys() - set(known)):
            raise self.wrong(unknown[0], f"is not known; write one of {', '.join(known)}")
