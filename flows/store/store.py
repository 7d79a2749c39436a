"""Editions: immutable folders of Parquet files with a manifest, published atomically (docs/decisions/0001).

<root>/period=2021-W47/edition=1/<table>.parquet, manifest.json
<root>/undone.jsonl                  log of undone editions: readers see an earlier one
<root>/.staged-<name>/               editions to be published together (`flows.store.staging`)

A folder without a manifest is no edition, nor is a draft that a killed run has left. Polars, DuckDB and Spark can read
the files.
"""

from __future__ import annotations

import datetime as dt
import errno
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.store.atomic_files import sync_folder, write_whole
from flows.store.edition import MANIFEST, Edition, manifest_bytes, write_edition
from flows.store.records.append_log import AppendLog
from flows.store.staging import finish_releases, release, stage


class NoSuchEdition(Exception):
    """The store has no such edition."""


class PublishedMeanwhile(Exception):
    """Another run published an edition of the same period first; run again to build on it."""


@dataclass(frozen=True)
class Store:
    """All editions below `root`; as an overlay, together with the editions of the store `below`.

    `pinned`: period → number of its current edition, instead of the one current at the knowledge cut-off.
    """

    root: Path
    below: Store | None = None
    pinned: Mapping[str, int] | None = None

    def editions(self, period: str) -> list[Edition]:
        """The editions of a period, oldest first."""
        return [Edition(folder, number) for number, folder in sorted(self._folders(period).items())]

    def newest(self, period: str) -> Edition | None:
        """The edition with the highest number, undone or not."""
        return max(self.editions(period), key=lambda edition: edition.number, default=None)

    def current(self, period: str, knowledge: dt.datetime | None = None) -> Edition | None:
        """The edition readers see, now or at a knowledge cut-off: the newest that is not undone."""
        if self.pinned is not None:
            return self.edition(period, self.pinned[period]) if period in self.pinned else None
        target, hidden = self._undone(period, knowledge)
        newest_first = reversed(self.editions(period))
        visible = (edition for edition in newest_first if edition.number <= target or edition.number > hidden)
        return next((edition for edition in visible if _known_by(edition, knowledge)), None)

    def edition(self, period: str, number: int | None = None) -> Edition:
        """One edition, by default the current one. Raises NoSuchEdition."""
        numbered = {edition.number: edition for edition in self.editions(period)}
        match = self.current(period) if number is None else numbered.get(number)
        if match is None:
            if numbered:
                raise NoSuchEdition(
                    f"{period} has no edition {number}; there are: {', '.join(map(str, numbered))}"
                    f"\n{period}没有第{number}版；已有的版号：{'、'.join(map(str, numbered))}。"
                )
            known = ", ".join(self.periods()) or "none"
            message = f"there is no such edition in {self.root} (periods run so far: {known})"
            had = "、".join(self.periods()) or "无"
            raise NoSuchEdition(
                f"{message}; run the period first: wuwei run"
                f"\n{self.root} 里没有这一版（已运行的各期：{had}）；请先运行这一期：wuwei run。"
            )
        return match

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
        """Publish all tables, and the documents made for this edition's number, atomically.

        It becomes the next edition, unless a `number` is given. `facts` go into the manifest beside period, number,
        each table's rows and SHA-256, and each document's SHA-256. Raises PublishedMeanwhile when another writer took
        the number; nothing of this one is visible then.
        """
        number = number or max(self._folders(period), default=0) + 1
        with self.scratch(period) as draft:
            facts = {"period": period, "edition": number, **facts}
            write_edition(draft, facts, tables, documents(number))
            return self._show(draft, period, number)

    def adopt(self, edition: Edition, facts: Mapping[str, Any]) -> Edition:
        """Move an edition of another store into this one, with more `facts` in its manifest.

        Raises FileNotFoundError where it is gone, PublishedMeanwhile.
        """
        manifest = {**edition.manifest, **facts}
        with self.scratch(edition.period) as draft:
            edition.folder.rename(draft)  # replaces the empty folder
            write_whole(draft / MANIFEST, manifest_bytes(manifest))
            return self._show(draft, manifest["period"], edition.number)

    @contextmanager
    def scratch(self, period: str) -> Iterator[Path]:
        """A temporary folder for what is too large for memory before the edition is published; removed at the end."""
        folder = self._of(period) / f".draft-{uuid.uuid4().hex}"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def undo(self, period: str, target: int, facts: Mapping[str, Any], at: dt.datetime) -> None:
        """Make edition `target` the current one again, until a newer one is published; nothing is deleted."""
        line = {"period": period, "edition": target, "newest": max(self._folders(period)), **facts}
        self._undo_log.add([line], at)

    def stage(self, name: str) -> Path:
        """The folder of a staged store, an overlay of this one; its editions are invisible until they are released."""
        return stage(self.root, name)

    def release(self, staged: Path, *, replacing: bool = False) -> None:
        """Publish all editions of a staged store together, in the place of those of their numbers where `replacing`."""
        release(self.root, staged, replacing=replacing)

    def _show(self, draft: Path, period: str, number: int) -> Edition:
        folder = self._of(period) / f"edition={number}"
        self._clear_orphan(folder)
        try:
            draft.rename(folder)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
            raise PublishedMeanwhile(
                f"edition {number} of {period} was published by another run meanwhile, not by this one; run it again"
            ) from None
        sync_folder(folder.parent)
        return Edition(folder, number)

    def _folders(self, period: str) -> dict[int, Path]:
        finish_releases(self.root)
        manifests = self._of(period).glob("edition=*/manifest.json")
        own = {int(path.parent.name.removeprefix("edition=")): path.parent for path in manifests}
        return {**(self.below._folders(period) if self.below else {}), **own}

    def _of(self, period: str) -> Path:
        return self.root / f"period={period}"

    def _undone(self, period: str, knowledge: dt.datetime | None) -> tuple[int, int]:
        """(target, newest): the editions after `target` up to `newest` are undone; (0, 0) for none."""
        if self.below:
            return self.below._undone(period, knowledge)
        last = [line for line in self._undo_log.lines(knowledge) if line["period"] == period][-1:]
        return next(((line["edition"], line["newest"]) for line in last), (0, 0))

    @property
    def _undo_log(self) -> AppendLog:
        return AppendLog(self.root / "undone.jsonl")

    @staticmethod
    def _clear_orphan(folder: Path) -> None:
        """Remove a folder without a manifest, the rest of an interrupted copy."""
        if folder.exists() and not (folder / MANIFEST).exists():
            shutil.rmtree(folder)


def _known_by(edition: Edition, knowledge: dt.datetime | None) -> bool:
    return knowledge is None or edition.knowledge <= knowledge
