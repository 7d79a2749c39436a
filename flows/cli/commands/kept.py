"""Commands about what is kept as such: `verify`, `pepper`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.commands.options import KEPT, OUTPUT, CountyFile, Out, app, fail, workspace_in
from flows.cli.printing.printable import echo


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


pepper = typer.Typer(
    no_args_is_help=True,
    help="The secret under which people and warnings are numbered: back it up apart from the data.",
)
app.add_typer(pepper, name="pepper", rich_help_panel=KEPT)
Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, outside the county's folder.")]


@pepper.command("backup")
def backup_pepper(file: Backup, out: Out = OUTPUT, county: CountyFile = None) -> None:
    """Write the pepper to a new file that only its owner may read. Keep it where the data is not."""
    workspace = workspace_in(out, county)
    if out.resolve() in file.resolve().parents:
        raise typer.BadParameter(f"{file} lies in {out}: who copies the data must not get the pepper with it")
    try:
        workspace.pepper.write(file)
    except (FileExistsError, FileNotFoundError) as error:
        fail(f"{file}: {error.strerror}; name a new file in a folder that is there")
    echo(f"the pepper is backed up in {file}; keep it apart from {out} and from its backups")


@pepper.command("restore")
def restore_pepper(file: Backup, out: Out = OUTPUT, county: CountyFile = None) -> None:
    """Put the pepper back from its backup, where it is the one of this county's folder; no other is replaced."""
    if not file.is_file():
        raise typer.BadParameter(f"there is no file {file}")
    from flows.store.pepper import read_by_others

    echo(f"the pepper is in place: {workspace_in(out, county).pepper_record.restore(file)}")
    if read_by_others(file):
        echo(f"its backup can be read by other users; where that disk knows rights, run: chmod 600 {file}", err=True)


@pepper.command("rotate")
def rotate_pepper(
    by: Annotated[str, typer.Option("--by", help="Who does it.", metavar="NAME")],
    because: Annotated[str, typer.Option("--because", help="Why.", metavar="TEXT")],
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Take another pepper, as after it became known: everybody gets a new number from the next editions on.

    Confirmations stay. Past editions keep their numbers until a backfill makes them again. Other counties' folders that
    were made with the same pepper need it still: it is kept under another name.
    """
    from flows.editions.knowledge import knowledge_now
    from flows.past.erasure.apply import finish_erasures
    from flows.past.reseal import rotate

    workspace = workspace_in(out, county)
    now = knowledge_now(workspace).replace(microsecond=0)
    finish_erasures(workspace)
    kept, answers = rotate(workspace, by, because, now)
    echo(
        f"there is a new pepper; back it up: wuwei pepper backup FILE. {answers} answers of people (confirmations, "
        "who is whom) were carried over"
    )
    echo(f"the old one is kept in {kept}: past editions can be made again only with it, and other folders may need it")
    echo("the next run of a week numbers everybody anew; for all weeks: wuwei backfill plan FROM TO, then apply")
    if workspace.forgotten.lines():
        echo("who was erased before and is sent again is not known again any more")
