"""The report of one township or unit: what it is to do, its own figures and the county's, and its lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from report_templates.model.columns import code, count, light, name
from report_templates.model.report import Block, Table
from report_templates.reports.variants import township_lists, township_tasks
from report_templates.reports.variants.own import Own
from report_templates.reports.variants.tables import listed
from report_templates.words.figure_view import FigureView
from report_templates.words.figure_words import amount, change_words
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Number, Sentence, Side


def opening(context: Own) -> Iterator[Block]:
    """How the unit stands, and how many tasks it has."""
    count_of_tasks = listed(sum(1 for _ in township_tasks.tasks(context)), "tasks")
    said = context.paragraph("township", "opening", tasks=count_of_tasks)
    yield replace(said, lead=context.words.text("township", "lead"))


def _compared(context: Own) -> Iterator[Block]:
    words, shared = context.words, "shared" if context.divisions else "not_shared"
    yield Table(
        name="compared",
        caption=words.text("township_compared", "table"),
        columns=(
            *(code("代码", 12), name("指标"), count("本单位", 24), count("分子/分母", 26), count("全县平均", 26)),
            *(count("相差", 30), light()),
        ),
        rows=tuple(
            _comparison_row(view, FigureView.of(context.whole[view.figure.id]), context.divisions)
            for view in _shown(context)
        ),
        note=_note(context, words.text("township_compared", "note") + words.text("township_compared", shared)),
    )


def _note(context: Own, means: str) -> Sentence:
    """The note on the means, and the codes of the unit's own numbers: C3-漕河镇."""
    place = next((view.figure.place for view in _shown(context)), "")
    codes = context.words.say("township_compared", "codes", {}, place=place)
    return Sentence(runs=(means, *codes.runs))


def _shown(context: Own) -> list[FigureView]:
    return [view for view in context.views.values() if view.figure.id in context.whole]


def _comparison_row(own: FigureView, county: FigureView, divisions: int) -> tuple[str, ...]:
    mean, unit, side = county.number, own.unit, Side.VALUE
    if unit not in {"%", "个百分点"}:
        mean, side = round(mean / divisions, 1) if divisions and mean is not None else None, Side.MEAN
    apart = change_words(own.number, mean, unit)
    return (
        *(own.figure.id, own.label, own.with_unit, own.basis),
        NONE if mean is None else Number(amount(mean, unit), county.code, side),
        NONE if apart == NONE else Number(apart, own.code, Side.APART),
        own.light,
    )


SECTIONS: Mapping[str, Callable[[Own], Iterator[Block]]] = {
    township_tasks.SECTION: township_tasks.blocks,
    "township_compared": _compared,
    "township_people": township_lists.people,
    "township_items": township_lists.items,
    "township_members": township_lists.members,
    "township_orders": township_lists.orders,
    "township_papers": township_lists.submissions,
}
