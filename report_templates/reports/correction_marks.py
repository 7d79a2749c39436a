"""Marks on the numbers of a report that differ from the issued report its audience received (原报 … 现 …)."""

from __future__ import annotations

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
        *(Side.MEAN, Side.LISTED, Side.CELL),
    }
)
"""What is marked. Changes, coverage and ranges follow from these or say how sure they are; 上期更正 is printed with
the value of the period before."""

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
    summary, sections = (tuple(map(marker.block, blocks)) for blocks in (report.summary, report.sections))
    return replace(report, summary=summary, sections=sections)


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
        return replace(chart, caption=caption, told=self._sentence(chart.told))

    def _row(self, table: Table, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        if len(row) == 1:
            return row
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
        runs = self._runs(cell.runs if isinstance(cell, Sentence) else (cell,), below=below)
        return Sentence(runs=runs) if len(runs) > 1 else cell

    def _sentence(self, sentence: Sentence) -> Sentence:
        return Sentence(runs=self._runs(sentence.runs))

    def _runs(self, runs: Runs, *, below: bool = False) -> Runs:
        return tuple(piece for run in runs for piece in self._mark(run, below=below))

    def _mark(self, run: str, *, below: bool) -> Runs:
        """A number between its marks: 现5条〔原报3条〕; in a column of numbers the issued one stands below."""
        issued = self._issued(run) if isinstance(run, Number) else ""
        if not issued:
            return (run,)
        now, first, untold = (self.words.text(WORDS, word) for word in ("now", "first", "untold"))
        if not self.show_issued:
            return (run, f"\n{untold}" if below else f"〔{untold}〕")
        if below:
            return (run, f"\n{first}" if _width(issued) <= _NARROW else f"\n{first}\n", issued)
        return (now, run, f"〔{first}", issued, "〕")

    def _issued(self, number: Number) -> str:
        """What the issued report printed instead, in the same unit where possible; empty where it is the same."""
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
