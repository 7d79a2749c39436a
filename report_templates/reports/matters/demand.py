"""要求: what is demanded until when, and how often that has been said before."""

from __future__ import annotations

from report_templates.model.cells import cell_of
from report_templates.reports.context import SectionContext
from report_templates.words.sentence import Cell, Sentence, plain_number
from transforms.editions.demands import Days, first_days

SECTION = "decisions"
Matter = tuple[Cell, Cell, Cell, str, Cell]
"""Its name, how it stands, the unit and the leader it belongs to, what is demanded."""


def said_of(context: SectionContext, matter: str) -> tuple[Days, int]:
    """The days named for a matter, and how often it was demanded before."""
    known = context.demanded(matter)
    return _days(context, matter), known["urged"] if known else 0


def demand(context: SectionContext, matter: str, key: str, section: str = SECTION) -> Sentence:
    """What wording.toml says under `key`, with the days of the `matter` (`transforms.editions.demands.DEMANDS`)."""
    named = _days(context, matter)._asdict()
    days = {name: plain_number(f"{day.month}月{day.day}日") for name, day in named.items()}
    said, known = context.words.say(section, key, context.views, **days), context.demanded(matter)
    if not known or not known["urged"]:
        return said
    urged, late = (cell_of("demands", matter, column, known[column]) for column in ("urged", "late"))
    again = {"demand": said, "urged": urged, "due": known["late"] is not None, "late": late if known["late"] else ""}
    return context.words.say(SECTION, "urged", context.views, **again)


def _days(context: SectionContext, matter: str) -> Days:
    known = context.demanded(matter)
    return Days(known["until"], known["later"]) if known else first_days(context.dataset.clock, context.county)
