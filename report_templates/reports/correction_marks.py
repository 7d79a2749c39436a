"""Marks on the numbers of a report that differ from the issued report its audience received (原报 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

import polars as pl

from report_templates.model.report import Block, Chart, Content, Formula, Formulas, Paragraph, Report, Section, Table
from report_templates.words.sentence import Cell, Number, Runs, Sentence, Side
from report_templates.words.wording import Wording

WORDS = "corrections"
"""The section of wording.toml."""

MARKED = frozenset(
    {
        *(Side.VALUE, Side.SIZE, Side.NUMERATOR, Side.DENOMINATOR, Side.BASIS, Side.SHARE),
        *(Side.MEAN, Side.REST, Side.LISTED, Side.CELL),
    }
)
"""What is marked. Changes, coverage and ranges follow from these or say how sure they are; 上期更正 is printed with
the value of the period before."""

_UNIT = re.compile("人次|个百分点|[件名人份行处个天条次项张岁]")
"""What a number in a sentence counts, where the words behind it say so."""

_OF = "/"
"""Between two numbers of a cell."""

_NARROW = 6
"""Digits that fit next to 原报 in a column of numbers, a Chinese character being two; longer texts go below it."""


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """An issued edition that a later one corrects.

    corrections: `transforms.editions.corrections.CORRECTIONS`. distribution, edition: its numbers. recipients: who
    received it. earlier: by edition, who has only an earlier distribution. reports: its reports by audience; a mark
    quotes only the issued report of the same audience.
    """

    corrections: pl.DataFrame
    distribution: int
    edition: int
    recipients: tuple[str, ...]
    reports: Mapping[str, Report]
    earlier: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def marked(
    report: Report, audience: str, corrected: Corrected | None, words: Wording, *, show_issued: bool = True
) -> Report:
    """The report with a mark at each number that differs in the issued report of the same audience.

    Without `show_issued` the mark says that a number was corrected, but not from what: both public counts together
    would reveal small differences.
    """
    if corrected is None or audience not in corrected.reports:
        return report
    marker = _Marker(_printed(corrected.reports[audience]), str(corrected.edition), words, show_issued)
    parts = (report.summary, report.sections, report.annex)
    summary, sections, annex = (tuple(map(marker.block, blocks)) for blocks in parts)
    return replace(report, summary=summary, sections=sections, annex=annex)


def _printed(report: Report) -> dict[tuple[str, str, str], list[str]]:
    """What a report printed of each side of each figure, in its order."""
    printed: dict[tuple[str, str, str], list[str]] = {}
    for number in _numbers(report):
        if not number.edition:
            printed.setdefault(_key(number), []).append(str(number))
    return printed


def _numbers(part: Any) -> Iterator[Number]:
    if isinstance(part, Number):
        yield part
    elif is_dataclass(part):
        for attribute in fields(part):
            yield from _numbers(getattr(part, attribute.name))
    elif isinstance(part, tuple):
        for item in part:
            yield from _numbers(item)


def _key(number: Number) -> tuple[str, str, str]:
    return (number.code, number.side, number.period)


@dataclass(frozen=True)
class _Marker:
    printed: Mapping[tuple[str, str, str], list[str]]
    edition: str
    words: Wording
    show_issued: bool

    def block(self, block: Block) -> Any:
        """The block with its marks."""
        if isinstance(block, Section):
            return replace(block, blocks=tuple(map(self.block, block.blocks)))
        if isinstance(block, Paragraph):
            return replace(block, said=self._sentence(block.said))
        if isinstance(block, Table):
            return replace(block, rows=tuple(self._row(block, row) for row in block.rows), note=self._cell(block.note))
        if isinstance(block, Chart):
            return self._chart(block)
        if isinstance(block, Formulas):
            return replace(block, formulas=tuple(map(self._formula, block.formulas)))
        return block

    def _chart(self, chart: Chart) -> Chart:
        """Marks do not fit into the drawing: the caption says that it has corrected numbers."""
        moved = any(self._issued(number) for number in _numbers(chart.rows))
        caption = f"{chart.caption}〔{self.words.text(WORDS, 'untold')}〕" if moved else chart.caption
        return replace(chart, caption=caption, alternative=self._sentence(chart.alternative))

    def _row(self, table: Table, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        if len(row) == 1:
            return (self._cell(row[0]),)
        columns = (column.content is Content.NUMBER for column in table.columns)
        return tuple(self._cell(cell, below=below) for cell, below in zip(row, columns, strict=True))

    def _formula(self, line: Formula) -> Formula:
        return replace(
            line,
            value=self._cell(line.value, below=True),
            basis=self._cell(line.basis, below=True),
            cumulative=self._cell(line.cumulative, below=True),
        )

    def _cell(self, cell: Cell, *, below: bool = False) -> Cell:
        runs = cell.runs if isinstance(cell, Sentence) else (cell,)
        stacked = below and _OF not in runs  # below 2/5 nobody could tell which of the two was another
        made = tuple(piece for run in runs for piece in self._stacked(run)) if stacked else self._said(runs)
        return Sentence(runs=made) if len(made) > 1 else cell

    def _sentence(self, sentence: Sentence) -> Sentence:
        return Sentence(runs=self._said(sentence.runs))

    def _stacked(self, run: str) -> Runs:
        """A number of a column of numbers, and below it the issued one."""
        issued = self._issued(run)
        if not issued:
            return (run,)
        if not self.show_issued:
            return (run, f"\n{self._word('untold')}")
        first = self._word("first")
        return (run, f"\n{first}" if _width(issued) <= _NARROW else f"\n{first}\n", issued)

    def _said(self, runs: Runs) -> Runs:
        """已完成82件（原报87件）: the mark behind the unit; where a bracket is open, behind a comma."""
        made: list[str] = []
        issued, depth = "", 0
        for run in (*runs, ""):
            unit = _UNIT.match(run) if issued and not isinstance(run, Number) else None
            counted = unit[0] if unit else ""
            made += (counted, *self._mark(issued, counted, inside=depth > 0)) if issued else ()
            made.append(run[len(counted) :] if counted else run)
            depth += 0 if isinstance(run, Number) else run.count("（") - run.count("）")
            issued = self._issued(run)
        return tuple(filter(None, made))

    def _mark(self, issued: str, unit: str, *, inside: bool) -> Runs:
        opened, closed = ("，", "") if inside else ("（", "）")
        if not self.show_issued:
            return (f"{opened}{self._word('untold')}{closed}",)
        return (f"{opened}{self._word('first')}", issued, f"{unit}{closed}")

    def _word(self, key: str) -> str:
        return self.words.text(WORDS, key)

    def _issued(self, number: str) -> str:
        """What the issued report printed instead, in the same unit where possible; empty where it is the same."""
        if not isinstance(number, Number):
            return ""
        known = self.printed.get(_key(number), [])
        if number.side not in MARKED or not known or str(number) in known:
            return ""
        alike = [text for text in known if _unit(text) == _unit(number)]
        return Number((alike or known)[0], number.code, number.side, number.period, self.edition)


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


def _unit(text: str) -> str:
    """A number's form: its text without digits and sign."""
    return text.lstrip("+−").translate(dict.fromkeys(map(ord, "0123456789."), ""))
