"""A report as text ready to print: sections of typed blocks, and nothing else.

The reports of all audiences are made of the same kinds of blocks (`blocks.html` has a macro for each kind); a variant
is their choice and the dataset they are made of (domain.md §11.2). The edition stores the model (`report_json.py`), so
a report rendered again has the same content, whatever the current rules (design.md §5.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Sentence


@dataclass(frozen=True, kw_only=True)
class Masthead:
    """The red head of page one, the imprint at the end and the metadata of the document.

    `created` is the knowledge time in ISO 8601 with its offset, the other times are as printed. `notice` is the mark of
    internal papers, `serial` their number; both are empty on public ones. `law` is the day whose law and units apply
    (domain.md §5.4). `signing` is the line of those who sign (签发、审核、编辑), `print_run` how many copies are
    printed (印发份数): the county's own words, empty on public papers and in editions made before there were any.
    `rules` and `law` are empty on public papers, too.
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
    signing: str = ""
    print_run: str = ""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Running text; `lead` are its opening words (本期要情：)."""

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
    """Many short entries printed as running text, more compact than a table: a name and its entries per line."""

    name: str = "listing"
    caption: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart by the name of the module that draws it (`charts/`), and the aggregates it draws.

    `alternative` says in words what it shows.
    """

    name: str
    caption: str
    alternative: Sentence
    fields: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Formula:
    """The definition of a figure and its values."""

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
    """The list of formulas at the end, the link target of the codes of figures."""

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
    """The report for one audience. `summary` can be read alone; the watermark has `recipient` and `variant`.

    `annex` (附件) is a paper of its own, for those who look a figure up; editions made before there was one have none.
    `coded`: whether the codes of figures are printed, which all numbers have; the public could not look them up.
    """

    masthead: Masthead
    recipient: str
    title: str
    summary: tuple[Block, ...]
    sections: tuple[Section, ...]
    variant: str = ""
    annex: tuple[Section, ...] = ()
    coded: bool = True

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block of the paper and of its annex."""
        return walk((*self.summary, *self.sections, *self.annex))


def annex_of(report: Report) -> Report:
    """The annex of a report as a paper of its own, with a number of its own."""
    serial = report.masthead.serial
    head = replace(report.masthead, serial=f"{serial}附" if serial else "")
    title = f"{report.title}（附件）"
    return replace(report, masthead=head, title=title, summary=(), sections=report.annex, annex=())


def codes_explained(report: Report) -> frozenset[str]:
    """The codes whose formulas stand in the paper itself."""
    lists = (block for block in walk(report.sections) if isinstance(block, Formulas))
    return frozenset(formula.code for block in lists for formula in block.formulas)
