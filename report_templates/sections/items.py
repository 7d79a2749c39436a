"""五、“六联”责任制与民生实事: the livelihood items by division (domain.md §2, K11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from report_templates.columns import count, light, name, text
from report_templates.figure_words import number
from report_templates.material import Material
from report_templates.model import Block, Table
from transforms.dataset import Dataset
from transforms.figures import Light
from transforms.indicators.breakdown import UNKNOWN, town_labels
from transforms.indicators.coverage import expected
from transforms.lights import place_lights
from transforms.numbers import percent

SECTION = "items"
_COUNTS = ("claimed", "completed", "running", "overdue", "held")


def blocks(material: Material) -> Iterator[Block]:
    """Claimed, completed, overdue; by division."""
    yield material.paragraph(SECTION)
    if material.figures["C2"].measured.value:
        yield _divisions(material)


def _divisions(material: Material) -> Table:
    return Table(
        name="divisions",
        caption=material.words.text(SECTION, "table"),
        columns=(
            *(
                name("乡镇（园区）", 46),
                count("认领", code="C2"),
                count("完成"),
                count("推进"),
                count("逾期", code="C5"),
            ),
            *(count("暂缓"), count("完成率", 16, "C3"), light(), text("说明", 37)),
        ),
        rows=tuple(division_rows(material.dataset)),
        unit="件",
        summed=True,
    )


def division_rows(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """One row per division that has items or must report, then what concerns the whole county, then the sum.

    claimed = completed + running + overdue + held.
    """
    counts = {row["town"]: row for row in _counts(dataset).iter_rows(named=True)}
    lights = {town: (light, reason) for town, light, reason in _lights(dataset).iter_rows()}
    for code, label in (*town_labels(dataset.county).items(), (None, UNKNOWN.label)):
        if code in counts or code in lights:
            yield _row(label, counts.get(code, {}), *lights.get(code, (Light.NONE.value, "")))
    yield _row("合计", {name: sum(row[name] for row in counts.values()) for name in _COUNTS}, Light.NONE.value, "")


def _counts(dataset: Dataset) -> pl.DataFrame:
    """`town` and the counts of _COUNTS over the items claimed and not cancelled, as C2 counts them."""
    overdue = pl.col("overdue")
    return (
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
    found = [counts.get(name, 0) for name in _COUNTS]
    claimed, completed, *_ = found
    return (label, *map(number, found), percent(completed, claimed), light, reason)
