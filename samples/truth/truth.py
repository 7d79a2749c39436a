"""What the product must find: the fate of every row, the issues of every dirty cell, the value of each indicator.

Counted from the story and from the dirt's own records, never by the pipeline (design.md §4.7, domain.md §8).
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from expectations.county.county import County
from samples.story.setting import days, sunday
from samples.story.submission import Formula, Odd, Submission
from samples.truth.known import Known, known, rejected
from samples.truth.sums import Sum, ratio
from samples.truth.truth_cadres import cadre_sums
from samples.truth.truth_items import item_sums
from samples.truth.truth_service import service_sums, unknown_takers
from samples.workbooks.layout import Plan, plan

Truth = dict[str, Any]
"""JSON-ready: `period`, `as_of`, `files` by name, `rows` (accepted, rejected, set_aside), `indicators` by code."""

_CONTROLLED = {"CADRES": "A1", "ASSIGNED": "A5", "LEADERS": "C1", "ITEMS": "C2", "MEMBERS": "D1", "PROJECTS": "D3"}


def truth(boxes: Mapping[str, list[Submission]], period: str, as_of: dt.date, county: County) -> Truth:
    """The truth about one week once its inbox, and those before it, have been opened."""
    files = {submission.file_name: file_truth(submission, county) for submission in boxes[period]}
    rows: Counter[str] = Counter()
    for fate in files.values():
        rows.update({"accepted": fate["accepted"], "rejected": fate["rejected"]})
        rows["set_aside"] += sum(fate["set_aside"].values())
    sums = indicator_sums(boxes, period, as_of, county) | {
        "E2": ratio(rows["accepted"], rows["accepted"] + rows["rejected"])
    }
    return {
        "period": period,
        "as_of": as_of.isoformat(),
        "files": files,
        "rows": dict(rows),
        "indicators": {code: asdict(figure) for code, figure in sorted(sums.items())},
    }


def write_truth(path: Path, content: Truth) -> None:
    """Write a truth as JSON."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def file_truth(submission: Submission, county: County) -> Truth:
    """Fate of a file, of each kind of its rows, and the issues its odd cells must raise (row as the clerk sees it)."""
    record: Truth = {
        "sheet": submission.sheet,
        "submitter": submission.submitter,
        "period": submission.period,
        "version": submission.version,
        "fate": _fate(submission),
        "numbers": submission.look.numbers,
    }
    if submission.look.raw is not None or submission.ignored:
        return record | {"accepted": 0, "rejected": 0, "set_aside": {}, "issues": []}
    laid_out = plan(submission, county)
    return record | _rows(submission, laid_out) | {"issues": _issues(submission, laid_out) if submission.usable else []}


def _fate(submission: Submission) -> str:
    if submission.refused:
        return "refused"
    return "ignored" if submission.ignored else "superseded" if submission.superseded else "accepted"


def _rows(submission: Submission, laid_out: Plan) -> Truth:
    reasons = Counter(line.reason for line in laid_out.lines if line.reason is not None)
    bad = sum(rejected(submission.sheet, row) for row in submission.rows)
    total = len(submission.rows)
    if submission.refused == "M12":  # unknown headings: rows cannot be told apart
        return {"accepted": 0, "rejected": len(laid_out.lines), "set_aside": {}}
    if submission.refused:
        return {"accepted": 0, "rejected": total, "set_aside": dict(reasons)}
    if submission.superseded:
        return {"accepted": 0, "rejected": bad, "set_aside": dict(reasons | Counter(superseded=total - bad))}
    return {"accepted": total - bad, "rejected": bad, "set_aside": dict(reasons)}


def _issues(submission: Submission, laid_out: Plan) -> list[Truth]:
    at = {line.row: number for number, line in enumerate(laid_out.lines, start=1) if line.row is not None}
    return [
        {"row": at[row], "column": column, "number": odd.number, "reaction": odd.reaction.value}
        for row, column, odd in submission.oddities()
        if column in laid_out.places and not _calculated(odd)
    ]


def _calculated(odd: Odd) -> bool:
    """A formula with its value stored is read as that value: nothing to repair or report."""
    return isinstance(odd.shown, Formula) and bool(odd.shown.stored)


def indicator_sums(
    boxes: Mapping[str, list[Submission]], period: str, as_of: dt.date, county: County
) -> dict[str, Sum]:
    """Every indicator that follows from the rows in force, and E1, E4, E5."""
    facts = known(boxes, period, as_of)
    sums = cadre_sums(facts) | item_sums(facts) | service_sums(facts)
    strangers = unknown_takers(facts)
    return sums | {
        "E1": _punctual(boxes, period, county),
        "E4": Sum(float(strangers), float(strangers)),
        "E5": _reconciled(facts, sums),
    }


def _punctual(boxes: Mapping[str, list[Submission]], period: str, county: County) -> Sum:
    """Sheets in time among those expected; a file that was refused has not arrived."""
    limit = dt.datetime.combine(sunday(period) + days(county.deadline.on_time_days), county.deadline.on_time_hour)
    expected = {(unit, sheet) for sheet, units in county.expected.items() for unit in units}
    newest: dict[tuple[str, str], Submission] = {}
    for submission in [s for inbox, box in boxes.items() if inbox <= period for s in box]:
        slot = (submission.submitter, submission.sheet)
        if submission.period == period and submission.usable and submission.version >= _version(newest.get(slot)):
            newest[slot] = submission
    in_time = {slot for slot, submission in newest.items() if submission.received <= limit}
    return ratio(len(in_time & expected), len(expected))


def _version(submission: Submission | None) -> int:
    return submission.version if submission else 0


def _reconciled(facts: Known, sums: Mapping[str, Sum]) -> Sum:
    """Declared totals that equal the computed count."""
    totals = {str(fact["total"]): fact["declared"] for fact in facts.facts["R8"]}
    differences = {}
    for total, declared in totals.items():
        computed = sums[_CONTROLLED[total]].numerator
        differences[total] = (computed or 0) - (declared if isinstance(declared, int) else 0)
    agree = sum(difference == 0 for difference in differences.values())
    agreement = ratio(agree, len(totals))
    return Sum(agreement.value, agreement.numerator, agreement.denominator, differences)
