"""A submission against the one before it: its older version (M02), the last week (M74)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from expectations.contract.contract import Cadence, Kind, Sheet
from expectations.contract.rules import Reaction
from expectations.evaluate.judgement import FAILURES
from transforms.clock import previous_period
from transforms.join.crosschecks.failures import as_failures
from transforms.judge.in_force import IN_FORCE, SUPERSEDED

_SLOT = ["submitter", "sheet", "period"]


def new_versions(
    submissions: pl.DataFrame, rows: Mapping[str, pl.LazyFrame], sheet: Sheet, period: str
) -> pl.DataFrame:
    """FAILURES for what a new version of a sheet for `period` changed against the replaced one (FIX, domain.md M02).

    submissions: SUBMISSIONS with `standing`; rows: cleaned rows by sheet id, those of replaced submissions too. A line
    for each pair, and one for each row that the older version did not have. What was refused had no rows to replace.
    """
    own = (pl.col("sheet") == sheet.id) & (pl.col("period") == period)
    versions = submissions.filter(own & pl.col("refused").is_null())
    new, old = (versions.filter(pl.col("standing") == standing) for standing in (IN_FORCE, SUPERSEDED))
    before = (
        old.sort("version", "received_at", "submission")
        .unique(_SLOT, keep="last")
        .select(*_SLOT, replaced="submission")
    )
    pairs = new.join(before, on=_SLOT).select("submission", "replaced", "version")
    if pairs.is_empty():
        return pl.DataFrame(schema=FAILURES)
    came, parts = rows[sheet.id], []
    for submission, replaced, version in pairs.iter_rows():
        now, then = (
            _contents(came.filter(pl.col("submission") == each), sheet).collect() for each in (submission, replaced)
        )
        added, gone = now.join(then, on="content", how="anti"), then.join(now, on="content", how="anti")
        message = (
            f"已用第{version}版整表代替前一版：相同{now.height - added.height}行，"
            f"新增或改动{added.height}行，前一版中删去或改动{gone.height}行。"
        )
        parts.append(
            as_failures(pl.DataFrame({"submission": [submission]}), "version_replaced", message, reaction=Reaction.FIX)
        )
        parts.append(as_failures(added, "row_new_in_version", "本行是这一版新增或改动的。", reaction=Reaction.FIX))
    return pl.concat(parts)


def _contents(rows: pl.LazyFrame, sheet: Sheet, *, dates: bool = True) -> pl.LazyFrame:
    """`submission`, `row` and `content`, a hash of the row's values, or of all but its dates."""
    kinds = () if dates else (Kind.DATE, Kind.DUE, Kind.PERIOD)
    names = [c.name for c in sheet.columns if c.kind not in kinds and (dates or not c.generated_from)]
    texts = (_text(sheet.schema[name], name) for name in names)
    return rows.select("submission", "row", content=pl.concat_str(texts).hash())


def _text(dtype: pl.DataType, name: str) -> pl.Expr:
    value = pl.col(name)
    text = value.list.join("、") if isinstance(dtype, pl.List) else value.cast(pl.String)
    return pl.concat_str(text.fill_null(""), pl.lit("\x1f"))


def sent_again(submissions: pl.DataFrame, rows: Mapping[str, pl.LazyFrame], sheet: Sheet, period: str) -> pl.DataFrame:
    """FAILURES of weekly sheets equal, but for dates, to the unit's sheet of the week before (M74).

    Of the same bytes the unit is told already (`same_bytes_again`).
    """
    if sheet.cadence is Cadence.ON_CHANGE:
        return pl.DataFrame(schema=FAILURES)
    weeks = (previous_period(period), period)
    sent = submissions.filter(
        pl.col("period").is_in(weeks)
        & (pl.col("sheet") == sheet.id)
        & pl.col("refused").is_null()
        & ~pl.col("zero_report")
    )
    newest = (
        sent.sort("version", "received_at", "submission")
        .unique(_SLOT, keep="last")
        .select("submission", "submitter", "period", "sha256")
    )
    if newest["submitter"].is_unique().all():
        return pl.DataFrame(schema=FAILURES)
    came = rows[sheet.id].filter(pl.col("submission").is_in(newest["submission"].implode()))
    digests = (
        _contents(came, sheet, dates=False)
        .collect()
        .group_by("submission")
        .agg(pl.col("content").sort().implode().hash().first().alias("whole"), lines=pl.len())
        .join(newest, on="submission")
    )
    now, then = (digests.filter(pl.col("period") == week) for week in reversed(weeks))
    repeats = now.join(then, on=["submitter", "whole", "lines"]).filter(pl.col("sha256") != pl.col("sha256_right"))
    return as_failures(
        repeats, "same_as_last_week", "除日期外，本表内容与上期完全相同。请核对是否误报了上期的表；如确无变化请说明。"
    )
