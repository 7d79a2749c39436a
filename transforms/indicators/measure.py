"""From a dataset to its figures (domain.md §7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from transforms.dataset import Dataset
from transforms.figures import Figure, Light, Measured
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.coverage import coverage, missing, reported
from transforms.indicators.declaration import Indicator
from transforms.lights import threshold_light


def figures(
    dataset: Dataset, previous: Mapping[str, float] | None = None, codes: Iterable[str] = INDICATORS
) -> dict[str, Figure]:
    """Every indicator of `codes` measured, by code; `previous` are the values of the published edition before."""
    before = previous or {}
    return {code: _figure(INDICATORS[code], dataset, before.get(code)) for code in codes}


def _figure(indicator: Indicator, dataset: Dataset, previous: float | None) -> Figure:
    measured = reported(indicator, dataset)
    absent = missing(dataset, indicator.sheets)
    numbers = {name: f"{number:g}" for name, number in dataset.county.settings.items()}
    return Figure(
        id=indicator.id,
        label=indicator.label,
        formula=indicator.formula.format_map(numbers),
        window=indicator.window.format_map(numbers),
        unit=indicator.unit,
        measured=measured,
        light=Light.GREY if absent else _light(indicator, measured, dataset),
        coverage=coverage(dataset, indicator.sheets),
        missing=absent,
        previous=previous,
    )


def _light(indicator: Indicator, measured: Measured, dataset: Dataset) -> Light:
    """What the measure itself decides, else the county's thresholds; an unknown value is grey."""
    if not indicator.lit:
        return Light.NONE
    if measured.value is None or measured.light is None:
        return threshold_light(measured.value, dataset.county.thresholds.get(indicator.id))
    return measured.light
