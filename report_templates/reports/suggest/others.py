"""The sections on what else could be: other posts and their price, wishes, and other weights."""

from __future__ import annotations

from itertools import groupby

import polars as pl

from expectations.county.codelist import codelist
from report_templates.model.columns import count, name, text
from report_templates.model.report import Section, Table
from report_templates.reports.suggest.view import HEADS, Row, View, coded, pair_of, points
from report_templates.reports.variants.tables import listed, organ_name, section
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell
from transforms.suggest import explained
from transforms.suggest.sensitivity import STEP, sensitivity


def others(view: View) -> Section:
    """Of each person the best five other posts, and what each would cost."""
    best = explained.alternatives(view.proposal).iter_rows(named=True)
    rows: list[tuple[Cell, ...]] = []
    for person, group in groupby(best, lambda row: row["person_id"]):
        rows.append((view.say("others_of", person=view.person(person), post=_proposed_post(view, person)),))
        rows += [
            (
                *(coded(pair_of(row), "nth", row["nth"]), view.post(row["post_code"]), organ_name(row["organ"])),
                *(points(pair_of(row), "total", row["total"]), view.price(pair_of(row), row["falls"], row["fewer"])),
            )
            for row in group
        ]
    columns = (count("序号", 14), text("备选岗位"), text("系统", 24), count("总分", 22), text("代价", 36))
    note = view.text("others_note")
    table = Table(name="others", caption=view.text("others_table"), columns=columns, rows=tuple(rows), note=note)
    return section(view.text("others"), table)


def wishes(view: View) -> Section:
    """Each wish of each person, and what becomes of it."""
    posts = {code: view.post(code) for code in view.proposal.offered["post_code"]}
    words = {**codelist("central_work").labels, **posts}
    rows = tuple(
        (
            view.person(row["person_id"]),
            view.text(f"wish_{row['rank']}"),
            "、".join(words.get(word, word) for word in row["wished"].split("、")),
            _outcome(view, row),
        )
        for row in explained.wishes(view.proposal).iter_rows(named=True)
    )
    columns = (name("姓名", 18), text("意愿", 22), text("内容", 44), text("落实情况和代价"))
    return section(
        view.text("wishes_part"),
        Table(name="wishes", caption=view.text("wishes_table"), columns=columns, rows=rows),
    )


def _proposed_post(view: View, person: str) -> str:
    code = view.proposal.plan.get(person)
    return view.post(code) if code else ""


def _outcome(view: View, row: Row) -> Cell:
    if row["outcome"] == explained.COSTS:
        price = view.price(pair_of(row), row["falls"], row["fewer"])
        return view.say("costs", post=view.post(row["post_code"]), price=price)
    if row["outcome"] == explained.BARRED:
        return view.say("barred", blocks=[view.blocks(row["blocks"])])
    return view.text({explained.MET: "met", explained.FIXED: "fixed"}.get(row["outcome"], "no_post"))


def weights(view: View) -> Section:
    """Who would get another post where one weight is five more or less."""
    moved = sensitivity(view.proposal)
    rows = tuple(
        (
            f"{HEADS[row['principle']]}{'增加' if row['change'] > 0 else '减少'}",
            coded(f"{row['principle']}{row['change']:+d}", "moved", len(row["moved"])),
            view.people(row["moved"]) or NONE,
        )
        for row in moved.iter_rows(named=True)
    )
    changed = moved.filter(pl.col("moved").list.len() > 0).height
    step = coded("weights", "step", STEP)
    said = view.say(
        "weights_said" if changed else "weights_same",
        step=step,
        **({"tried": listed(len(rows), "weights"), "changed": coded("weights", "changed", changed)} if changed else {}),
    )
    columns = (name("情形", 40), count("改变岗位（名）", 30), text("人员"))
    table = Table(name="weights", caption=view.text("weights_table"), columns=columns, rows=rows if changed else ())
    return section(view.text("weights"), said, table)
