"""The command that asks who is whom: `review`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.commands.options import (
    CLERKS,
    OUTPUT,
    AnyPeriod,
    CountyFile,
    Out,
    app,
    check_any_period,
    edition_of,
    workspace_in,
)
from flows.cli.printing.printable import echo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.clerks.reviewing.pairs import Answer
    from flows.county.workspace import Workspace

_KEYS = {"s": "same", "d": "different", "l": "later", "u": "undone"}


@app.command(rich_help_panel=CLERKS)
def review(
    period: AnyPeriod,
    pair: Annotated[str | None, typer.Argument(metavar="[PAIR]", help="Its number, as --list shows it.")] = None,
    judgement: Annotated[
        str | None, typer.Argument(metavar="[same|different|later|undone]", help="What you say of the pair.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decides.", metavar="NAME")] = None,
    because: Annotated[str | None, typer.Option("--because", help="Why; without names.", metavar="TEXT")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Only list the pairs.")] = False,
    every: Annotated[bool, typer.Option("--every", help="Those that are answered, too.")] = False,
    into: Annotated[
        Path | None, typer.Option("--into", dir_okay=False, help="Write a workbook to fill in: 待核人员.xlsx.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", exists=True, dir_okay=False, help="Read the answers of such a workbook.")
    ] = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """Who is whom (待核人员): both records side by side, to be answered one by one, by number, or in a workbook.

    An answer holds for every period that knows both records, from its next edition on; `undone` lifts it. The queue
    holds names and months of birth: for the organisation department only.
    """
    check_any_period(period)
    from flows.clerks.reviewing.pairs import disagreements_of, pairs_of

    workspace = workspace_in(out, county)
    edition = edition_of(workspace, period)
    pairs = pairs_of(edition, workspace.county)
    shown = pairs if every else [each for each in pairs if each["waits"]]
    if pair or file:
        _write_down(workspace, pairs, _given(pair, judgement, by, because, file))
    elif into:
        _hand_out(shown, disagreements_of(edition), into)
    elif listed:
        from rich.console import Console

        from flows.cli.printing.review import print_disagreements, print_list

        print_list(shown, Console())
        print_disagreements(disagreements_of(edition), Console())
    else:
        _ask(workspace, pairs, shown, by)


def _given(
    pair: str | None, judgement: str | None, by: str | None, because: str | None, file: Path | None
) -> Sequence[Answer]:
    from flows.clerks.reviewing.answers import answers_in
    from flows.clerks.reviewing.pairs import Answer
    from transforms.identify.edges import Judgement

    if (pair is None) == (file is None):
        raise typer.BadParameter("name one PAIR with what you say of it, or many with --file")
    if file:
        return answers_in(file, by)
    if not judgement or judgement not in [*Judgement]:
        raise typer.BadParameter(f"say one of {', '.join(Judgement)} of the pair")
    return [Answer(pair or "", Judgement(judgement), by or "", because or "")]


def _write_down(workspace: Workspace, pairs: Sequence[Mapping[str, Any]], answers: Sequence[Answer]) -> None:
    from flows.clerks.reviewing.pairs import decide
    from flows.editions.knowledge import knowledge_now
    from flows.store.locks import shared_lock

    with shared_lock(workspace.out):
        now = knowledge_now(workspace).replace(microsecond=0)
        number = decide(workspace.identity_decisions, pairs, answers, now)
    echo(f"{number} lines written to {workspace.identity_decisions.file}; the next run of a period heeds them")


def _hand_out(pairs: Sequence[Mapping[str, Any]], disagreements: Sequence[Mapping[str, Any]], into: Path) -> None:
    from flows.clerks.reviewing.workbook import workbook_bytes
    from flows.store.atomic_files import write_whole

    into.touch(mode=0o600)
    write_whole(into, workbook_bytes(pairs, disagreements))
    into.chmod(0o600)
    echo(f"{len(pairs)} pairs written to {into}: personal data, for the organisation department only; destroy it after")


def _ask(
    workspace: Workspace, pairs: Sequence[Mapping[str, Any]], shown: Sequence[Mapping[str, Any]], by: str | None
) -> None:
    """Ask about one pair after the other on the terminal; each answer is written down at once."""
    from rich.console import Console

    from flows.clerks.reviewing.pairs import Answer
    from flows.cli.printing.review import print_pair
    from flows.store.records.identity_decisions import CannotDecide
    from flows.store.records.recorded_words import PersonalDataInRecord
    from transforms.identify.edges import Judgement

    console = Console()
    echo(f"{len(shown)} pairs wait")
    who = by or (typer.prompt("who decides") if shown else "")
    for pair in shown:
        print_pair(pair, console)
        key = typer.prompt("[s]ame, [d]ifferent, [l]ater, [u]ndo what was said, [n]ext, [q]uit", default="n")[
            :1
        ].lower()
        if key == "q":
            return
        if key in _KEYS:
            why = typer.prompt("why", default="" if key == "l" else None, show_default=False)
            try:
                _write_down(workspace, pairs, [Answer(pair["pair"], Judgement(_KEYS[key]), who, why)])
            except (CannotDecide, PersonalDataInRecord) as refusal:
                echo(refusal, err=True)
