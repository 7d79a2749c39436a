"""How much of what was sent could be used, what was wrong with the rest, and whether the totals agree."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from expectations.catalogue import SHEETS
from expectations.rules import Reaction
from report_templates.figure_words import number, unsent, value_words
from report_templates.model import FaultRow, Sentence, TotalRow
from transforms.dataset import Dataset
from transforms.figures import Figure, Part
from transforms.headline import NOT_REPORTED
from transforms.ledger import ACCEPTED, REJECTED, SET_ASIDE
from transforms.numbers import NONE, prose

MOST_FREQUENT = 8
REACTIONS = {
    Reaction.FIXW.value: "已采用，请核对",
    Reaction.CELL.value: "退回单元格",
    Reaction.ROW.value: "整行未接收",
}
"""What was done, in words; silent repairs are not listed, refused files stand with the sheets."""

AGREED = "一致"


def quality_sentence(dataset: Dataset, figures: Mapping[str, Figure]) -> Sentence:
    """The ledger in one sentence: read = accepted + rejected + set aside (design.md §5.1)."""
    read, waiting = dataset.ledger.height, figures["E4"]
    codes = ("E2", "E4")
    if not read:
        return Sentence(text="本期没有读到数据行。", codes=codes)
    fates = dict(dataset.ledger.group_by("fate").agg(pl.len()).iter_rows())
    accepted, rejected, aside = (prose(fates.get(fate, 0)) for fate in (ACCEPTED, REJECTED, SET_ASIDE))
    unknown = f"身份待核实{prose(waiting.measured.value)}条。" if waiting.measured.value else "没有身份待核实的记录。"
    return Sentence(
        text=f"共读入{prose(read)}行，其中接收{accepted}行，拒收{rejected}行，标题、空行、小计、重复等不计入的{aside}行；"
        f"数据合格率{value_words(figures['E2'])}。{unknown}",
        codes=codes,
    )


def fault_rows(dataset: Dataset) -> tuple[FaultRow, ...]:
    """The most frequent faults that clerks were told of; the words are the first clause of their message."""
    told = dataset.issues.filter(pl.col("reaction").is_in(list(REACTIONS)), pl.col("message").is_not_null())
    found = (
        told.with_columns(words=pl.col("message").str.extract(r"^([^；。]+)"))
        .group_by("sheet", "heading", "rule", "reaction")
        .agg(times=pl.len(), words=pl.col("words").drop_nulls().sort().mode(maintain_order=True).first())
        .sort("times", "sheet", "heading", "rule", "reaction", descending=[True, False, False, False, False])
        .head(MOST_FREQUENT)
    )
    return tuple(_fault_row(*row) for row in found.select("sheet", "heading", "words", "reaction", "times").iter_rows())


def _fault_row(sheet: str | None, heading: str | None, words: str | None, reaction: str, times: int) -> FaultRow:
    return FaultRow(
        sheet=SHEETS[sheet].title if sheet in SHEETS else NONE,
        heading=heading or NONE,
        words=words or NONE,
        reaction=REACTIONS[reaction],
        times=number(times),
    )


def reconciliation_sentence(figures: Mapping[str, Figure]) -> Sentence:
    """Whether the computed counts agree with the declared control totals (E5)."""
    reconciled, codes = figures["E5"], ("E5",)
    parts = reconciled.measured.parts
    if unsent(reconciled):
        return Sentence(text=f"控制数{NOT_REPORTED}，未作核对。", codes=codes)
    if not parts:
        return Sentence(text="没有申报控制数，未作核对。", codes=codes)
    differing = sum(part.value != 0 for part in parts)
    verdict = f"其中{differing}项不一致，请主管单位核实" if differing else "全部一致"
    return Sentence(text=f"核对控制数{len(parts)}项，{verdict}。", codes=codes)


def total_rows(figures: Mapping[str, Figure]) -> tuple[TotalRow, ...]:
    """Each declared total beside what was computed."""
    return tuple(_total_row(part) for part in figures["E5"].measured.parts)


def _total_row(part: Part) -> TotalRow:
    return TotalRow(
        label=part.label,
        declared=number(part.denominator),
        computed=NOT_REPORTED if part.numerator is None else number(part.numerator),
        difference=AGREED if part.value == 0 else _signed(part.value),
    )


def _signed(difference: float | None) -> str:
    return f"+{number(difference)}" if difference and difference > 0 else number(difference)
