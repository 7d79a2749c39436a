"""The first sections of a proposal: the plan by organ and by person, with the scores and the facts behind them."""

from __future__ import annotations

from collections import Counter

import polars as pl

from report_templates.model.columns import count, name, text
from report_templates.model.report import Section, Table
from report_templates.reports.suggest.facts import facts
from report_templates.reports.suggest.view import HEADS, SCORE_HEADS, View, coded, pair_of, points
from report_templates.reports.variants.tables import listed, organ_name, section
from report_templates.words.sentence import Cell
from transforms.suggest.plans import sums
from transforms.suggest.scores import PRINCIPLES


def plan(view: View) -> Section:
    """What is proposed: the sums, by organ, and each person's post with the four scores."""
    made = view.proposal
    chosen, all_sums = made.pairs.filter("chosen"), sums(made, made.plan)
    said = view.say(
        "said",
        people=coded("people", "persons", made.people.height),
        posts=coded("posts", "posts", made.offered.height),
        seats=coded("posts", "seats", int(made.offered["seats"].sum())),
        placed=listed(chosen.height, "proposed"),
        left=coded("people", "unplaced", len(made.unplaced)),
        mean=points("plan", "mean", all_sums.total / all_sums.placed if all_sums.placed else None),
        wishes=coded("plan", "wishes", all_sums.wishes),
        locks=coded("plan", "locks", len(made.locks)),
        **{principle: coded("weights", principle, getattr(made.weights, principle)) for principle in PRINCIPLES},
    )
    scores = tuple(count(head, 16, "四项得分") for head in SCORE_HEADS.values())
    rows = tuple(
        (
            *(view.person(row["person_id"]), view.unit(row["former_unit"]), view.post(row["post_code"])),
            *(coded(pair_of(row), principle, row[principle]) for principle in PRINCIPLES),
            points(pair_of(row), "total", row["total"]),
        )
        for row in chosen.iter_rows(named=True)
    )
    table = Table(
        name="proposed",
        caption=view.text("plan_table"),
        columns=(name("姓名", 18), text("原单位", 28), text("建议岗位"), *scores, count("总分", 16)),
        rows=rows,
        unit="分",
        note=view.text("plan_note"),
    )
    return section(view.text("plan"), view.say("lead"), said, _organs(view), table)


def _organs(view: View) -> Table:
    made = view.proposal
    seats = made.offered.group_by("organ", maintain_order=True).agg(pl.len().alias("posts"), pl.col("seats").sum())
    placed = Counter(made.pairs.filter("chosen")["organ"])
    rows = tuple(
        (
            organ_name(row["organ"]),
            *(coded(str(row["organ"]), column, row[column]) for column in ("posts", "seats")),
            _quota(view, row["organ"] or ""),
            coded(str(row["organ"]), "placed", placed[row["organ"]]),
        )
        for row in seats.iter_rows(named=True)
    )
    heads = (count("岗位（个）", 28), count("名额（个）", 28), count("最多人数", 28), count("建议安排（名）", 32))
    return Table(name="organs", caption=view.text("organs_table"), columns=(name("系统"), *heads), rows=rows)


def _quota(view: View, organ: str) -> str:
    quotas = view.proposal.weights.quotas
    return coded(organ, "quota", quotas[organ]) if organ in quotas else view.text("no_quota")


def reasons(view: View) -> Section:
    """The facts behind the four scores of each proposed post."""
    chosen = view.proposal.pairs.filter("chosen").iter_rows(named=True)
    rows: tuple[tuple[Cell, ...], ...] = tuple((view.person(row["person_id"]), *facts(view, row)) for row in chosen)
    heads = tuple(text(head) for head in HEADS.values())
    return section(
        view.text("facts"),
        Table(name="facts", caption=view.text("facts_table"), columns=(name("姓名", 18), *heads), rows=rows),
    )
