"""The sections on who gets no post and which posts stay empty, each with the reason."""

from __future__ import annotations

import polars as pl

from report_templates.model.columns import code, count, name, text
from report_templates.model.report import Section, Table
from report_templates.reports.suggest.view import Row, View, coded, pair_of
from report_templates.reports.variants.tables import day, organ_name, section
from report_templates.words.sentence import Cell, Sentence
from transforms.indicators.declare.breakdown import labels
from transforms.suggest import decided, explained

_NAMED_AT_MOST = 8


def why(view: View, person: str) -> Sentence:
    """Why a person gets no post."""
    reasons = explained.unplaced(view.proposal).filter(person_id=person)
    return _why(view, reasons.row(0, named=True))


def unplaced(view: View) -> Section:
    """Who gets no post: barred everywhere, or squeezed out by whom."""
    persons = explained.unplaced(view.proposal)
    units = view.proposal.people.select("person_id", "former_unit")
    rows = tuple(
        (view.person(row["person_id"]), view.unit(row["former_unit"]), _why(view, row))
        for row in persons.join(units, on="person_id", maintain_order="left").iter_rows(named=True)
    )
    columns = (name("姓名", 18), text("原单位", 28), text("原因"))
    table = Table(name="unplaced", caption=view.text("unplaced_table"), columns=columns, rows=rows)
    return section(view.text("unplaced"), *(() if rows else (view.say("all_placed"),)), table)


def empty(view: View) -> Section:
    """Which posts have a free seat, or none to give."""
    rows = tuple(
        (
            *(view.post(row["post_code"]), organ_name(row["organ"])),
            *(coded(row["post_code"], "free", row["free"]), _why_empty(view, row)),
        )
        for row in explained.empty_posts(view.proposal).iter_rows(named=True)
    )
    columns = (name("岗位", 48), text("系统", 20), count("空额", 14), text("原因"))
    table = Table(name="empty", caption=view.text("empty_table"), columns=columns, rows=rows)
    return section(view.text("empty"), *(() if rows else (view.say("none_empty"),)), table)


def objections(view: View, contacts: pl.DataFrame) -> Section:
    """Who has said something against the division of work that is not settled yet (S4); not what they said."""
    states = labels("contact_issue_status")
    rows = tuple(
        (
            *(view.person(row["person_id"]), day(row["contact_date"]), states[row["issue_status"]]),
            view.post(view.proposal.plan.get(row["person_id"])),
        )
        for row in decided.objections(contacts, view.proposal.people).iter_rows(named=True)
    )
    columns = (name("姓名", 18), code("反映日期", 28), text("办理情况", 28), text("建议岗位"))
    table = Table(name="objections", caption=view.text("objections_table"), columns=columns, rows=rows)
    return section(view.text("objections"), view.say("objections_said" if rows else "no_objections"), table)


def _why(view: View, row: Row) -> Sentence:
    if row["reason"] == explained.SQUEEZED_OUT:
        rivals = [person for person in row["rivals"] if person != row["person_id"]]
        person = row["person_id"]
        return view.say(
            "squeezed_out",
            persons=coded(person, "rivals", len(rivals) + 1),
            names=view.people([person, *rivals]) if len(rivals) < _NAMED_AT_MOST and not view.alone else "",
            posts=coded(person, "contested", len(row["contested"])),
            seats=coded(person, "seats", row["seats"]),
            quotas=view.organs(row["quotas"]),
        )
    barring = [
        view.say(
            "barring",
            reason=view.blocks([one["code"]]),
            posts=coded(row["person_id"], one["code"], one["posts"]),
        )
        for one in row["barred"]
    ]
    return view.say("barred_everywhere", blocks=barring)


def _why_empty(view: View, row: Row) -> Cell:
    if row["reason"] == explained.AT_A_PRICE:
        price = view.price(pair_of(row), row["falls"], row["fewer"])
        return view.say("at_a_price", full=row["quota_full"], person=view.person(row["person_id"]), price=price)
    return view.text("no_seat" if row["reason"] == explained.NO_SEAT else "all_barred")
