"""All figures of an edition, of the county and of every township and unit, and the rows behind each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.store.spill import SpillingFrame
from transforms.audience.audiences import without_rows
from transforms.dataset import Dataset
from transforms.figures import Figure, NumberWithRows
from transforms.indicators.measure import each_figure
from transforms.indicators.places import place_figures
from transforms.indicators.provenance import FIGURE_ROWS, FIGURES, each_rows, figure_values


@dataclass(frozen=True)
class Counts:
    """Figures by code, of the `county` and by unit its `own`; `values` FIGURES and `rows` FIGURE_ROWS of all of them.

    `past` is the HISTORY beside which they were measured. The figures lead to no rows any more: there are millions
    behind those of a large county.
    """

    county: Mapping[str, Figure]
    own: Mapping[str, Mapping[str, Figure]]
    values: pl.DataFrame
    rows: pl.LazyFrame
    past: pl.DataFrame


def counts(dataset: Dataset, past: pl.DataFrame, folder: Path) -> Counts:
    """Measure every indicator for the county, then for each unit; what is too large to be held goes into `folder`.

    past: HISTORY. The folder must last as long as the rows are used.
    """
    rows, values = SpillingFrame(folder, FIGURE_ROWS), [pl.DataFrame(schema=FIGURES)]

    def entered(figures: Iterable[tuple[str, Figure]]) -> dict[str, Figure]:
        """Figures without their rows, each as soon as these are put down."""
        kept = {}

        def told() -> Iterator[NumberWithRows]:
            for code, figure in figures:
                for frame in each_rows(figure.numbers()):
                    rows.add(frame)
                kept[code] = without_rows(figure)
                yield from figure.numbers()

        values.append(figure_values(told()))
        return kept

    county = entered(each_figure(dataset, history=past))
    own = {unit: entered(figures.items()) for unit, figures in place_figures(dataset, past)}
    return Counts(county, own, pl.concat(values, rechunk=True), rows.whole(), past)
