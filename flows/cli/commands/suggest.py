"""The command `suggest`: a proposal for the second division of work (二次分工)."""

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
def suggest(
    period: AnyPeriod,
    compare: Annotated[
        Path | None,
        typer.Option("--compare", help="A plan made by hand, to compare with.", exists=True, dir_okay=False),
    ] = None,
    lock: Annotated[
        Path | None,
        typer.Option("--lock", help="Who gets which post in any case.", exists=True, dir_okay=False),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Who has a post by S6 keeps it.")] = False,
    explain: Annotated[
        str | None,
        typer.Option("--explain", help="Instead, the sheet that explains it to this person.", metavar="PERSON"),
    ] = None,
    edition: EditionNumber = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """An explained proposal for the second division of work, for the organisation department alone.

    It divides all persons in scope anew, unless --keep. FILE is a workbook or .csv with the columns 姓名 and 岗位编号.
    PERSON is a name or number: whoever asks gets to read what was used of them, how it was weighed, what was never used
    and how to object.

    Nothing is decided by it: what the county decides comes back in sheet S6. Weights and quotas stand in wuwei.toml,
    [suggest].
    """
    check_any_period(period)
    from flows.report.suggestion import Wanted, write_explanation, write_suggestion

    workspace = workspace_in(out, county)
    published, wanted = edition_of(workspace, period, edition), Wanted(compare=compare, lock=lock, keep=keep)
    if explain:
        for path in write_explanation(workspace, published, wanted, explain):
            echo(path)
        return
    made, paths = write_suggestion(workspace, published, wanted)
    for path in paths:
        echo(path)
    echo(f"{len(made.plan)} of {made.people.height} persons are proposed for {made.offered.height} posts", err=True)
