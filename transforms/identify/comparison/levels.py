"""The named levels of a comparison and their points, as `levels.toml` publishes them (Fellegi and Sunter 1969)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

EQUAL = "equal"
ATTRIBUTES = ("name", "birth", "unit", "id_no", "phone")
"""What is compared, in the order in which it is told."""


@dataclass(frozen=True)
class Level:
    """How far one attribute of two mentions agrees.

    says      in words for a clerk
    points    log2 of how much likelier it is for one person than for two; None: the rarity of the value,
              log2(persons / bearers) rounded down, between `least` and `most`
    """

    says: str
    points: int | None = None
    least: int = 0
    most: int = 0

    @property
    def agrees(self) -> bool:
        """Whether it speaks for one person."""
        return self.points is None or self.points > 0


@cache
def levels() -> Mapping[str, Mapping[str, Level]]:
    """The levels by attribute and name; what is absent on either side has none."""
    declared = tomllib.loads((files(__package__) / "levels.toml").read_text(encoding="utf-8"))
    return {
        attribute: {name: Level(**level) for name, level in declared[attribute].items()} for attribute in ATTRIBUTES
    }
