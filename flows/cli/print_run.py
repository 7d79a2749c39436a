"""Print the result of a run: the headline, where the reports are, and a line for each file that needs a clerk."""

from __future__ import annotations

import json
from collections.abc import Iterator

import polars as pl
from rich.console import Console
from rich.text import Text

from expectations.contract.rules import Reaction
from flows.cli.printable import line
from flows.county.workspace import Workspace
from flows.store.edition import Edition
from transforms.clock import last_week
from transforms.judge.roster_changes import ROSTER_CHANGED
from transforms.records.issues import places

RETURNED = {Reaction.CELL: "{} 个单元格待改", Reaction.ROW: "{} 行退回", Reaction.FILE: "整表退回"}
"""Reactions after which the clerk must act, and how they are counted."""

DELIVERABLES = {"PDF": "report.pdf", "HTML": "report.html", "issues": "issues.csv", "returns": "returns"}
"""Deliverables of an edition that are named at the end of a run."""


def files_for_clerks(edition: Edition) -> list[tuple[str, str, str]]:
    """(file, unit, what is wrong) for every file with a refused cell, row or the whole file."""
    issues = places(edition.table("issues"))
    first = issues.filter(pl.col("reaction") == Reaction.FILE).unique("file", keep="first", maintain_order=True)
    reasons = dict(first.select("file", "message").iter_rows())
    lines = []
    for (file, unit), file_issues in issues.group_by("file", "submitter", maintain_order=True):
        counts = dict(file_issues.group_by("reaction").len().iter_rows())
        counted = [words.format(counts[kind]) for kind, words in RETURNED.items() if kind in counts]
        lines.append((str(file), str(unit or "—"), reasons.get(file) or "，".join(counted)))
    return sorted(lines)


def needs_a_person(edition: Edition) -> bool:
    """Something was returned or is quarantined, a person is not identified, or a control total is off (exit code 3)."""
    mismatch = json.loads(edition.document("summary.json"))["indicators"]["E5"]["light"] == "红"
    return (
        bool(files_for_clerks(edition)) or edition.table("queue").height > 0 or mismatch or bool(quarantined(edition))
    )


def quarantined(edition: Edition) -> list[tuple[str, str]]:
    """(file, number of the issue) for every roster that does not count until somebody confirms it."""
    changed = edition.table("issues").filter(pl.col("rule") == ROSTER_CHANGED)
    return changed.select("file", "issue").sort("file").rows()


def print_run(workspace: Workspace, edition: Edition, console: Console) -> None:
    """Print the summary of an edition."""
    summary = json.loads(edition.document("summary.json"))
    folder = workspace.papers(edition.period, edition.number)
    console.print(line((edition.period, "bold"), f"  edition {edition.number}, as of {summary['as_of']}"))
    newest = workspace.store.newest(edition.period)
    if newest and newest.number > edition.number:
        console.print(line(f"edition {newest.number} was taken back: wuwei editions {edition.period}"))
    console.print(line(summary["headline"]))
    for name, file in DELIVERABLES.items():
        if (folder / file).exists():
            console.print(line(f"{name:8}{folder / file}"), soft_wrap=True)
    console.print(line(f"{'all':8}{workspace.out / 'index.html'}"), soft_wrap=True)
    for text in _lines_for_clerks(workspace, edition):
        console.print(text, soft_wrap=True)


def _lines_for_clerks(workspace: Workspace, edition: Edition) -> Iterator[Text]:
    files = files_for_clerks(edition)
    yield line((f"{len(files)} files need a clerk", "yellow")) if files else line("no file needs a clerk")
    for file, code, wrong in files:
        unit = workspace.county.unit.get(code)
        yield line(f"  {file}  {unit.short if unit else code}  {wrong}")
    if waiting := edition.table("queue").height:
        yield line((f"{waiting} rows wait for somebody to say who they are", "yellow"), ": queue.csv")
    for file, issue in quarantined(edition):
        confirm = f"wuwei confirm {last_week(edition.period)} {issue}"
        yield line((f"{file} changed too much and is held", "yellow"), f": {confirm}")
