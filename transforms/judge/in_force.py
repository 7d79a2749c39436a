"""Which submissions count for a period: versions replace each other, snapshots carry forward (domain.md §4.1, §6)."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.contract import Cadence
from transforms.recognise.return_sheet import FILE_SUFFIX
from transforms.records.submission import SUBMISSIONS, by_name, file_name, says_again

IN_FORCE = "in_force"
SUPERSEDED = "superseded"
CONFLICT = "same_version_twice"
WITHDRAWN = "withdrawn"
QUARANTINED = "held"

FILES: dict[str, pl.DataType] = {**SUBMISSIONS, "standing": pl.String()}
"""Submissions with their `standing`; it is null for those refused, unless the file has come again."""

_SLOT = ["submitter", "sheet", "period"]
_NAMED = r"(?i)^[A-Z]+-[A-Z0-9]+_[SRZ][0-9]+"
_OF_PERIOD = ("period_disagrees", "period_ahead")
_EXTENSION = r"\.[^.]*$"


def _of(cadence: Cadence) -> pl.Expr:
    return pl.col("sheet").is_in([sheet.id for sheet in SHEETS.values() if sheet.cadence is cadence])


def there(files: pl.DataFrame) -> pl.DataFrame:
    """FILES without those withdrawn, and without refused ones that have come again."""
    settled = pl.col("refused").is_not_null() & pl.col("standing").eq_missing(SUPERSEDED)
    return files.filter(pl.col("standing").ne_missing(WITHDRAWN) & ~settled)


def come_again(submissions: pl.DataFrame, withdrawn: Collection[str] = ()) -> list[str]:
    """The refused submissions that have come again: half copied before, say, without a column, or for another period.

    Come again means: sent later by the unit for the same sheet and period, wherever either was filed. Of a file that
    could not be read its name says what it was; it may also come again under the same name to the same inbox. Where
    the period itself was wrong, or nothing is awaited for the one written inside, whatever the unit sent later of the
    sheet to the same inbox is the correction. The name must have the unit (domain.md §4.1), because two units may use
    the same name. A file that two units are named for may come again from either. What is withdrawn corrects nothing.
    """
    sent = by_name(submissions.filter(~pl.col("submission").is_in(list(withdrawn))))
    again = _settled(sent)
    if sent["refused"].eq("sender_disagrees").any():
        again += _settled(_as_named(sent))
    return [*dict.fromkeys(again)]


def _as_named(sent: pl.DataFrame) -> pl.DataFrame:
    """Files that two units are named for, under the unit of their name."""
    units = {name: unit.upper() for name in sent["file"].unique() if (unit := file_name(name).unit)}
    disagree = pl.col("refused") == "sender_disagrees"
    named = pl.col("file").replace_strict(units, default=None, return_dtype=pl.String)
    return sent.with_columns(submitter=pl.when(disagree).then(pl.coalesce(named, "submitter")).otherwise("submitter"))


def _settled(sent: pl.DataFrame) -> list[str]:
    """The refused submissions of SUBMISSIONS for which a correction has come.

    Of what came at the same moment a version says which is newer, among those for one week: version 2 of this week
    corrects nothing that is named for the next. One ahead of its week corrects only what is ahead, too.
    """
    says, ahead = ~says_again(), pl.col("refused").eq_missing("period_ahead")
    weeks = {name: period for name in sent["file"].unique() if (period := file_name(name).period)}
    week = pl.col("file").replace_strict(weeks, default=None, return_dtype=pl.String)
    sent = sent.with_columns(week=pl.coalesce(week, "period"))

    def later(*alike: str) -> pl.Expr:
        newest, in_time = (pl.col("received_at").filter(these).max().over(*alike) for these in (says, says & ~ahead))
        version = pl.col("version").filter(says).max().over(*alike, "week", "received_at")
        came = pl.when(ahead).then(newest).otherwise(in_time)
        return (pl.col("received_at") < came) | ((pl.col("received_at") == came) & (pl.col("version") < version))

    identified = pl.col("submitter").is_not_null() & pl.col("sheet").is_not_null()
    filled = (pl.col("refused").is_null() & ~says_again()).any().over(*_SLOT)
    misfiled = pl.col("refused").is_in(_OF_PERIOD) | filled
    again = later(*_SLOT) | (misfiled & later("submitter", "sheet", "inbox"))
    named = pl.col("file").str.contains(_NAMED)
    corrected = (identified & again) | (named & later("inbox", "file"))
    return sent.filter(pl.col("refused").is_not_null() & corrected)["submission"].to_list()


def standing(
    submissions: pl.DataFrame, period: str, withdrawn: Collection[str] = (), since: str | None = None
) -> pl.DataFrame:
    """`submission` and its `standing` for `period`, for every submission that was not refused.

    A withdrawn one does not count and replaces none.

    Of several versions for one unit, sheet and period the highest is in force; a file replaces one of the same inbox
    and name, also as the marked copy that the product had returned. Two other files of the same version are a conflict
    (domain.md M03), and neither counts. Of a unit's snapshots the latest up to `period` is in force, a weekly snapshot
    only in its own week, or, for a month or longer, where it was sent for a week `since` its first one; rows sent
    weekly are all in force. A zero report says that nothing changed: it is in force together with an older snapshot and
    replaces none. Bytes of an earlier week sent again say the same, and yield to whatever else came for the period.
    """
    known = submissions.filter(pl.col("refused").is_null() & (pl.col("period") <= period))
    gone = pl.col("submission").is_in(list(withdrawn))
    yields = says_again() & (~says_again() & ~gone).any().over(_SLOT)
    sent = known.filter(~gone & ~yields)
    same = pl.col("file").str.replace(_EXTENSION, "").str.strip_suffix(FILE_SUFFIX)
    newest = pl.col("received_at") == pl.col("received_at").max().over(*_SLOT, "version", "inbox", same)
    highest = newest & (pl.col("version") == pl.col("version").max().over(_SLOT))
    file = pl.col("sha256").filter(highest)
    counted = sent.with_columns(
        highest=highest, twice=highest & (file.n_unique().over(_SLOT, mapping_strategy="group_to_rows") > 1)
    )
    latest = (
        pl.col("period")
        .filter(pl.col("highest") & ~pl.col("twice") & ~pl.col("zero_report"))
        .max()
        .over("submitter", "sheet")
    )
    stands = (
        pl.when(_of(Cadence.ON_CHANGE))
        .then(pl.col("zero_report") | (pl.col("period") == latest))
        .when(_of(Cadence.WEEKLY_SNAPSHOT))
        .then((pl.col("period") == period) | ((pl.col("period") == latest) & (pl.col("period") >= (since or period))))
        .otherwise(pl.lit(value=True))
    )
    weighed = counted.select(
        "submission",
        standing=pl.when("twice")
        .then(pl.lit(CONFLICT))
        .when(pl.col("highest") & stands)
        .then(pl.lit(IN_FORCE))
        .otherwise(pl.lit(SUPERSEDED)),
    )
    others = known.filter(gone | yields).select(
        "submission", standing=pl.when(gone).then(pl.lit(WITHDRAWN)).otherwise(pl.lit(SUPERSEDED))
    )
    return pl.concat([weighed, others])
