"""Editions: immutable folders of Parquet files with a manifest, which appear in one step (docs/decisions/0001).

<root>/period=2021-W47/edition=1/<table>.parquet, manifest.json

A folder without a manifest is no edition, nor is a draft that a killed run has left. Polars, DuckDB and Spark read the
files as they are.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from flows.files import sync_folder, write_synced

ABANDONED_SECONDS = 6 * 3600


class PublishedMeanwhile(Exception):
    """Another run published an edition of the same period first; run again to build on it."""


@dataclass(frozen=True)
class Edition:
    """One published edition of a period."""

    folder: Path
    number: int
    manifest: Mapping[str, Any]

    @property
    def period(self) -> str:
        """The period it is for."""
        return str(self.manifest["period"])

    def table(self, name: str) -> pl.DataFrame:
        """One of its tables."""
        return pl.read_parquet(self.folder / f"{name}.parquet", hive_partitioning=False)

    def document(self, name: str) -> bytes:
        """One of the documents beside its tables."""
        return (self.folder / name).read_bytes()


@dataclass(frozen=True)
class Store:
    """All editions below `root`."""

    root: Path

    def editions(self, period: str) -> list[Edition]:
        """The editions of a period, oldest first."""
        found = (_edition(manifest.parent) for manifest in self._of(period).glob("edition=*/manifest.json"))
        return sorted(found, key=lambda edition: edition.number)

    def current(self, period: str) -> Edition | None:
        """The edition readers see: the highest number with a manifest."""
        return max(self.editions(period), key=lambda edition: edition.number, default=None)

    def periods(self) -> list[str]:
        """Periods with an edition, oldest first."""
        return sorted(
            {
                told.parent.parent.name.removeprefix("period=")
                for told in self.root.glob("period=*/edition=*/manifest.json")
            }
        )

    def publish(
        self,
        period: str,
        tables: Mapping[str, pl.DataFrame],
        facts: Mapping[str, Any],
        documents: Callable[[int], Mapping[str, bytes]] = lambda _: {},
    ) -> Edition:
        """Make all tables, and the documents made for this edition's number, visible together as the next edition.

        `facts` go into the manifest beside period, number, and each table's rows and SHA-256. Raises
        PublishedMeanwhile when another writer took the number; nothing of this one is visible then.
        """
        current = self.current(period)
        number = current.number + 1 if current else 1
        folder, draft = self._of(period) / f"edition={number}", self._of(period) / f".draft-{uuid.uuid4().hex}"
        draft.mkdir(parents=True)
        self._sweep(period)
        try:
            told = {name: _written(draft / f"{name}.parquet", frame) for name, frame in sorted(tables.items())}
            for name, content in documents(number).items():
                write_synced(draft / name, content)
            manifest = {"period": period, "edition": number, **facts, "tables": told}
            write_synced(draft / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
            sync_folder(draft)
            self._clear_orphan(folder)
            try:
                draft.rename(folder)
            except OSError:
                raise PublishedMeanwhile(f"edition {number} of {period} was published by another run") from None
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        sync_folder(folder.parent)
        return _edition(folder)

    def _of(self, period: str) -> Path:
        return self.root / f"period={period}"

    def _sweep(self, period: str) -> None:
        """Remove drafts that killed runs left; one that is hours old belongs to no run at work."""
        for left in self._of(period).glob(".draft-*"):
            if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)

    @staticmethod
    def _clear_orphan(folder: Path) -> None:
        """A folder without a manifest is what an interrupted copy left."""
        if folder.exists() and not (folder / "manifest.json").exists():
            shutil.rmtree(folder)


def _edition(folder: Path) -> Edition:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return Edition(folder, manifest["edition"], manifest)


def _written(path: Path, frame: pl.DataFrame) -> dict[str, Any]:
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=True)
    write_synced(path, buffer.getvalue())
    return {"rows": frame.height, "sha256": hashlib.sha256(buffer.getvalue()).hexdigest()}
