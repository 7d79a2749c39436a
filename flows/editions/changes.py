"""What lies between two editions, read from their folders: files, figures, rows, and the issued reports concerned."""

from __future__ import annotations

import polars as pl

from flows.store.edition import Edition
from transforms.editions.diff import FIGURES_CHANGED, counts_of, figures_changed, rows_changed

MADE_OF_FIGURES = ("figures", "figure_rows", "corrections")
"""Tables that follow from the others."""


def figures_between(old: Edition | None, new: Edition) -> pl.DataFrame:
    """FIGURES_CHANGED; nothing where there is no old edition, since nobody has read another value."""
    if old is None or _same(old, new, "figures"):
        return pl.DataFrame(schema=FIGURES_CHANGED)
    return figures_changed(old.table("figures"), new.table("figures"))


def tables_between(old: Edition | None, new: Edition) -> dict[str, dict[str, int]]:
    """Rows added, removed and changed of each table that differs."""
    counts = {name: counts_of(rows_between(old, new, name)) for name in tables_of(old, new)}
    return {name: count for name, count in counts.items() if any(count.values())}


def tables_of(old: Edition | None, new: Edition) -> list[str]:
    """The tables whose bytes differ, but for those that follow from the others."""
    return [
        name for name in new.manifest["tables"] if name not in MADE_OF_FIGURES and not (old and _same(old, new, name))
    ]


def rows_between(old: Edition | None, new: Edition, name: str) -> pl.DataFrame:
    """ROWS_CHANGED of one table; all rows are added where there is no old edition, or it has no such table."""
    table = new.table(name)
    before = old.table(name) if old and name in old.manifest["tables"] else table.clear()
    return rows_changed(name, before, table)


def files_between(old: Edition | None, new: Edition) -> dict[str, str]:
    """The files by name that bear on the new edition and not on the old one (added), or the other way (removed), and
    those that were withdrawn since or taken back (counts again)."""
    before, after = (_inputs(one, "files") for one in (old, new))
    told = {**dict.fromkeys(before - after, "removed"), **dict.fromkeys(after - before, "added")}
    files = {f"{inbox}/{name}": change for (_, name, inbox), change in sorted(told.items(), key=lambda one: one[0][1:])}
    return {**_turned(old, new), **files}


def _turned(old: Edition | None, new: Edition) -> dict[str, str]:
    gone, back = (
        {submission for (submission,) in _inputs(one, "withdrawn")} - {each for (each,) in _inputs(other, "withdrawn")}
        for one, other in ((new, old), (old, new))
    )
    names = {
        submission: f"{inbox}/{file}"
        for submission, inbox, file in new.table("files")
        .select("submission", "inbox", "file")
        .sort("inbox", "file")
        .iter_rows()
    }
    told = {**dict.fromkeys(gone, "withdrawn"), **dict.fromkeys(back, "counts again")}
    return {name: told[submission] for submission, name in names.items() if submission in told}


def _inputs(edition: Edition | None, name: str) -> set[tuple[str, ...]]:
    lines = edition.manifest["inputs"][name] if edition else []
    return {(line,) if isinstance(line, str) else tuple(line) for line in lines}


def _same(old: Edition, new: Edition, name: str) -> bool:
    return old.content.get(name) == new.content[name]
