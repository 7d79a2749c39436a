"""From a dataset to its figures (domain.md §7.3)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import polars as pl

from transforms.clock import previous_period
from transforms.dataset import Dataset
from transforms.figures import Figure, Light, Measured, Point, figure_code
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.declare.coverage import coverage, last_days, missing, reported, senders
from transforms.indicators.declare.declaration import Indicator
from transforms.indicators.history import NO_HISTORY, points
from transforms.indicators.ranges import range_of
from transforms.join.lights import threshold_light


def figures(
    dataset: Dataset,
    previous: Mapping[str, float] | None = None,
    codes: Iterable[str] = INDICATORS,
    history: pl.DataFrame = NO_HISTORY,
    place: str = "",
) -> dict[str, Figure]:
    """The figures of `each_figure` together."""
    return dict(each_figure(dataset, previous, codes, history, place))


def each_figure(
    dataset: Dataset,
    previous: Mapping[str, float] | None = None,
    codes: Iterable[str] = INDICATORS,
    history: pl.DataFrame = NO_HISTORY,
    place: str = "",
) -> Iterator[tuple[str, Figure]]:
    """Every indicator of `codes` measured, one after the other, with its code.

    `history` (HISTORY) are the published editions of earlier periods: they give each figure its value in the period
    before, whether that was corrected since, and its trend. `previous` are the values of the period before where no
    history is at hand.
    A flow of a period that is not over has no value to compare with and, where it is lit, a grey light.
    `place` names the township or unit the dataset is of.
    """
    codes = tuple(codes)
    names = [figure_code(code, place) for code in codes]
    past, last = points(history.filter(pl.col("code").is_in(names))), previous_period(dataset.clock.period)
    before = {code: Point(last, value, value, restated=False) for code, value in (previous or {}).items()}
    before |= {code: point for code, earlier in past.items() for point in earlier if point.period == last}
    for code, name in zip(codes, names, strict=True):
        figure = _figure(INDICATORS[code], dataset, before.get(name), past.get(name, ()), whole=not place)
        yield code, replace(figure, place=place)


def _figure(
    indicator: Indicator, dataset: Dataset, before: Point | None, trend: tuple[Point, ...], *, whole: bool
) -> Figure:
    measured = reported(indicator, dataset)
    days = last_days(indicator, dataset)
    partial = indicator.flow and dataset.clock.is_part
    before = None if partial else before
    absent = missing(dataset, indicator.sheets, days)
    numbers = {name: f"{number:g}" for name, number in dataset.county.settings.items()}
    return Figure(
        id=indicator.id,
        label=indicator.label,
        formula=sys.intern(indicator.formula.format_map(numbers)),  # thousands of units have the same
        window=sys.intern(indicator.window.format_map(numbers)),
        unit=indicator.unit,
        measured=measured,
        light=Light.GREY if absent or (partial and indicator.lit) else _light(indicator, measured, dataset),
        coverage=coverage(dataset, indicator.sheets, days),
        missing=absent,
        previous=before.value if before else None,
        first_previous=before.first if before else None,
        restated=before is not None and before.restated,
        range=range_of(indicator, measured, dataset),
        senders=senders(dataset, indicator.sheets, days) if whole else None,
        trend=trend,
    )


def _light(indicator: Indicator, measured: Measured, dataset: Dataset) -> Light:
    """The light the measure sets itself, else by the county's thresholds; an unknown value is grey."""
    if not indicator.lit:
        return Light.NONE
    return measured.light or threshold_light(measured.value, dataset.county.thresholds.get(indicator.id))
