"""The list of an edition's tables in `docs/querying.md`."""

from __future__ import annotations

import re

from transforms.tables.catalogue import TABLES

_HEAD = "| table | 名称 | one row per | key |\n|---|---|---|---|\n"
_LIST = re.compile(r"(?:^\| table \|.*\n)(?:^\|.*\n)*", re.MULTILINE)


def table_list() -> str:
    """Name, title, what a row is about and key of all tables as Markdown."""
    lines = (
        f"| `{table.name}` | {table.title} | {table.row} | {', '.join(f'`{column}`' for column in table.key)} |\n"
        for table in TABLES.values()
    )
    return _HEAD + "".join(lines)


def with_table_list(page: str) -> str:
    """A page with its list of tables as they are declared now."""
    return _LIST.sub(lambda _: table_list(), page)
