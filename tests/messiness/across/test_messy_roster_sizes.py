"""Rosters beside the ones before: how many stand on them, and who has left, on real workbooks (domain.md §12, M73)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from flows.county.workspace import Workspace
from flows.read.workbook import read_bytes
from flows.receive.redacted_files import redacted_bytes
from tests.support.messiness.across import FIRST, lines, put
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import book, compared_week, page, received
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import KNOWLEDGE
from tests.support.workbooks.tables import W46, W47, W48
from transforms.dataset import Dataset
from transforms.editions.redact_grid import redacted
from transforms.judge.confirmations import CONFIRMATIONS
from transforms.recognise.grid import Workbook

TWENTY = {20: "QC-CDZ", 22: "QC-QZZ", 23: "QC-GYZ", 17: "QC-PSZ"}
"""By the size of the second roster the unit whose first was of twenty."""
FIVE = {6: "QC-HCZ", 7: "QC-ZLZ", 8: "QC-LHZ", 3: "QC-SZZ", 2: "QC-QSZ"}
CONFIRMED = {22: "QC-ZBZ", 20: "QC-DTZ"}
"""By the size of the third roster the unit whose second, of twenty-three, was confirmed."""
ERASED = {W46: "QC-CDZ", W47: "QC-QZZ"}
"""By the week of the roster from which somebody is erased its unit."""
DISPUTED = "QC-TLZ"
LEAVING = "QC-ZZB"
SURNAMES = dict(
    zip((*TWENTY.values(), *FIVE.values(), *CONFIRMED.values(), DISPUTED), "陈王李赵孙周吴郑冯褚卫蒋", strict=True)
)

STATES: list[tuple[str, str, str, str | None, int]] = [
    ("沈一", "在册", "2021-11-27", "registered_and_left", 0),
    ("沈二", "在册", "2021-12-06", None, 1),
    ("沈三", "已转出", "2021-12-06", "left_before_leaving", 1),
    ("沈四", "已转出", "2021-11-27", None, 0),
]


def members(surname: str, number: int) -> list[dict[str, str]]:
    """So many of a unit, each in a community of their own."""
    return [{"name": f"{surname}{chr(0x4E00 + n)}", "community_code": f"{surname}家社区{n}"} for n in range(number)]


class Weeks(NamedTuple):
    """The second week before and after two of its rosters were confirmed, and the third."""

    second: Dataset
    confirmed: Dataset
    third: Dataset


def answers(week: Dataset, *units: str) -> pl.DataFrame:
    """Confirmations of the rosters of these units."""
    warnings = week.issues.filter(pl.col("rule") == "roster_size_changed", pl.col("submitter").is_in(units))
    because = {"period": W47, "by": "王主任", "because": "新增报到", "at": KNOWLEDGE}
    return pl.DataFrame([{"issue": issue, **because} for issue in warnings["issue"]], schema=CONFIRMATIONS)


@pytest.fixture(scope="module")
def weeks(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> Weeks:
    folder = tmp_path_factory.mktemp("rosters")

    def send(period: str, unit: str, number: int) -> None:
        put(folder, period, "S9", *members(SURNAMES[unit], number), unit=unit)

    for first, units in ((20, TWENTY), (5, FIVE)):
        for now, unit in units.items():
            send(W46, unit, first)
            send(W47, unit, now)
    for now, unit in CONFIRMED.items():
        for period, number in ((W46, 20), (W47, 23), (W48, now)):
            send(period, unit, number)
    send(W46, DISPUTED, 20)
    send(W47, DISPUTED, 20)
    other = page("S9", *members(SURNAMES[DISPUTED], 23), unit="檀林镇")
    book(folder / "inbox" / W47 / f"{DISPUTED}_S9_{W47}_v1 (1).xlsx", other)
    put(folder, W47, "S9", *({"name": n, "reg_status": s, "left_on": day} for n, s, day, *_ in STATES), unit=LEAVING)
    intake = received(folder)
    second = compared_week(intake)
    confirmed = answers(second, *CONFIRMED.values())
    later = (compared_week(intake, period, confirmed=confirmed) for period in (W47, W48))
    return Weeks(second, *later)


def on_register(week: Dataset, unit: str) -> int:
    return week.registrations.filter(pl.col("submitter") == unit).height


@case("M73", FIXW="roster_size_changed")
@pytest.mark.parametrize(("now", "waits"), [(20, False), (22, False), (23, True), (17, True)])
def test_a_roster_that_grows_or_shrinks_too_much_waits_while_the_one_before_stands(
    weeks: Weeks, now: int, waits: bool
) -> None:
    week, unit = weeks.second, TWENTY[now]
    assert lines(week, "roster_size_changed", unit=unit) == ([("FIXW", None, None)] if waits else [])
    assert on_register(week, unit) == (20 if waits else now)
    came = week.files.filter(pl.col("submitter") == unit)
    held = week.ledger.filter(pl.col("reason") == "held").join(came, on="submission", how="semi")
    assert held.height == (now if waits else 0)
    sent_it = week.submissions.filter((pl.col("sheet") == "S9") & (pl.col("submitter") == unit))
    assert sent_it["status"].to_list() == ["late"]  # whoever waits has sent


@pytest.mark.parametrize(("now", "counted"), [(22, 22), (20, 23)])
def test_a_roster_that_waited_counts_once_it_is_confirmed_and_is_what_the_next_is_compared_with(
    weeks: Weeks, now: int, counted: int
) -> None:
    unit = CONFIRMED[now]
    assert lines(weeks.second, "roster_size_changed", unit=unit) == [("FIXW", None, None)]
    assert on_register(weeks.second, unit) == 20
    assert lines(weeks.confirmed, "roster_size_changed", unit=unit) == []
    by_unit = weeks.confirmed.confirmed.filter(pl.col("submitter") == unit)
    assert by_unit["confirmed_by"].to_list() == ["王主任"]
    assert on_register(weeks.confirmed, unit) == 23
    assert on_register(weeks.third, unit) == counted


@pytest.mark.parametrize(("now", "waits"), [(6, False), (7, False), (8, True), (3, False), (2, True)])
def test_of_a_small_roster_one_or_two_more_or_fewer_are_no_question(weeks: Weeks, now: int, waits: bool) -> None:
    """One of five is 20 %; at least three rows (`roster_change_rows`) make a roster wait."""
    told = lines(weeks.second, "roster_size_changed", unit=FIVE[now])
    assert told == ([("FIXW", None, None)] if waits else [])
    assert on_register(weeks.second, FIVE[now]) == (5 if waits else now)


def test_of_two_files_of_one_version_neither_counts_because_the_other_waits(weeks: Weeks) -> None:
    assert lines(weeks.second, "same_version_twice", unit=DISPUTED) == [("FILE", None, None)] * 2
    assert lines(weeks.second, "roster_size_changed", unit=DISPUTED) == []


@pytest.fixture(scope="module")
def erased(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The second week of two units whose larger rosters were confirmed before somebody was erased from one of each."""
    folder = tmp_path_factory.mktemp("erased")
    for unit in ERASED.values():
        for period, number in ((W46, 10), (W47, 13)):
            put(folder, period, "S9", *members(SURNAMES[unit], number), unit=unit)
    confirmed = answers(compared_week(received(folder)), *ERASED.values())
    place = Workspace(folder, qichun(), processes=0)
    for period, unit in ERASED.items():
        erase_first(place, period, unit)
    place.archive.clear_readings([W46, W47])
    return compared_week(received(folder), confirmed=confirmed)


def erase_first(place: Workspace, period: str, unit: str) -> None:
    """Redact the first row of the roster a unit sent."""
    (file,) = (each for each in place.archive.known(KNOWLEDGE)[period] if each.file.startswith(unit))
    raw: Path = place.archive.raw(file)
    sheet = read_bytes(raw.read_bytes())
    assert isinstance(sheet, Workbook)
    raw.chmod(0o600)
    raw.write_bytes(redacted_bytes(Workbook("xlsx", (redacted(sheet.grids[0], [FIRST]),))))


@pytest.mark.parametrize(("week", "counted"), [(W46, 13), (W47, 12)])
def test_erasing_somebody_leaves_the_size_of_a_roster_and_what_was_confirmed_of_it(
    erased: Dataset, week: str, counted: int
) -> None:
    assert lines(erased, "roster_size_changed", unit=ERASED[week]) == []
    assert ERASED[week] in erased.confirmed["submitter"].to_list()
    assert on_register(erased, ERASED[week]) == counted


@pytest.mark.parametrize(("name", "status", "left_on", "rule", "counted"), STATES)
def test_a_member_whose_state_and_day_of_leaving_disagree_is_told(
    weeks: Weeks, name: str, status: str, left_on: str, rule: str | None, counted: int
) -> None:
    row = FIRST + [each for each, *_ in STATES].index(name)
    for each in ("registered_and_left", "left_before_leaving"):
        told = lines(weeks.second, each, unit=LEAVING, rows=[row])
        assert told == ([("FIXW", row, "left_on")] if each == rule else [])
    assert weeks.second.registrations.filter(pl.col("name") == name)["counted"].to_list() == [counted == 1]
