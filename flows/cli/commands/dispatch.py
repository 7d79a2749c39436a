"""The command `dispatch`: members proposed for orders that wait (派单建议)."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.commands.options import (
    CLERKS,
    OUTPUT,
    AnyPeriod,
    CountyFile,
    EditionNumber,
    Out,
    app,
    check_any_period,
    edition_of,
    workspace_in,
)
from flows.cli.printing.printable import echo


@app.command(rich_help_panel=CLERKS)
def dispatch(
    period: AnyPeriod,
    unit: Annotated[
        str | None, typer.Option("--unit", help="Only the list of this town, by its unit or division.", metavar="CODE")
    ] = None,
    edition: EditionNumber = None,
    out: Out = OUTPUT,
    county: CountyFile = None,
) -> None:
    """A list for each town of the orders nobody took or finished in time, with members who may be asked (派单建议).

    Members are proposed by community, 服务专长 and orders in hand, in the order of the register: it is no ranking. The
    community decides, and its decision comes back in sheet S10. How many are proposed stands in wuwei.toml, [dispatch].
    """
    check_any_period(period)
    from flows.report.dispatch import write_dispatch

    workspace = workspace_in(out, county)
    made = write_dispatch(workspace, edition_of(workspace, period, edition), unit)
    for path in made.paths:
        echo(path)
    echo(f"{made.orders} orders wait; for {made.nobody} there is nobody to propose", err=True)
    if made.placeless:
        echo(f"{made.placeless} of them name no known town and are on no list", err=True)
