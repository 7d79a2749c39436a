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
from transforms.join.persons import Persons
from transforms.judge.acceptance import Acceptance
from transforms.judge.rule_failures import issues_of
from transforms.records.extract import Intake
from transforms.records.issues import ISSUES

_NONE = pl.DataFrame(schema=FAILURES)


def crosscheck_issues(
    judged: Acceptance,
    intake: Intake,
    persons: Persons,
    tables: Mapping[str, pl.DataFrame],
    failures: Mapping[str, pl.DataFrame],
    careers: pl.DataFrame,
    period: str,
    forgotten: Forgotten,
) -> pl.DataFrame:
    """ISSUES of comparisons, for the submissions received in the period's inbox or sent for it.

    Posts of those who have left since, and posts that have run out, are asked back from the S6 in force,
    whenever that came.

    tables: those of the dataset by name; failures: by sheet id FAILURES seen while they were made. careers: CAREERS.
    """
    known = judged.submissions
    by_sheet = _by_sheet(judged, persons, tables, careers, period)
    outstanding = {
        "S6": [posts_of_departed(tables["assignments"]), posts_run_out(tables["assignments"], period_end(period))]
    }
    parts = [pl.DataFrame(schema=ISSUES)]
    sent = {*known["sheet"]}
    for name, sheet in SHEETS.items():
        if name not in sent:
            continue
        lines = [
            failures.get(name, _NONE),
            *by_sheet.get(name, []),
            *_of_any_sheet(name, persons, forgotten),
            new_versions(known, intake.rows, sheet, period),
            sent_again(known, intake.rows, sheet, period),
        ]
        fresh = pl.concat(lines).join(_received(known, period), on="submission", how="semi")
        asked = pl.concat([fresh, *outstanding.get(name, [])]).sort(FAILURES.keys())
        if asked.height:
            spoken_of = judged.rows[name].join(asked.lazy(), on=["submission", "row"], how="semi").collect()
            parts.append(issues_of(sheet, spoken_of, asked, known, intake.places))
    return pl.concat(parts)


def _by_sheet(
    judged: Acceptance, persons: Persons, tables: Mapping[str, pl.DataFrame], careers: pl.DataFrame, period: str
) -> dict[str, list[pl.DataFrame]]:
    """FAILURES of the comparisons of single sheets, by sheet id."""
    rows, duties = persons.rows, tables["duties"]
    return {
        "S4": [disputed_concerns(persons.identified["S4"])],
        "S6": [crowded_posts(tables["assignments"], rows["S5"])],
        "S7": [reports_on_departed(duties), reports_on_retired(duties, careers), repeated_reports(duties)],
        "S8": [item_changes(tables["items"])],
        "R6": [leaders_listed_twice(rows["R6"])],
        "R8": [older_totals(rows["R8"], period_end(period))],
        "S10": [orders_alike(judged.rows["S10"], persons.takers, period)],
    }


def _of_any_sheet(name: str, persons: Persons, forgotten: Forgotten) -> list[pl.DataFrame]:
    """FAILURES of the comparisons of every sheet that names persons."""
    identified = persons.identified
    named = {**identified, "S10": persons.takers}
    return [
        *([same_key_twice(SHEETS[name], identified[name].lazy())] if name in identified else []),
        *([named_otherwise(identified[name], identified["S1"])] if name in {*identified} - {"S1"} else []),
        *([forgotten_again(name, named[name], forgotten)] if name in named else []),
    ]


def _received(submissions: pl.DataFrame, period: str) -> pl.DataFrame:
    return submissions.filter((pl.col("period") == period) | (pl.col("inbox") == period)).select("submission")
