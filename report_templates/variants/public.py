"""The report for everybody: counts without small cells, and the items whose publication was agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from report_templates.columns import count, name, text
from report_templates.figure_words import amount
from report_templates.model import Listing, Section, Table
from report_templates.variants.tables import grouped, section, unit_name
from transforms.dataset import Dataset
from transforms.figures import Figure
from transforms.indicators.breakdown import labels, town_labels
from transforms.numbers import NONE
from transforms.public_counts import COVERED, PublicTable

SHOWN = ("A1", "A6", "C2", "C3", "C9", "D1", "D3", "D6", "D7", "D9")
"""Of A only counts (domain.md §11.2)."""

RULE = "不足{limit}的数以“<{limit}”代替；标“{covered}”的数为避免推算而不列出。"


def public_sections(held: Dataset, figures: Mapping[str, Figure], tables: Sequence[PublicTable]) -> tuple[Section, ...]:
    """The sections; `figures` and `tables` come from `transforms.public_counts`, small counts are not in them."""
    limit = int(held.county.settings["small_cell"])
    rule = RULE.format(limit=limit, covered=COVERED)
    shown = [figures[code] for code in SHOWN if code in figures]
    return (
        section("主要数字", _figures(shown, limit)),
        section("分布情况", *(_counts(place, one, rule) for place, one in enumerate(tables))),
        _items(held),
    )


def _figures(figures: Sequence[Figure], limit: int) -> Table:
    return Table(
        name="public_figures",
        caption="主要数字",
        columns=(name("项目", 46), count("数字", 28), text("口径")),
        rows=tuple(
            (figure.label, _value(figure), figure.formula) for figure in figures if figure.measured.value is not None
        ),
        note=f"不足{limit}的数和由它们算出的比率不列出。",
    )


def _value(figure: Figure) -> str:
    return amount(figure.measured.value, figure.unit)


def _counts(place: int, table: PublicTable, rule: str) -> Table:
    first, *rest = table.heads
    return Table(
        name=f"counts_{place}{' narrow' if len(table.heads) < 4 else ''}",
        caption=table.caption,
        columns=(name(first, 34), *(count(head) for head in rest)),
        rows=table.rows,
        note=rule,
        summed=True,
    )


def _items(held: Dataset) -> Section:
    words = labels("item_status")
    told = [
        (row["town"], f"{row['title']}（{unit_name(held.county, row['lead_unit'])}，{words.get(row['status'], NONE)}）")
        for row in held.items.iter_rows(named=True)
    ]
    entries = pl.DataFrame(told, schema={"town": pl.String, "entry": pl.String}, orient="row").sort("town", "entry")
    return section(
        "公开的民生实事",
        f"经批准公开的民生实事{len(told)}件。" if told else "本期没有批准公开的民生实事。",
        Listing(caption="各地民生实事（责任单位，状态）", lines=tuple(grouped(entries, town_labels(held.county)))),
    )
