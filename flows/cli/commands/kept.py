"""Commands about what is kept as such: `verify`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.commands.options import KEPT, OUTPUT, CountyFile, Out, app, fail, workspace_in
from flows.cli.printable import echo


@app.command(rich_help_panel=KEPT)
def verify(
    inbox: Annotated[
        Path | None,
        typer.Option("--inbox", help="Mend damaged workbooks by the same files in the inbox's folders of the weeks."),
    ] = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Whether all that is kept is still what was written: archive, editions, records. Exit code 1 where it is not.

    It reads every byte. Each line names what is damaged, what it belongs to, and what to do. Papers that were never
    distributed are not looked at: wuwei report makes them again.
    """
    from flows.editions.verification import damages, mend

    workspace, now = workspace_in(out, county), dt.datetime.now(dt.UTC)
    if not out.is_dir():
        fail(f"there is no folder {out}; name the one of the county by --out")
    damaged = [*damages(workspace, now)]
    if inbox and damaged:
        mend(workspace, inbox, now)
        left = [*damages(workspace, now)]
        for text in damaged:
            if text not in left:
                echo(f"mended: {text.partition('; ')[0]}")
        damaged = left
    if damaged:
        fail("\n".join([f"{len(damaged)} damaged:", *damaged]))
    echo("everything is as it was written")
