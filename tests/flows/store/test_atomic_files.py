"""A file is there whole or not at all, and of many writers one wins; of many runs of a period, too."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Event
from pathlib import Path
from threading import Barrier

import pytest

from flows.store import atomic_files
from flows.store.atomic_files import make_private, write_if_absent, write_whole
from flows.store.locks import AlreadyRunning, period_lock


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.json"
    assert write_if_absent(path, b"first")
    assert not write_if_absent(path, b"second")
    assert path.read_bytes() == b"first"
    assert names(path.parent) == ["a.json"]


def test_of_many_writers_one_wins_and_nothing_is_left_behind(tmp_path: Path) -> None:
    path, ready = tmp_path / "a", Barrier(8)

    def write(number: int) -> bool:
        ready.wait()
        return write_if_absent(path, bytes([number]) * 100_000)

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(write, range(8)))
    assert sum(won) == 1
    assert path.read_bytes() == bytes([won.index(True)]) * 100_000
    assert names(tmp_path) == ["a"]


def test_a_writer_that_comes_between_look_and_link_is_respected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, write = tmp_path / "a", atomic_files._write

    def overtaken(draft: Path, data: bytes) -> None:
        write(draft, data)
        path.write_bytes(b"the other's")

    monkeypatch.setattr(atomic_files, "_write", overtaken)
    assert not write_if_absent(path, b"mine")
    assert path.read_bytes() == b"the other's"
    assert names(tmp_path) == ["a"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    write_whole(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"a longer text")
    write_whole(tmp_path / "a", b"short")
    assert (tmp_path / "a").read_bytes() == b"short"
    assert names(tmp_path) == ["a"]


def test_a_private_folder_is_its_owner_s_alone(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir(mode=0o755)
    make_private(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def hold(folder: Path, period: str, locked: Event) -> None:
    with period_lock(folder, period):
        locked.set()
        time.sleep(60)


def test_a_second_run_of_a_period_is_turned_away_until_the_first_is_gone(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    locked = context.Event()
    first = context.Process(target=hold, args=(tmp_path, "2021-W47", locked))
    first.start()
    try:
        assert locked.wait(30)
        with pytest.raises(AlreadyRunning, match="2021-W47"), period_lock(tmp_path, "2021-W47"):
            pytest.fail("both run")
        with period_lock(tmp_path, "2021-W46"):
            pass  # another period is another matter
        assert first.pid is not None
        os.kill(first.pid, signal.SIGKILL)  # a dead process cannot keep the lock
        first.join(30)
        with period_lock(tmp_path, "2021-W47"):
            pass
    finally:
        first.kill()
        first.join()


def test_a_run_that_fails_gives_the_period_free(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), period_lock(tmp_path, "2021-W47"):
        raise ZeroDivisionError
    with period_lock(tmp_path, "2021-W47"), pytest.raises(AlreadyRunning), period_lock(tmp_path, "2021-W47"):
        pytest.fail("both run")
