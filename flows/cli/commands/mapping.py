"""The command by which a county says how it reads offices' own tables: `map`."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.commands.options import CLERKS, CountyFile, app, check_period, end
from flows.cli.printing.printable import echo, printable

if TYPE_CHECKING:
    from expectations.county.own_tables import Source
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
    such tables as they are. Exit code 3 when questions are left open, or a
    required column is.
    """
    check_period(period)
    from rich.console import Console

    from flows.clerks.own_tables.proposals import CannotMap, ingest_context, worksheets
    from flows.clerks.own_tables.questions import answered, write_questions
    from flows.cli.printing.map import print_previews, print_worksheet
    from flows.county.county_file import county_file, load_county
    from flows.county.headings_file import keep_own_table, own_tables_of, replaces
    from transforms.clock import period_of
    from transforms.ingest.mapping.decide import own_table, plain_title
    from transforms.ingest.mapping.preview import previews
    from transforms.judge.schedule import day_in

    file = county_file(county)
    settings = load_county(file)
    week = period or period_of(day_in(settings, dt.datetime.now(dt.UTC)))
    ingest, console = ingest_context(settings), Console()
    if strange := sorted({*(units or ())} - {*ingest.codes["units"].labels}):
        raise typer.BadParameter(f"there is no unit {strange[0]}; name codes of the table of units")
    found = [*worksheets(files, settings, ingest, week)]
    for sheet in found:
        print_worksheet(sheet, console)
    if questions:
        write_questions(questions, found)
        echo(f"questions written to {questions}; answer them and call wuwei map again with --answers")
        return
    left_open = asking = False
    for sheet in found:
        if (proposal := sheet.proposal) is None:
            continue
        if not (yes or answers or sys.stdin.isatty()):
            left_open = asking = True
            continue
        lines = answered(answers, sheet, proposal) if answers else proposal.lines if yes else [*_asked(proposal)]
        own = own_table(proposal, lines, title or plain_title(proposal.title), units or ())
        if not own.sheets:
            echo(f"{sheet.grid.name}: nothing was agreed to, nothing is kept")
            continue
        shown = previews(sheet.grid, own, ingest.context(week), week)
        if not shown:
            raise CannotMap(f"{sheet.grid.name} would not be known by these headings; nothing is kept")
        print_previews(shown, console)
        left_open = left_open or any(preview.refusal for preview in shown)
        if yes or answers or typer.confirm(f"登记《{printable(own.title)}》的读法？", default=True):
            codes = ingest.codes["units"].labels
            if any(o.title == own.title and not replaces(own, o) for o in own_tables_of(file, codes)):
                echo(f"已登记过同名的《{own.title}》，表头或使用单位不同，两张都保留；要分清的请用 --title 另起名称")
            echo(f"《{own.title}》 is kept in {keep_own_table(file, own, codes)}")
            echo(f"接下来 / next: wuwei check {shlex.quote(str(sheet.file))} --period {week}")
    if asking:
        echo("answer the questions here on a terminal, by --questions and --answers, or agree to all by --yes")
    end(left_open)


def _asked(proposal: Proposal) -> Iterator[Line]:
    """The lines somebody at the terminal agrees to: what is sure, and what is answered with 是 or another column."""
    from expectations.catalogue import SHEETS
    from expectations.contract.contract import Privacy
    from flows.clerks.own_tables.proposals import CannotMap
    from transforms.ingest.mapping.decide import OF_WORKSHEET, constant, target_named
    from transforms.ingest.mapping.propose import Line as Proposed
    from transforms.ingest.mapping.sayings import against, from_words, target_words

    titles = {sheet: SHEETS[sheet].title for sheet in proposal.sheets}
    sheets = [sheet for sheet, title in titles.items() if typer.confirm(f"读作《{title}》？", default=True)]
    agreed: set[Source] = set()
    for line in (line for line in proposal.lines if line.sheet in sheets):
        if line.sure or (line.source in agreed and line.source.headings):  # asked for an earlier sheet
            yield line
            continue
        what = f"「{from_words(line.source)}」" if line.source.headings else f"全表统一为“{line.source.value}”，"
        what += f"（{against(line)}）" if line.against else ""
        said = typer.prompt(
            printable(f"{what}读作{target_words(line.sheet, line.column)}？（是 y，不读 n，或写列名）"), default="y"
        ).strip()
        if said.lower() in ("y", "是"):
            agreed.add(line.source)
            yield line
        elif said.lower() not in ("n", "否", "不读"):
            target = target_named(said, sheets)
            if target is None:
                raise CannotMap(f"规定表格里没有「{said}」这一列")
            yield Proposed(*target, line.source, sure=True, level=None)
    for sheet in sheets:
        for column in proposal.missing(sheet):
            if column.privacy in (Privacy.P0, Privacy.P1):
                continue  # it differs from person to person
            said = typer.prompt(
                printable(
                    f"缺必填列「{column.heading}」：全表都一样的请填写，取工作表名称的填“{OF_WORKSHEET}”，没有请回车"
                ),
                default="",
            ).strip()
            if said:
                yield constant((sheet, column.name), said)
