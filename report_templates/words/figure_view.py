"""A figure as tables and sentences print it: each of its numbers formatted, and with its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report_templates.words.figure_words import (
    NO_BASIS,
    NOT_REPORTED,
    NOTHING_DUE,
    amount,
    change_words,
    in_sentence,
    number,
)
from report_templates.words.numbers import NONE, percent
from report_templates.words.sentence import Number, Side
from transforms.figures import Counted, Figure, Part, Unlike, figure_code

_SAY_UNKNOWN = (Side.VALUE, Side.BASIS)
"""Sides of which “—” means an unknown number; elsewhere it means that there is no such number."""


@dataclass(frozen=True)
class FigureView:
    """A figure, a part of one, or an extra number of one.

    Printed by itself it reads as a sentence says it: 87件, 1.2万, 95.0%. `number` is the bare number to compare with,
    None where it is unknown; all else are texts that carry their code.
    """

    code: str
    label: str
    unit: str
    counted: Counted
    figure: Figure
    group: str = ""

    @classmethod
    def of(cls, figure: Figure) -> FigureView:
        """The words of a figure."""
        return cls(figure.code, figure.label, figure.unit, figure.measured, figure)

    def _part(self, part: Part) -> FigureView:
        figure = self.figure
        return FigureView(
            figure_code(figure.id, figure.place, part.name), part.label, part.unit, part, figure, part.group
        )

    @property
    def whole(self) -> bool:
        """Whether it is a figure itself and no part of one."""
        return self.code == self.figure.code

    @property
    def number(self) -> float | None:
        """The bare number."""
        return self.counted.value

    @property
    def unsent(self) -> bool:
        """Whether it is unknown because no unit has submitted one of its sheets."""
        return self.number is None and bool(self.figure.missing)

    @property
    def outdated(self) -> bool:
        """Whether it is known from earlier periods alone, since nobody has sent one of its sheets in this one."""
        return self.number is not None and bool(self.figure.missing)

    @property
    def value(self) -> str:
        """With its unit, or why there is none; a part as a sentence says it, without."""
        return self.with_unit if self.whole else self.in_sentence

    @property
    def with_unit(self) -> str:
        """As a table prints it, with its unit; of a figure without a value, why it has none."""
        absent = self.whole and self.number is None
        return self._known(self.absence if absent else amount(self.number, self.unit))

    @property
    def absence(self) -> str:
        """Why it has no value: one of ABSENCES."""
        if self.unsent:
            return NOT_REPORTED
        return NOTHING_DUE if self.counted.denominator == 0 else NO_BASIS

    @property
    def in_sentence(self) -> str:
        """As a sentence says it, without its unit."""
        return self._known(in_sentence(self.number))

    @property
    def exact(self) -> str:
        """As a table prints it, without its unit."""
        return self._known(number(self.number))

    @property
    def signed(self) -> str:
        """A difference as a table prints it: +3."""
        return self._known(f"{'+' if (self.number or 0) > 0 else ''}{number(self.number)}")

    @property
    def rate(self) -> str:
        """A value in percent, to one decimal."""
        return self._known(percent(self.number, 100))

    @property
    def n(self) -> str:
        """The numerator as a sentence says it."""
        return self._known(in_sentence(self.counted.numerator), Side.NUMERATOR)

    @property
    def d(self) -> str:
        """The denominator as a sentence says it."""
        return self._known(in_sentence(self.counted.denominator), Side.DENOMINATOR)

    @property
    def exact_n(self) -> str:
        """The numerator as a table prints it."""
        return self._known(number(self.counted.numerator), Side.NUMERATOR)

    @property
    def exact_d(self) -> str:
        """The denominator as a table prints it."""
        return self._known(number(self.counted.denominator), Side.DENOMINATOR)

    @property
    def basis(self) -> str:
        """19/20; a count or a mean has none."""
        if self.counted.denominator is None or self.counted.numerator is None:
            return self._known(NONE, Side.BASIS)
        return self._known(f"{number(self.counted.numerator)}/{number(self.counted.denominator)}", Side.BASIS)

    @property
    def share(self) -> str:
        """The numerator as a percentage of the denominator; a sum is the whole of itself."""
        n, d = self.counted.numerator, self.counted.denominator
        return self._known(percent(n, n if d is None else d), Side.SHARE)

    @property
    def previous(self) -> str:
        """The value in the period before, as its edition says now."""
        return self._known(amount(self.figure.previous, self.unit), Side.PREVIOUS)

    @property
    def first_previous(self) -> str:
        """The value in the period before as it was first published; it was corrected since (上期更正)."""
        return self._known(amount(self.figure.first_previous, self.unit), Side.FIRST)

    @property
    def restated(self) -> bool:
        """Whether the value of the period before was corrected after it had been published."""
        return self.figure.restated

    @property
    def change(self) -> str:
        """The change against the published period before, ratios in percentage points."""
        return self._known(change_words(self.number, self.figure.previous, self.unit), Side.CHANGE)

    @property
    def unlike(self) -> Unlike | None:
        """The units that make it unlike the period before."""
        return self.figure.unlike if self.whole else None

    @property
    def like(self) -> tuple[float | None, float | None]:
        """The values in the period before and in this one among the units that count in both; unknown is None."""
        units = self.unlike
        return (units.before, units.now) if units else (self.figure.previous, self.number)

    @property
    def alike_change(self) -> str:
        """The change between these."""
        before, now = self.like
        return self._known(change_words(now, before, self.unit), Side.ALIKE)

    @property
    def joined(self) -> str:
        """What those that joined add to a count, with its unit; empty where that is unknown or nothing."""
        added = self.unlike.added if self.unlike else None
        return self._known(amount(added, self.unit), Side.JOINED) if added else ""

    @property
    def lacking(self) -> tuple[str, ...]:
        """The units that have not sent all of its sheets."""
        senders = self.figure.senders
        return senders.absent if senders else ()

    @property
    def senders_due(self) -> str:
        """How many units must send its sheets."""
        return self._known(number(self.figure.senders and self.figure.senders.due), Side.DUE)

    @property
    def senders_sent(self) -> str:
        """How many of them have."""
        return self._known(number(self.figure.senders and self.figure.senders.sent), Side.SENT)

    @property
    def light(self) -> str:
        """红, 黄, 绿, 灰, or the sign for none."""
        return self.figure.light.value

    @property
    def coverage(self) -> str:
        """The share of its submissions that arrived, or how many of its sheets nobody has sent."""
        absent = self.figure.missing
        if not absent:
            return self._known(percent(self.figure.coverage, 1), Side.COVERAGE)
        return self._known(f"缺{len(absent)}张表", Side.COVERAGE)

    @property
    def range(self) -> tuple[str, ...]:
        """The range it would have with every submission: 3件至12件; empty where all arrived."""
        if self.figure.range is None:
            return ()
        low, high = self.figure.range
        return (
            self._known(amount(low, self.unit), Side.LOW),
            "至",
            self._known(amount(high, self.unit), Side.HIGH),
        )

    @property
    def parts(self) -> tuple[FigureView, ...]:
        """Its breakdowns."""
        return tuple(map(self._part, self.figure.measured.parts))

    def part(self, group: str, label: str, code: str = "", absent: float | None = 0) -> FigureView:
        """One line of a breakdown; of what does not occur there are `absent`, and its code would be `code`."""
        known = (part for part in self.figure.measured.parts if part.group == group and part.label == label)
        none = Part(code=code or label, label=label, group=group, value=absent, numerator=0, denominator=0)
        return self._part(next(known, none))

    def group_of(self, group: str) -> tuple[FigureView, ...]:
        """The lines of one breakdown."""
        return tuple(part for part in self.parts if part.group == group)

    @property
    def extras(self) -> Mapping[str, FigureView]:
        """Its extra numbers."""
        return {part.code: self._part(part) for part in self.figure.measured.extras}

    @property
    def cumulative(self) -> FigureView | None:
        """Its value from the start of the year or of the programme."""
        measured = self.figure.measured
        return self._part(measured.cumulative) if measured.cumulative else None

    def _known(self, words: str, side: Side = Side.VALUE) -> str:
        return words if words == NONE and side not in _SAY_UNKNOWN else Number(words, self.code, side)

    def __str__(self) -> str:
        return self.value
