"""Acceptance of everything received for one period: the rows that count, the issues and the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from expectations.evaluate.validations import VALIDATIONS
from transforms.clock import last_week, weeks_of
from transforms.judge.in_force import CONFLICT, IN_FORCE, QUARANTINED, SUPERSEDED, WITHDRAWN, come_again, standing
from transforms.judge.roster_changes import ROSTER_CHANGED, UNCHANGED
from transforms.judge.rule_failures import Judge, apply_failures
from transforms.records.extract import Intake
from transforms.records.issues import ISSUES
from transforms.records.ledger import REJECTED, check_conservation, with_rejections, without
from transforms.records.submission import file_digits_of

LATER_PERIOD = "later_period"
"""Ledger reason: the worksheet is for a later period, another one of the same file is for this period."""


@dataclass(frozen=True)
class Acceptance:
    """For one period: accepted rows by sheet id, and SUBMISSIONS (with `standing`), ISSUES and LEDGER of its inbox.

    `submissions` are all known up to the period; `issues` and `ledger` are of those received in the period's inbox or
    sent for it later. Replaced and withdrawn submissions have no issues. `validations` are the suites' results per
    rule, over all rows in force; empty where they were not collected.
    """

    rows: Mapping[str, pl.LazyFrame]
    submissions: pl.DataFrame
    issues: pl.DataFrame
    ledger: pl.DataFrame
    validations: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=VALIDATIONS))


def accept_submissions(
    intake: Intake, period: str, judge: Judge, withdrawn: Collection[str] = (), rosters: pl.DataFrame = UNCHANGED
) -> Acceptance:
    """Accept the submissions of an intake for a week, month, quarter or year.

    The submissions `withdrawn` do not count, nor those of `rosters` (ROSTER_CHANGES) that are `held` (quarantined).

    Everything sent up to the week of the period's last day is known; issues and ledger are those of the weeks that end
    in the period. Raises RowsLost when a row received for them is unaccounted for.
    """
    quarantined = rosters.filter("held")["submission"].to_list()
    submissions, later = _known(intake.submissions, period, withdrawn, quarantined)
    counting = pl.col("submission").is_in(submissions.filter(pl.col("standing") == IN_FORCE)["submission"].implode())
    sheets = {
        name: apply_failures(
            sheet, intake.rows[name].filter(counting), judge, intake.issues, submissions, intake.places
        )
        for name, sheet in SHEETS.items()
    }
    ledger = _ledger(intake.ledger, submissions, pl.concat(applied.rejected for applied in sheets.values()))
    ledger = without(ledger, later, LATER_PERIOD)
    concerned = _concerned(submissions, weeks_of(period))
    of_weeks = file_digits_of("submission").is_in(concerned)
    own_ledger = ledger.filter(of_weeks)
    row_counts = intake.row_counts.filter(pl.col("file").is_in(concerned))
    keys = pl.concat(applied.rows.select("submission", "row") for applied in sheets.values())
    check_conservation(own_ledger, row_counts, keys.filter(of_weeks).collect())
    replaced = submissions.filter(pl.col("standing").is_in([SUPERSEDED, WITHDRAWN]))["submission"].implode()
    to_correct = of_weeks & ~pl.col("submission").is_in(replaced)
    issues = pl.concat(
        [
            intake.issues,
            _conflicts(submissions),
            _changed(submissions, rosters),
            *(applied.issues for applied in sheets.values()),
        ]
    )
    return Acceptance(
        {name: applied.rows for name, applied in sheets.items()}, submissions, issues.filter(to_correct), own_ledger
    )


def _known(
    submissions: pl.DataFrame, period: str, withdrawn: Collection[str], quarantined: Collection[str]
) -> tuple[pl.DataFrame, list[str]]:
    """The submissions up to a period's last week with their `standing`, a conflict as a refusal; the ids of all later.

    The standing of the others is decided without the quarantined ones.
    """
    last = last_week(period)
    known, waits = submissions.filter(pl.col("period") <= last), pl.col("submission").is_in(quarantined)
    again, gone = (pl.col("submission").is_in(list(some)) for some in (come_again(known, withdrawn), withdrawn))
    stands = standing(known.filter(~waits), last, withdrawn, since=min(*weeks_of(period), last))
    weighed = known.join(stands, on="submission", how="left").with_columns(
        standing=pl.when(waits)
        .then(pl.lit(QUARANTINED))
        .when(gone)
        .then(pl.lit(WITHDRAWN))
        .when(again)
        .then(pl.lit(SUPERSEDED))
        .otherwise("standing"),
        refused=pl.when(pl.col("standing") == CONFLICT).then(pl.lit(CONFLICT)).otherwise("refused"),
    )
    return weighed, submissions.filter(pl.col("period") > last)["submission"].to_list()


def _concerned(submissions: pl.DataFrame, weeks: Sequence[str]) -> list[str]:
    """Files received in the inboxes of these weeks, or sent for them at another time."""
    files = submissions.filter(pl.col("inbox").is_in(weeks) | pl.col("period").is_in(weeks))
    return files.select(file_digits_of("submission")).to_series().unique().to_list()


def _ledger(ledger: pl.DataFrame, submissions: pl.DataFrame, rejected: pl.DataFrame) -> pl.DataFrame:
    by_standing = dict(submissions.group_by("standing").agg("submission").iter_rows())
    ledger = with_rejections(ledger, rejected)
    for reason in (SUPERSEDED, WITHDRAWN, QUARANTINED):
        ledger = without(ledger, by_standing.get(reason, []), reason)
    return without(ledger, by_standing.get(CONFLICT, []), CONFLICT, fate=REJECTED)


def _conflicts(submissions: pl.DataFrame) -> pl.DataFrame:
    """Two different files of one version: neither counts until one is withdrawn (domain.md M03)."""
    message = pl.format(
        "同一单位、表、期别收到两个内容不同而版本号相同的文件，均暂不采用。"
        "请确认采用哪一份，在它的文件名末尾写上“_v{}”重新报送，或者撤回另一份。",
        pl.col("version") + 1,
    )
    conflicts = submissions.filter(pl.col("standing") == CONFLICT).with_columns(message=message)
    return _file_issues(conflicts, CONFLICT, Reaction.FILE)


def _changed(submissions: pl.DataFrame, rosters: pl.DataFrame) -> pl.DataFrame:
    """ROSTER_CHANGES as warnings, which can be confirmed (domain.md M73)."""
    return _file_issues(submissions.join(rosters, on="submission"), ROSTER_CHANGED, Reaction.FIXW)


def _file_issues(concerned: pl.DataFrame, rule: str, reaction: Reaction) -> pl.DataFrame:
    """Submissions with a `message` as ISSUES of a whole file."""
    marked = concerned.with_columns(rule=pl.lit(rule), reaction=pl.lit(reaction.value))
    empty = (pl.lit(None, dtype=dtype).alias(name) for name, dtype in ISSUES.items() if name not in marked.columns)
    return marked.with_columns(*empty).select(ISSUES.keys())
