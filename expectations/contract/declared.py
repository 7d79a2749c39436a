"""Declarations by their name: a name that is given twice would silently replace what had it first.

A `Catalogue` has the built-in ones and those of the county that this process works for, as a store has one county
(docs/decisions/0022-own-sheets-are-data.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Catalogue(Mapping[str, T]):
    """Built-in declarations by name, in order, and behind them the county's own; one of a known name replaces it."""

    def __init__(self, built_in: Mapping[str, T], own: Callable[[], Mapping[str, T]]) -> None:
        """`own` gives what the county in use has declared: the same object until another county is in use."""
        self.built_in = built_in
        self._own = own
        self._seen: Mapping[str, T] = {}
        self._every: Mapping[str, T] = built_in

    @property
    def _named(self) -> Mapping[str, T]:
        if (own := self._own()) is not self._seen:
            self._seen, self._every = own, {**self.built_in, **own}
        return self._every

    def __getitem__(self, name: str) -> T:
        return self._named[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)


def by_name(declarations: Iterable[T], name: str) -> dict[str, T]:
    """Declarations in their order by the attribute that names them; one may come twice, as where it is imported.

    Raises ValueError for a name that two of them have.
    """
    named: dict[str, T] = {}
    for declared in declarations:
        key = getattr(declared, name)
        if named.get(key, declared) is not declared:
            raise ValueError(f"{type(declared).__name__} {key} is declared twice; give one of them another {name}")
        named[key] = declared
    return named
