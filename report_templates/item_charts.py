"""The charts of the livelihood items: each of aggregates by division or week (domain.md §11.4)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from report_templates.figure_words import MINUS
from report_templates.item_divisions import division_counts, short_names
from report_templates.material import Material
from report_templates.model import Chart
from transforms.indicators.breakdown import town_labels
from transforms.lights import schedule_limits, threshold_light
from transforms.numbers import NONE, percent, tenths

STATES = {"completed": "完成", "running": "推进", "overdue": "逾期", "held": "暂缓"}
TREND = {"C3": "完成率", "C4": "按时完成率", "C7": "核验率"}
MOST_WEEKS = 12
_SECTION = "items"


def completion(material: Material) -> Chart:
    """How the items of each division stand."""
    counts = division_counts(material.dataset)
    places = {code: label for code, label in short_names(material.dataset).items() if code in counts}
    rows = tuple(
        (label, word, counts[code][state], percent(counts[code]["completed"], counts[code]["claimed"]))
        for code, label in places.items()
        for state, word in STATES.items()
    )
    told = "；".join(
        f"{label}{counts[code]['claimed']}件，完成{counts[code]['completed']}件" for code, label in places.items()
    )
    return Chart(
        name="completion",
        caption=material.words.text(_SECTION, "completion_chart"),
        told=told,
        fields=("division", "state", "items", "rate"),
        rows=rows,
        unit="件，右侧为完成率",
    )


def deviation(material: Material) -> Chart | None:
    """Mean deviation from schedule of the open items of each division; none where nothing is open."""
    limits = schedule_limits(material.county)
    found = (
        material.dataset.items.filter("claimed", "open", pl.col("deviation").is_not_null())
        .group_by("town")
        .agg(mean=pl.col("deviation").mean(), items=pl.len())
        .sort("mean", "town")
    )
    places = short_names(material.dataset)
    rows = tuple(
        (
            *(places.get(town, town or "未填"), mean, threshold_light(mean, limits).value),
            f"{tenths(mean).replace('-', MINUS)}（{items}件）",
            *(limits.green, limits.yellow),
        )
        for town, mean, items in found.iter_rows()
    )
    if not rows:
        return None
    return Chart(
        name="deviation",
        caption=material.words.text(_SECTION, "deviation_chart"),
        told="；".join(f"{label}{words}个百分点" for label, _, _, words, *_ in rows),
        fields=("division", "deviation", "light", "words", "yellow", "red"),
        rows=rows,
        unit="个百分点，括号内为未完成件数",
    )


def trend(material: Material) -> Chart | None:
    """The rates of the last weeks and of this one; none in the first period."""
    past = _past(material)
    if not past:
        return None
    now = {code: material.figures[code].measured.value for code in TREND}
    weeks: list[tuple[str, Mapping[str, float | None]]] = [*past, (material.dataset.clock.period, now)]
    rows = tuple(
        (week_words(period), line, values[code], percent(values[code], 100))
        for code, line in TREND.items()
        for period, values in weeks
        if values.get(code) is not None
    )
    return Chart(
        name="trend",
        caption=material.words.text(_SECTION, "trend_chart"),
        told="；".join(f"{week}{line}{words}" for week, line, _, words in rows),
        fields=("week", "line", "value", "words"),
        rows=rows,
        unit="%",
    )


def heat(material: Material) -> Chart | None:
    """The completion rate of each division in each of the last weeks; none in the first period."""
    parts = {part.label: part.value for part in material.figures["C8"].measured.parts if part.group == "乡镇"}
    now = {f"C8-乡镇.{label}": value for label, value in parts.items()}
    weeks: list[tuple[str, Mapping[str, float | None]]] = [*_past(material), (material.dataset.clock.period, now)]
    if not any(now.keys() & values.keys() for _, values in weeks[:-1]):
        return None
    codes = {label: code for code, label in town_labels(material.county).items()}
    shorts = short_names(material.dataset)
    rows = tuple(
        (shorts.get(codes.get(label, ""), label), week_words(period), value, NONE if value is None else tenths(value))
        for label in parts
        for period, values in weeks
        for value in (values.get(f"C8-乡镇.{label}"),)
    )
    return Chart(
        name="heat",
        caption=material.words.text(_SECTION, "heat_chart"),
        told="；".join(f"{label}{week}{words}" for label, week, _, words in rows),
        fields=("division", "week", "value", "words"),
        rows=rows,
        unit="%",
    )


def week_words(period: str) -> str:
    """2021-W07 is 第7周."""
    return f"第{int(period.rpartition('W')[2])}周"


def _past(material: Material) -> list[tuple[str, Mapping[str, float | None]]]:
    """What was known of each code in each of the last weeks before this one, oldest first."""
    known = material.history.filter(pl.col("period").str.contains("-W"), pl.col("value").is_not_null())
    by_period = known.sort("period", maintain_order=True).partition_by("period", as_dict=True, maintain_order=True)
    return [
        (str(period), dict(rows.select("code", "value").iter_rows()))
        for (period,), rows in list(by_period.items())[-(MOST_WEEKS - 1) :]
    ]
