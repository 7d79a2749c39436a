"""Livelihood items (S8) against last week's: progress, deadlines, items that vanished or changed their number."""

from __future__ import annotations

from difflib import SequenceMatcher

import polars as pl

from expectations.evaluate.judgement import FAILURES
from transforms.identify.resolve import QUEUE
from transforms.join.crosschecks.failures import as_failures

_ALIKE = 0.8
"""Minimum `SequenceMatcher` ratio of two similar titles."""

RENUMBERED = "事项编号与上期不同而责任领导和事项名称相近，可能改了编号，请确认是否同一事项。"
RETITLED = "事项编号与上期相同而事项名称不同，请确认是否同一事项。"


def item_changes(items: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of progress that fell (M50), deadlines moved without approval (M77), items no longer listed (M75).

    items: the items table of the period. The new progress and the old deadline count; an item no longer listed is
    carried forward and reported for the sheet that should have listed it.
    """
    listed = items.filter(~pl.col("stale"))
    sender = listed.select("submitter", now="submission").unique("submitter", keep="first", maintain_order=True)
    gone = items.filter(pl.col("stale")).join(sender, on="submitter").select("item_code", submission="now")
    return pl.concat(
        [
            pl.DataFrame(schema=FAILURES),
            as_failures(
                listed.filter("progress_fell"),
                "progress_fell",
                "「当前进度」低于上期，已按本期登记。请核对本期和上期的进度。",
                column="progress",
            ),
            as_failures(
                listed.filter("due_moved"),
                "due_moved",
                "「完成时限」比上期推后而没有延期批准文号，仍按原时限计算。请补填「延期批准文号」或改回原时限。",
                column="due_original",
            ),
            as_failures(
                gone,
                "item_disappeared",
                pl.format(
                    "本期没有列出上期的事项{}，已按上期内容保留并计为未更新。请补报；确已取消的请注明批准文号。",
                    "item_code",
                ),
            ),
        ]
    )


def items_to_identify(items: pl.DataFrame) -> pl.DataFrame:
    """QUEUE of items with a doubtful number (M76): renumbered, or another title under a known number."""
    listed = items.filter(~pl.col("stale"))
    new, gone = listed.filter(pl.col("title_before").is_null()), items.filter(pl.col("stale"))
    pairs = (
        new.join(gone.select("leader", former="title"), on="leader", maintain_order="left_right")
        if gone.height
        else new.clear().with_columns(former="title")
    )
    renumbered = pairs.filter(_alike(pairs, "former")).unique("item_code", keep="first", maintain_order=True)
    kept = listed.filter(pl.col("title_before").is_not_null())
    retitled = kept.filter(~_alike(kept, "title_before"))
    return pl.concat([_queued(renumbered, RENUMBERED), _queued(retitled, RETITLED)])


def _alike(rows: pl.DataFrame, other: str) -> pl.Series:
    ratios = [SequenceMatcher(None, a or "", b or "").ratio() for a, b in rows.select("title", other).iter_rows()]
    return pl.Series([ratio >= _ALIKE for ratio in ratios], dtype=pl.Boolean)


def _queued(items: pl.DataFrame, reason: str) -> pl.DataFrame:
    return items.select(
        "submission",
        pl.lit("S8").alias("sheet"),
        "row",
        pl.col("title").alias("name"),
        pl.col("lead_unit").alias("unit"),
        pl.lit(reason).alias("reason"),
        pl.lit(1, pl.Int64).alias("candidates"),
    ).cast(pl.Schema(QUEUE))
