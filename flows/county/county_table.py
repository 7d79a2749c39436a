"""One table of the county file, which knows where it stands when something is wrong."""

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
        """What to raise for a key, with what to write instead."""
        return WrongCountyFile(f"{self.file}, table [{self.name}], key {key}: {write}")

    def value(self, key: str, kind: type[T] | tuple[type[T], ...], write: str) -> T:
        """The value of a key that must be there; true and false are no numbers."""
        found = self.values.get(key)
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            raise self.wrong(key, f"{'is missing; ' if found is None else ''}write {write}")
        return found

    def check_keys(self, known: Iterable[str]) -> None:
        """Refuse a key that nothing reads: it is a typing error that would go unnoticed."""
        if unknown := sorted(self.values.keys() - set(known)):
            raise self.wrong(unknown[0], f"is not known; write one of {', '.join(known)}")
