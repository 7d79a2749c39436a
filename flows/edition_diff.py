"""What differs between two editions of a period, on the terminal and for machines."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from flows.backfill.changes import rows_between, tables_between
from flows.backfill.told import number
from flows.edition import Edition
from transforms.corrections import corrections
from transforms.editions_compared import CHANGED

CELLS_SHOWN = 20


def diff_tree(old: Edition, new: Edition) -> dict[str, Any]:
    """`figures`: CORRECTIONS without issue and edition; `tables`: ROWS_CHANGED by table."""
    tables = tables_between(old, new)
    return {
        "period": new.period,
        "old": old.number,
        "new": new.number,
        "figures": _figures(old, new),
        "tables": {name: rows_between(old, new, name).to_dicts() for name in tables},
    }


def tell_diff(old: Edition, new: Edition) -> None:
    """Print the figures with their causes, then the rows of each table, the first of their cells."""
    console, told = Console(), diff_tree(old, new)
    console.print(f"[bold]{new.period}[/bold]  edition {old.number} → edition {new.number}", highlight=False)
    for one in told["figures"]:
        lights = f"  {one['old_light']} → {one['new_light']}" if one["old_light"] != one["new_light"] else ""
        why = f"  {one['cause']} {one['files']}".rstrip()
        values = f"{number(one['old'])} → {number(one['new'])}"
        console.print(f"  {one['code']} {one['label']}: {values}{lights}{why}", highlight=False, soft_wrap=True)
    for name, rows in told["tables"].items():
        console.print(f"  {name}: {len({row['key'] for row in rows})} rows", highlight=False)
        for row in rows[:CELLS_SHOWN]:
            cell = f" {row['column']}: {row['old']} → {row['new']}" if row["change"] == CHANGED else ""
            console.print(f"    {row['change']} {row['key']}{cell}", highlight=False, markup=False, soft_wrap=True)
        if len(rows) > CELLS_SHOWN:
            console.print(f"    and {len(rows) - CELLS_SHOWN} more: --json shows all", highlight=False)
    if not told["figures"] and not told["tables"]:
        console.print("  nothing differs", highlight=False)


def _figures(old: Edition, new: Edition) -> list[dict[str, Any]]:
    tables = [(old.table(name), new.table(name)) for name in ("figures", "files")]
    inputs = (old.manifest["inputs"], new.manifest["inputs"])
    told = corrections(tables[0], tables[1], inputs, issue=0, edition=old.number)
    return told.drop("issue", "edition").to_dicts()
