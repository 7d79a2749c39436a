"""What makes a figure unlike that of the period before: units that count in one of the two alone.

A township whose orders were refused last week and come this week adds all of them to the county's sum; without a word
that would be read as what has happened this week. Which units were counted is known from the coverage of their own
figures (`transforms.indicators.places`) in both editions, and so is what they add.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from transforms.clock import previous_period
from transforms.dataset import Dataset
from transforms.figures import Figure, Form, Unlike
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.declare.breakdown import unit_labels

Line = Mapping[str, Any]
"""`value`, `numerator`, `denominator` and `coverage` of a figure, as in HISTORY."""
Own = Mapping[str, Mapping[str, Figure]]
"""The figures of each unit by the code of the unit."""


def compared(county: Mapping[str, Figure], own: Own, dataset: Dataset, history: pl.DataFrame) -> dict[str, Figure]:
    """The county's figures with `unlike`, where not the same units count in them as in the period before.

    history: HISTORY, of the figures of the county and of the units.
    """
    last = history.filter(pl.col("period") == previous_period(dataset.clock.period))
    before = {line["code"]: line for line in last.iter_rows(named=True)}
    return {code: replace(figure, unlike=_unlike(figure, own, dataset, before)) for code, figure in county.items()}


def _unlike(figure: Figure, own: Own, dataset: Dataset, before: Mapping[str, Line]) -> Unlike | None:
    if figure.previous is None or figure.measured.value is None or figure.code not in before:
        return None
    now, then = _line(figure), before[figure.code]
    units = [(unit, _line(of), before[of.code]) for unit, of in _senders(figure, own, dataset) if of.code in before]
    joined = [(unit, this, last) for unit, this, last in units if _counts_more(this, last)]
    left = [(unit, this, last) for unit, this, last in units if _counts_more(last, this)]
    if not joined and not left:
        return None if units or now["coverage"] == then["coverage"] else Unlike((), (), None, None)
    return Unlike(
        tuple(unit for unit, *_ in joined),
        tuple(unit for unit, *_ in left),
        _without(figure, then, [last for _, _, last in (*joined, *left)]),
        _without(figure, now, [this for _, this, _ in (*joined, *left)]),
        sum((this["value"] or 0) - (last["value"] or 0) for _, this, last in joined) if _is_count(figure) else None,
    )


def _senders(figure: Figure, own: Own, dataset: Dataset) -> Iterator[tuple[str, Figure]]:
    """Short name and own figure of the units that must send one of its sheets."""
    expected = dataset.county.expected
    must = {unit for sheet in INDICATORS[figure.id].sheets for unit in expected.get(sheet, ())}
    for unit, short in unit_labels(dataset.county).items():
        if unit in must and figure.id in own.get(unit, {}):
            yield short, own[unit][figure.id]


def _line(figure: Figure) -> Line:
    counts = ("value", "numerator", "denominator")
    return {name: getattr(figure.measured, name) for name in counts} | {"coverage": figure.coverage}


def _counts_more(one: Line, other: Line) -> bool:
    """Whether a unit is counted by the one and not by the other: it had sent anything at all, or all."""
    if _known(one) != _known(other):
        return _known(one)
    return one["coverage"] == 1 and (other["coverage"] or 0) < 1


def _known(line: Line) -> bool:
    """Whether anything was sent: a rate of nothing has no value, too, but a denominator of 0."""
    return line["value"] is not None or line["denominator"] is not None


def _is_count(figure: Figure) -> bool:
    return figure.measured.form is Form.NUMERATOR and figure.measured.numerator is not None


def _without(figure: Figure, whole: Line, units: list[Line]) -> float | None:
    """The value without some units; None where it is no sum, or no share of sums, of what the units have."""
    n, d = (
        None if whole[side] is None else whole[side] - sum(line[side] or 0 for line in units)
        for side in ("numerator", "denominator")
    )
    return figure.measured.form.of(n, d) if min(n or 0, d or 0) >= 0 else None
