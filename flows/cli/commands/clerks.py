"""Commands for the exchange with those who report: `templates`, `remind`, `confirm`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.commands.options import (
    CLERKS,
    OUTPUT,
    CountyFile,
    Out,
    Period,
    app,
    check_period,
    edition_of,
    workspace_in,
)
from flows.cli.printing.printable import echo, echo_lines


@app.command(rich_help_panel=CLERKS)
def templates(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write them, a folder for each unit.")],
    unit: Annotated[str | None, typer.Option("--unit", help="Code of one unit; by default all.")] = None,
    period: Annotated[str | None, typer.Option("--period", help="The period to be reported.")] = None,
    prefill: Annotated[
        str | None,
        typer.Option("--prefill", help="Fill in what stood in this period; for the week after, or --period."),
    ] = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Blank workbooks for every sheet and unit; with --prefill units need only confirm or change what they sent."""
    check_period(period)
    check_period(prefill)
    from flows.clerks.blank_forms.handing_out import forms_of, write_forms
    from transforms.clock import next_period

    workspace = workspace_in(out, county)
    period = period or (next_period(prefill) if prefill else None)
    forms = forms_of(workspace.county, period, unit)
    accepted = None
    if prefill:
        from flows.clerks.blank_forms.prefill import accepted_rows

        accepted = accepted_rows(workspace, edition_of(workspace, prefill))
    echo(f"workbooks written to {folder}: {len(write_forms(folder, forms, workspace.county, accepted))}")
    week = period or "<期别>"
    echo(f"接下来 / next: 发给各单位；收来的表放进 inbox/{week}/，运行 wuwei run {week}")
    if accepted:
        echo("they hold personal data: give each folder to its own unit and to nobody else")


@app.command(rich_help_panel=CLERKS)
def remind(period: Period, out: Out = OUTPUT, county: CountyFile = None) -> None:
    """Whom to remind of what (催报清单): prints and writes a list, and for each unit a text to send it."""
    check_period(period)
    from flows.report.reminders import remind_all

    workspace = workspace_in(out, county)
    remind_all(workspace, edition_of(workspace, period), dt.datetime.now(dt.UTC), echo_lines)


@app.command(rich_help_panel=CLERKS)
def confirm(
    period: Period,
    issue: Annotated[
        str | None, typer.Argument(metavar="[ISSUE]", help="Its number, last column of issues.csv.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who confirms it.", metavar="NAME")] = None,
    because: Annotated[str | None, typer.Option("--because", help="Why it is right as it is.", metavar="TEXT")] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", exists=True, dir_okay=False, help="Many at once: issues.csv with 确认人 and 确认说明, or .xlsx."
        ),
    ] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it back, from this period on.")] = False,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Confirm warnings (FIXW) that are right as they are: from PERIOD on they ask no more until the value changes."""
    check_period(period)
    from flows.clerks.confirmation_list import answers_in
    from flows.editions.knowledge import knowledge_now
    from flows.store.locks import shared_lock
    from flows.store.records import confirmations

    if (issue is None) == (file is None):
        raise typer.BadParameter("name one ISSUE with --by and --because, or many with --file")
    workspace = workspace_in(out, county)
    now = knowledge_now(workspace).replace(microsecond=0)
    answers = answers_in(file, by) if file else [confirmations.Answer(issue or "", by or "", because or "")]
    with shared_lock(out):
        if withdraw:
            number = confirmations.withdraw(workspace.confirmations, period, answers, now)
        else:
            number = confirmations.confirm(workspace.confirmations, edition_of(workspace, period), answers, now)
    echo(f"{number} of {len(answers)} written to {workspace.confirmations.file}; the next run of {period} heeds them")
