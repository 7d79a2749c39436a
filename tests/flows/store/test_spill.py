"""Tables made piece by piece."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from flows.store import spill
from flows.store.edition import write_edition
from flows.store.spill import SpillingFrame

SCHEMA = {"code": pl.String(), "key": pl.String()}
ROWS = pl.DataFrame({"code": [f"C{n % 7}" for n in range(5000)], "key": [f"{n * n}" for n in range(5000)]})


def written(folder: Path, frame: pl.LazyFrame) -> bytes:
    folder.mkdir()
    write_edition(folder, {}, {"rows": frame}, {})
    return (folder / "rows.parquet").read_bytes()


@pytest.mark.parametrize("size", [1, 999, 5000])
@pytest.mark.parametrize("limit", [500, 10_000])
def test_rows_come_whole_and_in_order_and_give_the_same_bytes_however_they_were_cut(
    size: int, limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spill, "ROWS_IN_MEMORY", limit)
    frame = SpillingFrame(tmp_path, SCHEMA)
    for piece in ROWS.iter_slices(size):
        frame.add(piece)
    assert bool(list(tmp_path.glob("*.parquet"))) == (limit < ROWS.height)
    assert frame.whole().collect().equals(ROWS)
    assert written(tmp_path / "cut", frame.whole()) == written(tmp_path / "whole", ROWS.lazy())


def test_of_no_pieces_there_is_a_table_without_rows(tmp_path: Path) -> None:
    assert SpillingFrame(tmp_path, SCHEMA).whole().collect().schema == SCHEMA
