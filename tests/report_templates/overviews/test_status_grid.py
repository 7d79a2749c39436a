"""The grid of units and sheets on the terminal and as a page (domain.md §6)."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.console import Console

from expectations.catalogue import SHEETS
from flows.cli.printing.status import LEGEND, is_complete, status_table
from flows.editions.arrivals import arrived_by
from flows.store.store import Store
from report_templates.overviews.status_grid import LATE_ZERO, STATES, deadline_words, status_grid
from report_templates.overviews.status_page import status_page
from tests.support.frames import COUNTY, arrival, table
from transforms.judge import arrivals as statuses
from transforms.judge.arrivals import ARRIVALS, ARRIVED, CARRIED, DUE, LATE, MISSING, ON_TIME, OVERDUE, RETURNED, ZERO
from transforms.judge.in_force import FILES
from transforms.records.issues import ISSUES
from transforms.records.ledger import LEDGER

W47 = "2021-W47"
FRIDAY = dt.datetime(2021, 12, 3, 2, tzinfo=dt.UTC)


def sent(*lines: Any) -> pl.DataFrame:
    return table(ARRIVALS, lines)


def shown(*lines: Any) -> list[str]:
    console = Console(width=80)
    with console.capture() as captured:
        console.print(status_table(sent(*lines), COUNTY, W47))
    return captured.get().splitlines()


def page(*lines: Any) -> str:
    return status_page(sent(*lines), table(ISSUES, []), table(LEDGER, []), COUNTY, W47, 2, FRIDAY)


def test_every_status_has_a_mark_a_word_and_a_place_in_the_legend() -> None:
    assert set(STATES) == {*ARRIVED, *statuses.ABSENT, RETURNED, CARRIED}
    assert len({state.mark for state in STATES.values()}) == len(STATES)
    assert all(len(state.mark) == 1 and f"{state.mark}＝{state.word}" in LEGEND for state in STATES.values())


def test_units_go_down_and_sheets_across() -> None:
    text = shown(
        arrival("S1", MISSING, days_overdue=3),
        arrival("S4", LATE, late=True, days_overdue=9),
        arrival("S4", ON_TIME, submitter="QC-BBB"),
        arrival("S9", RETURNED, submitter="QC-UNKNOWN", days_overdue=1),
    )
    assert any(W47 in line for line in text)
    heading = next(line for line in text if "单位" in line)
    assert [word for word in heading.split() if word in SHEETS] == list(SHEETS)
    rows = {line.split()[0]: line.split()[1:] for line in text if re.match(r" ?(甲局|乙局|QC-UNKNOWN)", line)}
    assert rows == {"甲局": ["缺", "迟", "3"], "乙局": ["按"], "QC-UNKNOWN": ["退", "1"]}  # 9 days ended when it came


def test_it_fits_into_80_columns() -> None:
    lines = shown(*(arrival(sheet, MISSING, days_overdue=100) for sheet in SHEETS))
    assert sum("缺" in line for line in lines) == 2  # one row and the legend: nothing is wrapped
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("status", "complete"),
    [(ON_TIME, True), (LATE, True), (ZERO, True), (CARRIED, True), (RETURNED, False), (MISSING, False), (DUE, False)],
)
def test_complete_is_what_lacks_nothing(status: str, complete: bool) -> None:
    assert is_complete(sent(arrival("S1"), arrival("S4", status))) is complete


def test_an_edition_that_expected_nothing_is_complete() -> None:
    assert is_complete(sent())


def test_the_terminal_counts_to_now_and_an_edition_to_what_it_knew(tmp_path: Path) -> None:
    tables = {"files": table(FILES, []), "ledger": table(LEDGER, []), "submissions": sent(arrival("S1", DUE))}
    edition = Store(tmp_path).publish(W47, tables, {})
    monday, thursday = (dt.datetime(2021, *day, 3, tzinfo=dt.UTC) for day in ((11, 29), (12, 2)))
    states = [
        arrived_by(edition, COUNTY, now).select("status", "days_overdue").unique().row(0) for now in (monday, thursday)
    ]
    assert states == [(DUE, 0), (MISSING, 3)]
    assert edition.table("submissions")["status"].to_list() == [DUE]


def test_the_sheets_that_are_owed_are_counted() -> None:
    lines = (arrival("S1", MISSING), arrival("S1", OVERDUE, "QC-BBB"), arrival("S4", LATE), arrival("S9", RETURNED))
    grid = status_grid(sent(*lines), COUNTY, W47)
    owed = dict(zip(SHEETS, grid.owed, strict=True))
    assert {sheet: number for sheet, number in owed.items() if number} == {"S1": 2, "S9": 1}
    assert {state.word: times for state, times in grid.counts} == {"迟报": 1, "逾期未报": 1, "缺报": 1, "退回": 1}


def test_a_late_zero_report_is_told_as_late() -> None:
    on_time, late = (status_grid(sent(arrival("S4", ZERO, late=when)), COUNTY, W47).units[0] for when in (False, True))
    assert [cell.state for cell in (*on_time.cells, *late.cells) if cell] == [STATES[ZERO], LATE_ZERO]


def test_both_deadlines_are_told() -> None:
    assert deadline_words(COUNTY, W47) == "2021年11月29日12时前为按时，2021年12月1日18时前为迟报，此后为缺报"


class Cells(HTMLParser):
    """The texts of a page's table, row by row, and all addresses it names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.addresses: list[str] = []
        self.within = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self.within = True

    def handle_endtag(self, tag: str) -> None:
        self.within = self.within and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.within:
            self.rows[-1][-1] += data.strip()


def test_the_page_says_in_words_what_it_shows_in_colours() -> None:
    lines = (arrival("S1", MISSING, days_overdue=4), arrival("S4", LATE, late=True, days_overdue=1))
    heads, unit, owed = Cells(page(*lines)).rows
    cells = dict(zip(heads, unit, strict=True))
    assert [cell for cell in unit if cell != "·"] == ["甲局", "缺报4天", "迟报1天", "4"]
    assert cells["S1" + SHEETS["S1"].title] == "缺报4天"
    assert owed[0] == "未到或待改（份）"


def test_the_page_asks_for_nothing_from_outside_and_its_text_is_only_text() -> None:
    html = page(arrival("S1", submitter="<script>alert(1)</script>"))
    assert "<script" not in html
    assert Cells(html).addresses == ["#content"]
    assert not re.search(r"url\(|@import|https?:", html)


def test_the_page_counts_to_what_was_known_and_not_to_today() -> None:
    html = re.sub(r"<[^>]+>", "", page(arrival("S1", MISSING, days_overdue=4)))
    assert "资料收至2021年12月3日10时" in html
    assert str(dt.datetime.now(dt.UTC).year) not in html


def test_the_page_prints_across_and_keeps_its_heads_in_view() -> None:
    html = page(arrival("S1"))
    assert "size: A4 landscape" in html
    assert html.count("position: sticky") >= 3
