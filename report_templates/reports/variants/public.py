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
    """Figures and tables of `transforms.indicators.public_counts`, in which small counts are not."""

    tables: tuple[PublicTable, ...]

    @property
    def limit(self) -> Number:
        """Below which a count is not told."""
        return plain_number(int(self.county.settings["small_cell"]))


def _figures(material: Public) -> Iterator[Block]:
    shown = [one for one in material.known(SHOWN) if one.number is not None]
    yield Table(
        name="public_figures",
        caption=material.words.text("public_figures", "table"),
        columns=(name("项目", 46), count("数字", 28), text("口径")),
        rows=tuple((one.label, one.with_unit, one.figure.formula) for one in shown),
        note=material.words.say("public_figures", "note", {}, limit=material.limit),
    )


def _counts(material: Public) -> Iterator[Block]:
    """The tables; what their marks say stands once, before them, and a sentence for each that is withheld."""
    if not all(table.withheld for table in material.tables):
        yield material.paragraph("public_counts", "note", limit=material.limit, covered=COVERED)
    for place, table in enumerate(material.tables):
        if table.withheld:
            yield material.paragraph("public_counts", "withheld", table=table.caption)
            continue
        first, *rest = table.heads
        yield Table(
            name=f"counts_{place}{' narrow' if len(table.heads) < 4 else ''}",
            caption=table.caption,
            columns=(name(first, 34), *map(count, rest)),
            rows=tuple((head, *(_printed(*one) for one in counts)) for head, counts in table.rows),
            summed=True,
        )


def _printed(words: str, code: str, side: str) -> str:
    """A count that is not told is no number."""
    return words if words == COVERED else Number(words, code, Side(side))


def _items(material: Public) -> Iterator[Block]:
    held, words = material.dataset, labels("item_status")
    told = [
        (row["town"], f"{row['title']}（{unit_name(held.county, row['lead_unit'])}，{words.get(row['status'], NONE)}）")
        for row in held.items.iter_rows(named=True)
    ]
    entries = pl.DataFrame(told, schema={"town": pl.String, "entry": pl.String}, orient="row").sort("town", "entry")
    yield material.paragraph("public_items", items=listed(len(told), "public_items"))
    caption = material.words.text("public_items", "table")
    yield Listing(name="public_items", caption=caption, lines=tuple(grouped(entries, town_labels(held.county))))


SECTIONS: Mapping[str, Callable[[Public], Iterator[Block]]] = {
    "public_figures": _figures,
    "public_counts": _counts,
    "public_items": _items,
}
