"""Print the result of a run: the headline, where the reports are, and a line for each file that needs a clerk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from flows.cli.printing.printable import line
from flows.county.workspace import Workspace
from flows.editions.unsettled import files_for_clerks, pairs_waiting, quarantined, stale_errata
from flows.store.edition import Edition
from transforms.clock import last_week

DELIVERABLES = {"PDF": "report.pdf", "HTML": "report.html", "issues": "issues.csv", "returns": "returns"}
"""Deliverables of an edition that are named at the end of a run."""


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


def print_left(files: Sequence[str], period: str, console: Console) -> None:
    """Print which files count though they no longer lie in the inbox of the period, and what to do about it."""
    if files:
        console.print(line((f"{len(files)} files no longer lie in the inbox and still count", "yellow")))
    for file in files:
        console.print(line(f"  {file}  to take it out: wuwei withdraw {period} {file}"), soft_wrap=True)


def _lines_for_clerks(workspace: Workspace, edition: Edition) -> Iterator[Text]:
    files = files_for_clerks(edition)
    yield line((f"{len(files)} files need a clerk", "yellow")) if files else line("no file needs a clerk")
    for file, code, wrong in files:
        unit = workspace.county.unit.get(code)
        yield line(f"  {file}  {unit.short if unit else code}  {wrong}")
    if waiting := edition.table("queue").height:
        yield line((f"{waiting} rows wait for somebody to say who they are", "yellow"), ": queue.csv")
    if asking := pairs_waiting(edition):
        yield line((f"{asking} pairs of records may be one person", "yellow"), f": wuwei review {edition.period}")
    for sentence in stale_errata(edition):
        yield line(("an erratum was not applied", "yellow"), f": {sentence}")
    for file, issue in quarantined(edition):
        confirm = f"wuwei confirm {last_week(edition.period)} {issue}"
        yield line((f"{file} changed too much and is held", "yellow"), f": {confirm}")
