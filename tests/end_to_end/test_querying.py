"""docs/querying.md: every example runs on a published edition and gives what the page says."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.cli.printing.table_list import table_list
from flows.store.atomic_files import json_bytes
from flows.store.store import Store
from tests.support.frames import dataset, done_item, item, order, table
from tests.support.project import DOCS
from transforms.dataset import Dataset
from transforms.indicators.history import NO_HISTORY
from transforms.indicators.measure import figures
from transforms.indicators.provenance import figure_rows, figure_values, numbers
from transforms.indicators.summary import summary
from transforms.judge.in_force import FILES

PAGE = (DOCS / "querying.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(python|sql)\n(.*?)```", PAGE, flags=re.DOTALL)
PYTHON = [text for kind, text in BLOCKS if kind == "python"]
SQL = [text for kind, text in BLOCKS if kind == "sql"]


def _publish(store: Store, period: str, week: Dataset) -> None:
    counted = figures(week)
    opened = list(numbers(counted.values()))
    counts = {"figures": figure_values(opened), "figure_rows": figure_rows(opened), "history": NO_HISTORY}
    documents = {"summary.json": json_bytes(summary(counted, week, "要情。"))}
    store.publish(period, week.tables() | counts, {"as_of": "2021-11-23"}, lambda _: documents)


@pytest.fixture
def _weeks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two weeks; the second has two editions, and only in the later one both finished items are verified."""
    monkeypatch.chdir(tmp_path)
    store = Store(Path("output/lake"))
    _publish(store, "2021-W46", dataset(item_rows=[item("Z1"), item("Z2")]))
    verified: dict[str, Any] = {"verify_result": "PASS", "verified_on": dt.date(2021, 11, 22)}
    sent_for = [order("D1", period="2021-W46"), order("D2"), order("D3")]
    first = dataset(item_rows=[done_item("Z1", **verified), done_item("Z2")], order_rows=sent_for)
    file = {"submission": first.items["submission"].first(), "file": "督查室.xlsx", "worksheet": "台账"}
    _publish(store, "2021-W47", replace(first, files=table(FILES, [file])))
    both = [done_item(code, **verified) for code in ("Z1", "Z2")]
    not_taken = order("D4", taken_on=None, done_on=None, status="POSTED")
    _publish(store, "2021-W47", dataset(as_of=dt.date(2021, 11, 28), item_rows=both, order_rows=[*sent_for, not_taken]))
    shutil.copytree("output/lake/period=2021-W46/edition=1", "output/lake/period=2021-W47/.draft-of-a-killed-run")


def test_the_page_names_every_table_as_it_is_declared() -> None:
    assert PAGE.count(table_list()) == 1
    assert (
        "| `order_members` | 接单党员 | order and member who took it | `order_no`, `person_id`, `member_name` |" in PAGE
    )


@pytest.mark.usefixtures("_weeks")
def test_python_examples() -> None:
    names: dict[str, Any] = {}
    for block in PYTHON:
        exec(block, names)  # the page's own text
    assert names["edition"].number == 2
    assert ("D5", "接单率", 75.0, "黄") in names["red_or_yellow"].rows()
    assert set(names["red_or_yellow"]["light"]) <= {"红", "黄"}
    assert names["sent_for"].rows() == [("2021-W46", 1), ("2021-W47", 2)]
    assert names["finished"] == (2, 2)


@pytest.mark.usefixtures("_weeks")
def test_sql_examples() -> None:
    sent_for, unverified, over_the_weeks, changed = [duckdb.execute(block).fetchall() for block in SQL]
    assert sent_for == [("2021-W46", 1), ("2021-W47", 2)]
    assert unverified == [("Z2", "事项Z2", "督查室.xlsx", "台账", 3)]
    assert over_the_weeks == [
        ("2021-W46", 1, "C3", "完成率", 0.0, "红"),
        ("2021-W47", 2, "C3", "完成率", 100.0, "绿"),
        ("2021-W46", 1, "D3", "领办实事项目数", 0.0, "—"),
        ("2021-W47", 2, "D3", "领办实事项目数", 0.0, "—"),
    ]
    assert ("2021-W47", "C7", [50.0, 100.0]) in changed
    assert {period for period, _, _ in changed} == {"2021-W47"}
