"""One edition: a folder of Parquet files and documents, with a manifest of their digests (decision 0001).

Nothing is read of it that the manifest does not vouch for; the manifest vouches for itself (`flows.store.seals`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from flows.store.atomic_files import named, sync_file, sync_folder, write_synced
from flows.store.seals import KeptFileDamaged, is_whole, sealed, sha256_of, unreadable, unsealed

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
        """Its period, inputs, tables and documents. Raises KeptFileDamaged."""
        file = self.folder / MANIFEST
        return _manifest(file, sha256_of(file))

    @property
    def period(self) -> str:
        """The period it is for."""
        return str(self.manifest["period"])

    @property
    def as_of(self) -> dt.date:
        """The last day whose events it counts."""
        return dt.date.fromisoformat(self.manifest["as_of"])

    @property
    def knowledge(self) -> dt.datetime:
        """The moment up to which what was received is known to it."""
        return dt.datetime.fromisoformat(self.manifest["knowledge"])

    @property
    def content(self) -> dict[str, str]:
        """The SHA-256 of every table and document by name: equal for editions of equal content."""
        tables = {name: facts["sha256"] for name, facts in self.manifest["tables"].items()}
        return {**tables, **self.manifest.get("documents", {})}

    def table(self, name: str) -> pl.DataFrame:
        """One of its tables. Raises KeptFileDamaged."""
        return pl.read_parquet(self.file(name), hive_partitioning=False)

    def document(self, name: str) -> bytes:
        """One of the documents beside its tables. Raises KeptFileDamaged."""
        return self.file(name).read_bytes()

    def file(self, name: str) -> Path:
        """The file of a table or document, when its bytes are those published. Raises KeptFileDamaged."""
        path = self.path(name)
        if not is_whole(path, self.content.get(name, "")):
            raise KeptFileDamaged(_damage(self, path))
        return path

    def path(self, name: str) -> Path:
        """Where a table or document lies."""
        return self.folder / (f"{name}.parquet" if name in self.manifest["tables"] else name)

    def damaged(self) -> Iterator[str]:
        """What is wrong with each of its files that is not as it was published. Raises KeptFileDamaged."""
        for name, digest in self.content.items():
            if not is_whole(self.path(name), digest):
                yield _damage(self, self.path(name))


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
    return sealed(dict(sorted(manifest.items())))


def table_bytes(frame: pl.DataFrame) -> bytes:
    """The bytes of a table's file; the same rows give the same bytes."""
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=True)
    return buffer.getvalue()


def table_facts(frame: pl.DataFrame, data: bytes) -> dict[str, Any]:
    """The manifest's entry of a table: `rows` and `sha256`."""
    return {"rows": frame.height, "sha256": hashlib.sha256(data).hexdigest()}


@lru_cache(maxsize=512)
def _manifest(file: Path, _sha256: str) -> Mapping[str, Any]:
    """Cached: editions hardly ever change, and a backfill reads the same ones many times."""
    return unsealed(file, _named(file.parent))


def _named(folder: Path) -> str:
    """An edition by its folder, whatever its manifest says."""
    return f"{folder.name.replace('=', ' ')} of {folder.parent.name.removeprefix('period=')}"


def _damage(edition: Edition, path: Path) -> str:
    if why := unreadable(path):
        return f"{_named(edition.folder)}: {path} cannot be read ({why}); let this user read it, then: wuwei verify"
    state = "is not what was published" if path.exists() else "is gone"
    return f"{_named(edition.folder)}: {path} {state}; restore that folder from its backup, then: wuwei verify"


def _write_table(path: Path, frame: pl.DataFrame | pl.LazyFrame) -> dict[str, Any]:
    if isinstance(frame, pl.LazyFrame):
        with named(path):
            frame.sink_parquet(path, compression="zstd", statistics=True, row_group_size=_ROW_GROUP)
        sync_file(path)
        rows = pl.scan_parquet(path, hive_partitioning=False).select(pl.len()).collect().item()
        return {"rows": rows, "sha256": sha256_of(path)}
    data = table_bytes(frame)
    write_synced(path, data)
    return table_facts(frame, data)


def _write_document(path: Path, content: bytes | Iterable[bytes]) -> str:
    write_synced(path, content)
    return sha256_of(path)
