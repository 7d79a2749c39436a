"""The tables of a county's own sheets: each has the rows in force as they were sent, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping

from expectations.catalogue import BUILT_IN
from expectations.contract.contract import Sheet
from expectations.own.in_use import declared, remembered
from transforms.tables.table import ALL, NamedBy, Table, Variant


def own_table(sheet: Sheet) -> Table:
    """The table of an own sheet, declared like the built-in ones.

    The county's leaders, the organisation department and the unit that sent a row see it, by the classes of its
    columns; so does a township in which the row lies (a column `town` with the divisions).
    """
    lying = "town" in sheet.column and sheet.column["town"].codes == "divisions"
    return Table(
        name=sheet.name,
        title=sheet.title,
        row=f"row of {sheet.id}",
        key=(*sheet.key, "submitter", "period"),
        made_of=(sheet.id,),
        seen_by=dict.fromkeys((Variant.COUNTY, Variant.ANALYST, Variant.TOWNSHIP), ALL),
        units=NamedBy("submitter", lying=lying),
    )


@remembered
def own_sheets() -> Mapping[str, Sheet]:
    """By id the whole sheets that the county in use has declared."""
    return {name: sheet for name, sheet in declared().sheets.items() if name not in BUILT_IN}


def own_sheet_of(table: str) -> Sheet | None:
    """The own sheet whose rows a table has; None for a built-in table."""
    return next((sheet for sheet in own_sheets().values() if sheet.name == table), None)


@remembered
def own_tables() -> Mapping[str, Table]:
    """Their tables by name."""
    return {sheet.name: own_table(sheet) for sheet in own_sheets().values()}
