"""The livelihood items of each division with its light."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from report_templates.figure_words import number
from report_templates.typeset import cut
from transforms.dataset import Dataset
from transforms.figures import Light
from transforms.indicators.breakdown import UNKNOWN, town_labels
from transforms.indicators.coverage import expected
from transforms.lights import place_lights
from transforms.numbers import percent

COUNTS = ("claimed", "completed", "running", "overdue", "held")


def division_rows(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """Label, COUNTS, rate, light and reason: a row per division that has items or must report, then what concerns the
    whole county, then the sum."""
    counts = division_counts(dataset)
    lights = {town: (light, reason) for town, light, reason in _lights(dataset).iter_rows()}
    for code, label in (*town_labels(dataset.county).items(), (None, UNKNOWN.label)):
        if code in counts or code in lights:
            yield _row(label, counts.get(code, {}), *lights.get(code, (Light.NONE.value, "")))
    yield _row("合计", {name: sum(row[name] for row in counts.values()) for name in COUNTS}, Light.NONE.value, "")


def division_counts(dataset: Dataset) -> dict[str | None, dict[str, int]]:
    """COUNTS by division over the items claimed and not cancelled, as C2 counts them.

    claimed = completed + running + overdue + held.
    """
    overdue = pl.col("overdue")
    counted = (
        dataset.items.filter("claimed", ~pl.col("cancelled"))
        .group_by("town")
        .agg(
            claimed=pl.len(),
            completed=pl.col("completed").sum(),
            running=(pl.col("open") & ~overdue).sum(),
            overdue=overdue.sum(),
            held=(~pl.col("open") & ~pl.col("completed")).sum(),
        )
    )
    return {row["town"]: {name: row[name] for name in COUNTS} for row in counted.iter_rows(named=True)}


def short_names(dataset: Dataset) -> dict[str, str]:
    """Divisions as a chart calls them, in the order of the county."""
    county = dataset.county
    units = {unit.division: unit.short for unit in county.units if unit.division}
    return {code: cut(units.get(code, label)) for code, label in town_labels(county).items()}


def _lights(dataset: Dataset) -> pl.DataFrame:
    """`town`, `light`, `light_reason` of every division with items or with sheets to send (domain.md §7.2)."""
    town = {unit.code: unit.division for unit in dataset.county.units if unit.division}
    due = dataset.submissions.join(expected(dataset), on=["submitter", "sheet"], how="semi")
    sheets = due.select(
        "status", "late", town=pl.col("submitter").replace_strict(town, default=None, return_dtype=pl.String)
    )
    places = place_lights("town", dataset.items.filter("claimed"), sheets, dataset.county)
    return places.select("town", "light", "light_reason")


def _row(label: str, counts: Mapping[str, int], light: str, reason: str) -> tuple[str, ...]:
    found = [counts.get(name, 0) for name in COUNTS]
    claimed, completed, *_ = found
    return (label, *map(number, found), percent(completed, claimed), light, reason)
