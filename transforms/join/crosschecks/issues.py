"""Cross-checks of rows against other rows, sheets and weeks (domain.md §12, M71–M79)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from expectations.catalogue import SHEETS
from expectations.evaluate.judgement import FAILURES
from transforms.clock import period_end
from transforms.join.crosschecks.concerns import disputed_concerns
from transforms.join.crosschecks.departed import (
    posts_of_departed,
    posts_run_out,
    reports_on_departed,
    reports_on_retired,
)
from transforms.join.crosschecks.forgotten import Forgotten, forgotten_again
from transforms.join.crosschecks.items import item_changes
from transforms.join.crosschecks.leaders import leaders_listed_twice
from transforms.join.crosschecks.names import named_otherwise
from transforms.join.crosschecks.orders import orders_alike
from transforms.join.crosschecks.people import crowded_posts, same_key_twice
from transforms.join.crosschecks.repeated_reports import repeated_reports
from transforms.join.crosschecks.submissions import new_versions, sent_again
from transforms.join.crosschecks.totals import older_totals
from transforms.judge.acceptance import Acceptance
from transforms.judge.rule_failures import issues_of
from transforms.records.extract import Intake
from transforms.records.issues import ISSUES


def crosscheck_issues(
    judged: Acceptance,
    intake: Intake,
    people: Mapping[str, pl.DataFrame],
    tables: Mapping[str, pl.DataFrame],
    takers: pl.DataFrame,
    careers: pl.DataFrame,
    period: str,
    forgotten: Forgotten,
) -> pl.DataFrame:
    """ISSUES of comparisons, for the submissions received in the period's inbox or sent for it.

    Posts of those who have left since, and posts that have run out, are asked back from the S6 in force,
    whenever that came.

    people: identified rows by sheet id; takers: the resolved mentions of S10 (`resolve_mentions`). careers: CAREERS.
    tables: by sheet id the tables of assignments (S6), duties (S7) and items (S8), and FAILURES found already: of early
    retirements, new names and numbers (S1), of the register of members (S9), of the numbers of orders (S10), and of
    leaders named by their title (R6).
    """
    known, orders, named = judged.submissions, judged.rows["S10"], {**people, "S10": takers}
    by_sheet = {
        "S1": tables["S1"],
        "S4": disputed_concerns(people["S4"]) if "S4" in people else pl.DataFrame(schema=FAILURES),
        "S6": crowded_posts(tables["S6"], judged.rows["S5"].collect()),
        "S7": pl.concat(
            [
                reports_on_departed(tables["S7"]),
                reports_on_retired(tables["S7"], careers),
                repeated_reports(tables["S7"]),
            ]
        ),
        "S9": tables["S9"],
        "S8": pl.concat([item_changes(tables["S8"]), tables["R6"]]),
        "R6": leaders_listed_twice(judged.rows["R6"].collect()),
        "R8": older_totals(judged.rows["R8"].collect(), period_end(period)),
        "S10": pl.concat([orders_alike(orders, takers, period), tables["S10"]]),
    }
    outstanding = {"S6": pl.concat([posts_of_departed(tables["S6"]), posts_run_out(tables["S6"], period_end(period))])}
    parts = [pl.DataFrame(schema=ISSUES)]
    sent = {*known["sheet"]}
    for name, sheet in SHEETS.items():
        if name not in sent:
            continue
        failures = [
            by_sheet.get(name, pl.DataFrame(schema=FAILURES)),
            new_versions(known, intake.rows, sheet, period),
            sent_again(known, intake.rows, sheet, period),
            *([same_key_twice(sheet, people[name].lazy())] if name in people else []),
            *([named_otherwise(people[name], people["S1"])] if name in {*people} - {"S1"} else []),
            *([forgotten_again(name, named[name], forgotten)] if name in named else []),
        ]
        fresh = pl.concat(failures).join(_received(known, period), on="submission", how="semi")
        lines = pl.concat([fresh, outstanding.get(name, fresh.clear())]).sort(FAILURES.keys())
        if lines.height:
            spoken_of = judged.rows[name].join(lines.lazy(), on=["submission", "row"], how="semi").collect()
            parts.append(issues_of(sheet, spoken_of, lines, known, intake.places))
    return pl.concat(parts)


def _received(submissions: pl.DataFrame, period: str) -> pl.DataFrame:
    return submissions.filter((pl.col("period") == period) | (pl.col("inbox") == period)).select("submission")
