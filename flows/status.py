"""Who has sent what, on the terminal: units down, sheets across (domain.md §6)."""

from __future__ import annotations

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

from expectations.catalogue import SHEETS
from expectations.county import County
from flows.store import Edition
from transforms.arrivals import CARRIED, LATE, MISSING, ON_TIME, RETURNED, ZERO

MARKS = {
    ON_TIME: "[green]按[/green]",
    LATE: "[yellow]迟[/yellow]",
    ZERO: "[green]零[/green]",
    CARRIED: "[dim]沿[/dim]",
    RETURNED: "[red]退[/red]",
    MISSING: "[red]缺[/red]",
}
LEGEND = "按 按时　迟 迟报　零 零报告　沿 沿用上次　退 退回　缺 缺报"
"""One character a cell, so that twelve sheets stand side by side in 80 columns."""


def status_grid(edition: Edition, county: County) -> Table:
    """The submissions of an edition as a grid; the last column tells for how many days a sheet has been due."""
    sent = edition.table("submissions")
    grid = Table(
        title=f"{edition.period} 报送情况",
        caption=LEGEND,
        header_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    grid.add_column("单位", no_wrap=True)
    for sheet in SHEETS:
        grid.add_column(sheet, justify="center", no_wrap=True)
    grid.add_column("逾期天", justify="right", no_wrap=True)
    for (code,), lines in sent.sort("submitter").group_by("submitter", maintain_order=True):
        marks = {line["sheet"]: MARKS[line["status"]] for line in lines.iter_rows(named=True)}
        overdue = lines.select(pl.col("days_overdue").max()).item()
        unit = county.unit.get(str(code))
        row = (marks.get(sheet, "") for sheet in SHEETS)
        grid.add_row(unit.short if unit else str(code), *row, str(overdue or ""))
    return grid


def is_complete(edition: Edition) -> bool:
    """Nothing is missing or returned."""
    return edition.table("submissions").filter(pl.col("status").is_in([MISSING, RETURNED])).is_empty()


def show(edition: Edition, county: County) -> None:
    """Print the grid."""
    Console().print(status_grid(edition, county))
