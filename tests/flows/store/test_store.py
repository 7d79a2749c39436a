"""Readers see a whole edition or the one before, whoever is killed and whoever writes at once (design.md §5.3–5)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import multiprocessing
import os
import signal
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from flows.store.store import PublishedMeanwhile, Store

W46, W47 = "2021-W46", "2021-W47"
FRAME = pl.DataFrame({"name": ["张三", "李四", None], "n": [1, 2, None], "days": [[1.5], [], None]})
TABLES = {"items": FRAME, "orders": FRAME.head(1)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "lake")


def drafts(store: Store) -> list[Path]:
    return list(store.root.rglob(".draft-*"))


def test_editions_are_numbered_and_the_last_one_is_current(store: Store) -> None:
    assert store.current(W47) is None
    assert store.editions(W47) == []
    assert [store.publish(W47, TABLES, {}).number for _ in range(11)] == list(range(1, 12))
    current = store.current(W47)
    assert current is not None
    assert [edition.number for edition in store.editions(W47)] == list(range(1, 12))
    assert (current.number, current.period) == (11, W47)  # not the ninth, which sorts last as text
    assert store.current(W46) is None


def moment(day: int) -> dt.datetime:
    return dt.datetime(2021, 12, day, 12, tzinfo=dt.UTC)


def seen_at(store: Store, *days: int) -> list[int | None]:
    """The number of the edition readers saw at these moments."""
    return [edition.number if (edition := store.current(W47, moment(day))) else None for day in days]


def test_a_moment_sees_the_newest_edition_known_by_then(store: Store) -> None:
    for day in (2, 4):
        store.publish(W47, TABLES, {"knowledge": moment(day).isoformat()})
    assert seen_at(store, 1, 2, 3, 4, 5) == [None, 1, 1, 2, 2]
    assert (now := store.current(W47))
    assert now.number == 2


def test_a_moment_sees_where_readers_had_been_pointed_by_then(store: Store) -> None:
    for day in (2, 3):
        store.publish(W47, TABLES, {"knowledge": moment(day).isoformat()})
    store.undo(W47, 1, {}, moment(5))
    store.publish(W47, TABLES, {"knowledge": moment(7).isoformat()})
    assert seen_at(store, 2, 4, 5, 6, 7) == [1, 2, 1, 1, 3]


def test_an_edition_gives_back_what_was_put_in(store: Store) -> None:
    edition = store.publish(W47, TABLES, {"as_of": "2021-11-23"}, lambda number: {"told.txt": b"%d" % number})
    assert edition.table("items").equals(FRAME)
    assert edition.table("items").columns == FRAME.columns  # the folders' period and edition are no columns of it
    assert edition.document("told.txt") == b"1"
    assert edition.manifest["as_of"] == "2021-11-23"
    assert edition == store.current(W47)


def test_the_manifest_vouches_for_every_table(store: Store) -> None:
    edition = store.publish(W47, TABLES, {})
    assert list(edition.manifest["tables"]) == ["items", "orders"]
    for name, entry in edition.manifest["tables"].items():
        assert entry["rows"] == TABLES[name].height
        assert entry["sha256"] == hashlib.sha256((edition.folder / f"{name}.parquet").read_bytes()).hexdigest()


def test_unchanged_content_keeps_its_bytes(store: Store) -> None:
    first, second = (
        store.publish(W47, TABLES, {}),
        store.publish(W47, {name: f.clone() for name, f in TABLES.items()}, {}),
    )
    assert first.manifest["tables"] == second.manifest["tables"]
    changed = store.publish(W47, TABLES | {"items": FRAME.reverse()}, {})
    assert changed.manifest["tables"]["items"] != first.manifest["tables"]["items"]
    assert changed.manifest["tables"]["orders"] == first.manifest["tables"]["orders"]


def test_an_edition_once_published_is_never_touched(store: Store) -> None:
    first = store.publish(W47, TABLES, {})
    before = {path: path.read_bytes() for path in first.folder.iterdir()}
    store.publish(W47, {}, {})
    assert {path: path.read_bytes() for path in first.folder.iterdir()} == before


def test_a_run_that_fails_while_publishing_leaves_the_edition_before(store: Store) -> None:
    store.publish(W47, TABLES, {})

    def fail(_: int) -> Mapping[str, bytes]:
        raise RuntimeError("no fonts")

    with pytest.raises(RuntimeError, match="no fonts"):
        store.publish(W47, TABLES, {}, fail)
    assert [edition.number for edition in store.editions(W47)] == [1]
    assert drafts(store) == []


def die_while_publishing(root: Path) -> None:
    def die(_: int) -> Mapping[str, bytes]:
        os.kill(os.getpid(), signal.SIGKILL)
        return {}

    Store(root).publish(W47, TABLES, {}, die)


def test_a_run_killed_while_publishing_leaves_no_edition_and_the_next_one_succeeds(store: Store) -> None:
    writer = multiprocessing.get_context("spawn").Process(target=die_while_publishing, args=(store.root,))
    writer.start()
    writer.join(60)
    assert writer.exitcode == -signal.SIGKILL
    assert len(drafts(store)) == 1
    assert store.current(W47) is None
    assert store.periods() == []
    assert store.publish(W47, TABLES, {}).number == 1


def test_a_folder_without_a_manifest_is_no_edition_and_makes_room_for_the_next(store: Store) -> None:
    store.publish(W47, TABLES, {})
    half = store.root / f"period={W47}" / "edition=2"
    half.mkdir()
    (half / "left.parquet").write_bytes(b"PAR1")
    assert [edition.number for edition in store.editions(W47)] == [1]
    assert store.publish(W47, TABLES, {}).number == 2
    assert not (half / "left.parquet").exists()


def test_of_two_writers_of_one_edition_the_later_one_is_told(store: Store) -> None:
    def overtaken(_: int) -> Mapping[str, bytes]:
        Store(store.root).publish(W47, {"items": FRAME}, {"by": "the other"})
        return {}

    with pytest.raises(PublishedMeanwhile, match="edition 1 of 2021-W47"):
        store.publish(W47, TABLES, {"by": "us"}, overtaken)
    (edition,) = store.editions(W47)
    assert edition.manifest["by"] == "the other"
    assert sorted(path.name for path in edition.folder.iterdir()) == ["items.parquet", "manifest.json"]
    assert drafts(store) == []


def test_periods_with_an_edition(store: Store) -> None:
    assert store.periods() == []
    for period in (W47, W46, W47):
        store.publish(period, {}, {})
    draft = store.root / "period=2021-W48" / ".draft-0123"  # of a run killed just before its edition appeared
    draft.mkdir(parents=True)
    (draft / "manifest.json").write_text('{"edition": 1}')
    assert store.periods() == [W46, W47]


def test_other_programs_read_all_editions_as_one_table(store: Store) -> None:
    for period in (W46, W47):
        store.publish(period, TABLES, {})
    whole = pl.read_parquet(store.root / "period=*/edition=*/items.parquet", hive_partitioning=True)
    assert whole.group_by("period").len().sort("period").rows() == [(W46, 3), (W47, 3)]


def test_a_manifest_is_readable_chinese(store: Store) -> None:
    text = (store.publish(W47, {}, {"county": "蕲春县"}).folder / "manifest.json").read_text("utf-8")
    assert "蕲春县" in text
    assert json.loads(text)["edition"] == 1
