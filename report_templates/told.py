"""A figure as a sentence of wording.toml sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from report_templates.figure_words import change_words, number, unsent, value_words
from transforms.figures import Figure, Part
from transforms.numbers import NONE, percent, prose


@dataclass(frozen=True, kw_only=True)
class Told:
    """A figure, or a number that stands beside one.

    Printed by itself it reads as a sentence says it: 87, 1.2万, 95.0%. `number` is the bare number to compare with,
    None where nobody knows it; `value` has its unit; `n` and `d` are numerator and denominator, `share` the one as a
    percentage of the other.
    """

    number: float | None
    value: str
    n: str = NONE
    d: str = NONE
    share: str = NONE
    label: str = ""
    change: str = NONE
    unsent: bool = False
    light: str = NONE
    parts: tuple[Told, ...] = ()
    beside: Mapping[str, Told] = field(default_factory=dict)
    cumulative: Told | None = None

    def __str__(self) -> str:
        return self.value

    @classmethod
    def of(cls, figure: Figure) -> Told:
        """The words of a figure."""
        measured = figure.measured
        return cls(
            number=measured.value,
            value=value_words(figure),
            n=_said(measured.numerator),
            d=_said(measured.denominator),
            share=percent(measured.numerator, measured.denominator),
            label=figure.label,
            change=change_words(figure),
            unsent=unsent(figure),
            light=figure.light.value,
            parts=tuple(cls._part(part) for part in measured.parts),
            beside={part.code: cls._part(part) for part in measured.beside},
            cumulative=cls._part(measured.cumulative) if measured.cumulative else None,
        )

    @classmethod
    def _part(cls, part: Part) -> Told:
        return cls(
            number=part.value,
            value=_said(part.value),
            share=percent(part.numerator, part.denominator),
            n=_said(part.numerator),
            d=_said(part.denominator),
            label=part.label,
        )


def _said(value: float | None) -> str:
    return prose(value) if value is None or value == int(value) else number(value)
