"""One person under two names, or perhaps under two id numbers, on sheets and rosters one after the other (§9.3)."""

from __future__ import annotations

import polars as pl

from transforms.join.cadres.roster_names import other_name
from transforms.join.crosschecks.failures import as_failures


def named_otherwise(rows: pl.DataFrame, s1: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of identified rows of a sheet whose person the roster in force (s1) calls by another name."""
    return as_failures(
        other_name(rows, s1),
        "named_otherwise",
        "本行的姓名与现行干部台账中此人的姓名不同，已认定为同一人，报表中按台账的姓名列出。"
        "请核对：已改名的，请改用现名；台账有误的，请台账报送单位更正。",
        column="name",
    )


def renamed(s1: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of rows of the roster in force whose person the snapshot before it had under another name.

    s1: identified rows in force; snapshots: these and those that later ones replaced.
    """
    before = snapshots.join(s1, on=["submission", "row"], how="anti")
    return as_failures(
        other_name(s1, before),
        "renamed",
        "此人在上一次的台账中是另一个姓名，已采用本次的姓名，用原姓名报送的各表仍认定为此人。请核对姓名和身份证号是否属实。",
        column="name",
    )


def other_id_no(sheet: str, rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of rows like those of somebody seen before under another id number, whom the roster names no more.

    Two id numbers are two people (§9.3); a number that was corrected looks the same, and whoever keeps the roster
    has to say which it is. rows: identified rows of the roster in force; known: REGISTRY.
    """
    alike = ["name_key", "birth_month", "unit"]
    seen = known.filter(pl.col("sheet") == sheet, pl.col("id_digest").is_not_null()).drop_nulls(["person_id", *alike])
    listed = pl.col("person_id").is_in(rows["person_id"].drop_nulls().unique().implode())
    several = seen.filter(pl.col("id_digest").n_unique().over(alike) > 1).select("person_id", "period", *alike)
    gone, there = several.filter(~listed), several.filter(listed)
    both = there.join(gone, on=alike, suffix="_gone").filter(pl.col("period") > pl.col("period_gone"))
    return as_failures(
        rows.filter(pl.col("person_id").is_in(both["person_id"].unique().implode())),
        "other_id_no",
        "名册以前有一位同名、同出生年月、同单位的人，身份证号不同，本次已没有那一行；本行现按另一人计，以前报送的安排、履职等不计到本行。"
        "请核对：是同一人更正了身份证号的，请县级汇总单位撤回载有错号的名册，由填报单位改正后重新报送；确是两人的，请县级汇总单位确认。",
        column="id_no",
    )
