"""The rest of a long list of matters: one row that counts them by unit; one by one they stand in the annex."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from report_templates.reports.context import SectionContext
from report_templates.reports.matters.demand import SECTION, Matter
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell, Number, Runs, Sentence, Side

MOST_UNITS = 3
"""So many units are named of those that have the rest."""


def parted(matters: Sequence[Matter], most: int) -> tuple[Sequence[Matter], Sequence[Matter]]:
    """The first ones, and the rest that is told in one row: a single one more takes no more room than that."""
    shown = most if len(matters) > most + 1 else len(matters)
    return matters[:shown], matters[shown:]


def rest_row(context: SectionContext, kind: str, rest: Sequence[Matter]) -> Matter:
    """另有5件：甲局3件、乙镇1件等; each number counts rows of the annex's table `rest_<kind>`."""
    table, words = table_name(kind), context.words
    units = Counter(_plain(matter[2]) for matter in rest)
    named = [(unit, number) for unit, number in units.most_common() if unit != NONE][:MOST_UNITS]
    state = words.say(
        *(SECTION, "rest_said", context.views),
        all=Number(str(len(rest)), table, Side.LISTED),
        units=[(unit, Number(str(number), f"{table}:{unit}", Side.LISTED)) for unit, number in named],
        more=len(named) < len(units),
    )
    whose = "、".join(unit for unit, _ in named) + ("等" if len(named) < len(units) else "")
    name = words.text(SECTION, "rest_name").format(kind=words.text(SECTION, f"of_{kind}"))
    return name, state, whose or NONE, NONE, words.text(SECTION, "rest_demand")


def listed_row(context: SectionContext, kind: str, rest: Sequence[Matter]) -> Matter:
    """任务完成率、核验率: the rest of figures by name."""
    name = context.words.text(SECTION, "rest_name").format(kind=context.words.text(SECTION, f"of_{kind}"))
    labels: Runs = tuple(run for matter in rest for run in (_plain(matter[0]), "、"))[:-1]
    whose = "、".join(dict.fromkeys(_plain(matter[2]) for matter in rest))
    return name, Sentence(runs=labels), whose, NONE, context.words.text(SECTION, "rest_demand")


def table_name(kind: str) -> str:
    """The name of the annex's table of a kind."""
    return f"rest_{kind}"


def _plain(cell: Cell) -> str:
    return cell.text if isinstance(cell, Sentence) else cell
