"""Commands that make the week: `demo`, `run`, `report`."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.commands.options import (
    OUTPUT,
    WEEK,
    AnyPeriod,
    CountyFile,
    EditionNumber,
    Out,
    app,
    check_any_period,
    edition_of,
    end,
    fail,
    fail_at_once,
    interrupted,
    prepare_prefect,
    workspace_in,
)
from flows.cli.printing.printable import echo
from flows.county.said import Said, bilingual, said
from flows.read.workers.pool import preload_workers
from flows.report.render_pool import PRELOADED

if TYPE_CHECKING:
    from flows.county.workspace import Workspace
    from flows.past.reproduction import Reproduction
    from flows.store.edition import Edition

INBOX = Path("inbox")


@app.command(rich_help_panel=WEEK)
def demo(out: Out = OUTPUT) -> None:
    """Make a synthetic county's inbox, run two weeks, and say where the report is."""
    preload_workers(PRELOADED)  # gets ready while the libraries are imported
    prepare_prefect()
    from flows.server.temporary import some_server

    with some_server():
        from flows.cli.demo import show_demo

        show_demo(out)


@app.command(rich_help_panel=WEEK)
def run(
    period: AnyPeriod,
    inbox: Annotated[Path, typer.Option("--inbox", help="Folder of workbooks, or of a folder per period.")] = INBOX,
    out: Out = OUTPUT,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Last day whose facts count, in the period; by default its last.", metavar="DAY"),
    ] = None,
    knowledge: Annotated[
        str | None,
        typer.Option(
            "--knowledge", help="Make the edition of that moment once more, beside the store.", metavar="TIME"
        ),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for another run of the period to end.")] = False,
    empty: Annotated[
        bool, typer.Option("--empty", help="Publish even if nothing has been received, or the period has not begun.")
    ] = False,
    county: CountyFile = None,
) -> None:
    """Run one period, end to end: inbox in, edition and report out. Exit code 3 when something needs a person.

    With --knowledge nothing is received or published: by what was known at that moment (as the report's foot prints
    it, or like YYYY-11-29T13:05:00+08:00) the edition is made again and compared with the one that was published.
    """
    check_any_period(period)
    preload_workers(PRELOADED)  # gets ready while the libraries are imported
    day, workspace = _day_of(period, as_of) if as_of else None, workspace_in(out, county)
    if not empty:
        _check_begun(workspace, period)
    if knowledge:
        _reproduce(period, day, knowledge, workspace)
        return
    from rich.console import Console

    from flows.cli.printing.run import print_left, print_run
    from flows.editions.arrivals import left_the_inbox
    from flows.editions.unsettled import needs_a_person
    from flows.receive.inbox import inbox_folder
    from transforms.clock import is_week

    if workspace.adopts_county():
        own = f"{workspace.county.name} ({workspace.county.code})"
        echo(f"note: nothing says yet whose folder {workspace.out} is; from this run on it is that of {own}", err=True)
    edition = _run(workspace, period, inbox, day, county, wait=wait, empty=empty)
    print_run(workspace, edition, Console())
    if is_week(period):
        print_left(left_the_inbox(edition, inbox_folder(inbox, period)), period, Console())
    end(needs_a_person(edition))


def _check_begun(workspace: Workspace, period: str) -> None:
    from transforms.judge.schedule import NotBegun, check_begun

    try:
        check_begun(workspace.county, period, dt.datetime.now(dt.UTC))
    except NotBegun as error:
        raise typer.BadParameter(str(error)) from None


def _day_of(period: str, day_text: str) -> dt.date:
    from transforms.clock import period_end, period_start

    first, last = period_start(period), period_end(period)
    with suppress(ValueError):
        if first <= (day := dt.date.fromisoformat(day_text)) <= last:
            return day
    raise typer.BadParameter(f"--as-of {day_text} is no day of {period}; name one from {first} to {last}")


def _run(
    workspace: Workspace,
    period: str,
    inbox: Path,
    as_of: dt.date | None,
    county: Path | None,
    *,
    wait: bool,
    empty: bool,
) -> Edition:
    """The period's edition, made under Prefect."""
    prepare_prefect()
    from flows.receive.inbox import inbox_folder
    from transforms.clock import is_week

    if is_week(period):
        inbox_folder(inbox, period)  # before Prefect starts, which takes seconds
    from httpx import TransportError

    from flows.server.temporary import some_server
    from report_templates.render.preflight import RenderFailed

    try:
        with some_server():
            from flows.weekly import run_period

            return run_period(period, inbox, workspace.out, as_of, county, wait, empty=empty)
    except RenderFailed as error:
        fail(bilingual("papers_failed", why=error, state=published(workspace, period), period=period))
    except TransportError:
        fail_at_once(bilingual("server_gone", state=published(workspace, period), period=period))
    except (KeyboardInterrupt, Exception) as error:
        if interrupted(error):
            for each in published(workspace, period):
                echo(each, err=True)
        raise


def published(workspace: Workspace, period: str) -> Said:
    """What readers have of a period after a run that did not come to its end, and how much of its papers is missing."""
    from flows.report.per_audience import missing_papers

    if (current := workspace.store.current(period)) is None:
        return said("none_yet", period=period)
    if missing := missing_papers(workspace, current):
        return said("papers_missing", period=period, number=current.number, missing=len(missing), first=missing[0])
    return said("all_papers", period=period, number=current.number)


def _reproduce(period: str, as_of: dt.date | None, knowledge: str, workspace: Workspace) -> None:
    from zoneinfo import ZoneInfo

    from flows.past.reproduction import reproduce, write_reproduction

    try:
        moment = dt.datetime.fromisoformat(knowledge)
    except ValueError:
        raise typer.BadParameter("--knowledge is a moment like YYYY-11-29T13:05:00+08:00") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(workspace.county.timezone))
    if moment > dt.datetime.now(dt.UTC):
        raise typer.BadParameter(
            f"--knowledge {knowledge} lies in the future; nobody knows yet what will be known then"
        )
    reproduction = reproduce(workspace, period, as_of, moment)
    folder = write_reproduction(workspace, reproduction)
    if reproduction.original is None:
        echo(f"no edition of {period} was made at that moment; what it would have said is in {folder}")
    elif reproduction.differs:
        differing = f"{', '.join(reproduction.differs)} differ{_why(reproduction)}"
        fail(f"not the same as edition {reproduction.original.number}: {differing}; see {folder}")
    else:
        echo(f"the same as edition {reproduction.original.number}, byte for byte; papers in {folder}")


def _why(reproduction: Reproduction) -> str:
    if not reproduction.forgotten:
        return ""
    return f" (since then rows were removed from the archive, at {', '.join(reproduction.forgotten)}: wuwei erase)"


@app.command(rich_help_panel=WEEK)
def report(
    period: AnyPeriod,
    edition: EditionNumber = None,
    reader: Annotated[
        str,
        typer.Option(
            "--for",
            help="county, analyst, inspection, township:CODE (of a township or unit), public, group (工作群).",
            metavar="READER",
        ),
    ] = "all",
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Render the reports of a published edition again: for all readers, or for one of them."""
    check_any_period(period)
    from flows.editions.distributed_papers import lost_papers
    from flows.editions.distribution import went_out
    from flows.report.rerender import render_again
    from flows.store.progress_bar import progress_bar

    workspace = workspace_in(out, county)
    target = edition_of(workspace, period, edition)
    for path in render_again(workspace, target, reader, progress_bar):
        echo(path)
    if distributed := went_out(workspace, target):
        names = ", ".join(name for name in distributed if "/" not in name)
        echo(
            f"edition {target.number} was distributed: its {len(distributed)} papers stay as they went out ({names} …)"
        )
        if lost := [*lost_papers(workspace, target, distributed)]:
            fail("\n".join(["papers that went out are lost, and no others were made in their place:", *lost]))
