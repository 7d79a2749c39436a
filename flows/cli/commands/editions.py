"""Commands about editions once made: `editions`, `distribute`, `diff`, `undo`, `withdraw`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.commands.options import (
    OUTPUT,
    PAST,
    AnyPeriod,
    CountyFile,
    EditionNumber,
    Out,
    Period,
    app,
    check_any_period,
    check_period,
    edition_of,
    fail,
    workspace_in,
)
from flows.cli.printing.printable import echo, echo_json

By = Annotated[str, typer.Option("--by", help="Who does it.", metavar="NAME")]
Because = Annotated[str, typer.Option("--because", help="Why.", metavar="TEXT")]


@app.command(rich_help_panel=PAST)
@app.command("issue", hidden=True, epilog="The name before 0.2 of: wuwei distribute.")
def distribute(
    period: AnyPeriod,
    by: By,
    to: Annotated[list[str], typer.Option("--to", help="Who received it; may be given several times.", metavar="NAME")],
    file: Annotated[
        list[Path] | None,
        typer.Option("--file", help="A file the office has edited or signed, as it went out; may be repeated."),
    ] = None,
    edition: EditionNumber = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Write down that an edition's report went out (印发). A figure changed later makes a correction (更正说明).

    What the office has edited or signed itself is given by --file: its SHA-256 is recorded and a copy is kept.
    """
    check_any_period(period)
    from flows.cli.printing.editions import kept_lines
    from flows.editions.distribution import distribute as distribute_edition
    from flows.editions.knowledge import knowledge_now
    from flows.report.index_page import write_site

    workspace = workspace_in(out, county)
    target, now = edition_of(workspace, period, edition), knowledge_now(workspace)
    record = distribute_edition(workspace, target, to, by, now, file or ())
    write_site(workspace)
    echo(f"{period}: distribution {record.number}, edition {record.edition}, to {', '.join(record.recipients)}")
    for name, digest in record.files.items():
        echo(f"  {digest[:16]}  {name}")
    for line in kept_lines(workspace, target):
        echo(line)


@app.command(rich_help_panel=PAST)
def editions(period: AnyPeriod, out: Out = OUTPUT, county: CountyFile = None) -> None:
    """All editions of a period: which one readers see, up to when each knows, what made it, and who received it."""
    check_any_period(period)
    from flows.cli.printing.editions import edition_lines

    workspace = workspace_in(out, county)
    edition_of(workspace, period)
    for line in edition_lines(workspace, period):
        echo(line)


@app.command(rich_help_panel=PAST)
def diff(
    period: AnyPeriod,
    old: Annotated[int, typer.Argument(metavar="N", help="Number of the one edition.")],
    new: Annotated[int, typer.Argument(metavar="M", help="Number of the other.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="For machines: all figures, and all rows down to their cells.")
    ] = False,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Figures and rows that differ between two editions of a period, with the cause, down to cells."""
    check_any_period(period)
    from flows.cli.printing.diff import diff_tree, print_diff

    workspace = workspace_in(out, county)
    editions = (edition_of(workspace, period, old), edition_of(workspace, period, new))
    if as_json:
        from flows.store.atomic_files import json_bytes

        echo_json(json_bytes(diff_tree(*editions)).decode())
    else:
        print_diff(*editions)


@app.command(rich_help_panel=PAST)
def undo(
    period: AnyPeriod,
    by: By,
    because: Because,
    to: Annotated[int | None, typer.Option("--to", help="By default the edition before the current one.")] = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Point readers back to an earlier edition. Nothing is deleted; an unchanged inbox does not make it once more."""
    check_any_period(period)
    from flows.editions.distribution import distributions_of
    from flows.editions.knowledge import knowledge_now
    from flows.report.publish import write_missing
    from flows.store.locks import shared_lock
    from flows.store.records.recorded_words import check_recorded

    workspace = workspace_in(out, county)
    current = edition_of(workspace, period)
    if not by.strip() or not because.strip():
        fail("say who does it (--by) and why (--because)")
    check_recorded(by=by, because=because)
    if to is None and current.number == 1:
        fail(f"{period} has no edition before edition 1")
    target = edition_of(workspace, period, current.number - 1 if to is None else to)
    if target == current:
        fail(f"readers of {period} see edition {target.number} already")
    with shared_lock(workspace.out):
        workspace.store.undo(period, target.number, {"by": by, "because": because}, knowledge_now(workspace))
        write_missing(workspace, target)
    echo(f"{period}: readers see edition {target.number}; back again: wuwei undo {period} --to {current.number}")
    if recalled := [
        distribution for distribution in distributions_of(workspace, period) if distribution.edition > target.number
    ]:
        listed = ", ".join(
            f"edition {distribution.edition} to {', '.join(distribution.recipients)}" for distribution in recalled
        )
        echo(f"distributed and no longer shown: {listed}")


@app.command(rich_help_panel=PAST)
def withdraw(
    period: Period,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A file's name or a submission's number, see ledger.csv.")
    ],
    by: By,
    because: Because,
    back: Annotated[bool, typer.Option("--back", help="Take the withdrawal back.")] = False,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Let a submission count no more (撤回). It stays in the archive and the ledger; then run the period again."""
    check_period(period)
    from flows.editions.knowledge import knowledge_now
    from flows.store.locks import shared_lock
    from flows.store.records.withdrawals import withdraw as write_down

    workspace = workspace_in(out, county)
    with shared_lock(out):
        submissions = write_down(
            workspace.withdrawals, edition_of(workspace, period), file, by, because, knowledge_now(workspace), back=back
        )
    echo(f"{', '.join(submissions)} {'counts again' if back else 'withdrawn'}; now: wuwei backfill plan {period} …")
