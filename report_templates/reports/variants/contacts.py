"""The tracking contacts that are due (跟踪联系), by officer, for the organisation department and the officers alone.

Days, names and states; nothing of what was said in a talk, nor what a concern is about (domain.md §11).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from expectations.county.county import County
from report_templates.model.cells import cell_of
from report_templates.model.columns import code, count, name, text
from report_templates.model.report import Masthead, Report, Section, Table
from report_templates.reports.variants.tables import day, listed, section, unit_name
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Number, Sentence, Side
from report_templates.words.wording import Wording, wording
from transforms.indicators.declare.breakdown import labels
from transforms.join.cadres.due_contacts import Due

SECTION = "contacts"
_LATE, _NEAR = "overdue", "soon"


def contacts_report(
    persons: pl.DataFrame,
    raised: pl.DataFrame,
    overdue: float | None,
    head: Masthead,
    county: County,
    *,
    apart: bool = False,
) -> Report:
    """The paper: who has to talk to how many, to whom by when, and the concerns raised in the year.

    persons: what `contact_list` gives; raised: what `appeals` gives; overdue: the figure A15 of the edition. With
    `apart` each officer's list is a table of its own, to be handed out.
    """
    words = wording(county)
    lists = tuple(_officers(persons, words))
    every = lists if apart else ((words.text(SECTION, "lists_table"), persons),)
    tables = (_list(caption, lines, county, words) for caption, lines in every)
    return Report(
        masthead=replace(head, serial=f"{head.serial}-{words.text(SECTION, 'serial')}"),
        variant=words.text(SECTION, "name"),
        recipient=head.issuer,
        title=words.text(SECTION, "title"),
        summary=(),
        sections=(
            section(words.text(SECTION, "due"), _said(words, persons, overdue), _by_officer(lists, words)),
            section(words.text(SECTION, "lists"), words.say(SECTION, "lists_said", {}), *tables),
            _appeals(words, raised),
        ),
    )


def _officers(persons: pl.DataFrame, words: Wording) -> Iterator[tuple[str, pl.DataFrame]]:
    """The persons of each officer; those without one last."""
    for (officer,), lines in persons.group_by("contact_officer", maintain_order=True):
        yield called(officer, words), lines


def called(officer: object, words: Wording) -> str:
    """What an officer's list, worksheet and calendar are called: without signs that a file's name cannot have."""
    kept = "".join(sign for sign in str(officer or "") if sign.isalnum() or sign == "·")
    return kept or words.text(SECTION, "nobody")


def _said(words: Wording, persons: pl.DataFrame, overdue: float | None) -> Sentence:
    late = None if overdue is None else Number(f"{overdue:.0f}", "A15")
    return words.say(SECTION, "said", {}, overdue=late, people=listed(persons.height, SECTION))


def _by_officer(lists: tuple[tuple[str, pl.DataFrame], ...], words: Wording) -> Table:
    rows = tuple(
        (
            officer,
            _counted(officer, "people", lines.height),
            *(
                _counted(officer, key, lines.filter(state=state).height)
                for key, state in ((_LATE, Due.OVERDUE), (_NEAR, Due.SOON))
            ),
            day(lines["due_on"].min()),
        )
        for officer, lines in lists
    )
    heads = [words.text(SECTION, key) for key in ("officer", "people", _LATE, _NEAR, "first")]
    columns = (name(heads[0]), count(heads[1], 26), count(heads[2], 26), count(heads[3], 26), code(heads[4], 34))
    return Table(name=SECTION, caption=words.text(SECTION, "officers_table"), columns=columns, rows=rows)


def _counted(officer: str, key: str, number: int) -> str:
    return Number(str(number), f"{SECTION}/{officer}/{key}", Side.CELL)


def _list(caption: str, lines: pl.DataFrame, county: County, words: Wording) -> Table:
    grounds = labels("contact_ground")
    rows = tuple(
        (
            *(called(row["contact_officer"], words), row["name"] or NONE, unit_name(county, row["former_unit"])),
            *(day(row["due_on"]), state_of(row, words), "、".join(grounds[ground] for ground in row["grounds"])),
            day(row["last_contact_on"]),
        )
        for row in lines.iter_rows(named=True)
    )
    heads = [words.text(SECTION, key) for key in ("officer", "person", "unit", "due_on", "state", "grounds", "last")]
    widths = (18, 18, 28, 23, 19, 0, 23)
    kinds = (name, name, text, code, text, text, code)
    columns = tuple(kind(head, width) for kind, head, width in zip(kinds, heads, widths, strict=True))
    return Table(name="lists", caption=caption, columns=columns, rows=rows)


def state_of(row: Mapping[str, Any], words: Wording) -> str:
    """逾期12天, 临期, 未到期."""
    if row["state"] != Due.OVERDUE:
        return words.text(SECTION, row["state"])
    late = words.text(SECTION, Due.OVERDUE).format(days=row["overdue_days"])
    return cell_of("due_contacts", f"{row['person_id']}:{row['grounds'][0]}", "overdue_days", late)


def _appeals(words: Wording, raised: pl.DataFrame) -> Section:
    """Who has raised a concern in the year and how it stands; not what it is about."""
    states = labels("contact_issue_status")
    rows = tuple(
        (
            row["name"] or NONE,
            day(row["contact_date"]),
            row["contact_by"] or NONE,
            states[row["issue_status"]],
            day(row["issue_due"]),
            cell_of("contacts", row["contact_id"], "overdue_days", row["overdue_days"] or None),
        )
        for row in raised.iter_rows(named=True)
    )
    heads = [words.text(SECTION, key) for key in ("person", "raised_on", "by", "status", "until", "late_days")]
    widths = (22, 28, 0, 24, 28, 24)
    kinds = (name, code, text, text, code, count)
    columns = tuple(kind(head, width) for kind, head, width in zip(kinds, heads, widths, strict=True))
    table = Table(name="appeals", caption=words.text(SECTION, "appeals_table"), columns=columns, rows=rows)
    said = words.say(SECTION, "appeals_said" if rows else "no_appeals", {}, raised=listed(len(rows), "appeals"))
    return section(words.text(SECTION, "appeals"), said, table)
