"""What the county of this process has declared itself: a process works for one county, as a store belongs to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from expectations.contract.contract import Sheet
from expectations.own.indicator import OwnIndicator

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, eq=False)
class Own:
    """By id the sheets a county has declared, or added columns to, and its indicators."""

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    indicators: Mapping[str, OwnIndicator] = field(default_factory=dict)


NOTHING = Own()
_in_use = [NOTHING]


def declare(own: Own) -> None:
    """From now on the catalogues have these declarations behind the built-in ones, in place of earlier ones."""
    _in_use[0] = own


def declared() -> Own:
    """The declarations in use."""
    return _in_use[0]


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """`functools.cache` for what is made of a catalogue: forgotten when other declarations are in use."""

    @lru_cache(maxsize=4096)
    def of(own: Own, *args: P.args, **named: P.kwargs) -> R:  # noqa: ARG001 - a part of the key
        return function(*args, **named)

    @wraps(function)
    def remembering(*args: P.args, **named: P.kwargs) -> R:
        return of(declared(), *args, **named)  # type: ignore[arg-type] # what a cache takes can be hashed

    return remembering
