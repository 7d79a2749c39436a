"""The quality pages as text ready to print: the rules checked, how often they passed, and where they failed.

No field contains the value of a cell, of whatever privacy class, only its position in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from report_templates.words.numbers import percent
from transforms.figures import Light

_WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)


@dataclass(frozen=True, kw_only=True)
class Spot:
    """The position of an issue: file, worksheet and cell as the clerk sees them."""

    file: str
    worksheet: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """One rule and how often it was broken.

    `checked` and `failed` are Great Expectations' counts over all rows in force, None for what was found on reading.
    `place_count` counts the places in the files of the period, `spots` are the first of them.
    """

    rule: str
    heading: str
    words: str
    reaction: str
    light: Light
    checked: int | None = None
    failed: int | None = None
    place_count: int = 0
    spots: tuple[Spot, ...] = ()

    @property
    def share(self) -> str:
        """The share of the checked rows that passed."""
        return percent(self.checked - self.failed, self.checked) if self.checked and self.failed is not None else "—"


@dataclass(frozen=True, kw_only=True)
class SheetQuality:
    """One sheet: its rows by fate, its rules, and what was found when its cells were read; without id: unknown files.

    read = accepted + rejected + aside.
    """

    id: str | None
    title: str
    read: int
    accepted: int
    rejected: int
    aside: int
    rules: tuple[RuleLine, ...] = ()
    findings: tuple[RuleLine, ...] = ()

    @property
    def share(self) -> str:
        """The share of the rows that count which were accepted, as indicator E2 has it."""
        return percent(self.accepted, self.accepted + self.rejected)

    @cached_property
    def broken(self) -> tuple[RuleLine, ...]:
        """The rules with failed rows, the most frequent first."""
        return tuple(sorted((r for r in self.rules if r.failed), key=lambda r: -(r.failed or 0)))

    @cached_property
    def held(self) -> tuple[RuleLine, ...]:
        """The rules that every checked row passed."""
        return tuple(rule for rule in self.rules if not rule.failed and rule.checked)

    @cached_property
    def unasked(self) -> tuple[RuleLine, ...]:
        """The rules for which no row had anything to check."""
        return tuple(rule for rule in self.rules if not rule.checked)

    @property
    def light(self) -> Light:
        """The worst light of its rules and findings."""
        return worst(line.light for line in (*self.rules, *self.findings))


def worst(lights: Iterable[Light]) -> Light:
    """Red before yellow before green; grey where there is none of them."""
    present = set(lights)
    return next((light for light in _WORST_FIRST if light in present), Light.GREY)


def total(sheets: Sequence[SheetQuality]) -> SheetQuality:
    """The rows of all sheets together."""
    fates = ("read", "accepted", "rejected", "aside")
    sums = {fate: sum(getattr(sheet, fate) for sheet in sheets) for fate in fates}
    return SheetQuality(id=None, title="合计", **sums)
