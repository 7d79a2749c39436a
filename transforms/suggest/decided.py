"""Proposed against decided: what S6 says was decided, who objects (S4), and later what became of it."""

from __future__ import annotations

import polars as pl

from transforms.join.activities import OPEN
from transforms.suggest.plans import MEETS_A_WISH, side_by_side
from transforms.suggest.proposal import Locks, Proposal

DECISION = ("decision_ref", "decided_on", "source", "deviation", "organ")


def decided(proposal: Proposal, assignments: pl.DataFrame) -> pl.DataFrame:
    """Everybody with an assignment in effect: the columns of `plans.side_by_side` with the decided post as `planned`,
    DECISION, and `followed`; null where S6 names no post of S5, so that nobody can say.

    assignments: the table of the edition. The primary assignment counts (domain.md §4.7). Nothing but S6 is a decision.
    """
    primary = assignments.filter("in_effect", "is_primary").select("person_id", "post_code", *DECISION)
    known = primary.filter(pl.col("post_code").is_in(proposal.offered["post_code"].to_list()))
    lines = side_by_side(proposal, dict(known.select("person_id", "post_code").iter_rows()))
    return lines.join(primary.drop("post_code"), on="person_id", maintain_order="left").with_columns(
        followed=pl.col("planned") == pl.col("proposed").fill_null("")
    )


def decided_locks(proposal: Proposal, assignments: pl.DataFrame) -> Locks:
    """Everybody on the post that was decided, as locks; not who is barred from it by now: that is to be looked at."""
    lines = decided(proposal, assignments).filter(pl.col("planned_blocks").list.len() == 0)
    return dict(lines.select("person_id", "planned").iter_rows())


def objections(contacts: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Concerns about the division of work that S4 has open, of `people` (person_id): `person_id`, `contact_date`,
    `issue_status`, in the order of the roster. What was said is P0 and in no table.

    contacts: the table of the edition. Who objects to a decision does it so (个人信息保护法 art. 24, domain.md §10.5).
    """
    open_ones = contacts.filter(pl.col("topic") == "DIVISION", pl.col("issue_status").is_in(OPEN))
    told = open_ones.sort("contact_date", "contact_id").select("person_id", "contact_date", "issue_status")
    return people.select("person_id").join(told, on="person_id", maintain_order="left_right")


def became(five_dim: pl.DataFrame, smallest: int) -> pl.DataFrame:
    """Duty in the period of those placed by wish (a post or category they wish) against the others.

    `by_wish`, `persons`, `reported`, and of these `days_on` (mean), `tasks_open`, `tasks_done` (sums): null where
    nobody reported, and in a group of fewer than `smallest`.
    """
    placed = five_dim.filter("assigned").with_columns(by_wish=pl.col("pref_hit").is_in(MEETS_A_WISH))
    reported = pl.col("weekly_report_present").fill_null(value=False)
    some = reported.any() & (pl.len() >= smallest)
    return (
        placed.group_by("by_wish")
        .agg(
            persons=pl.len().cast(pl.Int64),
            reported=reported.sum().cast(pl.Int64),
            days_on=pl.when(some).then(pl.col("days_on").filter(reported).mean()),
            tasks_open=pl.when(some).then(pl.col("tasks_open").filter(reported).sum()),
            tasks_done=pl.when(some).then(pl.col("tasks_done").filter(reported).sum()),
        )
        .sort("by_wish", descending=True)
    )
