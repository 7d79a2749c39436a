"""What the commands share: the app, options, exit codes, and opening the workspace and edition of a command.

Only Typer is imported here; whatever takes time to import is imported by the command that needs it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.cli.printing.printable import echo, printable

if TYPE_CHECKING:
    from flows.county.workspace import Workspace
    from flows.store.edition import Edition

app = typer.Typer(
    name="wuwei",
    help="五维: from a county's workbooks to the five-dimension dataset and the official weekly report.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"wuwei {version('wuwei')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    pass


BEGIN = "To begin with"
WEEK, EXPLAIN, CLERKS = "The week", "Look and explain", "With those who report"
PAST, REMOVE, KEPT = "Change the past", "Remove for good", "What is kept"
"""The panels of `wuwei --help`."""

OUTPUT = Path("output")
PREFECT = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",  # 20 s, the default, is too short on a busy machine
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",  # seconds; a server notices a killed run by their end
    "PREFECT_CLIENT_MAX_RETRIES": "4",  # half a minute each time for a server that is being started again
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # errors are reported once, by us
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
}
"""Settings a run needs; what the user has set wins."""


class Exit(IntEnum):
    """Exit codes (design.md §6); Typer itself ends a wrong command line with 2."""

    DONE = 0
    FAILED = 1
    NEEDS_A_PERSON = 3


Out = Annotated[Path, typer.Option("--out", help="Folder for everything that is made.", envvar="WUWEI_OUT")]
CountyFile = Annotated[
    Path | None,
    typer.Option("--county", help="County file; by default wuwei.toml in this folder.", envvar="WUWEI_COUNTY"),
]
Period = Annotated[str, typer.Argument(help="ISO week, like YYYY-W47.", metavar="PERIOD")]
AnyPeriod = Annotated[
    str, typer.Argument(help="Week, month, quarter or year: YYYY-W47, YYYY-11, YYYY-Q4, YYYY.", metavar="PERIOD")
]

EditionNumber = Annotated[int | None, typer.Option("--edition", help="By default the current one.")]


def check_period(period: str | None) -> None:
    """End with wrong usage where a period is named and is no ISO week."""
    from transforms.clock import UnknownPeriod, monday_of

    try:
        monday_of(period or "2000-W01")
    except UnknownPeriod as error:
        raise typer.BadParameter(str(error)) from None


def check_any_period(period: str) -> None:
    """End with wrong usage where it is neither a week nor a month, quarter or year."""
    from transforms.clock import UnknownPeriod, period_end

    try:
        period_end(period)
    except UnknownPeriod as error:
        raise typer.BadParameter(str(error)) from None


def workspace_in(out: Path, county: Path | None) -> Workspace:
    """The county's workspace. Raises WrongCountyFile, and AnotherCounty where the folder is another county's.

    A log of it with a line that was cut off is told (`wuwei verify` tells it as a fault).
    """
    from flows.county.county_file import load_county
    from flows.county.workspace import Workspace

    workspace = Workspace(out, load_county(county))
    workspace.check_county()
    for torn in (sentence for log in workspace.logs() for sentence in log.torn()):
        echo(f"note: {torn}", err=True)
    return workspace


def edition_of(workspace: Workspace, period: str | None, number: int | None = None) -> Edition:
    """A published edition, by default the current one of the period; raises NoSuchEdition."""
    return workspace.store.edition(period or "", number)


def end(needs_a_person: bool) -> NoReturn:
    """Exit with the code that says whether somebody has to act."""
    raise typer.Exit(Exit.NEEDS_A_PERSON if needs_a_person else Exit.DONE)


def fail(reason: object) -> NoReturn:
    """Print the reason, a line for each of its parts, and exit with code 1."""
    lines = "\n  ".join(printable(part) for part in str(reason).split("\n"))
    typer.secho(f"wuwei: {lines}", err=True, fg=typer.colors.RED)
    raise SystemExit(Exit.FAILED)


def fail_at_once(reason: object) -> NoReturn:
    """Fail without waiting for Prefect, which retries for minutes to reach a server that is gone."""
    with suppress(SystemExit):
        fail(reason)
    sys.stdout.flush()
    os._exit(Exit.FAILED)


def interrupted(error: BaseException | None) -> bool:
    """Whether an error is Ctrl+C, or came up while that was dealt with, as in Prefect before a task begins."""
    return error is not None and (isinstance(error, KeyboardInterrupt) or interrupted(error.__context__))


def prepare_prefect() -> None:
    """Set what a run under Prefect needs, before Prefect is imported."""
    for name, value in PREFECT.items():
        os.environ.setdefault(name, value)
    home = Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect")
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:  # a service without a home
        os.environ["PREFECT_HOME"] = passing = tempfile.mkdtemp(prefix="wuwei-prefect-")
        atexit.register(shutil.rmtree, passing, ignore_errors=True)
