"""The command by which a county says how it reads offices' own tables: `map`."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.commands.options import CLERKS, CountyFile, app, check_period, end
from flows.cli.printing.printable import echo, echo_lines, printable
from flows.county.said import bilingual

if TYPE_CHECKING:
    from rich.console import Console

    from expectations.county.own_tables import OwnTable, Source
    from flows.clerks.own_tables.proposals import Worksheet
    from transforms.cells.context import Context
    from transforms.ingest.mapping.heading_likeness import Target
    from transforms.ingest.mapping.propose import Line, Proposal


@app.command("map", rich_help_panel=CLERKS)
def map_tables(
    files: Annotated[list[Path], typer.Argument(help="Offices' own workbooks.", exists=True, dir_okay=False)],
    units: Annotated[
        list[str] | None, typer.Option("--unit", help="Code of a unit that uses it; by default every unit.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="What to call it; by default its title.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Agree to all that is proposed, questions included.")] = False,
    questions: Annotated[
        Path | None, typer.Option("--questions", help="Write the questions there and end.", metavar="FILE.xlsx")
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers", help="Take the answers from there.", metavar="FILE.xlsx", exists=True, dir_okay=False
        ),
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", help="The period of its dates; by default this week.")
    ] = None,
    county: CountyFile = None,
) -> None:
    """Say once how an office's own table is to be read; it is kept in headings.toml beside the county file.

    What is sure is proposed as it is; all else is asked here, or in a workbook (--questions, then --answers). Before it
    is kept the first rows are shown as they would be read, personal data masked. From then on runs and wuwei check read
    such tables as they are. A table that lacks a required column is not kept. Exit code 3 then, and when questions are
    left open.
    """
    check_period(period)
    from rich.console import Console

    from flows.clerks.own_tables.proposals import ingest_context, worksheets
    from flows.clerks.own_tables.questions import answered, write_questions
    from flows.cli.printing.map import print_worksheet
    from flows.county.county_file import county_file, load_county
    from transforms.clock import period_of
    from transforms.ingest.mapping.decide import own_table, plain_title
    from transforms.judge.schedule import day_in

    file = county_file(county)
    settings = load_county(file)
    week = period or period_of(day_in(settings, dt.datetime.now(dt.UTC)))
    ingest, console = ingest_context(settings), Console()
    context, codes = ingest.context(week), ingest.codes["units"].labels
    if strange := sorted({*(units or ())} - {*codes}):
        raise typer.BadParameter(
            f"there is no unit {strange[0]}; name codes of the table of units / 单位名录中没有代码 {strange[0]}"
        )

    def own(proposal: Proposal, lines: Iterable[Line]) -> OwnTable:
        return own_table(proposal, lines, title or plain_title(proposal.title), units or ())

    found = [*worksheets(files, settings, ingest, week)]
    proposals = [(sheet, sheet.proposal) for sheet in found if sheet.proposal]
    # all answers are understood before anything is kept
    decided = {s.label: own(p, answered(answers, s, p, context)) for s, p in proposals if answers}
    for sheet in found:
        if sheet.label not in decided:
            print_worksheet(sheet, console)
    if questions:
        write_questions(questions, found)
        echo_lines(bilingual("questions_written", path=questions))
        return
    if proposals and not (yes or answers or sys.stdin.isatty()):
        echo_lines(bilingual("answer_questions"))
        end(True)
    whole = True
    for sheet, proposal in proposals:
        table = decided.get(sheet.label) or own(proposal, proposal.lines if yes else asked_lines(proposal, context))
        if not table.sheets:
            echo_lines(bilingual("nothing_agreed", name=printable(sheet.grid.name)))
        elif not _is_whole(sheet, table, context, week, console):
            whole = False
        elif yes or answers or typer.confirm(f"登记《{printable(table.title)}》的读法？", default=True):
            _keep(file, table, codes)
            echo(f"接下来 / next: wuwei check {shlex.quote(str(sheet.file))} --period {week}")
    end(not whole)


def _is_whole(sheet: Worksheet, own: OwnTable, context: Context, week: str, console: Console) -> bool:
    """Show the first rows as they would be read; whether no required column is missing, so that it may be kept."""
    from flows.clerks.own_tables.proposals import CannotMap
    from flows.cli.printing.map import print_previews
    from transforms.ingest.mapping.preview import previews

    shown = previews(sheet.grid, own, context, week)
    if not shown:
        raise CannotMap(bilingual("not_known_again", name=sheet.grid.name))
    print_previews(shown, console)
    if lacks := any(preview.refusal for preview in shown):
        echo(
            f"{sheet.grid.name}：照这样读，每次报送都会退回，没有登记。请补上缺的必填列，或者对缺列的表各列都答不读，再登记一次"
        )
    return not lacks


def _keep(file: Path, own: OwnTable, codes: Collection[str]) -> None:
    from flows.county.headings_file import keep_own_table, own_tables_of, replaces

    if any(other.title == own.title and not replaces(own, other) for other in own_tables_of(file, codes)):
        echo(f"已登记过同名的《{own.title}》，表头或使用单位不同，两张都保留；要分清的请用 --title 另起名称")
    echo_lines(bilingual("map_kept", title=printable(own.title), path=printable(keep_own_table(file, own, codes))))


def asked_lines(proposal: Proposal, context: Context) -> Iterator[Line]:
    """The lines somebody at the terminal agrees to: what is sure, and what is answered with 是 or another column.

    What cannot be understood is asked again.
    """
    from expectations.catalogue import SHEETS
    from expectations.contract.contract import Privacy
    from transforms.ingest.mapping.decide import OF_WORKSHEET, constant
    from transforms.ingest.mapping.sayings import but, from_words, target_words

    titles = {sheet: SHEETS[sheet].title for sheet in proposal.sheets}
    sheets = [sheet for sheet, title in titles.items() if typer.confirm(f"读作《{title}》？", default=True)]
    lines = [line for line in proposal.lines if line.sheet in sheets]
    agreed: set[Source] = set()
    read = {(line.sheet, line.column): line.source for line in lines if line.sure}
    for line in lines:
        if line.sure or (line.source in agreed and line.source.headings):  # asked for an earlier sheet
            read[line.sheet, line.column] = line.source
            yield line
            continue
        what = f"「{from_words(line.source)}」" if line.source.headings else f"全表统一为“{line.source.value}”，"
        what += f"（{said_against}）" if (said_against := but(line)) else ""
        asked = f"{what}读作{target_words(line.sheet, line.column)}？（是 y，不读 n，或写列名）"
        said = typer.prompt(printable(asked), default="y", value_proc=partial(_meant, line, sheets, read))
        if said:
            agreed |= {line.source} if said == line else set()
            read[said.sheet, said.column] = said.source
            yield said
    for sheet in sheets:
        for column in SHEETS[sheet].lacking([name for of, name in read if of == sheet]):
            if column.privacy in (Privacy.P0, Privacy.P1):
                continue  # it differs from person to person
            asked = f"缺必填列「{column.heading}」：全表都一样的请填写，取工作表名称的填“{OF_WORKSHEET}”，没有请回车"
            given = partial(constant, (sheet, column.name), context=context)
            if said := typer.prompt(printable(asked), default="", value_proc=partial(_given, given)):
                yield said


def _meant(line: Line, sheets: list[str], read: dict[Target, Source], text: str) -> Line | None:
    """What is said to a line: it as it stands, nothing, or its cells as another column. What is wrong is asked anew."""
    from transforms.ingest.mapping.decide import target_named
    from transforms.ingest.mapping.propose import Line as Proposed
    from transforms.ingest.mapping.sayings import target_words

    said = text.strip().lower()
    if said in ("n", "否", "不读"):
        return None
    as_it_stands = said in ("y", "是")
    target = (line.sheet, line.column) if as_it_stands else target_named(text, sheets)
    if target is None:
        raise typer.BadParameter(f"规定表格里没有「{text}」这一列")
    if read.get(target, line.source) != line.source:
        raise typer.BadParameter(f"{target_words(*target)}已有一列读作它")
    return line if as_it_stands else Proposed(*target, line.source, sure=True, level=None)


def _given(constant: Callable[[str], Line], text: str) -> Line | None:
    """One value for all rows; nothing where nothing is said. What cannot be read is asked again."""
    from transforms.ingest.mapping.decide import CannotDecide

    try:
        return constant(text.strip()) if text.strip() else None
    except CannotDecide as wrong:
        raise typer.BadParameter(str(wrong)) from wrong
