"""Editions: immutable folders of Parquet files with a manifest, which appear in one step (docs/decisions/0001).

<root>/period=2021-W47/edition=1/<table>.parquet, manifest.json
<root>/undone.jsonl                  readers were pointed back to an earlier edition
<root>/.staged-<name>/period=…       editions that will become visible together; once `complete` is there, they are

A folder without a manifest is no edition, nor is a draft that a killed run has left. Polars, DuckDB and Spark read the
files as they are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from flows.files import sync_folder, write_synced, write_whole
from flows.one_run import in_turn
from flows.record import Record

COMPLETE = "complete"
"""The file by which all editions of a staged store become visible."""


class NoSuchEdition(Exception):
    """The store holds no such edition."""


class PublishedMeanwhile(Exception):
    """Another run published an edition of the same period first; run again to build on it."""


@dataclass(frozen=True)
class Edition:
    """One published edition of a period."""

    folder: Path
    number: int

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What it is for, what it was made of, and its tables."""
        file = self.folder / "manifest.json"
        return _manifest(file, file.stat().st_mtime_ns)

    @property
    def period(self) -> str:
        """The period it is for."""
        return str(self.manifest["period"])

    @property
    def content(self) -> dict[str, str]:
        """The SHA-256 of every table and document by name: equal for editions that say the same."""
        tables = {name: told["sha256"] for name, told in self.manifest["tables"].items()}
        return {**tables, **self.manifest.get("documents", {})}

    def table(self, name: str) -> pl.DataFrame:
        """One of its tables."""
        return pl.read_parquet(self.folder / f"{name}.parquet", hive_partitioning=False)

    def document(self, name: str) -> bytes:
        """One of the documents beside its tables."""
        return (self.folder / name).read_bytes()


@dataclass(frozen=True)
class Store:
    """All editions below `root`; laid over another store, it shows that one's editions beside its own."""

    root: Path
    below: Store | None = None

    def editions(self, period: str) -> list[Edition]:
        """The editions of a period, oldest first."""
        return [Edition(folder, number) for number, folder in sorted(self._folders(period).items())]

    def newest(self, period: str) -> Edition | None:
        """The edition with the highest number, whether or not readers were pointed back since."""
        return max(self.editions(period), key=lambda edition: edition.number, default=None)

    def current(self, period: str, knowledge: dt.datetime | None = None) -> Edition | None:
        """The edition readers see, or saw at a moment: the newest, unless they were pointed back to an earlier one."""
        target, hidden = self._undone(period, knowledge)
        seen = (one for one in reversed(self.editions(period)) if one.number <= target or one.number > hidden)
        return next((one for one in seen if _known_by(one, knowledge)), None)

    def edition(self, period: str, number: int | None = None) -> Edition:
        """One edition, by default the current one. Raises NoSuchEdition."""
        current = self.current(period)
        found = current if number is None else {one.number: one for one in self.editions(period)}.get(number)
        if found is None:
            known = ", ".join(self.periods()) or "none"
            there = f"there is no such edition in {self.root} (periods run so far: {known})"
            raise NoSuchEdition(f"{there}; run the period first: wuwei run")
        return found

    def periods(self) -> list[str]:
        """Periods with an edition, oldest first."""
        self._finish_releases()
        manifests = self.root.glob("period=*/edition=*/manifest.json")
        own = {manifest.parent.parent.name.removeprefix("period=") for manifest in manifests}
        return sorted(own.union(self.below.periods() if self.below else ()))

    def publish(
        self,
        period: str,
        tables: Mapping[str, pl.DataFrame],
        facts: Mapping[str, Any],
        documents: Callable[[int], Mapping[str, bytes]] = lambda _: {},
        number: int | None = None,
    ) -> Edition:
        """Make all tables, and the documents made for this edition's number, visible together.

        It becomes the next edition, unless a `number` is named. `facts` go into the manifest beside period, number,
        each table's rows and SHA-256, and each document's SHA-256. Raises PublishedMeanwhile when another writer took
        the number; nothing of this one is visible then.
        """
        number = number or max(self._folders(period), default=0) + 1
        folder, draft = self._of(period) / f"edition={number}", self._of(period) / f".draft-{uuid.uuid4().hex}"
        draft.mkdir(parents=True)
        try:
            told = {name: _written(draft / f"{name}.parquet", frame) for name, frame in sorted(tables.items())}
            beside = {name: _document(draft / name, content) for name, content in documents(number).items()}
            manifest = {"period": period, "edition": number, **facts, "tables": told, "documents": beside}
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
        return Edition(folder, number)

    def undo(self, period: str, target: int, facts: Mapping[str, Any], at: dt.datetime) -> None:
        """Point readers back to edition `target`, until a newer one is published; nothing is deleted."""
        line = {"period": period, "edition": target, "newest": max(self._folders(period)), **facts}
        self._undoings.add([line], at)

    def stage(self, name: str) -> Path:
        """The folder of a store laid over this one, whose editions nobody sees here until they are released."""
        return self.root / f".staged-{name}"

    def release(self, stage: Path) -> None:
        """Make all editions of a staged store visible together.

        One file decides. What is left to do then is done here or, after a crash, by whoever looks next.
        """
        write_whole(stage / COMPLETE, b"")
        self._move_in(stage)

    def _finish_releases(self) -> None:
        for mark in self.root.glob(f".staged-*/{COMPLETE}"):
            with suppress(OSError):  # a read-only copy shows what it has
                self._move_in(mark.parent)

    def _move_in(self, staged: Path) -> None:
        with in_turn(self.root, "release"):
            _move_editions(staged, self.root)
            shutil.rmtree(staged, ignore_errors=True)

    def _folders(self, period: str) -> dict[int, Path]:
        self._finish_releases()
        manifests = self._of(period).glob("edition=*/manifest.json")
        own = {int(one.parent.name.removeprefix("edition=")): one.parent for one in manifests}
        return {**(self.below._folders(period) if self.below else {}), **own}

    def _of(self, period: str) -> Path:
        return self.root / f"period={period}"

    def _undone(self, period: str, knowledge: dt.datetime | None) -> tuple[int, int]:
        """Editions after the first number, up to the second, are hidden from readers."""
        if self.below:
            return self.below._undone(period, knowledge)
        last = [line for line in self._undoings.lines(knowledge) if line["period"] == period][-1:]
        return next(((line["edition"], line["newest"]) for line in last), (0, 0))

    @property
    def _undoings(self) -> Record:
        return Record(self.root / "undone.jsonl")

    @staticmethod
    def _clear_orphan(folder: Path) -> None:
        """A folder without a manifest is what an interrupted copy left."""
        if folder.exists() and not (folder / "manifest.json").exists():
            shutil.rmtree(folder)


@lru_cache(maxsize=512)
def _manifest(file: Path, _written_at: int) -> Mapping[str, Any]:
    """Editions do not change, and a backfill asks for the same ones again and again."""
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told


def _known_by(edition: Edition, knowledge: dt.datetime | None) -> bool:
    return knowledge is None or dt.datetime.fromisoformat(edition.manifest["knowledge"]) <= knowledge


def _move_editions(source: Path, target: Path) -> None:
    for folder in sorted(source.glob("period=*/edition=*")):
        period = target / folder.parent.name
        period.mkdir(exist_ok=True)
        if not (period / folder.name / "manifest.json").exists():  # else another machine was first
            folder.rename(period / folder.name)
        sync_folder(period)


def _document(path: Path, content: bytes) -> str:
    write_synced(path, content)
    return hashlib.sha256(content).hexdigest()


def _written(path: Path, frame: pl.DataFrame) -> dict[str, Any]:
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=True)
    write_synced(path, buffer.getvalue())
    return {"rows": frame.height, "sha256": hashlib.sha256(buffer.getvalue()).hexdigest()}
