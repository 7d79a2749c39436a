"""Who has sent what, on the terminal: units down, sheets across (domain.md §6)."""

from __future__ import annotations

import polars as pl
from rich.console import Console
from rich.table import Table

from expectations.catalogue import SHEETS
from expectations.county import County
from flows.store import Edition
from transforms.arrivals import CARRIED, LATE, MISSING, ON_TIME, RETURNED, ZERO

WORDS = {
    ON_TIME: "[green]按时[/green]",
    LATE: "[yellow]迟报[/yellow]",
    ZERO: "[green]零报告[/green]",
    CARRIED: "[dim]沿用[/dim]",
    RETURNED: "[red]退回[/red]",
    MISSING: "[red]缺报[/red]",
}


def status_grid(edition: Edition, county: County) -> Table:
    """The submissions of an edition as a grid; a missing or returned sheet shows the days overdue."""
    sent = edition.table("submissions")
    grid = Table(title=f"{edition.period} 报送情况", header_style="bold")
    grid.add_column("单位")
    for sheet in SHEETS:
        grid.add_column(sheet, justify="center")
    for (code,), lines in sent.sort("submitter").group_by("submitter", maintain_order=True):
        cells = {line["sheet"]: _cell(line) for line in lines.iter_rows(named=True)}
        unit = county.unit.get(str(code))
        grid.add_row(unit.short if unit else str(code), *(cells.get(sheet, "") for sheet in SHEETS))
    return grid


def _cell(line: dict[str, object]) -> str:
    word = WORDS[str(line["status"])]
    return f"{word} {line['days_overdue']}天" if line["days_overdue"] else word


def is_complete(edition: Edition) -> bool:
    """Nothing is missing or returned."""
    return edition.table("submissions").filter(pl.col("status").is_in([MISSING, RETURNED])).is_empty()


def show(edition: Edition, county: County) -> None:
    """Print the grid."""
    Console().print(status_grid(edition, county))
