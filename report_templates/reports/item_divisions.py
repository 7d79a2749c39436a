"""The livelihood items of each division with its light, the worst that its items, sheets and orders give."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from report_templates.reports.context import SectionContext
from report_templates.words.figure_view import FigureView
from report_templates.words.sentence import Number, Side
from report_templates.words.typeset import cut
from transforms.dataset import Dataset
from transforms.figures import Light
from transforms.indicators.declare.breakdown import town_labels
from transforms.indicators.declare.coverage import expected
from transforms.join.lights import ORDERS, place_lights

GROUP = "乡镇"
STATES = {"完成": "C8", "推进": "C2", "逾期": "C5", "暂缓": "C2"}
"""The state of an item, and the figure whose parts count those of each division; claimed = the sum of the four."""


def division_rows(context: SectionContext) -> Iterator[tuple[str, ...]]:
    """Label, claimed, STATES, rate, light and reason: a row per division that has items or must report, then what
    concerns the whole county, then the sum."""
    views, lights = context.views, division_lights(context)
    claimed = {part.label for part in views["C8"].group_of(GROUP)}
    known = town_labels(context.county).values()
    for label in (*known, *sorted(claimed.difference(known))):
        if label in claimed or label in lights:
            whole = views["C8"].part(GROUP, label)
            lit = lights.get(label, (Light.NONE.value, ""))
            yield (label, whole.exact_d, *_counts(context, label), whole.share, *lit)
    extras = views["C2"].extras
    sums = (views["C3"].exact_n, extras["running"].exact, views["C5"].exact, extras["held"].exact)
    yield ("合计", views["C2"].exact, *sums, views["C3"].share, Light.NONE.value, "")


def division_lights(context: SectionContext) -> dict[str, tuple[str, str]]:
    """By label the light of each division that has one, and its reason."""
    names = town_labels(context.county)
    return {
        names[town]: (light, Number(reason, f"divisions/{town}/light_reason", Side.CELL))
        for town, light, reason in _lights(context).iter_rows()
        if town in names
    }


def _counts(context: SectionContext, label: str) -> Iterator[str]:
    for state, of in zip(STATES, _states(context, label), strict=True):
        yield of.exact_n if state == "完成" else of.exact


def _states(context: SectionContext, label: str) -> Iterator[FigureView]:
    for state, figure in STATES.items():
        yield context.views[figure].part(GROUP if figure != "C2" else state, label)


def short_names(dataset: Dataset) -> dict[str, str]:
    """Divisions as a chart calls them, in the order of the county."""
    county = dataset.county
    units = {unit.division: unit.short for unit in county.units if unit.division}
    return {code: cut(units.get(code, label)) for code, label in town_labels(county).items()}


def _lights(context: SectionContext) -> pl.DataFrame:
    """`town`, `light`, `light_reason` of every division with items, sheets to send or orders (domain.md §7.2)."""
    dataset, county = context.dataset, context.county
    town = {unit.code: unit.division for unit in county.units if unit.division}
    due = dataset.submissions.join(expected(dataset), on=["submitter", "sheet"], how="semi")
    sheets = due.select(
        "status", "late", town=pl.col("submitter").replace_strict(town, default=None, return_dtype=pl.String)
    )
    places = place_lights("town", dataset.items.filter("claimed"), sheets, _orders(context), county)
    return places.select("town", "light", "light_reason")


def _orders(context: SectionContext) -> pl.DataFrame:
    """`town`, ORDERS from the parts of D6; of those that nobody reported on in the period nothing is known."""
    codes = {label: code for code, label in town_labels(context.county).items()}
    parts = () if context.views["D11"].outdated else context.views["D6"].group_of("按时办结")
    sides = ((part.label, part.counted.denominator, part.counted.numerator) for part in parts)
    rows = [(codes.get(label, label), int(due or 0), int(on_time or 0)) for label, due, on_time in sides]
    return pl.DataFrame(rows, schema={"town": pl.String(), **ORDERS}, orient="row")
