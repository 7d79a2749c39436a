"""Figures that differ between two editions, in a line each: on the terminal and on the server's pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from report_templates.words.figure_words import amount
from transforms.indicators.catalogue import INDICATORS

Change = Mapping[str, Any]
"""A line of FIGURES_CHANGED."""


def foremost(changes: Sequence[Change]) -> list[Change]:
    """The county's indicators, then every other figure whose light turns; the rest are parts, and of single units."""
    turned = [one for one in changes if one["code"] not in INDICATORS and one["old_light"] != one["new_light"]]
    return [*(one for one in changes if one["code"] in INDICATORS), *turned]


def figure_lines(changes: Sequence[Change]) -> Iterator[str]:
    """A line for each of the foremost, and how many there are besides."""
    main = foremost(changes)
    yield from map(change_line, main)
    if len(changes) > len(main):
        yield f"and {len(changes) - len(main)} more figures, of parts and of single units"


def change_line(change: Change) -> str:
    """Code, label, both values with their unit, and both lights where they differ."""
    lights = f"  {change['old_light']} → {change['new_light']}" if change["old_light"] != change["new_light"] else ""
    return f"{change['code']} {change['label']}: {values(change)}{lights}"


def values(change: Change) -> str:
    """Both values as they are printed, or with more digits where they are printed alike."""
    old, new, unit = change["old"], change["new"], change["unit"]
    both = [amount(value, unit) for value in (old, new)]
    if both[0] == both[1] and old != new:
        both = [f"{value:.6g}{unit}" for value in (old, new)]
    return " → ".join(both)


def codes_line(codes: Collection[str]) -> str:
    """The county's indicators among some figures, and how many others there are."""
    main = [code for code in codes if code in INDICATORS]
    others = len(codes) - len(main)
    return ", ".join([*main, *([f"{others} more"] if others else [])])
