"""The grid of units and sheets on the terminal (domain.md §6)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from expectations.catalogue import SHEETS
from flows.status import LEGEND, MARKS, is_complete, status_grid
from flows.store import Edition, Store
from tests.frames import COUNTY, arrival, table
from transforms.arrivals import ARRIVALS, CARRIED, LATE, MISSING, ON_TIME, RETURNED, ZERO


def edition(folder: Path, *lines: dict[str, Any]) -> Edition:
    return Store(folder).publish("2021-W47", {"submissions": table(ARRIVALS, lines)}, {})


def shown(of: Edition) -> list[str]:
    console = Console(width=80)
    with console.capture() as captured:
        console.print(status_grid(of, COUNTY))
    return captured.get().splitlines()


def test_every_status_has_a_mark_and_a_word() -> None:
    assert set(MARKS) == {ON_TIME, LATE, ZERO, RETURNED, CARRIED, MISSING}
    plain = {mark.split("]")[1][0] for mark in MARKS.values()}
    assert len(plain) == len(MARKS)
    assert all(mark in LEGEND for mark in plain)


def test_units_go_down_and_sheets_across(tmp_path: Path) -> None:
    text = shown(
        edition(
            tmp_path,
            arrival("S1", MISSING, days_overdue=3),
            arrival("S4", LATE, late=True),
            arrival("S4", ON_TIME, submitter="QC-BBB"),
            arrival("S9", RETURNED, submitter="QC-UNKNOWN", days_overdue=1),
        )
    )
    assert any("2021-W47" in line for line in text)
    heading = next(line for line in text if "单位" in line)
    assert [word for word in heading.split() if word in SHEETS] == list(SHEETS)
    rows = {
        line.split()[0]: line.split()[1:]
        for line in text
        if line.split() and line.split()[0] in {"甲局", "乙局", "QC-UNKNOWN"}
    }
    assert rows == {"甲局": ["缺", "迟", "3"], "乙局": ["按"], "QC-UNKNOWN": ["退", "1"]}


def test_it_fits_into_80_columns(tmp_path: Path) -> None:
    lines = shown(edition(tmp_path, *(arrival(sheet, MISSING, days_overdue=100) for sheet in SHEETS)))
    assert sum("缺" in line for line in lines) == 2  # one row and the legend: nothing is wrapped


@pytest.mark.parametrize(
    ("status", "complete"),
    [(ON_TIME, True), (LATE, True), (ZERO, True), (CARRIED, True), (RETURNED, False), (MISSING, False)],
)
def test_complete_is_what_lacks_nothing(tmp_path: Path, status: str, complete: bool) -> None:
    assert is_complete(edition(tmp_path, arrival("S1"), arrival("S4", status))) is complete


def test_an_edition_that_expected_nothing_is_complete(tmp_path: Path) -> None:
    assert is_complete(edition(tmp_path))
