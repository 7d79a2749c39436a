"""Commands that remove something for good: `retain`, `erase`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.commands.options import OUTPUT, REMOVE, CountyFile, Out, app, workspace_in
from flows.cli.printing.printable import echo

if TYPE_CHECKING:
    from flows.past.erasure.model import Erasure

Do = Annotated[bool, typer.Option("--apply", help="Do it; without, only what would go is shown.")]
SHOWN = 20
"""Maximum items printed per kind."""
By = Annotated[str, typer.Option("--by", help="Who does it.", metavar="NAME")]


@app.command(rich_help_panel=REMOVE)
def retain(by: By = "", do: Do = False, out: Out = OUTPUT, county: CountyFile = None) -> None:
    """What has outlived its term (table `retention` of the county file): what, how many, how old, how much, and why.

    Without --apply nothing is changed. What goes is recorded with --by and the term.
    """
    _check_named(do, {"--by": by})
    from flows.county.county_file import county_file
    from flows.editions.knowledge import knowledge_now
    from flows.past.erasure.apply import finish_erasures
    from flows.past.retention.apply import remove
    from flows.past.retention.due import KINDS, due
    from flows.past.retention.left import left
    from flows.past.retention.terms import terms_in

    workspace = workspace_in(out, county)
    now = knowledge_now(workspace).replace(microsecond=0)
    terms = terms_in(county_file(county))
    finish_erasures(workspace)
    items = due(workspace, terms, now)
    for kind, what in KINDS.items():
        of_kind = [item for item in items if item.kind == kind]
        key = next(key for key in vars(terms) if key.startswith(kind))
        oldest = f", the oldest of {min(item.since for item in of_kind):%Y-%m-%d}" if of_kind else ""
        size = sum(item.size for item in of_kind) / 1e6
        echo(f"{kind:11}{len(of_kind):6}  {size:9.1f} MB{oldest}  ({key} = {getattr(terms, key)}: {what})")
        for item in of_kind[:SHOWN]:
            echo(f"    {item.file or item.path.relative_to(workspace.out)}")
        if len(of_kind) > SHOWN:
            echo(f"    and {len(of_kind) - SHOWN} more")
    gone = left(workspace, terms.of("left_months"), now)
    note = f"(left_months = {terms.left_months}: persons on no roster any more; each goes by wuwei erase)"
    echo(f"{'left':11}{gone.height:6}  {note}")
    for person, last in gone.head(SHOWN).iter_rows():
        echo(f"    {person}  last on a roster in the week that ended on {last}")
    if items and not do:
        echo("nothing was changed; to do it: --apply --by NAME")
    elif items:
        remove(workspace, items, terms, by, now)
        echo(f"removed; recorded in {workspace.retained.file}")


@app.command("erase", rich_help_panel=REMOVE)
@app.command("forget", hidden=True, epilog="The name before 0.2 of: wuwei erase.")
def erase_command(
    person: Annotated[str, typer.Argument(help="Number, or name where nobody else bears it.", metavar="PERSON")],
    by: By = "",
    because: Annotated[str, typer.Option("--because", help="Why.", metavar="TEXT")] = "",
    do: Do = False,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Remove one person's rows from the archive and all editions. Figures stay as they were published.

    Without --apply nothing is changed. Who was forgotten is recorded by number, with --by and --because.
    """
    _check_named(do, {"--by": by, "--because": because})
    from flows.editions.knowledge import knowledge_now
    from flows.past.erasure.apply import erase, finish_erasures
    from flows.past.erasure.search import find_personal_data
    from flows.store.progress_bar import progress_bar

    workspace = workspace_in(out, county)
    now = knowledge_now(workspace).replace(microsecond=0)
    finish_erasures(workspace)
    with progress_bar(
        "查找原件 looking into the archive", sum(map(len, workspace.archive.known(now).values()))
    ) as advance:
        erasure = find_personal_data(workspace, person, now, advance)
    _print_erasure(erasure)
    if not do:
        echo("nothing was changed; to do it: --apply --by NAME --because TEXT")
        return
    erase(workspace, erasure, by, because, now)
    echo(f"forgotten; recorded in {workspace.forgotten.file}. Papers come again with: wuwei report PERIOD")
    echo("not reached: the inbox, copies that were handed out, and backups")


def _check_named(do: bool, words: Mapping[str, str]) -> None:
    """End with wrong usage where something is to be removed and it is not said by whom, or why."""
    if do and (missing := [option for option, word in words.items() if not word.strip()]):
        raise typer.BadParameter(f"--apply needs {' and '.join(missing)}: what is removed is recorded with it")


def _print_erasure(erasure: Erasure) -> None:
    """Print what would be removed, without a name."""
    echo(f"person {', '.join(erasure.numbers)}")
    echo(f"{erasure.rows} rows go from {len(erasure.files)} files, {erasure.cells} cells from rows about others")
    for name, rows in erasure.editions.items():
        echo(f"  {name}: {rows} rows go, figures stay, papers are removed, but not a report that was distributed")
    for row in erasure.undecided:
        echo(f"  stays with the name: {row}; whose it is was never decided")
    if erasure.undecided:
        echo("  to have these go, too: say with wuwei review of that week that they are this person's, and erase again")
    for number in erasure.errata:
        echo(f'  stays in the county folder, errata/: {number}; leave of it id and status = "erased" alone')
    for name in erasure.unreadable:
        echo(f"  could not be looked into: {name}")
