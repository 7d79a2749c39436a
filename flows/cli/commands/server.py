"""The command for an office with a Prefect server: `serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.commands.options import OUTPUT, WEEK, CountyFile, Out, app, prepare_prefect


@app.command(rich_help_panel=WEEK)
def serve(
    inbox: Annotated[
        Path, typer.Option("--inbox", help="Folder of a folder of workbooks per period.", envvar="WUWEI_INBOX")
    ] = Path("inbox"),
    out: Out = OUTPUT,
    county: CountyFile = None,
    cron: Annotated[
        str | None, typer.Option("--cron", help="When to run the week; by default half an hour after the deadline.")
    ] = None,
) -> None:
    """Run the week on schedule, and what analysts start in the Prefect server's pages, until stopped.

    Needs a Prefect server: PREFECT_API_URL names it (docs/server.md).
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")  # the log of this process is read
    os.environ.setdefault("PREFECT_LOGGING_INTERNAL_LEVEL", "ERROR")
    prepare_prefect()
    from flows.cli.deployments import serve_deployments
    from flows.county.county_file import county_file
    from flows.server.installation import Installation

    serve_deployments(Installation(out.resolve(), inbox.resolve(), county_file(county).resolve()), cron)
