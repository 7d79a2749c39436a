"""The demo: a synthetic county's inbox of dirty workbooks, two weekly editions, reminders, and where the report is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from flows.cli.printing.printable import line
from flows.cli.printing.run import print_run
from flows.county.county_file import load_county, shipped_example
from flows.county.workspace import Workspace
from flows.editions.knowledge import newest_recorded
from flows.report.reminders import remind_all
from flows.weekly import run_period
from samples.week import write_weeks
from transforms.clock import monday_of, next_period

WEEKS = {"2021-W46": None, "2021-W47": dt.date(2021, 11, 23)}
"""The weeks of the acceptance case and their last day that counts (domain.md §8)."""

TIME_OF_DAY = dt.time(13, 5)
"""When each is run, on the Monday after it."""


def show_demo(out: Path) -> None:
    """Write the inbox below `out`, run both weeks, write their reminders as of that day, and print the results."""
    console = Console()
    example = shipped_example()
    workspace = Workspace(out, load_county(example))
    with console.status("writing the workbooks of a synthetic county"):
        write_weeks(out, workspace.county, periods=tuple(WEEKS))
    for period, as_of in WEEKS.items():
        last = period == max(WEEKS)  # the week before is only a baseline: not every audience needs its reports
        moment = moment_of(workspace, period)
        edition = run_period(period, out / "inbox", out, as_of, example, everyone=last, knowledge=moment)
        remind_all(workspace, edition, moment, lambda _: None)  # by the command they would be as late as today
        print_run(workspace, edition, console)
        console.print()
    console.print(
        line(f"the county of the demonstration, for other commands: --out {out} --county {example}"), soft_wrap=True
    )


def moment_of(workspace: Workspace, period: str) -> dt.datetime:
    """When the week is run, or the last moment recorded, where the demonstration was shown before."""
    monday, zone = monday_of(next_period(period)), ZoneInfo(workspace.county.timezone)
    return max(dt.datetime.combine(monday, TIME_OF_DAY, zone), newest_recorded(workspace)[0])
