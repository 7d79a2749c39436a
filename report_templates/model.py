"""A report as text ready to print: sections of typed blocks, and nothing else.

Every reader's report is made of the same kinds of blocks (`blocks.html` has a macro for each kind); which of them, and
made of which dataset, is what makes a variant (domain.md §11.2). The edition keeps the model, so a report rendered
again says what it said, however the rules have moved on since (design.md §5.4).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from transforms.numbers import NONE


@dataclass(frozen=True, kw_only=True)
class Masthead:
    """Who says what about which time: the red head of page one, the imprint at the end, the document's metadata.

    `created` is the knowledge time in ISO 8601 with its offset, the other times are as printed. `notice` is the mark of
    internal papers, `serial` their number; both are empty on public ones. `law` is the day whose law and units apply
    (domain.md §5.4).
    """

    title: str
    notice: str
    serial: str
    issue: str
    issuer: str
    issued: str
    county: str
    week: str
    days: str
    as_of: str
    knowledge: str
    created: str
    edition: str
    rules: str
    law: str
    recipients: str
    copies: str


class Side(StrEnum):
    """Which number of a figure is printed."""

    VALUE = "value"
    NUMERATOR = "n"
    DENOMINATOR = "d"
    SIZE = "|value|"  # the value without its sign
    BASIS = "n/d"  # both: 19/20
    SHARE = "100n/d"  # the one as a percentage of the other; of a sum, of itself
    PREVIOUS = "previous"  # the value in the period before, as its edition says now
    FIRST = "first"  # and as it was first published, where that was corrected (上期更正)
    CHANGE = "change"
    COVERAGE = "coverage"
    LOW = "low"
    HIGH = "high"  # between which values it would lie if everybody had sent
    MEAN = "mean"  # of the county, for each division
    APART = "apart"  # how far a division is from that mean
    LISTED = "listed"  # `code` names a block of the same report: how many rows or entries that has
    CELL = "cell"  # `code` is table/key/column: what the dataset holds there
    PLAIN = "plain"  # none of a figure: a day, the number of an issue, a threshold, a place in a list


class Number(str):
    """A printed number, which knows whose it is: the code of the figure (A5, C3-漕河镇), and which side of it.

    `period` names an earlier one whose figure it is, and is empty for the report's own; so is `edition`, which is the
    number of an issued edition of the same period that read so (原报).
    """

    __slots__ = ("code", "edition", "period", "side")
    code: str
    side: Side
    period: str
    edition: str

    def __new__(cls, text: str, code: str = "", side: str = Side.VALUE, period: str = "", edition: str = "") -> Number:
        """Of the value of a figure, unless another `side` is told."""
        made = super().__new__(cls, text)
        made.code, made.side, made.period, made.edition = code, Side(side), period, edition
        return made


def plain_number(text: object) -> Number:
    """A number that is none of a figure: a day, the number of an issue, a threshold."""
    return Number(str(text), side=Side.PLAIN)


Runs = tuple[str, ...]
"""A text in pieces: words, and the numbers between them, each a `Number`."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """Sentences made of words and numbers."""

    runs: Runs

    @property
    def text(self) -> str:
        """What they say."""
        return "".join(self.runs)

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators its numbers are of, each once."""
        named = (
            run.code.partition("-")[0] for run in self.runs if isinstance(run, Number) and run.side not in _OF_NONE
        )
        return tuple(dict.fromkeys(named))


def told_in_turn(lines: Iterable[Runs]) -> Sentence:
    """Lines one after the other: 甲镇3件；乙镇1件."""
    runs = [run for line in lines for run in (*line, "；")]
    return Sentence(runs=tuple(runs[:-1]))


_OF_NONE = (Side.LISTED, Side.CELL, Side.PLAIN)
Cell = str | Sentence
"""What stands in a table: a text, a number, or words with numbers between them."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Running text, with the words it is opened by (本期要情：)."""

    said: Sentence
    lead: str = ""


class Content(StrEnum):
    """How a column is set."""

    TEXT = "text"  # as the data have it, or words with numbers
    NAME = "name"  # the head of its row
    NUMBER = "number"
    LIGHT = "light"
    CODE = "code"  # of a sheet or a cell; a day
    FIGURE = "figure"  # the code of a figure, which leads to its formula


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: `width` in millimetres of the page, 0 for a share of what is left.

    Neighbours with the same `over` stand under it as one head.
    """

    head: str
    content: Content = Content.TEXT
    width: float = 0
    over: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; `unit` is printed above it, `note` below. `summed`: the last row is the sum of the others.

    Each row has a text for every column; a row of one text names those that follow it.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit: str = ""
    note: Cell = ""
    summed: bool = False


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What is many and short, as running text, which paper bears better than a table: a name and its entries a line."""

    name: str = "listing"
    caption: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart by the name of the module that draws it (`charts/`), and the aggregates it draws: no more than is seen.

    `told` says the same in words, to those who cannot see it.
    """

    name: str
    caption: str
    told: Sentence
    fields: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Formula:
    """What is counted for a figure, and what came of it."""

    code: str
    label: str
    value: Cell
    formula: str
    window: str
    numerator: str = NONE
    denominator: str = NONE
    basis: Cell = NONE
    change: Cell = NONE
    cumulative: Cell = NONE
    light: str = NONE
    coverage: str = NONE


@dataclass(frozen=True, kw_only=True)
class Formulas:
    """The list of formulas at the end: where the code beside a figure leads to."""

    formulas: tuple[Formula, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and what stands under it. It is numbered by its depth when it is printed: 一、（一）1."""

    heading: str
    blocks: tuple[Block, ...]
    numbered: bool = True


Block = Paragraph | Table | Listing | Chart | Formulas | Section


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block in the order of the page, a section before what stands in it."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)


@dataclass(frozen=True, kw_only=True)
class Report:
    """The report for one reader. `summary` can be read alone; `recipient` is who it is for, `variant` what it is called
    in its watermark."""

    masthead: Masthead
    recipient: str
    title: str
    summary: tuple[Block, ...]
    sections: tuple[Section, ...]
    variant: str = ""


_KINDS = {
    kind.__name__: kind
    for kind in (
        Report,
        Masthead,
        Number,
        Section,
        Paragraph,
        Sentence,
        Table,
        Column,
        Listing,
        Chart,
        Formulas,
        Formula,
    )
}
_KIND = "is"


def report_bytes(report: Report) -> bytes:
    """The report as JSON, the same bytes for the same report."""
    return json.dumps(_tree(report), ensure_ascii=False, indent=1).encode()


def report_from(data: bytes) -> Report:
    """The report that `report_bytes` wrote. Raises TypeError for a kind or field that is unknown or lacking."""
    report: Report = _built(json.loads(data))
    return report


def report_line(reader: str, report: Report) -> bytes:
    """The report of one reader as a line of JSON, the same bytes for the same report."""
    return json.dumps({"reader": reader, "report": _tree(report)}, ensure_ascii=False).encode() + b"\n"


def reader_of(line: bytes) -> str:
    """Whose report a line of `report_line` is, without reading the report."""
    return str(json.loads(line.partition(b", ")[0] + b"}")["reader"])


def report_from_line(line: bytes) -> tuple[str, Report]:
    """The reader and the report that `report_line` wrote. Raises TypeError as `report_from` does."""
    told = json.loads(line)
    return told["reader"], _built(told["report"])


def _tree(value: Any) -> Any:
    if isinstance(value, Number):
        told = {"text": str(value), "code": value.code, "side": value.side.value}
        told |= {"period": value.period, "edition": value.edition}
        return {_KIND: Number.__name__, **{name: text for name, text in told.items() if text or name == "text"}}
    if is_dataclass(value):
        told = {field.name: _tree(getattr(value, field.name)) for field in fields(value)}
        return {_KIND: type(value).__name__, **told}
    return [_tree(one) for one in value] if isinstance(value, tuple) else value


def _built(tree: Any) -> Any:
    if isinstance(tree, dict):
        kind = _KINDS.get(tree.get(_KIND, ""))
        if kind is None:
            raise TypeError(f"{tree.get(_KIND)!r} is no part of a report")
        return kind(**{name: _built(value) for name, value in tree.items() if name != _KIND})
    return tuple(_built(one) for one in tree) if isinstance(tree, list) else tree
