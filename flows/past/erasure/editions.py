"""Erase a person from editions: rows and names are removed, figures stay as published.

Every edition that changes is made anew beside the store; they take the place of the old ones together, so that readers
see whole editions from before the erasure or whole ones from after it (`flows.store.staging`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from flows.county.workspace import Workspace
from flows.past.erasure.model import Erasure, frame_of
from flows.store.atomic_files import named, write_whole
from flows.store.edition import AUDIENCE_REPORTS, MANIFEST, Edition, manifest_bytes, table_bytes, table_facts
from report_templates.model.redact import nameless
from report_templates.model.report_json import report_bytes, report_from, report_from_line, report_line
from transforms.editions.find_person import HELD_NOWHERE
from transforms.editions.redact_tables import lines_held, without_person
from transforms.tables.catalogue import TABLES


def every_edition(workspace: Workspace) -> Iterator[Edition]:
    """All editions of all periods."""
    for period in workspace.store.periods():
        yield from workspace.store.editions(period)


def rows_held(workspace: Workspace, numbers: Collection[str], own: pl.DataFrame) -> pl.DataFrame:
    """submission, row of all rows that an edition holds to be the person's, by any number it gave the person.

    own: submission, row of the rows that are the person's by what is known now.
    """
    held = (
        lines_held({name: edition.table(name) for name in edition.manifest["tables"] if name in TABLES}, numbers, own)
        for edition in every_edition(workspace)
    )
    return pl.concat([HELD_NOWHERE, *held]).unique(maintain_order=True)


def rows_in_editions(workspace: Workspace, erasure: Erasure) -> Erasure:
    """The erasure with the number of rows removed from each edition."""
    affected = ((edition, _without(edition, erasure)) for edition in every_edition(workspace))
    counts = {
        f"{edition.period} edition {edition.number}": _rows_less(edition, tables)
        for edition, tables in affected
        if tables
    }
    return replace(erasure, editions=counts)


def rewrite(edition: Edition, erasure: Erasure, stage: Path) -> None:
    """Make the edition without the person in a staged store, if it changes; one already rewritten is skipped.

    The manifest keeps the hashes under which tables and documents were published (`published`).
    """
    if is_rewritten(edition, erasure):
        return
    tables = {name: (frame, table_bytes(frame)) for name, frame in _without(edition, erasure).items()}
    documents = _documents(edition, erasure)
    manifest = _manifest(
        edition,
        erasure,
        {name: table_facts(frame, data) for name, (frame, data) in tables.items()},
        {name: hashlib.sha256(content).hexdigest() for name, content in documents.items()},
    )
    if manifest is None:
        return
    folder = stage / edition.folder.parent.name / edition.folder.name
    with named(folder):
        shutil.copytree(edition.folder, folder, copy_function=os.link, ignore=shutil.ignore_patterns(".*"))
    for name, (_, data) in tables.items():
        write_whole(folder / f"{name}.parquet", data)
    for name, content in documents.items():
        write_whole(folder / name, content)
    write_whole(folder / MANIFEST, manifest_bytes(manifest))


def is_rewritten(edition: Edition, erasure: Erasure) -> bool:
    """Whether the edition was rewritten by this erasure."""
    manifest = Edition(edition.folder, edition.number).manifest  # read again, not cached
    return any(entry["at"] == erasure.at for entry in manifest.get("forgotten", ()))


def _manifest(
    edition: Edition, erasure: Erasure, changed: Mapping[str, Any], documents: Mapping[str, str]
) -> dict[str, Any] | None:
    """The manifest with the facts of the changed tables and documents; None where there are none."""
    old = edition.manifest
    tables, digests = {**old["tables"], **changed}, {**old.get("documents", {}), **documents}
    if tables == old["tables"] and digests == old.get("documents", {}):
        return None
    now = {**{name: facts["sha256"] for name, facts in tables.items()}, **digests}
    published = {name: digest for name, digest in edition.content.items() if digest != now[name]}
    rows = sum(old["tables"][name]["rows"] - facts["rows"] for name, facts in tables.items() if name != "figure_rows")
    return {
        **old,
        "forgotten": [*old.get("forgotten", []), {"at": erasure.at, "rows": rows}],
        "published": published | old.get("published", {}),
        "tables": tables,
        "documents": digests,
    }


def _without(edition: Edition, erasure: Erasure) -> Mapping[str, pl.DataFrame]:
    whole, shared = frame_of(erasure.whole), frame_of(erasure.shared)
    tables = {name: edition.table(name) for name in edition.manifest["tables"]}
    return without_person(tables, erasure.numbers, erasure.names, whole, shared)


def _rows_less(edition: Edition, tables: Mapping[str, pl.DataFrame]) -> int:
    """Number of rows removed; rows of `figure_rows` are not counted."""
    counted = {name: frame for name, frame in tables.items() if name != "figure_rows"}
    return sum(edition.manifest["tables"][name]["rows"] - frame.height for name, frame in counted.items())


def _documents(edition: Edition, erasure: Erasure) -> dict[str, bytes]:
    """The documents that change."""
    documents: dict[str, bytes] = {}
    existing = edition.manifest.get("documents", {})
    if "report.json" in existing:
        documents["report.json"] = report_bytes(nameless(report_from(edition.document("report.json")), erasure.names))
    if AUDIENCE_REPORTS in existing:
        reports = map(report_from_line, edition.document(AUDIENCE_REPORTS).splitlines())
        documents[AUDIENCE_REPORTS] = b"".join(
            report_line(audience, nameless(report, erasure.names)) for audience, report in reports
        )
    return {name: content for name, content in documents.items() if content != edition.document(name)}
