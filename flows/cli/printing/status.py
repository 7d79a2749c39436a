"""Print who has sent what: units by sheets (domain.md §6)."""

from __future__ import annotations

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from expectations.county.county import County
from flows.cli.printing.printable import line
from report_templates.overviews.status_grid import STATES, State, status_grid
from transforms.judge.arrivals import ABSENT, RETURNED

COLOURS = {"green": "green", "yellow": "yellow", "red": "red", "grey": "dim"}
LEGEND = "　".join(f"{state.mark}＝{state.word}" for state in STATES.values())
"""One character a cell, so that twelve sheets stand side by side in 80 columns."""


def status_table(sent: pl.DataFrame, county: County, period: str) -> Table:
    """ARRIVALS as a grid; the last column has the days overdue."""
    grid = status_grid(sent, county, period)
    table = Table(
        title=f"{period} 报送情况", caption=LEGEND, header_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    table.add_column("单位", no_wrap=True)
    for sheet, _ in grid.sheets:
        table.add_column(sheet, justify="center", no_wrap=True)
    table.add_column("逾期天", justify="right", no_wrap=True)
    for unit in grid.units:
        marks = (_mark(cell.state) if cell else "" for cell in unit.cells)
        table.add_row(line(unit.unit), *marks, str(unit.days or ""))
    return table


def _mark(state: State) -> Text:
    return line((state.mark, COLOURS[state.light]))


def is_complete(sent: pl.DataFrame) -> bool:
    """Nothing of ARRIVALS is missing or returned."""
    return sent.filter(pl.col("status").is_in([*ABSENT, RETURNED])).is_empty()


def print_status(sent: pl.DataFrame, county: County, period: str) -> None:
    """Print the grid."""
    Console().print(status_table(sent, county, period))
