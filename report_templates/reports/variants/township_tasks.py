"""请你单位办理: what a township or unit is to do until when: red items, overdue orders, red figures, sheets and cells.

The demands on items, orders and figures are made as in the leaders' paper (`reports.matters`); what went back is wanted
when the returned workbooks say (`County.returns`).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from expectations.catalogue import SHEETS
from report_templates.model.cells import cell_of
from report_templates.model.columns import code, name, text
from report_templates.model.report import Block, Table
from report_templates.reports.matters.figures import figure_matters
from report_templates.reports.matters.items import red_items
from report_templates.reports.matters.orders import orders_demand
from report_templates.reports.shortfalls import wanted_back
from report_templates.reports.variants.own import Own
from report_templates.reports.variants.tables import listed
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Sentence, plain_number
from transforms.judge.arrivals import ABSENT, RETURNED, STATUS_WORDS

SECTION = "township_tasks"
COLUMNS = (code("序号", 11), name("事项", 48), text("情况"), text("办理要求和时限", 58))
Task = tuple[Cell, Cell, Cell]
"""What it is about, how it stands, what is to be done until when."""


def blocks(context: Own) -> Iterator[Block]:
    """A row for each task; a sentence where there is none."""
    rows = tuple((plain_number(place), *task) for place, task in enumerate(tasks(context), start=1))
    if rows:
        yield Table(name="tasks", caption=context.words.text(SECTION, "table"), columns=COLUMNS, rows=rows)
    else:
        yield context.paragraph(SECTION, "none")


def tasks(context: Own) -> Iterator[Task]:
    """Those of the unit itself: an item that only lies in its division is its lead unit's."""
    own = context.dataset.items.filter(pl.col("lead_unit").fill_null(context.unit) == context.unit)
    for title, state, _, _, demanded in red_items(context, own):
        yield title, state, demanded
    yield from _orders(context)
    yield from _figures(context)
    yield from _sheets(context)
    yield from _returned(context)


def _orders(context: Own) -> Iterator[Task]:
    """Orders past their time limit; of those that nobody reported on in the period nothing is known."""
    known = {of: context.views[of] for of in ("D11", "D12") if of in context.views}
    if not context.overdue_orders.is_empty() and not any(view.outdated for view in known.values()):
        untaken = context.views["D11"]
        demanded = orders_demand(context, untaken.figure.place, untaken)
        yield context.words.text(SECTION, "orders_name"), _said(context, "orders"), demanded


def _figures(context: Own) -> Iterator[Task]:
    """Its red figures; what others count is a task by itself."""
    for label, state, _, _, demanded in figure_matters(context, "own_figure_demands"):
        yield label, state, demanded


def _sheets(context: Own) -> Iterator[Task]:
    """Each sheet that is missing or was refused whole."""
    owed = context.dataset.submissions.filter(pl.col("status").is_in([*ABSENT, RETURNED]))
    for row in owed.iter_rows(named=True):
        key = f"{row['submitter']}:{row['sheet']}:{row['period']}"
        late = cell_of("submissions", key, "days_overdue", row["days_overdue"] or None)
        state = (STATUS_WORDS[row["status"]], *(() if late == NONE else ("，逾期", late, "天")))
        step = "sheet_returned" if row["status"] == RETURNED else "sheet_absent"
        yield f"《{SHEETS[row['sheet']].title}》", Sentence(runs=state), _said(context, step)


def _returned(context: Own) -> Iterator[Task]:
    """Cells and rows to correct, in one line: the list of them stands below."""
    if not context.refused.is_empty():
        yield (
            context.words.text(SECTION, "cells_name"),
            _said(context, "cells"),
            _said(context, "cells_demand"),
        )


def _said(context: Own, key: str) -> Sentence:
    """The facts: `until` when returned workbooks are wanted back, how many places are `returned`."""
    facts = {"until": wanted_back(context), "returned": listed(context.refused.height, "returned")}
    return context.words.say(SECTION, key, context.views, **facts)
