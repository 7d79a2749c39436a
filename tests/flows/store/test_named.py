"""What keeps a file from being written is told by the system's number and the file's path, whoever has noticed it."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import polars as pl
import pytest

from flows.store.atomic_files import named, system_number, write_synced
from flows.store.pepper import new_pepper

FULL = Path("/dev/full")
"""A device on which there is never any room."""
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="a device of Linux")

CAUSES = {
    "bytes": OSError(errno.ENOSPC, "No space left on device"),
    "Polars": OSError("No space left on device (os error 28)"),
    "Polars, of its own kind": pl.exceptions.ComputeError("failed to write: No space left on device (os error 28)"),
    "shutil": shutil.Error([("a", "b", "[Errno 28] No space left on device: 'a' -> 'b'")]),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_full_disk_is_told_with_its_path(cause: str, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left on device") as refusal, named(tmp_path / "lake"):
        raise CAUSES[cause]
    assert (refusal.value.errno, refusal.value.filename) == (errno.ENOSPC, str(tmp_path / "lake"))


def test_what_has_a_path_keeps_it_and_what_is_no_matter_of_the_disk_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(PermissionError) as refusal, named(tmp_path):
        raise PermissionError(errno.EACCES, "Permission denied", "/inbox")
    assert refusal.value.filename == "/inbox"
    with pytest.raises(ZeroDivisionError), named(tmp_path):
        raise ZeroDivisionError
    assert system_number(ValueError("28")) is None


def test_bytes_and_tables_that_do_not_fit_are_told_with_their_path(tmp_path: Path) -> None:
    link = tmp_path / "full"
    link.symlink_to(FULL)
    with pytest.raises(OSError, match="No space left") as refusal:
        write_synced(link, b"x")
    assert refusal.value.filename == str(link)
    with pytest.raises(OSError, match="No space left") as refusal, named(link):
        pl.DataFrame({"a": [1]}).write_parquet(link)
    assert refusal.value.filename == str(link)


def test_a_secret_that_does_not_fit_leaves_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("flows.store.pepper.os.fsync", full)
    with pytest.raises(OSError, match="No space left") as refusal:
        new_pepper().write(tmp_path / "backup")
    assert refusal.value.filename == str(tmp_path / "backup")
    assert [*tmp_path.iterdir()] == []
