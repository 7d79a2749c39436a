"""Editions without a forgotten person: rows and names go, figures stand as they were published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from flows.county.workspace import Workspace
from flows.past.erasure.model import Erasure, frame_of
from flows.store.atomic_files import write_whole
from flows.store.edition import AUDIENCE_REPORTS, MANIFEST, Edition, manifest_bytes, table_bytes, table_facts
from report_templates.model.redact import nameless
from report_templates.model.report_json import report_bytes, report_from, report_from_line, report_line
from transforms.editions.redact_tables import ROSTERS, without_person


def every_edition(workspace: Workspace) -> Iterator[Edition]:
    """All editions of all periods."""
    for period in workspace.store.periods():
        yield from workspace.store.editions(period)


def rows_in_editions(workspace: Workspace, forgetting: Erasure) -> Erasure:
    """The same, with how many rows go from which edition."""
    found = ((edition, _without(edition, forgetting)) for edition in every_edition(workspace))
    counts = {f"{one.period} edition {one.number}": _rows_less(one, tables) for one, tables in found if tables}
    return replace(forgetting, editions=counts)


def rewrite(edition: Edition, forgetting: Erasure) -> None:
    """Write the tables and documents that change, and last the manifest, which says so; where it does, nothing.

    Each file is replaced as a whole. The manifest keeps the hashes under which they were published (`published`).
    """
    if is_rewritten(edition, forgetting):
        return
    tables = _without(edition, forgetting)
    for name in sorted(tables, key=lambda name: (name in ROSTERS, name)):  # by them the others are found
        write_whole(edition.folder / f"{name}.parquet", table_bytes(tables[name]))
    for name, content in _documents(edition, forgetting).items():
        write_whole(edition.folder / name, content)
    if manifest := _manifest(edition, forgetting):
        write_whole(edition.folder / MANIFEST, manifest_bytes(manifest))


def is_rewritten(edition: Edition, forgetting: Erasure) -> bool:
    """Whether this forgetting has reached the edition and found something in it."""
    told = Edition(edition.folder, edition.number).manifest  # not the one that was read before
    return any(one["at"] == forgetting.at for one in told.get("forgotten", ()))


def _manifest(edition: Edition, forgetting: Erasure) -> dict[str, Any] | None:
    """The manifest of what now lies in the folder; None where that is what it says already."""
    old, files = edition.manifest, {name: edition.folder / f"{name}.parquet" for name in edition.manifest["tables"]}
    told = {name: table_facts(edition.table(name), path.read_bytes()) for name, path in files.items()}
    digests = {name: hashlib.sha256(edition.document(name)).hexdigest() for name in old.get("documents", {})}
    if told == old["tables"] and digests == old.get("documents", {}):
        return None
    now = {**{name: one["sha256"] for name, one in told.items()}, **digests}
    published = {name: digest for name, digest in edition.content.items() if digest != now[name]}
    rows = sum(old["tables"][name]["rows"] - one["rows"] for name, one in told.items() if name != "figure_rows")
    return {
        **old,
        "forgotten": [*old.get("forgotten", []), {"at": forgetting.at, "rows": rows}],
        "published": published | old.get("published", {}),
        "tables": told,
        "documents": digests,
    }


def _without(edition: Edition, forgetting: Erasure) -> Mapping[str, pl.DataFrame]:
    whole, shared = frame_of(forgetting.whole), frame_of(forgetting.shared)
    tables = {name: edition.table(name) for name in edition.manifest["tables"]}
    return without_person(tables, forgetting.numbers, forgetting.names, whole, shared)


def _rows_less(edition: Edition, tables: Mapping[str, pl.DataFrame]) -> int:
    """How many rows go, or lose a name; that a figure no longer leads to them is no row."""
    counted = {name: frame for name, frame in tables.items() if name != "figure_rows"}
    return sum(edition.manifest["tables"][name]["rows"] - frame.height for name, frame in counted.items())


def _documents(edition: Edition, forgetting: Erasure) -> dict[str, bytes]:
    """The documents that change."""
    made: dict[str, bytes] = {}
    there = edition.manifest.get("documents", {})
    if "report.json" in there:
        made["report.json"] = report_bytes(nameless(report_from(edition.document("report.json")), forgetting.names))
    if AUDIENCE_REPORTS in there:
        reports = map(report_from_line, edition.document(AUDIENCE_REPORTS).splitlines())
        made[AUDIENCE_REPORTS] = b"".join(report_line(who, nameless(one, forgetting.names)) for who, one in reports)
    return {name: content for name, content in made.items() if content != edition.document(name)}
