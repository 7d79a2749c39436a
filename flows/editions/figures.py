"""All figures of an edition, of the county and of every township and unit, and the rows of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.store.spill import SpillingFrame
from transforms.audience.audiences import without_rows
from transforms.dataset import Dataset
from transforms.figures import Figure, NumberWithRows
from transforms.indicators.comparability import compared
from transforms.indicators.measure import each_figure
from transforms.indicators.places import place_figures
from transforms.indicators.provenance import FIGURE_ROWS, FIGURES, each_rows, figure_values


@dataclass(frozen=True)
class Counts:
    """Figures by code: of the `county`, and by unit its `own`; `values` FIGURES and `rows` FIGURE_ROWS of all of them.

    `past` is the HISTORY they were measured with. The figures carry no rows any more: a large county has millions.
    """

    county: Mapping[str, Figure]
    own: Mapping[str, Mapping[str, Figure]]
    values: pl.DataFrame
    rows: pl.LazyFrame
    past: pl.DataFrame


def counts(dataset: Dataset, past: pl.DataFrame, folder: Path) -> Counts:
    """Measure every indicator for the county, then for each unit; rows are spilled to `folder`.

    past: HISTORY. The folder must exist as long as the rows are used.
    """
    rows, values = SpillingFrame(folder, FIGURE_ROWS), [pl.DataFrame(schema=FIGURES)]

    def record(figures: Iterable[tuple[str, Figure]]) -> dict[str, Figure]:
        """The figures without their rows, after values and rows are recorded."""
        stripped = {}

        def numbers() -> Iterator[NumberWithRows]:
            for code, figure in figures:
                for frame in each_rows(figure.numbers()):
                    rows.add(frame)
                stripped[code] = without_rows(figure)
                yield from figure.numbers()

        values.append(figure_values(numbers()))
        return stripped

    county = record(each_figure(dataset, history=past))
    own = {unit: record(figures.items()) for unit, figures in place_figures(dataset, past)}
    return Counts(compared(county, own, dataset, past), own, pl.concat(values, rechunk=True), rows.whole(), past)
