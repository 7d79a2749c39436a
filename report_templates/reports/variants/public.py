"""The report for everybody: what works and requests came to, in plain words, and whom to ask.

It has no codes, rules or lights; counts of requests have no small cells, and the items are those whose publication was
agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from report_templates.model.columns import count, name, text
from report_templates.model.report import Block, Paragraph, Table
from report_templates.reports.context import SectionContext
from report_templates.reports.variants.tables import listed, unit_name
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Number, Side, plain_number
from transforms.clock import last_week, next_period
from transforms.indicators.declare.breakdown import labels, town_labels
from transforms.indicators.public_counts import COVERED, TOTAL, PublicTable
from transforms.judge.arrivals import deadline

SHOWN = ("A1", "A6", "C2", "C3", "C9", "D1", "D3", "D6", "D7", "D9")
"""Of A only counts (domain.md §11.2)."""
_MOST_ASKED = 2
"""So many kinds of requests are named in the summary."""


@dataclass(frozen=True, kw_only=True)
class Public(SectionContext):
    """Figures and tables of `transforms.indicators.public_counts`, with small counts suppressed."""

    tables: tuple[PublicTable, ...]

    @property
    def limit(self) -> Number:
        """Below it a count is suppressed."""
        return plain_number(int(self.county.settings["small_cell"]))


def opening(context: Public) -> Iterator[Block]:
    """What there is to report in a few sentences, when the next paper comes, and to whom to turn."""
    yield context.paragraph("public", "opening", most=_most_asked(context))
    yield _contact(context)


def _most_asked(context: Public) -> list[tuple[str, str]]:
    """The kinds of requests with most of them, each with its count; none where one that is hidden may be among them."""
    rows = [row for table in context.tables if table.kind == "诉求类别" for row in table.rows if row[0] != TOTAL]
    if any(counts[0].words == COVERED for _, counts in rows):
        return []
    known = [(label, counts[0]) for label, counts in rows if counts[0].words.isdecimal()]
    most = sorted(known, key=lambda row: -int(row[1].words))[:_MOST_ASKED]
    return [(label, _printed(*counts)) for label, counts in most]


def _contact(context: Public) -> Paragraph:
    """The next paper comes when what is sent for the next period is due."""
    county, clock = context.county, context.dataset.clock
    zone = ZoneInfo(county.timezone)
    following = deadline(county, last_week(next_period(clock.period))).astimezone(zone).date()
    ahead = following > clock.knowledge.astimezone(zone).date()
    return context.paragraph(
        "public",
        "contact",
        following=plain_number(f"{following.month}月{following.day}日") if ahead else "",
        office=county.report.get("contact") or county.report.get("issuer", ""),
    )


def _figures(context: Public) -> Iterator[Block]:
    shown = [view for view in context.known(SHOWN) if view.number is not None]
    words = context.words
    yield Table(
        name="public_figures",
        caption=words.text("public_figures", "table"),
        columns=(name("项目"), count("数字", 40)),
        rows=tuple((words.text("public_names", view.figure.id), view.with_unit) for view in shown),
        note=words.say("public_figures", "note", {}, limit=context.limit),
    )


def _counts(context: Public) -> Iterator[Block]:
    """The tables; what their marks say stands once, before them, and a sentence for each that is withheld."""
    if any(table.marked for table in context.tables):
        yield context.paragraph("public_counts", "note", limit=context.limit, covered=COVERED)
    for place, table in enumerate(context.tables):
        if table.withheld:
            yield context.paragraph("public_counts", "withheld", table=table.caption)
            continue
        first, *rest = table.heads
        yield Table(
            name=f"counts_{place}{' narrow' if len(table.heads) < 4 else ''}",
            caption=table.caption,
            columns=(name(first, 46), *map(count, rest)),
            rows=tuple((head, *(_printed(*cell) for cell in counts)) for head, counts in table.rows),
            unit="件",
            summed=True,
        )


def _printed(words: str, code: str, side: str) -> str:
    """A suppressed count is printed as text, not as a Number."""
    return words if words == COVERED else Number(words, code, Side(side))


def _items(context: Public) -> Iterator[Block]:
    dataset, words, places = context.dataset, labels("item_status"), town_labels(context.county)
    order = {town: place for place, town in enumerate(places)}
    items = sorted(dataset.items.rows(named=True), key=lambda item: order.get(item["town"], len(order)))
    yield context.paragraph("public_items", items=listed(len(items), "public_items"))
    yield Table(
        name="public_items",
        caption=context.words.text("public_items", "table"),
        columns=(name("事项"), text("地点", 42), text("责任单位", 38), text("状态", 20)),
        rows=tuple(
            (
                *(item["title"] or NONE, places.get(item["town"], NONE)),
                *(unit_name(dataset.county, item["lead_unit"]), words.get(item["status"], NONE)),
            )
            for item in items
        ),
    )


SECTIONS: Mapping[str, Callable[[Public], Iterator[Block]]] = {
    "public_figures": _figures,
    "public_counts": _counts,
    "public_items": _items,
}
