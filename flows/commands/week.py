"""Commands that make the week: `demo`, `run`, `report`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import (
    OUTPUT,
    WEEK,
    AnyPeriod,
    CountyFile,
    Out,
    app,
    check_any_period,
    edition_of,
    end,
    place_in,
    prepare_prefect,
)

INBOX = Path("inbox")


@app.command(rich_help_panel=WEEK)
def demo(out: Out = OUTPUT) -> None:
    """Make a synthetic county's inbox, run two weeks, and say where the report is."""
    prepare_prefect()
    from flows.demo import show_demo

    show_demo(out)


@app.command(rich_help_panel=WEEK)
def run(
    period: AnyPeriod,
    inbox: Annotated[Path, typer.Option("--inbox", help="Folder of workbooks, or of a folder per period.")] = INBOX,
    out: Out = OUTPUT,
    as_of: Annotated[
        dt.datetime | None,
        typer.Option(
            "--as-of", formats=["%Y-%m-%d"], help="Last day whose facts count; by default the period's Sunday."
        ),
    ] = None,
    county: CountyFile = None,
) -> None:
    """Run one period, end to end: inbox in, edition and report out. Exit code 3 when something needs a person."""
    check_any_period(period)
    prepare_prefect()
    from rich.console import Console

    from flows.inbox import inbox_folder
    from flows.told import needs_a_person, tell
    from transforms.clock import is_week

    place = place_in(out, county)
    if is_week(period):
        inbox_folder(inbox, period)  # before Prefect starts, which takes seconds
    from flows.weekly import one_week

    edition = one_week(period, inbox, out, as_of.date() if as_of else None, county)
    tell(place, edition, Console())
    end(needs_a_person(edition))


@app.command(rich_help_panel=WEEK)
def report(
    period: AnyPeriod,
    edition: Annotated[int | None, typer.Option("--edition", help="By default the current one.")] = None,
    reader: Annotated[
        str,
        typer.Option(
            "--for",
            help="county, analyst, inspection, township:CODE (of a township or unit), public.",
            metavar="READER",
        ),
    ] = "all",
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Render the reports of a published edition again: for all readers, or for one of them."""
    check_any_period(period)
    from flows.bars import bar
    from flows.rendered_again import render_again

    place = place_in(out, county)
    for path in render_again(place, edition_of(place, period, edition), reader, bar):
        typer.echo(path)
