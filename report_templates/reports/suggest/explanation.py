"""The sheet that explains a proposal to the person it is about (个人信息保护法 art. 24; docs/domain.md §10.5).

It names nobody else: others are squeezed out of a post by number alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County
from report_templates.model.cells import cell_of
from report_templates.model.columns import code, count, name, text
from report_templates.model.report import Masthead, Report, Section, Table
from report_templates.reports.suggest import one_person
from report_templates.reports.suggest.view import HEADS, View, coded
from report_templates.reports.variants.person import in_words, with_own_labels, with_places
from report_templates.reports.variants.tables import day, section
from report_templates.words.sentence import Cell
from report_templates.words.wording import wording
from transforms.indicators.declare.breakdown import labels
from transforms.suggest.decided import objections
from transforms.suggest.proposal import Proposal

USED: Mapping[str, tuple[str, ...]] = {
    "continuity": ("former_unit", "domain_exp", "known_towns"),
    "wish": ("pref_post_1", "pref_post_2", "pref_post_3", "pref_category", "pref_organ", "pref_town", "work_will"),
    "fit": ("skill_tags", "major_class", "exp_years_max", "tech_level"),
    "age": ("workload_pref", "work_capacity", "months_to_retire"),
    "blocks": ("refuse_category", "avoid_units", "native_here", "retire_ym", "person_status", "scope", "eligible_flag"),
}
"""What a proposal reads of a person (`transforms.suggest.candidates.PERSON`), under the principle it counts for; under
`blocks` what can only bar from a post."""

_SHEETS = ("S1", "S2", "S3")
_DERIVED = {
    "S1": ("native_here", "retire_ym", "months_to_retire", "scope"),
    "S2": ("skill_tags", "exp_years_max", "major_class", "tech_level"),
}
_LISTS = {"major_class": "major_class", "tech_level": "title_level"}


def explanation(
    proposal: Proposal,
    contacts: pl.DataFrame,
    names: Mapping[str, str],
    head: Masthead,
    county: County,
    person: str,
) -> Report:
    """The sheet for one person; `contacts` is the table of the edition, `names` person_id → name."""
    own = {person: names.get(person, person)}
    view = View(proposal=proposal, names=own, county=county, words=wording(county), alone=True)
    return Report(
        masthead=replace(head, serial=f"{head.serial}-{view.text('explained_serial')}-{person[:6]}"),
        variant=view.text("explained_variant"),
        recipient=own[person],
        title=view.text("explained_title"),
        summary=(),
        sections=(
            section(view.text("explained_why"), view.say("explained_lead", person=own[person])),
            one_person.proposed(view, person),
            _used(view, person),
            _rules(view),
            section(view.text("unused"), view.say("unused_said")),
            _objecting(view, contacts, person),
        ),
    )


def _used(view: View, person: str) -> Section:
    """Every fact of the person that the proposal read, with the sheet it comes from."""
    row = with_own_labels(with_places(view.proposal.people.filter(person_id=person), view.county), view.county)
    facts = row.row(0, named=True)
    facts |= {"avoid_units": [view.unit(unit) for unit in facts["avoid_units"] or ()]}
    rows = tuple(
        (HEADS.get(principle) or view.text("only_bars"), view.text(f"of_{column}"), _cell(view, facts, column), sheet)
        for principle, columns in USED.items()
        for column in columns
        for sheet in (_source(column),)
    )
    columns = (name("用于", 34), text("项目", 42), text("登记内容"), text("来源", 44))
    table = Table(name="used", caption=view.text("used_table"), columns=columns, rows=rows, note=view.text("used_note"))
    return section(view.text("used"), table)


def _cell(view: View, facts: Mapping[str, object], column: str) -> Cell:
    value = facts[column]
    if column == "scope":
        return view.text(f"scope_{value}") if value else in_words(column, None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return cell_of("five_dim", str(facts["person_id"]), column, value)
    listed = _LISTS.get(column)
    return labels(listed).get(str(value), in_words(column, value)) if listed else in_words(column, value)


def _source(column: str) -> str:
    declared = (sheet for sheet in _SHEETS if column in SHEETS[sheet].column)
    sheet = next((sheet for sheet, columns in _DERIVED.items() if column in columns), None) or next(declared)
    return SHEETS[sheet].title


def _rules(view: View) -> Section:
    rows = tuple(
        (head, coded("weights", principle, getattr(view.proposal.weights, principle)), view.text(f"rule_{principle}"))
        for principle, head in HEADS.items()
    )
    columns = (name("原则", 26), count("权重（%）", 24), text("计分办法"))
    table = Table(name="rules", caption=view.text("rules_table"), columns=columns, rows=rows)
    return section(view.text("rules"), view.say("rules_said"), table)


def _objecting(view: View, contacts: pl.DataFrame, person: str) -> Section:
    states = labels("contact_issue_status")
    own = objections(contacts, view.proposal.people).filter(person_id=person)
    rows = tuple((day(row["contact_date"]), states[row["issue_status"]]) for row in own.iter_rows(named=True))
    columns = (code("反映日期", 40), text("办理情况"))
    table = Table(name="own_objections", caption=view.text("own_objections"), columns=columns, rows=rows)
    registered = () if rows else (view.say("no_own_objection"),)
    return section(view.text("objecting"), view.say("objecting_said"), *registered, table)
