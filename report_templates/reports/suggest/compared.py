"""The sections of a proposal that set it beside what was decided (S6), a plan made by hand, and groups of persons."""

from __future__ import annotations

import polars as pl

from report_templates.model.columns import count, name, text
from report_templates.model.report import Column, Section, Table
from report_templates.reports.suggest.view import SCORE_HEADS, Row, View, coded, points
from report_templates.reports.variants.tables import section
from report_templates.words.numbers import NONE
from report_templates.words.sentence import Cell
from transforms.indicators.declare.breakdown import labels
from transforms.suggest.decided import became, decided
from transforms.suggest.monitoring import monitoring
from transforms.suggest.plans import Plan, Sums, side_by_side, sums
from transforms.suggest.scores import PRINCIPLES


def with_decision(view: View, assignments: pl.DataFrame, five_dim: pl.DataFrame, smallest: int) -> Section:
    """Proposed against decided, with the reason of each deviation, and what the decision has become."""
    lines = decided(view.proposal, assignments)
    if lines.is_empty():
        return section(view.text("decided"), view.say("undecided"))
    deviating = lines.filter(~pl.col("followed"))
    counts = {
        "persons": lines.height,
        "followed": int(lines["followed"].sum() or 0),
        "deviating": deviating.height,
        "unreasoned": deviating.filter(pl.col("deviation").is_null()).height,
        "unknown": lines["followed"].null_count(),
    }
    said = view.say("decided_said", **{key: coded("decided", key, number) for key, number in counts.items()})
    plan = dict(lines.filter(pl.col("planned").is_not_null()).select("person_id", "planned").iter_rows())
    rows = [(*_line(view, row), row["deviation"] or view.text("no_reason")) for row in deviating.iter_rows(named=True)]
    table = Table(
        name="deviating",
        caption=view.text("decided_table"),
        columns=(*_heads("决定岗位"), text("偏离理由", 34)),
        rows=tuple(rows),
    )
    both = _sums(
        view,
        "decided_sums",
        {"by_plan": sums(view.proposal, view.proposal.plan), "by_decision": sums(view.proposal, plan)},
    )
    return section(view.text("decided"), said, both, table, _became(view, five_dim, smallest))


def with_plan(view: View, plan: Plan) -> Section:
    """The proposal beside a plan typed in by hand: its sums, what it breaks, and whom it places elsewhere."""
    own, hand = sums(view.proposal, view.proposal.plan), sums(view.proposal, plan)
    lines = side_by_side(view.proposal, plan)
    differing = lines.filter(pl.col("proposed").ne_missing(pl.col("planned")))
    said = view.say(
        "compared_said",
        placed=coded("plan-by-hand", "placed", hand.placed),
        same=coded("plan-by-hand", "same", lines.filter(pl.col("proposed") == pl.col("planned")).height),
        barred=coded("plan-by-hand", "barred", hand.barred),
        unmet=view.people(hand.unmet),
        overfull="、".join(hand.overfull),
        quotas=view.organs(hand.over_quota),
    )
    rows = [
        (*_line(view, row), view.blocks(row["planned_blocks"] or ()) or NONE) for row in differing.iter_rows(named=True)
    ]
    columns = (*_heads("手工方案岗位"), text("不能安排的原因", 34))
    table = Table(name="compared", caption=view.text("compared_table"), columns=columns, rows=tuple(rows))
    return section(view.text("compared"), said, _sums(view, "compared_sums", {"by_plan": own, "by_hand": hand}), table)


def _heads(planned: str) -> tuple[Column, ...]:
    return (name("姓名", 18), text("建议岗位"), count("总分", 15), text(planned), count("总分", 15))


def _line(view: View, row: Row) -> tuple[Cell, ...]:
    def side(which: str) -> tuple[Cell, Cell]:
        post, total = row[which], row[f"{which}_total"]
        return view.post(post), points(f"{row['person_id']}@{post}", "total", total)

    return (view.person(row["person_id"]), *side("proposed"), *side("planned"))


def _sums(view: View, caption: str, plans: dict[str, Sums]) -> Table:
    rows = tuple(
        (
            view.text(key),
            *(coded(key, "placed", one.placed), points(key, "total", one.total)),
            points(key, "mean", one.total / one.placed if one.placed else None),
            *(coded(key, "wishes", one.wishes), coded(key, "barred", one.barred)),
        )
        for key, one in plans.items()
    )
    heads = (count("安排（名）", 22), count("总分合计", 24), count("平均分", 20), count("合意愿（名）", 26))
    columns = (name("方案"), *heads, count("不能安排（名）", 28))
    return Table(name="sums", caption=view.text(caption), columns=columns, rows=rows)


def _became(view: View, five_dim: pl.DataFrame, smallest: int) -> Table:
    rows = tuple(
        (
            view.text(key),
            *(coded(key, column, row[column]) for column in ("persons", "reported")),
            coded(key, "days_on", None if row["days_on"] is None else f"{row['days_on']:.1f}"),
            *(coded(key, column, row[column]) for column in ("tasks_open", "tasks_done")),
        )
        for row in became(five_dim, smallest).iter_rows(named=True)
        for key in ("met_wish" if row["by_wish"] else "not_by_wish",)
    )
    heads = (count("人数", 18), count("报送周报（名）", 28), count("人均到岗天数", 28))
    return Table(
        name="became",
        caption=view.text("became_table"),
        columns=(name("人员"), *heads, count("事项数", 18), count("完成数", 18)),
        rows=rows,
        note=view.say("became_note", smallest=coded("became", "smallest", smallest)),
    )


def by_group(view: View, five_dim: pl.DataFrame, smallest: int) -> Section:
    """Share placed and mean scores by age band and sex."""
    sexes = labels("sex")
    rows = tuple(
        (
            view.text(row["group"]),
            sexes.get(row["value"], row["value"] or NONE),
            *(coded(f"{row['group']}-{row['value']}", column, row[column]) for column in ("persons", "placed")),
            *(
                coded(f"{row['group']}-{row['value']}", one, None if row[one] is None else f"{row[one]:.1f}")
                for one in PRINCIPLES
            ),
        )
        for row in monitoring(view.proposal, five_dim, smallest).iter_rows(named=True)
    )
    means = tuple(count(head, 21, "平均得分") for head in SCORE_HEADS.values())
    columns = (name("分组", 18), text("组别"), count("人数", 15), count("安排", 15), *means)
    said = view.say("monitoring_said", smallest=coded("monitoring", "smallest", smallest))
    table = Table(name="monitoring", caption=view.text("monitoring_table"), columns=columns, rows=rows)
    return section(view.text("monitoring"), said, table)
