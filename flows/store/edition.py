"""One edition: a folder of Parquet files and documents, with a manifest of their digests (decision 0001)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from flows.store.atomic_files import sync_file, sync_folder, write_synced

MANIFEST = "manifest.json"
"""Written last; a folder without it is no edition."""
AUDIENCE_REPORTS = "readers.jsonl"
"""The document with a report for each audience on a line of its own."""

_ROW_GROUP = 262_144
"""Rows per row group of a lazy table's file, whatever its chunks: the same rows give the same bytes."""


@dataclass(frozen=True)
class Edition:
    """One published edition of a period."""

    folder: Path
    number: int

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """Its period, inputs, tables and documents."""
        file = self.folder / MANIFEST
        return _manifest(file, file.stat().st_mtime_ns)

    @property
    def period(self) -> str:
        """The period it is for."""
        return str(self.manifest["period"])

    @property
    def content(self) -> dict[str, str]:
        """The SHA-256 of every table and document by name: equal for editions of equal content."""
        tables = {name: facts["sha256"] for name, facts in self.manifest["tables"].items()}
        return {**tables, **self.manifest.get("documents", {})}

    def table(self, name: str) -> pl.DataFrame:
        """One of its tables."""
        return pl.read_parquet(self.folder / f"{name}.parquet", hive_partitioning=False)

    def document(self, name: str) -> bytes:
        """One of the documents beside its tables."""
        return (self.folder / name).read_bytes()


class EditionTables(Mapping[str, pl.DataFrame]):
    """The tables of an edition, each read when it is asked for."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self._edition.table(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._edition.manifest["tables"])

    def __len__(self) -> int:
        return len(self._edition.manifest["tables"])


def write_edition(
    folder: Path,
    facts: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame | pl.LazyFrame],
    documents: Mapping[str, bytes | Iterable[bytes]],
) -> None:
    """Write an edition into a folder nobody reads yet, and sync it to disk.

    `facts` go into the manifest, beside each table's rows and SHA-256, and each document's SHA-256. A lazy table and
    the chunks of a document are streamed, never whole in memory.
    """
    written = {name: _write_table(folder / f"{name}.parquet", frame) for name, frame in sorted(tables.items())}
    written_documents = {name: _write_document(folder / name, content) for name, content in documents.items()}
    write_synced(folder / MANIFEST, manifest_bytes({**facts, "tables": written, "documents": written_documents}))
    sync_folder(folder)


def manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    """The bytes of a manifest's file; its keys are sorted, so that equal manifests give equal bytes."""
    return json.dumps(dict(sorted(manifest.items())), ensure_ascii=False, indent=1).encode()


def table_bytes(frame: pl.DataFrame) -> bytes:
    """The bytes of a table's file; the same rows give the same bytes."""
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=True)
    return buffer.getvalue()


def table_facts(frame: pl.DataFrame, data: bytes) -> dict[str, Any]:
    """The manifest's entry of a table: `rows` and `sha256`."""
    return {"rows": frame.height, "sha256": hashlib.sha256(data).hexdigest()}


@lru_cache(maxsize=512)
def _manifest(file: Path, _written_at: int) -> Mapping[str, Any]:
    """Cached: editions hardly ever change, and a backfill reads the same ones many times."""
    manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return manifest


def _write_table(path: Path, frame: pl.DataFrame | pl.LazyFrame) -> dict[str, Any]:
    if isinstance(frame, pl.LazyFrame):
        frame.sink_parquet(path, compression="zstd", statistics=True, row_group_size=_ROW_GROUP)
        sync_file(path)
        rows = pl.scan_parquet(path, hive_partitioning=False).select(pl.len()).collect().item()
        return {"rows": rows, "sha256": _digest(path)}
    data = table_bytes(frame)
    write_synced(path, data)
    return table_facts(frame, data)


def _write_document(path: Path, content: bytes | Iterable[bytes]) -> str:
    write_synced(path, content)
    return _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
