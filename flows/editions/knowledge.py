"""The moment up to which a run or a decision knows what has come: now, and never before what is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from zoneinfo import ZoneInfo

from flows.county.workspace import Workspace
from flows.store.seals import KeptFileDamaged


class ClockSetBack(Exception):
    """The clock shows a time before something that is recorded already; the message names both and what to do."""


def knowledge_now(workspace: Workspace, moment: dt.datetime | None = None) -> dt.datetime:
    """Now, or the `moment` a run plays at. Raises ClockSetBack where a receipt or an edition is of a later moment.

    A run by such a clock would know nothing of them and publish an edition without them, and what it received or
    recorded would change what past editions are said to have known (design.md §5.5).
    """
    newest, what = newest_recorded(workspace)
    now = moment or dt.datetime.now(
        dt.UTC
    )  # after the others, so that a run at work at the same time is not in the future
    if newest > now:
        raise ClockSetBack(
            f"this machine's clock shows {_shown(now, workspace)}, but {what} is of {_shown(newest, workspace)}. "
            "Nothing was changed. Set the clock right and do it again; if it is right and was ahead then, wait for "
            f"that moment, or restore {workspace.out} from the backup made before it"
            f"\n本机时间是{_shown(now, workspace)}，早于已登记的 {what}（{_shown(newest, workspace)}）；没有改动。"
            "请校准时间再运行；如果现在的时间是对的、当时快了，请等到那一刻，或者用那以前的备份恢复。"
        )
    return now


def newest_recorded(workspace: Workspace) -> tuple[dt.datetime, str]:
    """The latest moment that is recorded, and what is of it."""
    return max(_recorded(workspace), default=(dt.datetime.min.replace(tzinfo=dt.UTC), ""))


def _recorded(workspace: Workspace) -> Iterator[tuple[dt.datetime, str]]:
    """The moments of the last receipt and of all editions, with their names."""
    if last := workspace.archive.last_receipt():
        yield last
    for period in workspace.store.periods():
        for edition in workspace.store.editions(period):
            with suppress(KeptFileDamaged):  # who needs that edition is told; the others go on
                moment = edition.knowledge
                yield moment, f"edition {edition.number} of {period}"


def _shown(moment: dt.datetime, workspace: Workspace) -> str:
    return moment.astimezone(ZoneInfo(workspace.county.timezone)).isoformat(" ", "seconds")
