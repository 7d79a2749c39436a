"""The figures of an edition with the rows behind them, of the county and of every township and unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import polars as pl

from flows.pieces import Pieces
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.indicators.places import place_figures
from transforms.opened import FIGURE_ROWS, FIGURES, figure_rows, figure_values, numbers
from transforms.readers import without_rows


@dataclass(frozen=True)
class OpenedFigures:
    """`values` FIGURES, `rows` FIGURE_ROWS; `own`: the figures of each unit by its code and theirs, without rows."""

    values: pl.DataFrame
    rows: pl.LazyFrame
    own: Mapping[str, Mapping[str, Figure]]


def opened(dataset: Dataset, counted: Mapping[str, Figure], past: pl.DataFrame, folder: Path) -> OpenedFigures:
    """The county's figures opened, then those of each unit; there are many units, and their rows go into `folder`.

    past: HISTORY.
    """
    values, rows = [pl.DataFrame(schema=FIGURES)], Pieces(folder, FIGURE_ROWS)
    own: dict[str, dict[str, Figure]] = {}
    for unit, figures in chain([("", counted)], place_figures(dataset, past)):
        told = [*numbers(figures.values())]
        values.append(figure_values(told))
        rows.add(figure_rows(told))
        own[unit] = {code: without_rows(figure) for code, figure in figures.items()}
    return OpenedFigures(pl.concat(values), rows.whole(), own)
