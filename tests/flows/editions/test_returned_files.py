"""A returned file until it has come again: where it is filed, what is asked for, what withdrawing does (§4.1, M11)."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from flows.store.edition import Edition
from flows.store.records.withdrawals import CannotWithdraw, withdraw
from tests.support.messiness.messiness import case
from tests.support.runs.small_weeks import after, run, send, small_place
from tests.support.workbooks.tables import W47, W48, contact_log, talk, written
from transforms.judge.reminders import reminders

pytestmark = pytest.mark.usefixtures("plainly")
V1 = "QC-ZZB_S4_2021-W47_v1.xlsx"


def put(
    folder: Path, name: str, *, stated: int, inbox: str = W47, hours: float = 0, content: bytes | None = None
) -> None:
    """A contact log whose title states a week, or other bytes, arrives in an inbox."""
    place, file = small_place(folder), folder / "inbox" / inbox / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if content is None:
        written(file, contact_log(talk("张甲", "2021-11-23"), period=f"2021年第{stated}周"))
    else:
        file.write_bytes(content)
    os.utime(file, (after(hours).timestamp(),) * 2)
    place.archive.receive_all(file.parent, inbox, after(hours))


def asked(edition: Edition) -> list[tuple[str | None, str]]:
    """File and status of every reminder."""
    listed = reminders(edition.table("submissions"), edition.table("issues"))
    return listed.select("file", "status").rows()


def test_a_title_of_last_week_is_returned_and_asked_for_once(tmp_path: Path) -> None:
    put(tmp_path, V1, stated=46)
    edition = run(small_place(tmp_path), W47, after(1))
    assert edition.table("submissions")["status"].to_list() == ["returned"]
    assert asked(edition) == [(V1, "returned")]


@case("M11", FILE="period_disagrees")
@pytest.mark.parametrize(
    ("name", "stated", "inbox", "week"),
    [
        ("QC-ZZB_S4_2021-W47_v2.xlsx", 47, W47, W47),
        (V1, 47, W47, W47),
        ("QC-ZZB_S4_2021-W47_v2.xlsx", 47, W48, W48),  # sent a week later
        ("QC-ZZB_S4_2021-W46_v1.xlsx", 46, W47, W47),  # it was last week's, and only the file's name was wrong
    ],
)
def test_its_correction_replaces_it_wherever_it_comes(
    tmp_path: Path, name: str, stated: int, inbox: str, week: str
) -> None:
    put(tmp_path, V1, stated=46)
    put(tmp_path, name, stated=stated, inbox=inbox, hours=2)
    edition = run(small_place(tmp_path), week, after(3))
    rules = edition.table("issues").filter(pl.col("reaction") == "FILE")["rule"].to_list()
    assert rules == []
    assert "in_force" in edition.table("files")["standing"].to_list()


def test_a_file_that_could_not_be_read_is_asked_for_once_and_replaced_by_its_next_version(tmp_path: Path) -> None:
    put(tmp_path, V1, stated=47, content=b"PK\x03\x04 cut off")
    edition = run(small_place(tmp_path), W47, after(1))
    assert asked(edition) == [(V1, "returned")]
    put(tmp_path, "QC-ZZB_S4_2021-W47_v2.xlsx", stated=47, hours=2)
    assert asked(run(small_place(tmp_path), W47, after(3))) == []


def test_a_returned_file_can_be_withdrawn_and_comes_back(tmp_path: Path) -> None:
    put(tmp_path, V1, stated=46)
    place = small_place(tmp_path)
    withdraw(place.withdrawals, run(place, W47, after(1)), V1, "李四", "误放", after(2))
    without = run(place, W47, after(3))
    assert asked(without) == [(None, "missing")]
    assert without.table("files")["standing"].to_list() == ["withdrawn"]
    withdraw(place.withdrawals, without, V1, "李四", "应由其改正", after(4), back=True)
    assert asked(run(place, W47, after(5))) == [(V1, "returned")]


def test_withdrawing_what_counts_no_more_is_refused(tmp_path: Path) -> None:
    place = small_place(tmp_path)
    first = send(place, W47, 1)
    send(place, W47, 2, version=2)
    edition = run(place, W47, after(1))
    with pytest.raises(CannotWithdraw, match="a later file has replaced it"):
        withdraw(place.withdrawals, edition, first, "李四", "误放", after(2))
