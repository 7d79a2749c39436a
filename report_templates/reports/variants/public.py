"""The report for everybody: counts without small cells, and the items whose publication was agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from report_templates.model.columns import count, name, text
from report_templates.model.report import Block, Listing, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.variants.tables import grouped, listed, unit_name
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Number, Side, plain_number
from transforms.indicators.declare.breakdown import labels, town_labels
from transforms.indicators.public_counts import COVERED, PublicTable

SHOWN = ("A1", "A6", "C2", "C3", "C9", "D1", "D3", "D6", "D7", "D9")
"""Of A only counts (domain.md §11.2)."""


@dataclass(frozen=True, kw_only=True)
class Public(SectionContext):
    """Figures and tables of `transforms.indicators.public_counts`, with small counts suppressed."""

    tables: tuple[PublicTable, ...]

    @property
    def limit(self) -> Number:
        """Below it a count is suppressed."""
        return plain_number(int(self.county.settings["small_cell"]))


def _figures(context: Public) -> Iterator[Block]:
    shown = [view for view in context.known(SHOWN) if view.number is not None]
    yield Table(
        name="public_figures",
        caption=context.words.text("public_figures", "table"),
        columns=(name("项目", 46), count("数字", 28), text("口径")),
        rows=tuple((view.label, view.with_unit, view.figure.formula) for view in shown),
        note=context.words.say("public_figures", "note", {}, limit=context.limit),
    )


def _counts(context: Public) -> Iterator[Block]:
    """The tables; what their marks say stands once, before them, and a sentence for each that is withheld."""
    if not all(table.withheld for table in context.tables):
        yield context.paragraph("public_counts", "note", limit=context.limit, covered=COVERED)
    for place, table in enumerate(context.tables):
        if table.withheld:
            yield context.paragraph("public_counts", "withheld", table=table.caption)
            continue
        first, *rest = table.heads
        yield Table(
            name=f"counts_{place}{' narrow' if len(table.heads) < 4 else ''}",
            caption=table.caption,
            columns=(name(first, 34), *map(count, rest)),
            rows=tuple((head, *(_printed(*cell) for cell in counts)) for head, counts in table.rows),
            summed=True,
        )


def _printed(words: str, code: str, side: str) -> str:
    """A suppressed count is printed as text, not as a Number."""
    return words if words == COVERED else Number(words, code, Side(side))


def _items(context: Public) -> Iterator[Block]:
    dataset, words = context.dataset, labels("item_status")
    lines = [
        (
            row["town"],
            f"{row['title']}（{unit_name(dataset.county, row['lead_unit'])}，{words.get(row['status'], NONE)}）",
        )
        for row in dataset.items.iter_rows(named=True)
    ]
    entries = pl.DataFrame(lines, schema={"town": pl.String, "entry": pl.String}, orient="row").sort("town", "entry")
    yield context.paragraph("public_items", items=listed(len(lines), "public_items"))
    caption = context.words.text("public_items", "table")
    yield Listing(name="public_items", caption=caption, lines=tuple(grouped(entries, town_labels(dataset.county))))


SECTIONS: Mapping[str, Callable[[Public], Iterator[Block]]] = {
    "public_figures": _figures,
    "public_counts": _counts,
    "public_items": _items,
}
