"""What a proposal says of one person: the explanation that somebody may ask for (domain.md §10.5)."""

from __future__ import annotations

from dataclasses import replace

from report_templates.model.columns import name, text
from report_templates.model.report import Section, Table
from report_templates.reports.suggest.facts import facts
from report_templates.reports.suggest.left_over import why
from report_templates.reports.suggest.others import others, wishes
from report_templates.reports.suggest.view import HEADS, Row, View, coded, pair_of, points
from report_templates.reports.variants.tables import section
from report_templates.words.sentence import Cell, Sentence


def proposed(view: View, person: str) -> Section:
    """The proposed post with its scores and their facts, or why there is none; other posts, and the own wishes."""
    people, pairs = (frame.filter(person_id=person) for frame in (view.proposal.people, view.proposal.pairs))
    own = replace(view, proposal=replace(view.proposal, people=people, pairs=pairs))
    chosen = pairs.filter("chosen").to_dicts()
    rows = _of_post(own, chosen[0]) if chosen else ((view.text("why_unplaced"), why(view, person)),)
    columns = (name("项目", 50), text("内容"))
    table = Table(
        name="person", caption=view.text("plan_table"), columns=columns, rows=rows, note=view.text("plan_note")
    )
    more = (block for part in (others(own), wishes(own)) for block in part.blocks)
    return section(view.text("title"), view.say("lead"), table, *more)


def _of_post(view: View, pair: Row) -> tuple[tuple[Cell, ...], ...]:
    said = zip(HEADS.items(), facts(view, pair), strict=True)
    scores = (
        (head, Sentence(runs=(coded(pair_of(pair), score, pair[score]), "：", *reasons.runs)))
        for (score, head), reasons in said
    )
    whole = points(pair_of(pair), "total", pair["total"])
    return ((view.text("proposed_post"), view.post(pair["post_code"])), *scores, (view.text("total"), whole))
