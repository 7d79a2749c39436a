"""One person under two names: known by the id number, of whom a sheet or an earlier roster has another name (§9.3)."""

from __future__ import annotations

import polars as pl

from transforms.join.crosschecks.failures import as_failures
from transforms.join.roster_names import other_name


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
