"""The command line (design.md §6). Heavy libraries are imported by the command that needs them, never at the start."""

from __future__ import annotations

import datetime as dt
import os
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from flows.store import Edition
    from flows.workplace import Workplace

app = typer.Typer(
    name="wuwei",
    help="五维: from a county's workbooks to the five-dimension dataset and the official weekly report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

WEEK, EXPLAIN = "The week", "Look and explain"
PREFECT = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",  # 20 s, the default, is too short on a busy machine
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # an error is told once, by us
}
"""Settings a run needs; what the user has set wins."""


class Exit(IntEnum):
    """Exit codes (design.md §6)."""

    DONE = 0
    FAILED = 1
    WRONG_USAGE = 2
    NEEDS_A_PERSON = 3


Out = Annotated[Path, typer.Option("--out", help="Folder for everything that is made.", envvar="WUWEI_OUT")]
CountyFile = Annotated[
    Path | None, typer.Option("--county", help="County file; by default ./wuwei.toml, else the shipped example.")
]
Period = Annotated[str, typer.Argument(help="ISO week, like 2021-W47.", metavar="PERIOD")]
OUTPUT, INBOX = Path("output"), Path("inbox")
OURS = ("flows", "report_templates", "transforms", "expectations", "samples")


@app.command(rich_help_panel=WEEK)
def demo(out: Out = OUTPUT) -> None:
    """Make a synthetic county's inbox, run two weeks, and say where the report is."""
    _prepare_prefect()
    from flows.demo import show_demo

    show_demo(out)


@app.command(rich_help_panel=WEEK)
def run(
    period: Period,
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
    _check_period(period)
    _prepare_prefect()
    from rich.console import Console

    from flows.inbox import inbox_folder
    from flows.told import needs_a_person, tell

    place = _place(out, county)
    inbox_folder(inbox, period)  # before Prefect starts, which takes seconds
    from flows.weekly import weekly

    edition = weekly(period, inbox, out, as_of.date() if as_of else None, county)
    tell(place, edition, Console())
    _end(needs_a_person(edition))


@app.command(rich_help_panel=EXPLAIN)
def check(
    files: Annotated[list[Path], typer.Argument(help="Workbooks to look at.", exists=True, dir_okay=False)],
    period: Annotated[
        str | None, typer.Option("--period", help="The period it is sent in; by default this week.")
    ] = None,
    mark: Annotated[bool, typer.Option("--mark", help="Write <name>_退回修改表.xlsx beside each file.")] = False,
    into: Annotated[
        Path | None, typer.Option("--into", help="Write the marked copies there.", metavar="DIR", file_okay=False)
    ] = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines, see above.")] = False,
) -> None:
    """What would be returned of a workbook, and why. Nothing is stored. Exit code 3 when something would be.

    --json prints an array with an object for each issue: file, worksheet, sheet, submitter, submission, row, cell,
    column, heading, rule, reaction (FILE, ROW, CELL or FIXW), message, value (masked), read_as (how a repaired cell was
    read), and, where somebody has confirmed the warning, issue, confirmed_by, confirmed_because, confirmed_at; else
    these four are null.
    """
    _check_period(period)
    from flows.workers import start_server

    start_server()  # gets ready while the libraries are imported
    from rich.console import Console

    from flows.check import issues_of, open_issues
    from flows.check_told import tell_issues
    from flows.told import RETURNED
    from transforms.clock import period_of

    place, now = _place(out, county), dt.datetime.now().astimezone()
    issues = issues_of(files, place, period, now)
    if as_json:
        typer.echo(issues.write_json())
    else:
        tell_issues(issues, files, Console())
    if mark or into:
        from flows.check_copies import write_copies

        for copy in write_copies(files, open_issues(issues), place, period or period_of(now.date()), now, into):
            typer.echo(copy, err=as_json)
    _end(issues["reaction"].is_in(list(RETURNED)).any())


@app.command(rich_help_panel=EXPLAIN)
def status(
    period: Annotated[str | None, typer.Argument(metavar="[PERIOD]", help="By default the newest one run.")] = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Who has sent what: units by sheets. Exit code 3 when something is missing or was returned."""
    _check_period(period)
    from flows.status import arrived_by, is_complete, show

    place = _place(out, county)
    edition = _edition(place, period or max(place.store.periods(), default=None), None)
    sent = arrived_by(edition, place.county, dt.datetime.now(dt.UTC))
    show(sent, place.county, edition.period)
    typer.echo(place.papers(edition.period, edition.number) / "status.html")  # as it was when the edition was made
    _end(not is_complete(sent))


@app.command(rich_help_panel=EXPLAIN)
def remind(period: Period, out: Out = OUTPUT, county: CountyFile = None) -> None:
    """Whom to remind of what (催报清单): prints and writes a list, and for each unit a text to send it."""
    _check_period(period)
    from flows.reminders import remind_all

    place = _place(out, county)
    remind_all(place, _edition(place, period, None), dt.datetime.now(dt.UTC), typer.echo)


@app.command(rich_help_panel=EXPLAIN)
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
    _check_period(period)
    from flows import confirmations
    from flows.confirmation_list import answers_in

    if (issue is None) == (file is None):
        raise typer.BadParameter("name one ISSUE with --by and --because, or many with --file")
    place, now = _place(out, county), dt.datetime.now(dt.UTC).replace(microsecond=0)
    answers = answers_in(file, by) if file else [confirmations.Answer(issue or "", by or "", because or "")]
    if withdraw:
        number = confirmations.withdraw(place.confirmations, period, answers, now)
    else:
        number = confirmations.confirm(place.confirmations, _edition(place, period, None), answers, now)
    typer.echo(f"{number} of {len(answers)} written to {place.confirmations.file}; the next run of {period} heeds them")


@app.command(rich_help_panel=EXPLAIN)
def report(
    period: Period,
    edition: Annotated[int | None, typer.Option("--edition", help="By default the current one.")] = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Render the reports of a published edition again."""
    _check_period(period)
    from flows.week import lay_out_papers

    place = _place(out, county)
    typer.echo(lay_out_papers(place, _edition(place, period, edition)))


@app.command(rich_help_panel=WEEK)
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
    _check_period(period)
    _check_period(prefill)
    from flows.templates.handing_out import forms_of, hand_out
    from transforms.clock import next_period

    place = _place(out, county)
    forms = forms_of(place.county, period or (next_period(prefill) if prefill else None), unit)
    accepted = None
    if prefill:
        from flows.templates.prefill import accepted_rows

        accepted = accepted_rows(place, _edition(place, prefill, None))
    typer.echo(f"workbooks written to {folder}: {len(hand_out(folder, forms, place.county, accepted))}")
    if accepted:
        typer.echo("they hold personal data: give each folder to its own unit and to nobody else")


def _check_period(period: str | None) -> None:
    from transforms.clock import UnknownPeriod, monday_of

    try:
        monday_of(period or "2021-W01")
    except UnknownPeriod as error:
        raise typer.BadParameter(str(error)) from None


def _place(out: Path, county: Path | None) -> Workplace:
    from flows.county_file import load_county
    from flows.workplace import Workplace

    return Workplace(out, load_county(county))


def _edition(place: Workplace, period: str | None, number: int | None) -> Edition:
    """A published edition, by default the current one of the period; ends the command where there is none."""
    found = {edition.number: edition for edition in place.store.editions(period)} if period else {}
    wanted = number or max(found, default=0)
    if wanted not in found:
        known = ", ".join(place.store.periods()) or "none"
        _fail(f"there is no such edition in {place.out} (periods run so far: {known}); run the period first: wuwei run")
    return found[wanted]


def _end(needs_a_person: bool) -> NoReturn:
    raise typer.Exit(Exit.NEEDS_A_PERSON if needs_a_person else Exit.DONE)


def _fail(reason: object) -> NoReturn:
    typer.secho(f"wuwei: {reason}", err=True, fg=typer.colors.RED)
    raise SystemExit(Exit.FAILED)


def _prepare_prefect() -> None:
    for name, value in PREFECT.items():
        os.environ.setdefault(name, value)


def main() -> None:
    """Run the command line. Our own exceptions are written for the reader and need no traceback; others are bugs."""
    try:
        app()
    except Exception as error:
        if type(error).__module__.partition(".")[0] in OURS:
            _fail(error)
        raise
