"""One workbook at once: the same judgement as in a run, for a clerk or an analyst; nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from expectations.catalogue import SHEETS
from expectations.rules import Reaction
from expectations.suites.judge import judge
from flows.guard import Limits
from flows.inbox import shown_name, taken
from flows.intake import FileTask, read_files
from flows.limits import limits_of
from flows.unpacking import files_in
from flows.workplace import Workplace
from transforms.clock import period_of
from transforms.intake import Intake
from transforms.judged import judged
from transforms.submission import Notice, Received

LABELS = {
    Reaction.FILE: "[red]整表退回[/red]",
    Reaction.ROW: "[red]本行退回[/red]",
    Reaction.CELL: "[yellow]请改正[/yellow]",
    Reaction.FIXW: "[cyan]请核对[/cyan]",
}
SILENT = [Reaction.FIX]
"""Repairs nobody has to hear of."""


def issues_of(files: list[Path], place: Workplace, period: str | None, today: dt.date) -> pl.DataFrame:
    """All issues of some workbooks (transforms.issues.ISSUES) but silent repairs, in the order of their cells.

    The same workbook under two names is looked at once.
    """
    asked, limits = period or period_of(today), limits_of(place.county)
    with TemporaryDirectory() as folder:
        found = (_tasks(file, asked, Path(folder), limits) for file in reversed(files))
        tasks = {one.received.sha256: one for one in chain.from_iterable(found)}
        intake = read_files(list(tasks.values()), place.county, min(place.processes, len(tasks)))
    issues = pl.concat([intake.issues, *(_judged(name, intake) for name, rows in intake.rows.items() if rows.height)])
    shown = issues.filter(~pl.col("reaction").is_in(SILENT) & (pl.col("rule") != "late_for_its_period"))
    return shown.sort("file", "worksheet", "row", "column", nulls_last=False)


def _tasks(file: Path, period: str, folder: Path, limits: Limits) -> Iterator[FileTask]:
    """The file, or what is in it; what there is to read is copied into the folder, each under its hash."""
    arrived = taken(file, limits)
    whole = Received(arrived.name, arrived.sha256, period, arrived.changed or dt.datetime.now(dt.UTC))
    if isinstance(arrived.content, Notice):
        yield FileTask(file, replace(whole, notice=arrived.content))
        return
    for one, content in files_in(whole, arrived.content, limits):
        path = folder / one.sha256
        if content is not None:
            path.write_bytes(content)
        yield FileTask(path, one)


def _judged(name: str, intake: Intake) -> pl.DataFrame:
    sheet, rows = SHEETS[name], intake.rows[name]
    return judged(sheet, rows, judge(sheet, rows), intake.issues, intake.submissions, intake.places).issues


def tell_issues(issues: pl.DataFrame, files: list[Path], console: Console) -> None:
    """Print the issues of each workbook, or member of a zip package, as a table a clerk can work through."""
    faulty = issues["file"].unique(maintain_order=True).to_list()
    for file in dict.fromkeys(map(shown_name, files)):
        tables = [_table(name, issues.filter(file=name)) for name in faulty if f"{name}/".startswith(f"{file}/")]
        for one in tables:
            console.print(one)
        if not tables:
            console.print(f"[green]{escape(file)}：没有发现问题，可以报送。[/green]")


def _table(name: str, issues: pl.DataFrame) -> Table:
    table = Table(title=escape(name), header_style="bold", expand=True)
    for heading in ("单元格", "列", "处理", "说明"):
        table.add_column(heading, overflow="fold")  # Chinese has no spaces to break at
    for line in issues.iter_rows(named=True):
        place = line["cell"] or (f"第{line['row']}行" if line["row"] else "整表")
        table.add_row(place, line["heading"], LABELS[Reaction(line["reaction"])], escape(line["message"]))
    return table
