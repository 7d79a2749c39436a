"""Editions by their numbers, of stores laid over each other, staged ones, and those taken from another store."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import polars as pl
import pytest

from flows.store.store import NoSuchEdition, PublishedMeanwhile, Store

W45, W46, W47 = "2021-W45", "2021-W46", "2021-W47"
TABLES = {"items": pl.DataFrame({"n": [1, 2]})}
NOON = dt.datetime(2021, 12, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with two editions of week 47."""
    store = Store(tmp_path / "lake")
    for _ in range(2):
        store.publish(W47, TABLES, {})
    return store


def numbers(store: Store, period: str) -> list[int]:
    return [edition.number for edition in store.editions(period)]


def current(store: Store, period: str) -> int | None:
    return edition.number if (edition := store.current(period)) else None


def newest(store: Store, period: str) -> int | None:
    return edition.number if (edition := store.newest(period)) else None


def test_the_newest_edition_is_the_newest_wherever_readers_were_pointed(store: Store) -> None:
    store.undo(W47, 1, {}, NOON)
    assert (newest(store, W47), current(store, W47), newest(store, W46)) == (2, 1, None)


def test_the_record_of_pointing_back_says_from_what_to_what_and_why(store: Store) -> None:
    store.undo(W47, 1, {"reason": "数据有误"}, NOON)
    (line,) = (store.root / "undone.jsonl").read_text("utf-8").splitlines()
    record = {"period": W47, "edition": 1, "newest": 2, "reason": "数据有误", "at": "2021-12-01T12:00:00+00:00"}
    assert json.loads(line).items() > record.items()  # and the hash of what stands before it


def test_readers_are_pointed_back_in_one_period_and_the_last_time_counts(store: Store) -> None:
    store.publish(W46, TABLES, {})
    store.publish(W46, TABLES, {})
    store.publish(W47, TABLES, {})
    for target in (1, 2):
        store.undo(W47, target, {}, NOON)
    assert (current(store, W46), current(store, W47)) == (2, 2)


def test_an_edition_is_found_by_its_number_or_is_the_one_readers_see(store: Store) -> None:
    store.undo(W47, 1, {}, NOON)
    assert store.edition(W47, 2).number == 2
    assert store.edition(W47).number == 1


@pytest.mark.parametrize(
    ("period", "number", "message"),
    [
        (W47, 3, "2021-W47 has no edition 3; there are: 1, 2"),
        (W46, 1, "there is no such edition in ROOT (periods run so far: 2021-W47); run the period first: wuwei run"),
        (W46, None, "there is no such edition in ROOT (periods run so far: 2021-W47); run the period first: wuwei run"),
    ],
)
def test_an_edition_that_is_not_there_is_told_with_those_that_are(
    store: Store, period: str, number: int | None, message: str
) -> None:
    with pytest.raises(NoSuchEdition, match=f"^{re.escape(message.replace('ROOT', str(store.root)))}\n"):
        store.edition(period, number)


def test_every_period_run_so_far_is_named(store: Store) -> None:
    store.publish(W45, TABLES, {})
    with pytest.raises(NoSuchEdition, match=r"\(periods run so far: 2021-W45, 2021-W47\)"):
        store.edition(W46)


def test_of_an_empty_store_no_period_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchEdition, match=r"\(periods run so far: none\)"):
        Store(tmp_path).edition(W47)


def test_a_store_laid_over_another_shows_its_editions_beside_those(store: Store, tmp_path: Path) -> None:
    above = Store(tmp_path / "above", below=store)
    assert above.periods() == [W47]
    above.publish(W46, TABLES, {})
    assert above.publish(W47, TABLES, {}).number == 3
    assert (above.periods(), numbers(above, W47)) == ([W46, W47], [1, 2, 3])
    assert (store.periods(), numbers(store, W47)) == ([W47], [1, 2])
    store.undo(W47, 1, {}, NOON)
    assert current(above, W47) == 3  # the one made above is newer than what was taken back below
    assert current(Store(tmp_path / "other", below=store), W47) == 1


def test_a_store_laid_over_another_knows_when_readers_were_pointed_back_there(tmp_path: Path) -> None:
    below, later = Store(tmp_path / "below"), NOON + dt.timedelta(hours=1)
    for _ in range(2):
        below.publish(W47, TABLES, {"knowledge": NOON.isoformat()})
    below.undo(W47, 1, {}, later)
    above = Store(tmp_path / "above", below=below)
    assert [edition.number for at in (NOON, later) if (edition := above.current(W47, at))] == [2, 1]


def test_what_is_to_be_seen_may_be_said_instead_of_told_by_a_moment(store: Store) -> None:
    pinned = Store(store.root, pinned={W47: 1})
    assert (current(pinned, W47), current(pinned, W46)) == (1, None)


def test_staged_editions_appear_together(store: Store) -> None:
    staged = store.stage("plan")
    assert staged == store.root / ".staged-plan"
    above = Store(staged, below=store)
    above.publish(W46, TABLES, {})
    above.publish(W47, TABLES, {})
    assert (store.periods(), numbers(store, W47)) == ([W47], [1, 2])
    store.release(staged)
    assert (store.periods(), numbers(store, W46), numbers(store, W47)) == ([W46, W47], [1], [1, 2, 3])
    assert not staged.exists()


def test_an_edition_is_adopted_with_its_number_and_more_facts(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other")
    edition = other.publish(W45, TABLES, {"by": "the plan"}, lambda _: {"told.txt": b"1"}, number=4)
    contents = {path.name: path.read_bytes() for path in edition.folder.iterdir() if path.name != "manifest.json"}
    taken = store.adopt(edition, {"by": "the apply", "why": "说明"})
    assert (taken.number, taken.period, numbers(store, W45), numbers(other, W45)) == (4, W45, [4], [])
    assert {name: (taken.folder / name).read_bytes() for name in contents} == contents
    assert (taken.manifest["by"], taken.manifest["why"]) == ("the apply", "说明")
    assert [*(store.root / f"period={W45}").iterdir()] == [taken.folder]  # no draft is left


def test_an_edition_whose_number_is_taken_meanwhile_is_not_adopted(store: Store, tmp_path: Path) -> None:
    edition = Store(tmp_path / "other").publish(W47, {}, {"by": "the plan"}, number=2)
    with pytest.raises(PublishedMeanwhile, match="edition 2 of 2021-W47"):
        store.adopt(edition, {})
    assert "by" not in store.edition(W47, 2).manifest


def test_an_edition_that_has_gone_is_not_adopted(store: Store, tmp_path: Path) -> None:
    edition = Store(tmp_path / "other").publish(W46, {}, {}, number=1)
    assert edition.period == W46  # its manifest has been read
    shutil.rmtree(edition.folder)
    with pytest.raises(FileNotFoundError):
        store.adopt(edition, {})
    assert store.periods() == [W47]
