"""All tables of an edition. Adding one means declaring it here and giving the dataset a field with its frame.

Behind them stand those of the sheets a county has declared itself, whose frames are in `Dataset.own`.
"""

from __future__ import annotations

from collections.abc import Mapping

from expectations.contract.declared import Catalogue, by_name
from expectations.own.in_use import remembered
from transforms.tables import cadres, intake, printed, service
from transforms.tables.own import own_tables
from transforms.tables.table import Columns, Table

BUILT_IN: Mapping[str, Table] = by_name((*cadres.TABLES, *service.TABLES, *intake.TABLES, *printed.TABLES), "name")
"""The tables every edition has, by name."""

TABLES: Mapping[str, Table] = Catalogue(BUILT_IN, own_tables)
"""Every declared table by name."""


@remembered
def _own_keys() -> Mapping[str, Columns]:
    return {table.name: table.key for table in own_tables().values()}


KEYS: Mapping[str, Columns] = Catalogue({table.name: table.key for table in BUILT_IN.values()}, _own_keys)
"""By table the columns that name a row."""

COUNTED_BY: Mapping[str, Columns] = Catalogue(
    {table.name: table.counted_by or table.key for table in BUILT_IN.values()}, _own_keys
)
"""By table the key columns of the rows behind a figure, joined by a colon; issues are counted by cell."""

ROSTERS = tuple(table.name for table in BUILT_IN.values() if table.roster)
"""The tables with the person_id of everybody on a roster in force."""

NOT_COMPARED = tuple(table.name for table in BUILT_IN.values() if not table.compared)
"""The tables that follow from the others; what differs in them differs there."""
