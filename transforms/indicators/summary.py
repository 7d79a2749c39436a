"""The stable, machine-readable summary of an edition (design.md §6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from transforms.dataset import Dataset
from transforms.figures import Figure, Part
from transforms.indicators.declare.coverage import coverage
from transforms.records.ledger import ACCEPTED, REJECTED, SET_ASIDE

Summary = dict[str, Any]
"""A tree of texts, numbers, booleans and None, as `json.dump` takes it."""

_DIGITS = 6


def summary(figures: Mapping[str, Figure], dataset: Dataset, headline: str) -> Summary:
    """The content of summary.json: clock, headline, indicators by code, ledger totals, coverage by sheet (0–1)."""
    clock = dataset.clock
    return {
        "period": clock.period,
        "as_of": clock.as_of.isoformat(),
        "knowledge": clock.knowledge.isoformat(),
        "headline": headline,
        "indicators": {code: _indicator(figure) for code, figure in figures.items()},
        "ledger": _ledger(dataset.ledger),
        "coverage": {sheet: _rounded(coverage(dataset, (sheet,))) for sheet in dataset.county.expected},
    }


def _indicator(figure: Figure) -> Summary:
    measured, before = figure.measured, figure.previous
    changed = None if before is None or measured.value is None else measured.value - before
    return {
        "label": figure.label,
        "unit": figure.unit,
        "value": _rounded(measured.value),
        "numerator": _rounded(measured.numerator),
        "denominator": _rounded(measured.denominator),
        "light": figure.light.value,
        "previous": _rounded(before),
        "change": _rounded(changed),
        "restated": figure.restated,
        "first_previous": _rounded(figure.first_previous),
        "cumulative": _rounded(measured.cumulative.value) if measured.cumulative else None,
        "range": [_rounded(figure.range.low), _rounded(figure.range.high)] if figure.range else None,
        "coverage": _rounded(figure.coverage),
        "missing": list(figure.missing),
        "parts": [_part(part) for part in measured.parts],
        "beside": [_part(part) for part in measured.extras],
    }


def _part(part: Part) -> Summary:
    return {
        **{name: getattr(part, name) for name in ("code", "label", "group", "unit")},
        **{name: _rounded(getattr(part, name)) for name in ("value", "numerator", "denominator")},
    }


def _ledger(ledger: pl.DataFrame) -> Summary:
    """Rows read and what became of them; read is the sum of the three fates."""
    fates = dict(ledger.group_by("fate").agg(pl.len()).iter_rows())
    return {"read": ledger.height, **{fate: fates.get(fate, 0) for fate in (ACCEPTED, REJECTED, SET_ASIDE)}}


def _rounded(number: float | None) -> float | None:
    """To six decimals, so that the same figure is the same text on every machine."""
    return number if number is None or isinstance(number, int) else round(number, _DIGITS)
