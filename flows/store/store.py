"""Editions: immutable folders of Parquet files with a manifest, which appear in one step (docs/decisions/0001).

<root>/period=2021-W47/edition=1/<table>.parquet, manifest.json
<root>/undone.jsonl                  readers were pointed back to an earlier edition
<root>/.staged-<name>/               editions that will become visible together (`flows.store.staging`)

A folder without a manifest is no edition, nor is a draft that a killed run has left. Polars, DuckDB and Spark read the
files as they are.
"""

from __future__ import annotations

import datetime as dt
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.store.append_log import AppendLog
from flows.store.atomic_files import sync_folder, write_whole
from flows.store.edition import MANIFEST, Edition, manifest_bytes, write_edition
from flows.store.staging import finish_releases, release, stage


class NoSuchEdition(Exception):
    """The store holds no such edition."""


class PublishedMeanwhile(Exception):
    """Another run published an edition of the same period first; run again to build on it."""


@dataclass(frozen=True)
class Store:
    """All editions below `root`; laid over another store, it shows that one's editions beside its own.

    `seen`: the current editions by period and number, instead of those that a moment would tell.
    """

    root: Path
    below: Store | None = None
    seen: Mapping[str, int] | None = None

    def editions(self, period: str) -> list[Edition]:
        """The editions of a period, oldest first."""
        return [Edition(folder, number) for number, folder in sorted(self._folders(period).items())]

    def newest(self, period: str) -> Edition | None:
        """The edition with the highest number, whether or not readers were pointed back since."""
        return max(self.editions(period), key=lambda edition: edition.number, default=None)

    def current(self, period: str, knowledge: dt.datetime | None = None) -> Edition | None:
        """The edition readers see, or saw at a moment: the newest, unless they were pointed back to an earlier one."""
        if self.seen is not None:
            return self.edition(period, self.seen[period]) if period in self.seen else None
        target, hidden = self._undone(period, knowledge)
        seen = (one for one in reversed(self.editions(period)) if one.number <= target or one.number > hidden)
        return next((one for one in seen if _known_by(one, knowledge)), None)

    def edition(self, period: str, number: int | None = None) -> Edition:
        """One edition, by default the current one. Raises NoSuchEdition."""
        numbered = {one.number: one for one in self.editions(period)}
        found = self.current(period) if number is None else numbered.get(number)
        if found is None:
            if numbered:
                raise NoSuchEdition(f"{period} has no edition {number}; there are: {', '.join(map(str, numbered))}")
            known = ", ".join(self.periods()) or "none"
            there = f"there is no such edition in {self.root} (periods run so far: {known})"
            raise NoSuchEdition(f"{there}; run the period first: wuwei run")
        return found

    def periods(self) -> list[str]:
        """Periods with an edition, oldest first."""
        finish_releases(self.root)
        manifests = self.root.glob("period=*/edition=*/manifest.json")
        own = {manifest.parent.parent.name.removeprefix("period=") for manifest in manifests}
        return sorted(own.union(self.below.periods() if self.below else ()))

    def publish(
        self,
        period: str,
        tables: Mapping[str, pl.DataFrame | pl.LazyFrame],
        facts: Mapping[str, Any],
        documents: Callable[[int], Mapping[str, bytes | Iterable[bytes]]] = lambda _: {},
        number: int | None = None,
    ) -> Edition:
        """Make all tables, and the documents made for this edition's number, visible together.

        It becomes the next edition, unless a `number` is named. `facts` go into the manifest beside period, number,
        each table's rows and SHA-256, and each document's SHA-256. Raises PublishedMeanwhile when another writer took
        the number; nothing of this one is visible then.
        """
        number = number or max(self._folders(period), default=0) + 1
        with self.scratch(period) as draft:
            told = {"period": period, "edition": number, **facts}
            write_edition(draft, told, tables, documents(number))
            return self._show(draft, period, number)

    def adopt(self, edition: Edition, facts: Mapping[str, Any]) -> Edition:
        """Take an edition from another store and show it here, with more `facts` in its manifest.

        Raises FileNotFoundError where it has gone, PublishedMeanwhile.
        """
        told = {**edition.manifest, **facts}
        with self.scratch(edition.period) as draft:
            edition.folder.rename(draft)  # in the place of the empty one
            write_whole(draft / MANIFEST, manifest_bytes(told))
            return self._show(draft, told["period"], edition.number)

    @contextmanager
    def scratch(self, period: str) -> Iterator[Path]:
        """A folder for what is too large to be held until the edition is published; nobody reads it, and it goes."""
        folder = self._of(period) / f".draft-{uuid.uuid4().hex}"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def undo(self, period: str, target: int, facts: Mapping[str, Any], at: dt.datetime) -> None:
        """Point readers back to edition `target`, until a newer one is published; nothing is deleted."""
        line = {"period": period, "edition": target, "newest": max(self._folders(period)), **facts}
        self._undoings.add([line], at)

    def stage(self, name: str) -> Path:
        """The folder of a store laid over this one, whose editions nobody sees here until they are released."""
        return stage(self.root, name)

    def release(self, staged: Path) -> None:
        """Make all editions of a staged store visible together."""
        release(self.root, staged)

    def _show(self, draft: Path, period: str, number: int) -> Edition:
        folder = self._of(period) / f"edition={number}"
        self._clear_orphan(folder)
        try:
            draft.rename(folder)
        except OSError:
            raise PublishedMeanwhile(
                f"edition {number} of {period} was published by another run meanwhile, not by this one; run it again"
            ) from None
        sync_folder(folder.parent)
        return Edition(folder, number)

    def _folders(self, period: str) -> dict[int, Path]:
        finish_releases(self.root)
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
    def _undoings(self) -> AppendLog:
        return AppendLog(self.root / "undone.jsonl")

    @staticmethod
    def _clear_orphan(folder: Path) -> None:
        """A folder without a manifest is what an interrupted copy left."""
        if folder.exists() and not (folder / MANIFEST).exists():
            shutil.rmtree(folder)


def _known_by(edition: Edition, knowledge: dt.datetime | None) -> bool:
    return knowledge is None or dt.datetime.fromisoformat(edition.manifest["knowledge"]) <= knowledge
