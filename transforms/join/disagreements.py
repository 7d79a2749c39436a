"""What is taken or passed over of a person without anybody's decision, to be seen beside the queue (domain.md §9.4).

A changed month of birth, sex, level or id number of somebody known, one id number with two names, two sheets that
disagree. Which value counts is decided elsewhere, by the same order of sheets; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from expectations.catalogue import SHEETS
from transforms.identify.mentions import MENTION

PRECEDENCE = ("S1", "S2", "S3", "S9", "S6", "S4", "S7")
"""Whose word counts first (§9.4); the sheets with orders say nothing of a person."""

APPLIED, PASSED_OVER = "本期改动，已采用", "各表不一致，未采用"

DISAGREEMENTS: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "name": pl.String(),
    "column": pl.String(),
    "how": pl.String(),
    "taken": pl.String(),
    "sheet": pl.String(),
    "submission": pl.String(),
    "row": pl.Int64(),
    "other": pl.String(),
    "other_sheet": pl.String(),
    "other_period": pl.String(),
    "other_submission": pl.String(),
    "other_row": pl.Int64(),
}
"""The value that counts with its row, and another one with its own; of id numbers none is shown."""

_SEEN: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "name": pl.String(),
    "column": pl.String(),
    "value": pl.String(),
    "shown": pl.String(),
    "sheet": pl.String(),
    "period": pl.String(),
    "submission": pl.String(),
    "row": pl.Int64(),
    "in_force": pl.Boolean(),
}


def disagreements(
    mentioned: pl.DataFrame, known: pl.DataFrame, s1: pl.DataFrame, snapshots: pl.DataFrame, weeks: Collection[str]
) -> pl.DataFrame:
    """DISAGREEMENTS of everybody in a row in force.

    mentioned: MENTIONED; known: REGISTRY; s1: identified rows in force, snapshots: these and those of older rosters;
    weeks: those of the period: what was changed earlier was told then.
    """
    in_force = mentioned.filter(pl.col("person_id").is_not_null(), pl.col("sheet").is_in(PRECEDENCE))
    older = known.join(in_force, on=["person_id"], how="semi").join(
        in_force, on=["sheet", *MENTION], how="anti", nulls_equal=True
    )
    first = in_force.drop("period").join(
        known.select("sheet", "period", *MENTION), on=["sheet", *MENTION], how="left", nulls_equal=True
    )
    told = first.with_columns(pl.col("period").fill_null(""))
    before = snapshots.join(s1, on=["submission", "row"], how="anti")
    seen = [
        *(_of_mentions(frame, in_force=there) for frame, there in ((told, True), (older, False))),
        *(_of_roster(frame, in_force=there) for frame, there in ((s1, True), (before, False))),
    ]
    return _differing(pl.concat(seen), weeks)


def _of_mentions(mentions: pl.DataFrame, *, in_force: bool) -> pl.DataFrame:
    """Name, month of birth and id number of mentions, a line each."""
    month = pl.col("birth_month").dt.to_string("%Y-%m")
    hidden = pl.lit(None, pl.String)
    values = (
        ("name", pl.col("name_key"), pl.col("name")),
        ("birth_ym", month, month),
        ("id_no", pl.col("id_digest"), hidden),
    )
    return pl.concat(_line(mentions, column, value, shown, in_force=in_force) for column, value, shown in values)


def _of_roster(rows: pl.DataFrame, *, in_force: bool) -> pl.DataFrame:
    """Sex and level of rows of S1, a line each."""
    listed = rows.filter(pl.col("person_id").is_not_null()).with_columns(sheet=pl.lit("S1"))
    return pl.concat(
        _line(listed, column, pl.col(column), pl.col(column), in_force=in_force) for column in ("sex", "post_level")
    )


def _line(rows: pl.DataFrame, column: str, value: pl.Expr, shown: pl.Expr, *, in_force: bool) -> pl.DataFrame:
    return (
        rows.with_columns(column=pl.lit(column), value=value, shown=shown, in_force=pl.lit(in_force))
        .select(pl.col(name).cast(dtype) for name, dtype in _SEEN.items())
        .filter(pl.col("value").is_not_null())
    )


def _differing(seen: pl.DataFrame, weeks: Collection[str]) -> pl.DataFrame:
    """DISAGREEMENTS of lines of which a person has several values."""
    several = seen.filter(pl.col("value").n_unique().over("person_id", "column") > 1)
    rank = pl.col("sheet").replace_strict(dict(zip(PRECEDENCE, range(len(PRECEDENCE)), strict=True)))
    ordered = several.with_columns(rank=rank).sort(
        *("person_id", "column", "in_force", "rank", "period", "submission", "row"),
        descending=[False, False, True, False, True, False, False],
    )
    taken = ordered.unique(["person_id", "column"], keep="first", maintain_order=True)
    others = ordered.unique(["person_id", "column", "sheet", "in_force"], keep="first", maintain_order=True)
    pairs = taken.join(others, on=["person_id", "column"], suffix="_other", maintain_order="left_right")
    new = pl.col("period").is_in([*weeks]) & (pl.col("sheet") == pl.col("sheet_other"))
    told = pairs.filter(
        "in_force",
        pl.col("value") != pl.col("value_other"),
        pl.col("in_force_other") | (~pl.col("in_force_other") & new),
    )
    return told.select(
        "person_id",
        "name",
        pl.col("column").replace_strict(_HEADINGS).alias("column"),
        how=pl.when("in_force_other").then(pl.lit(PASSED_OVER)).otherwise(pl.lit(APPLIED)),
        taken="shown",
        **{name: pl.col(name) for name in ("sheet", "submission", "row")},
        other="shown_other",
        **{f"other_{name}": pl.col(f"{name}_other") for name in ("sheet", "period", "submission", "row")},
    )


_HEADINGS = {name: SHEETS["S1"].column[name].heading for name in ("name", "birth_ym", "id_no", "sex", "post_level")}
