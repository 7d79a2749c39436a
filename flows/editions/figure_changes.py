"""Changed figures of two editions as lines of text, for the terminal and the server's pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from report_templates.words.figure_words import amount
from transforms.indicators.catalogue import INDICATORS

Change = Mapping[str, Any]
"""A row of FIGURES_CHANGED."""


def foremost(changes: Sequence[Change]) -> list[Change]:
    """The county's indicators, then the other figures whose light changes; not parts and figures of single units."""
    lights = [row for row in changes if row["code"] not in INDICATORS and row["old_light"] != row["new_light"]]
    return [*(row for row in changes if row["code"] in INDICATORS), *lights]


def figure_lines(changes: Sequence[Change]) -> Iterator[str]:
    """A line for each of `foremost`, and the number of the others."""
    main = foremost(changes)
    yield from map(change_line, main)
    if len(changes) > len(main):
        yield f"and {len(changes) - len(main)} more figures, of parts and of single units"


def change_line(change: Change) -> str:
    """Code, label, both values with their unit, and both lights where they differ."""
    lights = f"  {change['old_light']} → {change['new_light']}" if change["old_light"] != change["new_light"] else ""
    return f"{change['code']} {change['label']}: {values(change)}{lights}"


def values(change: Change) -> str:
    """Both values as printed, or with six significant digits where they are printed alike."""
    old, new, unit = change["old"], change["new"], change["unit"]
    both = [amount(value, unit) for value in (old, new)]
    if both[0] == both[1] and old != new:
        both = [f"{value:.6g}{unit}" for value in (old, new)]
    return " → ".join(both)


def codes_line(codes: Collection[str]) -> str:
    """The county's indicators among the codes, and the number of the others."""
    main = [code for code in codes if code in INDICATORS]
    others = len(codes) - len(main)
    return ", ".join([*main, *([f"{others} more"] if others else [])])
