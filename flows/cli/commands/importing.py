"""The command `import`: appointment forms (任免审批表) become workbooks of S1 and S2."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.commands.options import CLERKS, CountyFile, app, check_period, end
from flows.cli.printing.printable import echo


@app.command(name="import", rich_help_panel=CLERKS)
def import_(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="任免审批表: .lrmx, or .docx.")],
    period: Annotated[str, typer.Option("--period", help="The period the workbooks are for.")],
    unit: Annotated[str, typer.Option("--unit", help="Code of the unit that will send them.", metavar="CODE")],
    into: Annotated[Path, typer.Option("--into", help="Folder for the workbooks.", metavar="DIR")],
    county: CountyFile = None,
) -> None:
    """Fill the workbooks of S1 and S2 from appointment forms (任免审批表), a row for each person, to be completed.

    Of a form only what these sheets ask for is read: no photograph, health, résumé, relatives. Complete the workbooks,
    look at them with wuwei check, and put them into the inbox as all others.
    """
    check_period(period)
    from flows.clerks.appointment_forms.importing import import_forms
    from flows.county.county_file import load_county

    made = import_forms(files, unit, period, into, load_county(county))
    for row, (file, name) in enumerate(made.names, start=1):
        echo(f"{row}  {name}  {file.name}")
    for file, notice in made.refused.items():
        echo(f"{file.name}: {notice.message}", err=True)
    for path in made.paths:
        echo(path)
    if made.paths:
        for sheet, headings in made.empty.items():
            echo(f"{sheet} 待补填 / to be filled in: {'、'.join(headings)}", err=True)
    end(bool(made.refused))
