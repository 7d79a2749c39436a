"""All tables of an edition. Adding one means declaring it here and giving the dataset a field with its frame."""

from __future__ import annotations

from expectations.contract.declared import by_name
from transforms.tables import cadres, intake, printed, service
from transforms.tables.table import Columns, Table

TABLES: dict[str, Table] = by_name((*cadres.TABLES, *service.TABLES, *intake.TABLES, *printed.TABLES), "name")
"""Every declared table by name."""

KEYS: dict[str, Columns] = {table.name: table.key for table in TABLES.values()}
"""By table the columns that name a row."""

COUNTED_BY: dict[str, Columns] = {table.name: table.counted_by or table.key for table in TABLES.values()}
"""By table the key columns of the rows behind a figure, joined by a colon; issues are counted by cell."""

ROSTERS = tuple(table.name for table in TABLES.values() if table.roster)
"""The tables with the person_id of everybody on a roster in force."""

NOT_COMPARED = tuple(table.name for table in TABLES.values() if not table.compared)
"""The tables that follow from the others; what differs in them differs there."""
