"""七、报送与数据质量, second part: how much of what was sent could be used, and whether the totals agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from expectations.catalogue import SHEETS
from expectations.rules import Reaction
from report_templates.columns import count, name, text
from report_templates.figure_words import number
from report_templates.material import Material
from report_templates.model import Block, Section, Table
from transforms.dataset import Dataset
from transforms.figures import Part
from transforms.headline import NOT_REPORTED
from transforms.ledger import ACCEPTED, REJECTED, SET_ASIDE
from transforms.numbers import NONE

SECTION = "quality"
MOST_FREQUENT = 8
REACTIONS = {
    Reaction.FIXW.value: "已采用，请核对",
    Reaction.CELL.value: "退回单元格",
    Reaction.ROW.value: "整行未接收",
}
"""What was done, in words; silent repairs are not listed, refused files stand with the sheets."""

AGREED = "一致"


def blocks(material: Material) -> Iterator[Block]:
    """The ledger in one sentence with the most frequent faults, then declared totals beside computed ones (E5)."""
    words, faults = material.words, tuple(_fault_rows(material.dataset))
    rows = material.paragraph(SECTION, "rows_said", **_fates(material.dataset))
    yield Section(heading=words.text(SECTION, "rows"), blocks=(rows, *(_faults(material, faults) for _ in faults[:1])))
    parts = material.figures["E5"].measured.parts
    said = material.paragraph(SECTION, "totals_said", differing=sum(part.value != 0 for part in parts))
    table = [_totals(material, parts)] if parts else []
    yield Section(heading=words.text(SECTION, "totals"), blocks=(said, *table))


def _fates(dataset: Dataset) -> dict[str, Any]:
    """read = accepted + rejected + aside (design.md §5.1)."""
    fates = dict(dataset.ledger.group_by("fate").agg(pl.len()).iter_rows())
    told = {"accepted": ACCEPTED, "rejected": REJECTED, "aside": SET_ASIDE}
    return {"read": dataset.ledger.height, **{name: fates.get(fate, 0) for name, fate in told.items()}}


def _faults(material: Material, rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(
        name="faults",
        caption=material.words.text(SECTION, "faults_table"),
        columns=(text("表", 36), text("栏目", 22), text("问题"), text("处理", 30), count("次数", 12)),
        rows=rows,
    )


def _fault_rows(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The most frequent faults that clerks were told of; the words are the first clause of their message."""
    told = dataset.issues.filter(pl.col("reaction").is_in(list(REACTIONS)), pl.col("message").is_not_null())
    found = (
        told.with_columns(words=pl.col("message").str.extract(r"^([^；。]+)"))
        .group_by("sheet", "heading", "rule", "reaction")
        .agg(times=pl.len(), words=pl.col("words").drop_nulls().sort().mode(maintain_order=True).first())
        .sort("times", "sheet", "heading", "rule", "reaction", descending=[True, False, False, False, False])
        .head(MOST_FREQUENT)
    )
    for sheet, heading, words, reaction, times in found.select(
        "sheet", "heading", "words", "reaction", "times"
    ).iter_rows():
        title = SHEETS[sheet].title if sheet in SHEETS else NONE
        yield (title, heading or NONE, words or NONE, REACTIONS[reaction], number(times))


def _totals(material: Material, parts: tuple[Part, ...]) -> Table:
    return Table(
        name="totals",
        caption=material.words.text(SECTION, "totals"),
        columns=(name("项目", 70), count("申报数"), count("核算数", code="E5"), count("相差")),
        rows=tuple(_total_row(part) for part in parts),
    )


def _total_row(part: Part) -> tuple[str, ...]:
    return (
        part.label,
        number(part.denominator),
        NOT_REPORTED if part.numerator is None else number(part.numerator),
        AGREED if part.value == 0 else _signed(part.value),
    )


def _signed(difference: float | None) -> str:
    return f"+{number(difference)}" if difference and difference > 0 else number(difference)
