"""The paper of a proposal for the second division of work, for the organisation department alone (domain.md §11.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from expectations.county.county import SETTINGS, County
from report_templates.model.report import Masthead, Report, Section
from report_templates.reports.suggest import compared, left_over, one_person, others, proposed
from report_templates.reports.suggest.view import View
from report_templates.words.wording import wording
from transforms.suggest.plans import Plan
from transforms.suggest.proposal import Proposal


def of_person(proposal: Proposal, names: Mapping[str, str], county: County, person: str) -> Section:
    """What the page of a person (一人一策) carries of a proposal."""
    return one_person.proposed(View(proposal=proposal, names=names, county=county, words=wording(county)), person)


def suggestion(
    proposal: Proposal,
    tables: Mapping[str, pl.DataFrame],
    names: Mapping[str, str],
    head: Masthead,
    county: County,
    plan: Plan | None = None,
) -> Report:
    """The paper; `tables` are those of the edition, `names` person_id → name, `head` the edition's, `plan` one made by
    hand to compare with."""
    view = View(proposal=proposal, names=names, county=county, words=wording(county))
    smallest = int(county.settings.get("small_cell", SETTINGS["small_cell"]))
    made_by_hand = () if plan is None else (compared.with_plan(view, plan),)
    return Report(
        masthead=replace(head, serial=f"{head.serial}-{view.text('serial')}"),
        variant=view.text("name"),
        recipient=head.issuer,
        title=view.text("title"),
        summary=(),
        sections=(
            proposed.plan(view),
            proposed.reasons(view),
            others.others(view),
            others.wishes(view),
            left_over.unplaced(view),
            left_over.empty(view),
            left_over.objections(view, tables["contacts"]),
            others.weights(view),
            compared.with_decision(view, tables["assignments"], tables["five_dim"], smallest),
            *made_by_hand,
            compared.by_group(view, tables["five_dim"], smallest),
        ),
    )
