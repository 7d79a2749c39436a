"""What a run must not publish unasked: an edition of nothing, or one that has lost what the one before it counted."""

from __future__ import annotations

import polars as pl

from flows.county.workspace import Workspace
from flows.store.edition import Edition
from transforms.clock import Clock
from transforms.dataset import Dataset
from transforms.judge.in_force import IN_FORCE
from transforms.records.extract import Intake


class NotPublished(Exception):
    """The new edition would lose what the current one counts; readers keep that. The message says what to do."""


class NothingReceived(Exception):
    """There are no files to make an edition from; the message says what to do."""


def check_received(intake: Intake, clock: Clock) -> None:
    """Raises NothingReceived where of the weeks of the period nothing at all is known, not even a file refused.

    More likely than that nobody has sent anything is that a folder is not mounted, or another inbox was meant.
    """
    of_period = pl.col("inbox").is_in(clock.weeks) | pl.col("period").is_in(clock.weeks)
    if intake.submissions.filter(of_period).is_empty():
        raise NothingReceived(
            f"nothing at all has been received for {clock.period}; nothing was published. See whether the inbox is the "
            "right one (--inbox) and holds the workbooks of that time. To publish an edition that says of everything "
            f"that it is missing: wuwei run {clock.period} --empty"
            f"\n{clock.period} 一份表也没有收到，没有发布。请看一看收件箱（--inbox）对不对，收来的表是否放在"
            f"其中各周的文件夹（如 {clock.weeks[-1]}）里；确实都没有报的，运行 wuwei run {clock.period} --empty。"
        )


def check_receipts(workspace: Workspace, intake: Intake, clock: Clock) -> None:
    """Raises NotPublished where the archive no longer knows a file that the current edition was made of.

    The archive only grows: a receipt that is gone was lost with a disk, or a folder is not mounted.
    """
    if (current := workspace.store.current(clock.period)) is None:
        return
    made_of = current.table("files").filter(pl.col("refused").is_null())
    lost = made_of.join(intake.submissions, on="sha256", how="anti").unique("sha256").sort("inbox", "file")
    if lost.height:
        raise NotPublished(
            f"edition {current.number} of {clock.period} was made of {lost.height} files that {workspace.archive.root} "
            f"no longer knows, such as {lost['inbox'][0]}/{lost['file'][0]}; nothing was published. Restore that "
            "folder from its backup and run again"
            f"\n{clock.period}第{current.number}版所用的文件，有{lost.height}个 {workspace.archive.root} 里已经没有了，"
            f"如 {lost['inbox'][0]}/{lost['file'][0]}；没有发布。请用备份恢复这个文件夹再运行。"
        )


def check_not_emptied(workspace: Workspace, dataset: Dataset) -> None:
    """Raises NotPublished where the current edition counts submissions of the period and the new one would count none.

    What was withdrawn is not missed.
    """
    clock = dataset.clock
    if (current := workspace.store.current(clock.period)) is None or _counted(dataset.files, clock):
        return
    missed = _counted(current.table("files"), clock).difference(workspace.withdrawals.holding(clock.knowledge))
    if missed:
        raise NotPublished(_emptied(current, len(missed)))


def _counted(files: pl.DataFrame, clock: Clock) -> set[str]:
    """The submissions of the period that are in force."""
    in_force = files.filter(pl.col("period").is_in(clock.weeks), pl.col("standing") == IN_FORCE)
    return {*in_force["submission"]}


def _emptied(current: Edition, missed: int) -> str:
    period = current.period
    return (
        f"edition {current.number} of {period} counts {missed} submissions of its time, and of these a new one would "
        "count none; nothing was published. See what has changed since, in the rules or in the county file. To publish "
        f"it all the same: wuwei backfill plan {period} {period}, then wuwei backfill apply"
        f"\n{period}第{current.number}版计入了{missed}份报表，新的一版一份也不会计入；没有发布。请看一看规则或者县域文件改了什么；"
        f"仍要发布的，先运行 wuwei backfill plan {period} {period}，再运行 wuwei backfill apply。"
    )
