"""Commands to begin with: a county's folder, the machine it is on, and what the county declares itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.commands.options import BEGIN, OUTPUT, CountyFile, Out, app, end
from flows.cli.printing.printable import echo, echo_lines

if TYPE_CHECKING:
    from flows.county.new_county.draft import Draft


@app.command(rich_help_panel=BEGIN)
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The county's folder, new or empty.")],
    code: Annotated[str | None, typer.Option("--code", help="Six-digit code of the county (GB/T 2260).")] = None,
    name: Annotated[str | None, typer.Option("--name", help="The county's full name.")] = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            exists=True,
            dir_okay=False,
            help="A workbook or .csv the office has, with divisions, units, who sends what; may be given again.",
        ),
    ] = None,
) -> None:
    """Begin another county: its settings, tables of divisions and units, inbox, and a word on what comes next.

    Asks for what is not given, where somebody sits at the terminal, and says what is still to be looked at.
    """
    from flows.county.county_file import load_county
    from flows.county.new_county.county_folder import write_county_folder

    code = _wanted(code, "县级行政区划代码（6位） / code", "--code", _is_code)
    name = _wanted(name, "县的全称 / name", "--name", lambda text: len(text) > 1)
    drafted = _drafted(code, name, lists or [])
    county_file = write_county_folder(folder, code, name, drafted)
    county = load_county(county_file)
    senders = {unit for units in county.expected.values() for unit in units}
    echo(f"{county_file}: {name} ({code})")
    echo(f"乡镇（园区）{len(county.divisions)}个，单位{len(county.units)}个，其中报送单位{len(senders)}个")
    if drafted.open:
        echo(f"还要看一看的（{len(drafted.open)}项，也写在 {folder / '说明.md'}）：")
    for sentence in drafted.open:
        echo(f"  {sentence}")
    echo_lines(f"接下来 / next:\n  cd {folder}\n  wuwei doctor\n  wuwei templates handouts")


@app.command(rich_help_panel=BEGIN)
def definitions(county: CountyFile = None) -> None:
    """Write a blank 指标与报表定义.xlsx beside the county file, to declare its own sheets and indicators."""
    from flows.county.county_file import county_file
    from flows.county.declarations.blank_workbook import write_blank_definitions

    echo(str(write_blank_definitions(county_file(county).parent)))


@app.command(rich_help_panel=BEGIN)
def dictionary(
    to: Annotated[Path, typer.Option("--to", help="The file to write.", dir_okay=False)] = Path("数据字典.md"),
    county: CountyFile = None,
) -> None:
    """Write what every sheet, column, rule, code and indicator is, those the county has declared itself too."""
    import datetime as dt
    from zoneinfo import ZoneInfo

    from flows.cli.data_dictionary import county_dictionary
    from flows.county.county_file import load_county

    settings = load_county(county)
    to.write_text(county_dictionary(settings, dt.datetime.now(ZoneInfo(settings.timezone)).date()), encoding="utf-8")
    echo(str(to))


def _is_code(text: str) -> bool:
    return len(text) == 6 and text.isascii() and text.isdigit()


def _wanted(given: str | None, question: str, option: str, fits: object) -> str:
    """An option's value, or the answer of whoever sits at the terminal; asked again until it fits."""
    while not (given and callable(fits) and fits(given)):
        if given is not None and not sys.stdin.isatty():
            raise typer.BadParameter(f"{option} {given} does not fit: {question}")
        if not sys.stdin.isatty():
            raise typer.BadParameter(f"name {option}: {question}")
        given = str(typer.prompt(question)).strip()
    return given


def _drafted(code: str, name: str, lists: list[Path]) -> Draft:
    """The draft of all workbooks together."""
    from flows.county.new_county.draft import draft
    from flows.county.new_county.office_table import joined_tables, office_tables

    def ask(question: str) -> str:
        return str(typer.prompt(question, default="", show_default=False)).strip() if sys.stdin.isatty() else ""

    return draft(code, name, joined_tables([office_tables(path) for path in lists]), ask)


@app.command(rich_help_panel=BEGIN)
def doctor(out: Out = OUTPUT, county: CountyFile = None) -> None:
    """Look at fonts, libraries, locale, folders, pepper, clock, county file, Prefect and disk, and say what to do.

    Exit code 3 where something is to be done.
    """
    from flows.cli.doctor.findings import findings, shown

    found = [*findings(out, county)]
    for finding in found:
        echo_lines(shown(finding))
    end(not all(finding.good for finding in found))
