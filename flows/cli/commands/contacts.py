"""The command `contacts`: whom to talk to by when (跟踪联系), for those who do."""

from __future__ import annotations

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
    edition_of,
    workspace_in,
)
from flows.cli.printing.printable import echo


@app.command(rich_help_panel=EXPLAIN)
def contacts(
    period: AnyPeriod,
    into: Annotated[
        Path | None,
        typer.Option("--into", help="Write them there; by default beside the pages of persons.", file_okay=False),
    ] = None,
    edition: EditionNumber = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Contacts that are due, and concerns raised: a paper, a workbook with a sheet for each officer, calendars (.ics).

    They name persons and days, not what was said. When a contact is due stands in wuwei.toml, [contact].
    """
    check_any_period(period)
    from flows.report.contact_lists import write_contact_lists

    workspace = workspace_in(out, county)
    for path in write_contact_lists(workspace, edition_of(workspace, period, edition), into):
        echo(path)
