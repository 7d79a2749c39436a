"""The figures of one township or unit, counted from its own rows: C3-漕河镇 (domain.md §11.2)."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import Unit
from transforms.audience.audiences import Audience, audiences, restrict_rows, with_whole_tables
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.indicators.history import NO_HISTORY
from transforms.indicators.measure import figures
from transforms.indicators.own import own_indicators, table_of
from transforms.tables.catalogue import TABLES
from transforms.tables.table import NamedBy, Variant

OF_TOWNSHIP = ("C2", "C3", "C4", "C5", "C6", "C7", "D1", "D2", "D3", "D5", "D6", "D7", "D11", "D12", "E1", "E2")
OF_UNIT = ("A6", "C2", "C3", "C4", "C5", "D1", "D2", "D5", "D6", "D11", "D12", "E1", "E2")
"""The indicators by which divisions, and other units, are compared."""


def own_figures(audience: Audience, dataset: Dataset, history: pl.DataFrame = NO_HISTORY) -> dict[str, Figure]:
    """The figures of an audience's unit by the code of the indicator; `place` is its name.

    Those of sending and quality (E) are counted from the unit's own submissions alone.
    """
    unit = dataset.county.unit[str(audience.unit)]
    codes = (*(OF_TOWNSHIP if unit.division else OF_UNIT), *_declared(unit, dataset))
    place = dataset.county.division[unit.division].name if unit.division else unit.short
    own = restrict_rows(audience, dataset)
    content, sending = (tuple(c for c in codes if (c[0] == "E") is of_papers) for of_papers in (False, True))
    counted = figures(with_whole_tables(own, dataset), codes=content, history=history, place=place)
    return counted | figures(own, codes=sending, history=history, place=place)


def _declared(unit: Unit, dataset: Dataset) -> Iterator[str]:
    """The county's own indicators over rows that the unit sends, or that lie in its division."""
    for code, own in own_indicators().items():
        (sheet,) = own.sheets
        units = TABLES[table_of(SHEETS[sheet])[0]].units
        lies = unit.division and isinstance(units, NamedBy) and units.lying
        if lies or unit.code in dataset.county.expected.get(sheet, ()):
            yield code


def place_figures(dataset: Dataset, history: pl.DataFrame = NO_HISTORY) -> Iterator[tuple[str, dict[str, Figure]]]:
    """By code the figures of every township and unit that is an audience of the edition."""
    for audience in audiences(dataset):
        if audience.variant is Variant.TOWNSHIP:
            yield str(audience.unit), own_figures(audience, dataset, history)
