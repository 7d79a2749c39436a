"""What differs between two editions of a period, on the terminal and for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.console import Console

from flows.cli.printing.printable import line
from flows.editions.changes import rows_between, tables_between
from flows.editions.figure_changes import change_line, foremost
from flows.store.edition import Edition
from report_templates.words.numbers import NONE
from transforms.editions.corrections import corrections
from transforms.editions.diff import ADDED, CHANGED, REMOVED

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


def print_diff(old: Edition, new: Edition) -> None:
    """Print the main figures by their causes, then the rows of each table, the first of their cells."""
    console, tree = Console(), diff_tree(old, new)
    console.print(line((new.period, "bold"), f"  edition {old.number} → edition {new.number}"))
    for text in _figure_lines(tree["figures"]):
        console.print(line(text), soft_wrap=True)
    for name, rows in tree["tables"].items():
        for text in _row_lines(name, rows):
            console.print(line(text), soft_wrap=True)
    if not tree["figures"] and not tree["tables"]:
        console.print("  nothing differs", highlight=False)


def _figure_lines(figures: list[dict[str, Any]]) -> Iterator[str]:
    main = foremost(figures)
    causes = {(figure["cause"], figure["files"]): None for figure in main}
    for cause, files in causes:
        yield f"  {cause} {files}".rstrip()
        yield from (
            f"    {change_line(figure)}" for figure in main if (figure["cause"], figure["files"]) == (cause, files)
        )
    if len(figures) > len(main):
        yield f"  and {len(figures) - len(main)} more figures, of parts and of single units: --json shows all"


def _row_lines(name: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    changes = {(row["key"], row["change"]) for row in rows}
    counts = Counter(change for _, change in changes)
    yield f"  {name}: " + ", ".join(
        f"{counts[change]} {change}" for change in (ADDED, REMOVED, CHANGED) if counts[change]
    )
    ordered = sorted(rows, key=lambda row: row["change"] != CHANGED)  # cells say most
    for row in ordered[:CELLS_SHOWN]:
        old, new = (NONE if row[side] is None else row[side] for side in ("old", "new"))
        cell = f" {row['column']}: {old} → {new}" if row["change"] == CHANGED else ""
        yield f"    {row['change']} {row['key']}{cell}"
    if len(rows) > CELLS_SHOWN:
        yield f"    and {len(rows) - CELLS_SHOWN} more: --json shows all"


def _figures(old: Edition, new: Edition) -> list[dict[str, Any]]:
    tables = [(old.table(name), new.table(name)) for name in ("figures", "files")]
    inputs = (old.manifest["inputs"], new.manifest["inputs"])
    changed = corrections(tables[0], tables[1], inputs, issue=0, edition=old.number)
    return changed.drop("issue", "edition").to_dicts()
