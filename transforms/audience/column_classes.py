"""The privacy class of every column of every table of an edition (domain.md §11.1).

A column that a contract declares has its class there; of the others the table's declaration gives it. Where several
declare it, the strictest counts.
"""

from __future__ import annotations

from expectations.catalogue import SHEETS
from expectations.contract.contract import LINEAGE, Privacy
from expectations.own.in_use import remembered
from transforms.tables.catalogue import TABLES

_EVERYWHERE = (*LINEAGE, "person_id", "tier", "light", "light_reason")
"""Lineage and identity of a row: visible inside the county's offices, not to the public."""


class Unclassed(Exception):
    """A column of a table has no privacy class, or nobody has declared the table."""


@remembered
def privacy_of(table: str, column: str) -> Privacy:
    """The class of a column. Raises Unclassed."""
    if table not in TABLES:
        raise Unclassed(f"the table {table} is not declared; declare it in transforms/tables")
    declared = TABLES[table]
    classes = [privacy for privacy, columns in declared.derived.items() if column in columns]
    classes += [Privacy.P2] if column in _EVERYWHERE else []
    classes += [own.privacy for sheet in declared.made_of for own in SHEETS[sheet].columns if column in own.schema]
    if not classes:
        raise Unclassed(
            f"the column {column} of the table {table} has no privacy class; "
            "name it in `derived` of the table in transforms/tables, or in the contract of its sheet"
        )
    return min(classes, key=lambda privacy: privacy.value)
