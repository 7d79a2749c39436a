"""Audiences: for each one the dataset without the columns and rows they may not see (domain.md §11.2).

A page is made from that dataset alone: what is not in it cannot be printed, charted, attached or put into an attribute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import polars as pl

from expectations.contract.contract import Privacy
from expectations.contract.declared import Catalogue
from expectations.own.in_use import remembered
from transforms.audience.column_classes import privacy_of
from transforms.audience.public_names import with_masked_names
from transforms.dataset import Dataset
from transforms.figures import Counted, Figure
from transforms.records.unit_rows import part_of
from transforms.tables.catalogue import BUILT_IN
from transforms.tables.own import own_tables
from transforms.tables.table import ALL, Columns, Table, Variant

C = TypeVar("C", bound=Counted)


@dataclass(frozen=True)
class Audience:
    """One audience: a variant, and for a township or unit the code of its unit."""

    variant: Variant
    unit: str | None = None

    def __str__(self) -> str:
        return f"{self.variant}:{self.unit}" if self.unit else str(self.variant)


@dataclass(frozen=True)
class Terms:
    """What a variant may see: of `tables` the columns named, none of a stricter class than `ceiling`.

    A table that is not named is left out. `families` are the letters of the indicators, F those of a county's own;
    `rows` says whether a figure may be traced to its rows.
    """

    ceiling: Privacy
    families: str
    tables: Mapping[str, Columns]
    rows: bool = False


def _seen_by(variant: Variant) -> Mapping[str, Columns]:
    def seen(tables: Mapping[str, Table]) -> Mapping[str, Columns]:
        return {name: table.seen_by[variant] for name, table in tables.items() if variant in table.seen_by}

    return Catalogue(seen(BUILT_IN), remembered(lambda: seen(own_tables())))


TERMS: Mapping[Variant, Terms] = {
    Variant.COUNTY: Terms(Privacy.P2, "ABCDEF", _seen_by(Variant.COUNTY)),
    Variant.ANALYST: Terms(Privacy.P1, "ABCDEF", _seen_by(Variant.ANALYST), rows=True),
    Variant.INSPECTION: Terms(Privacy.P2, "CDE", _seen_by(Variant.INSPECTION)),
    Variant.TOWNSHIP: Terms(Privacy.P2, "ABCDEF", _seen_by(Variant.TOWNSHIP)),
    Variant.PUBLIC: Terms(Privacy.P2, "ACD", _seen_by(Variant.PUBLIC)),
    Variant.GROUP: Terms(Privacy.P2, "ABCDE", _seen_by(Variant.GROUP)),
}
"""The matrix of domain.md §11.2. A township sees its own rows only, the public the items that are `public_ok`."""


def dataset_for(audience: Audience, dataset: Dataset) -> Dataset:
    """The dataset with the rows and columns the audience may see; a table not meant for them has no columns."""
    terms, own = TERMS[audience.variant], restrict_rows(audience, dataset)
    visible = {name: _visible_columns(name, frame, terms) for name, frame in own.tables().items()}
    return own.with_tables(visible)


def _visible_columns(table: str, frame: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    named = terms.tables.get(table, ())
    classes = {name: privacy_of(table, name) for name in frame.columns}  # of those nobody here sees, too
    columns = frame.columns if named == ALL else [name for name in named if name in frame.columns]
    return frame.select(name for name in columns if classes[name] >= terms.ceiling)


def restrict_rows(audience: Audience, dataset: Dataset) -> Dataset:
    """The dataset with all columns of the rows the audience may see: their own figures are counted from it."""
    if audience.variant is Variant.TOWNSHIP:
        return _own(str(audience.unit), dataset)
    if audience.variant is Variant.PUBLIC:
        return replace(
            dataset, items=_masked(dataset.items.filter(pl.col("public_ok").fill_null(value=False)), dataset)
        )
    if audience.variant is Variant.GROUP:
        return replace(dataset, items=_masked(dataset.items, dataset))
    return dataset


def _masked(items: pl.DataFrame, dataset: Dataset) -> pl.DataFrame:
    """The items with whoever is named in a title masked, but for the leaders of items."""
    leaders = {*dataset.items["leaders"].explode(), *dataset.leaders["leader"]}
    names = {name for table in dataset.tables().values() if "name" in table.columns for name in table["name"]} - leaders
    return items.with_columns(
        title=pl.Series([title and with_masked_names(title, names) for title in items["title"]], dtype=pl.String)
    )


def _own(code: str, dataset: Dataset) -> Dataset:
    """What concerns one unit: whom it hosts, the items it leads or that lie in its division, its members and orders,
    what it has sent."""
    expected = {
        sheet: tuple(unit for unit in units if unit == code) for sheet, units in dataset.county.expected.items()
    }
    own = {name: part_of(frame, dataset.concerned.get(name, {}), code) for name, frame in dataset.tables().items()}
    county = replace(dataset.county, expected={sheet: units for sheet, units in expected.items() if units})
    return replace(dataset, county=county).with_tables(own)


def with_whole_tables(own: Dataset, whole: Dataset) -> Dataset:
    """A unit's rows for figures that draw on sheets it does not send itself: of these, what all others have sent."""
    sent = own.county.expected
    others = whole.submissions.filter(~pl.col("sheet").is_in(list(sent)))
    return replace(
        own,
        county=replace(whole.county, expected={**whole.county.expected, **sent}),
        submissions=pl.concat([own.submissions, others]),
        files=whole.files,
    )


def figures_for(audience: Audience, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figures of the families the audience may see, without their rows unless the terms allow them."""
    terms = TERMS[audience.variant]
    shown = {code: figure for code, figure in figures.items() if code[0] in terms.families}
    return shown if terms.rows else {code: without_rows(figure) for code, figure in shown.items()}


def without_rows(figure: Figure) -> Figure:
    """The figure and its parts without the rows behind them."""
    measured = figure.measured
    parts, extras = (tuple(map(_unopened, some)) for some in (measured.parts, measured.extras))
    cumulative = measured.cumulative and _unopened(measured.cumulative)
    return replace(figure, measured=replace(_unopened(measured), parts=parts, extras=extras, cumulative=cumulative))


def _unopened(counted: C) -> C:
    return replace(counted, rows=None, population=None)


def audiences(dataset: Dataset) -> tuple[Audience, ...]:
    """All audiences of a week: of the units those that must send a sheet, and those that host somebody."""
    expected = {unit for units in dataset.county.expected.values() for unit in units}
    concerned = expected | set(dataset.assignments.filter("in_effect")["host_unit"].drop_nulls())
    units = [unit.code for unit in dataset.county.units if unit.code in concerned]
    single = [Audience(variant) for variant in Variant if variant is not Variant.TOWNSHIP]
    return (*single, *(Audience(Variant.TOWNSHIP, code) for code in units))
