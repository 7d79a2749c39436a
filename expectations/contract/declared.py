"""Declarations by their name: a name that is given twice would silently replace what had it first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


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
