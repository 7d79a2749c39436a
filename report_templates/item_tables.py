"""The livelihood items (民生实事) by division."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from report_templates.figure_words import number, unsent, value_words
from report_templates.model import DivisionRow, Sentence
from transforms.dataset import Dataset
from transforms.figures import Figure, Light
from transforms.headline import NOT_REPORTED
from transforms.indicators.breakdown import UNKNOWN, town_labels
from transforms.indicators.coverage import expected
from transforms.lights import place_lights
from transforms.numbers import percent, prose

_COUNTS = ("claimed", "completed", "running", "overdue", "held")


def items_sentence(figures: Mapping[str, Figure]) -> Sentence:
    """Claimed, completed, on time and overdue."""
    claimed, done, punctual, late = (figures[code] for code in ("C2", "C3", "C4", "C5"))
    codes = ("C2", "C3", "C4", "C5")
    if unsent(claimed):
        return Sentence(text=f"民生实事认领和完成情况{NOT_REPORTED}。", codes=codes)
    if not claimed.measured.value:
        return Sentence(text="截至统计日尚无认领的民生实事。", codes=codes)
    return Sentence(
        text=f"全县认领民生实事{prose(claimed.measured.value)}件，已完成{prose(done.measured.numerator)}件，"
        f"完成率{value_words(done)}，按时完成率{value_words(punctual)}。{_overdue(late)}",
        codes=codes,
    )


def _overdue(late: Figure) -> str:
    if not late.measured.value:
        return "本期无逾期事项。"
    longest = next(part.value for part in late.measured.beside if part.code == "longest")
    return f"逾期{prose(late.measured.value)}件，最长逾期{prose(longest)}天。"


def division_rows(dataset: Dataset, figures: Mapping[str, Figure]) -> tuple[DivisionRow, ...]:
    """One row per division that has items or must report, then what concerns the whole county, then the sum."""
    if not figures["C2"].measured.value:
        return ()
    counts = {row["town"]: row for row in _counts(dataset).iter_rows(named=True)}
    lights = {town: (light, reason) for town, light, reason in _lights(dataset).iter_rows()}
    rows = [
        _row(label, counts.get(code, {}), *lights.get(code, (Light.NONE.value, "")))
        for code, label in _places(dataset)
        if code in counts or code in lights
    ]
    total = {name: sum(row[name] for row in counts.values()) for name in _COUNTS}
    return (*rows, _row("合计", total, Light.NONE.value, ""))


def _places(dataset: Dataset) -> Iterator[tuple[str | None, str]]:
    yield from town_labels(dataset.county).items()
    yield None, UNKNOWN.label


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


def _row(label: str, counts: Mapping[str, int], light: str, reason: str) -> DivisionRow:
    claimed, completed, running, overdue, held = (counts.get(name, 0) for name in _COUNTS)
    return DivisionRow(
        division=label,
        claimed=number(claimed),
        completed=number(completed),
        running=number(running),
        overdue=number(overdue),
        held=number(held),
        completion=percent(completed, claimed),
        light=light,
        reason=reason,
    )
