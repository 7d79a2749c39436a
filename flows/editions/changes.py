"""Differences of two editions: files, figures and rows."""

from __future__ import annotations

import polars as pl

from flows.store.edition import Edition
from transforms.editions.diff import FIGURES_CHANGED, counts_of, figures_changed, rows_changed
from transforms.tables.catalogue import NOT_COMPARED


def figures_between(old: Edition | None, new: Edition) -> pl.DataFrame:
    """FIGURES_CHANGED; empty where there is no old edition, since no other value was published."""
    if old is None or _same(old, new, "figures"):
        return pl.DataFrame(schema=FIGURES_CHANGED)
    return figures_changed(old.table("figures"), new.table("figures"))


def tables_between(old: Edition | None, new: Edition) -> dict[str, dict[str, int]]:
    """Rows added, removed and changed of each table that differs."""
    counts = {name: counts_of(rows_between(old, new, name)) for name in tables_of(old, new)}
    return {name: count for name, count in counts.items() if any(count.values())}


def tables_of(old: Edition | None, new: Edition) -> list[str]:
    """The tables whose digests differ, without those that follow from the others."""
    return [name for name in new.manifest["tables"] if name not in NOT_COMPARED and not (old and _same(old, new, name))]


def rows_between(old: Edition | None, new: Edition, name: str) -> pl.DataFrame:
    """ROWS_CHANGED of one table; all rows are added where there is no old edition, or it has no such table."""
    table = new.table(name)
    before = old.table(name) if old and name in old.manifest["tables"] else table.clear()
    return rows_changed(name, before, table)


def files_between(old: Edition | None, new: Edition) -> dict[str, str]:
    """`<inbox>/<file>` → added (an input of the new edition only), removed (of the old one only), withdrawn, or counts
    again (the withdrawal was revoked)."""
    before, after = (_inputs(edition, "files") for edition in (old, new))
    changes = {**dict.fromkeys(before - after, "removed"), **dict.fromkeys(after - before, "added")}
    by_name = sorted(changes.items(), key=lambda item: item[0][1:])
    files = {f"{inbox}/{name}": change for (_, name, inbox), change in by_name}
    return {**_withdrawal_changes(old, new), **files}


def _withdrawal_changes(old: Edition | None, new: Edition) -> dict[str, str]:
    before, after = ({number for (number,) in _inputs(edition, "withdrawn")} for edition in (old, new))
    names = {
        submission: f"{inbox}/{file}"
        for submission, inbox, file in new.table("files")
        .select("submission", "inbox", "file")
        .sort("inbox", "file")
        .iter_rows()
    }
    changes = {**dict.fromkeys(after - before, "withdrawn"), **dict.fromkeys(before - after, "counts again")}
    return {name: changes[submission] for submission, name in names.items() if submission in changes}


def _inputs(edition: Edition | None, name: str) -> set[tuple[str, ...]]:
    lines = edition.manifest["inputs"][name] if edition else []
    return {(line,) if isinstance(line, str) else tuple(line) for line in lines}


def _same(old: Edition, new: Edition, name: str) -> bool:
    return old.content.get(name) == new.content[name]
