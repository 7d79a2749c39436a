"""Drafts of killed commands go, those of living ones and other people's hidden files stay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.store.removal import remove
from flows.store.staging import COMPLETE
from flows.store.sweep import ABANDONED_SECONDS, sweep

HEX = "0123456789abcdef0123456789abcdef"
DRAFTS = (
    f".dry-run-{HEX}/period=2021-W47/edition=1/items.parquet",
    f".index.html.{HEX}",
    f"archive/.forgetting.json.{HEX}",
    f"archive/raw/.{HEX}{HEX}.{HEX}",
    f"archive/read/r1/.2021-W47-0123456789abcdef.{HEX}/rows-S1/00000.parquet",
    f"decisions/.issued.head.{HEX}",
    f"lake/.undone.head.{HEX}",
    f"lake/period=2021-W47/.draft-{HEX}/items.parquet",
    f"lake/period=2021-W47/edition=1/.items.parquet.{HEX}",  # of an erasure by a version before 0.2
    "lake/.staged-erasure/period=2021-W47/edition=1/items.parquet",
    f"periods/2021-W47/.edition-1.{HEX}/report.pdf",
    f"periods/2021-W47/.催报清单.{HEX}/组织部.txt",
    f"periods/2021-W47/edition-1/persons/.a1b2.pdf.{HEX}",
    f"periods/2021-W47/edition-1/readers/township/.QC-CHZ.pdf.{HEX}",
)
OTHERS = (
    ".git/config",
    ".gitignore",
    ".2021-W47.lock",
    "lake/.release.lock",
    "lake/period=2021-W47/edition=1/items.parquet",
    "archive/raw/.DS_Store",
    f"lake/.staged-done/{COMPLETE}",
)


def written(out: Path, *names: str, age: float) -> None:
    for name in names:
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        for each in [path, *path.parents[: len(Path(name).parts) - 1]]:
            moment = path.stat().st_ctime - age
            os.utime(each, (moment, moment))


def names(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_old_drafts_go_and_nothing_else(tmp_path: Path) -> None:
    written(tmp_path, *DRAFTS, *OTHERS, age=ABANDONED_SECONDS + 60)
    sweep(tmp_path)
    assert names(tmp_path) == {*OTHERS}


def test_drafts_somebody_may_be_writing_stay(tmp_path: Path) -> None:
    written(tmp_path, *DRAFTS, age=60)
    assert sweep(tmp_path) == []
    assert names(tmp_path) == {*DRAFTS}


def test_what_was_being_removed_goes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "lake/period=2021-W47/edition=1/items.parquet", age=0)
    edition = tmp_path / "lake/period=2021-W47/edition=1"

    def killed(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.store.removal.delete", killed)
    with pytest.raises(KeyboardInterrupt):
        remove(edition)
    assert not edition.exists()  # out of sight by one rename
    assert names(tmp_path)
    sweep(tmp_path)
    assert not names(tmp_path)


def test_removing_what_is_gone_is_done_already(tmp_path: Path) -> None:
    remove(tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []
