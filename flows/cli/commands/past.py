"""Commands that change the past on purpose: `backfill plan`, `backfill apply`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.commands.options import OUTPUT, PAST, CountyFile, Out, app, check_any_period, end, fail, workspace_in
from flows.cli.printing.printable import echo

backfill = typer.Typer(no_args_is_help=True, help="Run past periods again: first see what that changes, then do it.")
app.add_typer(backfill, name="backfill", rich_help_panel=PAST)


@backfill.command("plan")
def plan_command(
    first: Annotated[str, typer.Argument(metavar="FROM", help="First week, like YYYY-W44, or month, quarter, year.")],
    last: Annotated[str, typer.Argument(metavar="TO", help="Last one of the same kind; it is included.")],
    by: Annotated[str, typer.Option("--by", help="Who asks for it.", metavar="NAME")],
    because: Annotated[str, typer.Option("--because", help="Why.", metavar="TEXT")],
    into: Annotated[Path, typer.Option("--into", help="Where to write the plan.", dir_okay=False)] = Path("plan.json"),
    force: Annotated[bool, typer.Option("--force", help="Run unchanged periods, too.")] = False,
    rules: Annotated[
        str, typer.Option("--rules", help="Law and units: 'then', of the period's end, or 'today'.", metavar="DAY")
    ] = "then",
    inbox: Annotated[
        Path, typer.Option("--inbox", help="Folder with a folder per week, looked into for what is new.")
    ] = Path("inbox"),
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """What would change, why, and which distributed reports it touches. Readers see nothing of it.

    Months, quarters and years that have an edition and tell of the same days are part of it.
    """
    check_any_period(first)
    check_any_period(last)
    from flows.cli.printing.plan import print_plan
    from flows.editions.knowledge import knowledge_now
    from flows.past.backfill.plan import RULES, periods_concerned, plan
    from flows.steps import receive_weeks
    from flows.store.atomic_files import write_whole
    from flows.store.progress_bar import progress_bar
    from transforms.clock import periods_between

    if rules not in RULES:
        raise typer.BadParameter(f"--rules is one of {', '.join(RULES)}")
    if not into.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {into.parent} for the plan (--into)")
    workspace = workspace_in(out, county)
    new = receive_weeks(workspace, inbox, periods_between(first, last), knowledge_now(workspace))
    echo(f"{new} new files received")
    with progress_bar("编制计划 making the plan", len(periods_concerned(workspace, first, last))) as advance:
        new_plan = plan(workspace, first, last, requester=by, reason=because, force=force, rules=rules, advance=advance)
    print_plan(new_plan)
    write_whole(into, new_plan.to_bytes())
    then = f"to do it: wuwei backfill apply {into}" if new_plan.to_run else "there is nothing to do"
    echo(f"plan {new_plan.hash[:12]} written to {into}; {then}")


@backfill.command("apply")
def apply_command(
    file: Annotated[Path, typer.Argument(metavar="PLAN", exists=True, dir_okay=False, help="The plan's file.")],
    together: Annotated[
        bool, typer.Option("--together", help="Readers see all new editions at once, or none.")
    ] = False,
    keep_going: Annotated[bool, typer.Option("--keep-going", help="Do not end at the first failure.")] = False,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Do what a plan says: exactly that, or nothing. Run again, it goes on where it stopped."""
    from flows.past.backfill.apply import apply
    from flows.past.backfill.model import read_plan
    from flows.store.progress_bar import progress_bar

    workspace, plan = workspace_in(out, county), read_plan(file)
    with progress_bar("补跑各期 making editions", len(plan.steps)) as advance:
        outcomes = apply(workspace, plan, keep_going=keep_going, together=together, advance=advance)
    for outcome in outcomes:
        result = f"edition {outcome.edition.number}" if outcome.edition else f"failed: {outcome.failure}"
        echo(f"{outcome.period}  {result}")
    if any(outcome.failure for outcome in outcomes):
        fail("not every period was made; when the reason is gone, apply the plan again")
    end(needs_a_person=False)
