"""Commands that look and explain: `check`, `status`, `trace`, `person`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.commands.options import (
    EXPLAIN,
    OUTPUT,
    AnyPeriod,
    CountyFile,
    EditionNumber,
    Out,
    app,
    check_any_period,
    check_period,
    edition_of,
    end,
    workspace_in,
)
from flows.cli.printing.printable import echo, echo_json


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

    It sees these files alone: what shows only beside other files and weeks, such as progress that fell, a version sent
    twice or whom a title in S8 means, is told by a run.

    --json prints an array with an object for each issue: file, worksheet, sheet, submitter, submission, row, cell,
    column, heading, rule, reaction (FILE, ROW, CELL or FIXW), message, value (masked), read_as (how a repaired cell was
    read), and, where somebody has confirmed the warning, issue, confirmed_by, confirmed_because, confirmed_at; else
    these four are null.
    """
    check_period(period)
    from flows.read.workers.pool import preload_workers

    preload_workers()  # gets ready while the libraries are imported
    from rich.console import Console

    from flows.clerks.check import check_files, open_issues
    from flows.cli.printing.check import print_issues
    from flows.editions.unsettled import RETURNED
    from transforms.clock import period_of
    from transforms.judge.schedule import day_in

    workspace, now = workspace_in(out, county), dt.datetime.now(dt.UTC)
    period = period or period_of(day_in(workspace.county, now))
    issues = check_files(files, workspace, period, now)
    if as_json:
        echo_json(issues.write_json())
    else:
        print_issues(issues, files, Console())
    if mark or into:
        from flows.clerks.check_marked import write_copies

        for copy in write_copies(files, open_issues(issues), workspace, period, now, into):
            echo(copy, err=as_json)
    end(issues["reaction"].is_in(list(RETURNED)).any())


@app.command(rich_help_panel=EXPLAIN)
def status(
    period: Annotated[str | None, typer.Argument(metavar="[PERIOD]", help="By default the newest one run.")] = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Who has sent what: units by sheets. Exit code 3 when something is missing or was returned."""
    check_period(period)
    from flows.cli.printing.status import is_complete, print_status
    from flows.editions.arrivals import arrived_by
    from flows.editions.unsettled import files_for_clerks
    from transforms.clock import is_week

    workspace = workspace_in(out, county)
    edition = edition_of(workspace, period or max(filter(is_week, workspace.store.periods()), default=None))
    sent = arrived_by(edition, workspace.county, dt.datetime.now(dt.UTC))
    print_status(sent, workspace.county, edition.period)
    papers = workspace.papers(edition.period, edition.number)
    echo(papers / "status.html")  # as it was when the edition was made
    if returned := files_for_clerks(edition):
        echo(f"{len(returned)} files have something to be corrected: {papers / 'returns'}")
    end(bool(returned) or not is_complete(sent))


@app.command(rich_help_panel=EXPLAIN)
def trace(
    period: AnyPeriod,
    code: Annotated[
        str, typer.Argument(help="As printed beside the figure: A5, A6-CW, C5-longest; suggest/…", metavar="CODE")
    ],
    edition: EditionNumber = None,
    rows: Annotated[int, typer.Option("--rows", help="How many rows of each side to show.", min=0)] = 10,
    restricted: Annotated[
        bool, typer.Option("--restricted", help="Show what only the organisation department may read (class P1).")
    ] = False,
    out: Out = OUTPUT,
    county: CountyFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines: an object, its cells as an array.")] = False,
) -> None:
    """From a printed figure to its formula, its rows, and the cells of the workbooks they came from."""
    check_any_period(period)
    import json

    from rich.console import Console

    from flows.cli.printing.trace import as_tree, print_trace, trace_figure

    workspace = workspace_in(out, county)
    target = edition_of(workspace, period, edition)
    if code.startswith("suggest/"):
        from flows.report.suggestion_trace import traced_number

        lineage = traced_number(workspace, target, code, restricted=restricted)
    else:
        lineage = trace_figure(target, code, restricted)
    if as_json:
        echo_json(json.dumps(as_tree(lineage, target, rows), ensure_ascii=False, indent=1))
    else:
        print_trace(lineage, target, rows, Console())


@app.command(rich_help_panel=EXPLAIN)
def person(
    period: AnyPeriod,
    wanted: Annotated[str, typer.Argument(help="Name, or number where several bear it.", metavar="PERSON")],
    edition: EditionNumber = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """One cadre's page (一人一策), for the organisation department alone: it holds what class P1 protects."""
    check_any_period(period)
    from flows.report.person_page import write_person_page

    workspace = workspace_in(out, county)
    for path in write_person_page(workspace, edition_of(workspace, period, edition), wanted):
        echo(path)
