"""The synthetic county: deterministic, as dirty as asked for, and truthful about itself (domain.md §8, §12)."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from python_calamine import load_workbook

from expectations.contract.rules import Reaction
from expectations.county.county import County
from expectations.county.county_codes import county_lists
from flows.county.county_file import load_county, shipped_example
from samples.dirt.dirt import soil
from samples.dirt.dirt_cells import CELL_DIRT
from samples.dirt.dirt_files import FATAL, HARMLESS, FileDirt
from samples.story.counties import county_of
from samples.story.people import Census, check_character
from samples.story.story import SEED, Inboxes, inboxes
from samples.story.submission import Odd, Row, Submission
from samples.truth.truth import Truth, indicator_sums, truth
from samples.week import DIRT, write_weeks
from samples.workbooks.layout import plan
from samples.workbooks.workbooks import workbook_bytes, write_submission

BEFORE, LAST = "2021-W46", "2021-W47"
AS_OF = dt.date(2021, 11, 23)
HEADLINE = ("A1", "A5", "A6", "A7", "A9", "C1", "C2", "C3", "C5", "D1", "D3", "D4", "E5")


@pytest.fixture(scope="module")
def qichun() -> County:
    return load_county(shipped_example())


@pytest.fixture(scope="module")
def whole(qichun: County) -> Inboxes:
    """The story in full size, not to be changed."""
    return inboxes(qichun)


@pytest.fixture
def clean(qichun: County) -> Inboxes:
    return inboxes(qichun, scale=0.03)


def _last_week(boxes: Inboxes, county: County, as_of: dt.date = AS_OF) -> Truth:
    indicators: Truth = truth(boxes, LAST, as_of, county)["indicators"]
    return indicators


def _counts(indicators: Truth, code: str) -> tuple[float, float]:
    return indicators[code]["numerator"], indicators[code]["denominator"]


def _row(boxes: Inboxes, sheet: str, period: str = LAST, **wanted: object) -> Row:
    """The first row of a sheet's files in a week that has these cells."""
    rows = (row for submission in boxes[period] if submission.sheet == sheet for row in submission.rows)
    return next(row for row in rows if all(row.get(column) == value for column, value in wanted.items()))


# by day what is counted of the dirty case is read from its workbooks, in tests/end_to_end/test_acceptance.py
@pytest.mark.parametrize("dirt", [None, pytest.param(DIRT, marks=pytest.mark.nightly)])
def test_the_last_week_is_the_acceptance_case(qichun: County, whole: Inboxes, dirt: float | None) -> None:
    boxes = whole
    if dirt:
        boxes = inboxes(qichun)
        soil(boxes, qichun, dirt, SEED)
    indicators = _last_week(boxes, qichun)
    assert indicators["A1"]["value"] == 24
    assert _counts(indicators, "A5") == (19, 20)
    assert indicators["A6"]["parts"] == {"CW": 3, "RD": 4, "ZF": 9, "ZX": 3}
    assert indicators["A7"]["value"] == 4
    assert _counts(indicators, "A9") == (23, 24)
    assert _counts(indicators, "C1") == (47, 47)
    assert _counts(indicators, "C3") == (87, 87)
    assert indicators["C5"]["value"] == 0
    assert indicators["D1"]["value"] == 7600
    assert indicators["D3"]["value"] == 3827
    assert round(indicators["D4"]["value"], 1) == 50.4
    assert indicators["E5"]["parts"] == {"ASSIGNED": 0, "LEADERS": 0, "ITEMS": 0, "MEMBERS": 0}


def test_the_week_before_leads_up_to_it(qichun: County, whole: Inboxes) -> None:
    indicators = truth(whole, BEFORE, dt.date(2021, 11, 21), qichun)["indicators"]
    assert indicators["A10"]["value"] == 19  # the symposium alone
    assert _counts(indicators, "A5") == (17, 20)
    assert _counts(indicators, "C3") == (82, 87)
    assert indicators["D3"]["value"] == 3790


def test_the_register_holds_what_the_case_asks_for(whole: Inboxes) -> None:
    register = [row for s in whole[BEFORE] if s.sheet == "S9" for row in s.rows]
    registrations = Counter(row["person"] for row in register)
    assert sum(times == 2 for times in registrations.values()) == 37
    last = {row["person"]: row["reg_status"] for s in whole[LAST] if s.sheet == "S9" for row in s.rows}
    status = {row["person"]: row["reg_status"] for row in register} | last
    assert Counter(status.values()) == {"IN": 7600, "OUT": 12}
    unit = {row["person"]: (row["name"], row["birth_ym"], row["unit_code"]) for row in register}
    alike = Counter(shown[:2] for shown in unit.values())
    assert sum(times == 2 for times in alike.values()) == 5, "members who share name and month of birth"
    assert len(set(unit.values())) == len(unit), "no two members share the unit, too"


def test_nobody_is_a_real_person() -> None:
    census = Census(random.Random("people"))
    people = [census.person(1962, 1998) for _ in range(500)]
    assert len({person.id_no for person in people}) == len({person.phone for person in people}) == 500
    assert all(check_character(person.id_no[:17]) == person.id_no[17] for person in people)
    assert all(person.id_no[6:14] == f"{person.born:%Y%m%d}" for person in people)
    assert all(int(person.id_no[16]) % 2 == (person.sex == "1") for person in people)
    assert all(re.fullmatch(r"1[3-9]\d{9}", person.phone) for person in people)


@pytest.mark.parametrize(("first_17", "last"), [("11010519491231002", "X"), ("44052418800101001", "4")])
def test_check_character_of_the_standard(first_17: str, last: str) -> None:
    assert check_character(first_17) == last


def test_same_seed_same_bytes(tmp_path: Path, qichun: County) -> None:
    for name, seed in (("one", 1), ("two", 1), ("three", 2)):
        write_weeks(tmp_path / name, qichun, seed=seed, scale=0.01)
    first, second, third = (_contents(tmp_path / name) for name in ("one", "two", "three"))
    assert first == second
    assert first != third


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("dirt", [0, 0.2, 1])
def test_every_workbook_opens_with_the_rows_promised(tmp_path: Path, qichun: County, dirt: float) -> None:
    for week in write_weeks(tmp_path, qichun, dirt=dirt, scale=0.03):
        folder = tmp_path / "inbox" / week["period"]
        assert {path.name for path in folder.iterdir()} == week["files"].keys()
        for name, file in week["files"].items():
            if file["numbers"][-1:] == ["M05"] or file["fate"] == "ignored":
                continue
            rows = load_workbook(folder / name).get_sheet_by_index(0).to_python(skip_empty_area=False)
            assert len(rows) == file["accepted"] + file["rejected"] + sum(file["set_aside"].values()), name


def test_a_dirty_cell_stands_where_the_truth_says(qichun: County, clean: Inboxes) -> None:
    soil(clean, qichun, 1, 5)
    for submission in clean[BEFORE]:
        odd = [(at, column, cell) for at, column, cell in submission.oddities() if isinstance(cell.shown, str)]
        if not odd or submission.look.raw is not None:
            continue
        laid_out = plan(submission, qichun)
        book = load_workbook(_written(submission, qichun))
        grid = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        for at, column, cell in odd:
            if column in laid_out.places:
                assert grid[laid_out.row_number(at) - 1][laid_out.places[column]] == cell.shown


def _written(submission: Submission, county: County) -> BytesIO:
    return BytesIO(workbook_bytes(submission, county))


def test_files_arrive_at_plausible_times(tmp_path: Path, qichun: County) -> None:
    write_weeks(tmp_path, qichun, scale=0.01)
    zone = ZoneInfo("Asia/Shanghai")
    for period, day in ((BEFORE, dt.date(2021, 11, 22)), (LAST, AS_OF)):
        for path in (tmp_path / "inbox" / period).iterdir():
            came = dt.datetime.fromtimestamp(path.stat().st_mtime, zone)
            assert came.date() == day
            assert came.hour < (12 if period == LAST else 20)


def test_file_time_does_not_depend_on_the_machine(tmp_path: Path, qichun: County, clean: Inboxes) -> None:
    submission = clean[LAST][0]
    submission.received = dt.datetime.fromisoformat("2021-11-23T08:30")
    path = write_submission(tmp_path, submission, qichun)
    assert path.stat().st_mtime == dt.datetime(2021, 11, 23, 0, 30, tzinfo=dt.UTC).timestamp()


def test_every_kind_of_cell_dirt_occurs_in_the_worst_week(qichun: County) -> None:
    boxes = inboxes(qichun)
    soil(boxes, qichun, 1, SEED)
    happened = {(odd.number, odd.meant is None) for box in boxes.values() for s in box for _, _, odd in s.oddities()}
    assert {dirt.number for dirt in CELL_DIRT} == {number for number, _ in happened}
    files = {number for box in boxes.values() for s in box for number in s.look.numbers}
    assert {dirt.number for dirt in HARMLESS} <= files


@pytest.mark.parametrize("dirt", FATAL, ids=lambda dirt: dirt.number)
def test_fatal_dirt_costs_the_file_and_nothing_else(qichun: County, clean: Inboxes, dirt: FileDirt) -> None:
    before = _last_week(clean, qichun)
    orders = next(s for s in clean[LAST] if s.sheet == "S10" and any(row["is_project"] for row in s.rows))
    assert dirt.touch(orders, qichun, random.Random(1))
    orders.refused = "M16"
    after = truth(clean, LAST, AS_OF, qichun)
    lost = sum(row["is_project"] is True for row in orders.rows)
    assert after["indicators"]["D3"]["value"] == before["D3"]["value"] - lost
    assert after["files"][orders.file_name]["accepted"] == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_gentle_dirt_leaves_the_headline_alone(qichun: County, seed: int) -> None:
    clean, dirty = (inboxes(qichun, seed=seed, scale=0.05) for _ in range(2))
    soil(dirty, qichun, 0.5, seed)
    before, after = _last_week(clean, qichun), _last_week(dirty, qichun)
    assert {code: after[code] for code in HEADLINE} == {code: before[code] for code in HEADLINE}


def test_a_returned_file_is_missing_until_it_is_sent_again(qichun: County, clean: Inboxes) -> None:
    complete = indicator_sums(clean, BEFORE, dt.date(2021, 11, 21), qichun)["D3"].value or 0
    soil(clean, qichun, 0.2, 1)
    refused = [s for s in clean[BEFORE] if s.refused]
    assert [s.sheet for s in refused] == ["S10"]
    again = [s for s in clean[LAST] if s.period == BEFORE]
    assert [(s.submitter, s.version) for s in again] == [(refused[0].submitter, 2)]
    lost = sum(row["is_project"] is True for row in refused[0].rows)
    assert indicator_sums(clean, BEFORE, dt.date(2021, 11, 21), qichun)["D3"].value == complete - lost


def test_dirt_grows_with_the_dial(qichun: County) -> None:
    lost = []
    for level in (0, 0.2, 1):
        boxes = inboxes(qichun, scale=0.05)
        soil(boxes, qichun, level, 1)
        oddities = [odd for box in boxes.values() for s in box for _, _, odd in s.oddities()]
        lost.append(sum(odd.reaction in (Reaction.CELL, Reaction.ROW) for odd in oddities))
    assert lost[0] == 0 < lost[1] < lost[2]


def test_no_row_suffers_twice(qichun: County, clean: Inboxes) -> None:
    soil(clean, qichun, 1, 1)
    for box in clean.values():
        for submission in box:
            assert max(Counter(at for at, _, _ in submission.oddities()).values(), default=0) <= 1


@pytest.mark.parametrize("level", [-0.1, 1.5])
def test_dirt_beyond_the_dial_is_refused(qichun: County, clean: Inboxes, level: float) -> None:
    with pytest.raises(ValueError, match="not between 0 and 1"):
        soil(clean, qichun, level, 1)


def test_case_1_an_assignment_without_a_name(qichun: County, clean: Inboxes) -> None:
    _row(clean, "S6")["name"] = None
    week = truth(clean, LAST, AS_OF, qichun)
    assert week["files"]["QC-ZZB_S6_2021W47_v1.xlsx"]["rejected"] == 1
    assert _counts(week["indicators"], "A5") == (18, 20)
    assert week["indicators"]["E5"]["parts"]["ASSIGNED"] == -1


def test_case_2_an_item_basically_done(qichun: County, clean: Inboxes) -> None:
    _row(clean, "S8")["status"] = Odd("基本完成", "RUN", "M67", Reaction.FIXW)
    assert _counts(_last_week(clean, qichun), "C3") == (86, 87)


def test_case_3_an_item_done_a_day_later(qichun: County, clean: Inboxes) -> None:
    _row(clean, "S8")["done_on"] = dt.date(2021, 11, 24)
    assert _counts(_last_week(clean, qichun), "C3") == (86, 87)
    assert _counts(_last_week(clean, qichun, dt.date(2021, 11, 24)), "C3") == (87, 87)


def test_case_5_one_member_in_two_communities(qichun: County, clean: Inboxes) -> None:
    before = _last_week(clean, qichun)["D1"]["value"]
    division = next(s for s in clean[LAST] if s.sheet == "S9" and s.rows)
    member = next(row for row in division.rows if row["reg_status"] == "IN")
    division.rows.append(member | {"community_code": "另一社区"})
    assert _last_week(clean, qichun)["D1"]["value"] == before


def test_case_6_orders_of_an_earlier_week_handed_in_late(qichun: County, clean: Inboxes) -> None:
    first = indicator_sums(clean, BEFORE, dt.date(2021, 11, 21), qichun)["D3"].value
    before = _last_week(clean, qichun)["D3"]["value"]
    order = _row(clean, "S10", BEFORE, is_project=True) | {"order_no": "100001-21-9999"}
    late = Submission(
        "S10", "QC-CHZ", BEFORE, [order], dt.datetime.fromisoformat("2021-11-23T09:00"), version=2, inbox=LAST
    )
    sent = next(s for s in clean[BEFORE] if (s.sheet, s.submitter) == ("S10", "QC-CHZ"))
    late.rows += sent.rows
    clean[LAST].append(late)
    assert indicator_sums(clean, BEFORE, dt.date(2021, 11, 21), qichun)["D3"].value == first
    assert _last_week(clean, qichun)["D3"]["value"] == before + 1


@pytest.mark.parametrize("word", ["人大", "县人大常委会", "RD"])
def test_case_7_a_clerks_word_is_written_as_it_is(qichun: County, clean: Inboxes, word: str) -> None:
    row = _row(clean, "S6", organ="RD")
    row["organ"] = Odd(word, "RD", "M63", Reaction.FIX)
    submission = next(s for s in clean[LAST] if s.sheet == "S6")
    grid = load_workbook(_written(submission, qichun)).get_sheet_by_index(0).to_python()
    assert word in {cell for line in grid for cell in line}
    assert _last_week(clean, qichun)["A6"]["parts"]["RD"] == 4


def test_a_story_of_three_weeks_ends_the_same(qichun: County) -> None:
    short = inboxes(qichun, scale=0.03)
    long = inboxes(qichun, periods=("2021-W45", BEFORE, LAST), scale=0.03)
    assert [*long] == ["2021-W45", BEFORE, LAST]
    before, after = _last_week(short, qichun), _last_week(long, qichun)
    assert {code: after[code]["value"] for code in HEADLINE} == {code: before[code]["value"] for code in HEADLINE}


def test_counties_have_nothing_in_common(qichun: County) -> None:
    three = county_of(qichun, 3)
    assert len({unit.code for unit in three.units}) == 3 * len(qichun.units)
    assert len({division.code for division in three.divisions}) == 3 * len(qichun.divisions)
    assert county_lists(three).keys() == county_lists(qichun).keys()  # no name stands for two of them
    assert all(set(units) <= {unit.code for unit in three.units} for units in three.expected.values())


def test_two_counties_are_told_together(tmp_path: Path, qichun: County) -> None:
    indicators = write_weeks(tmp_path, qichun, counties=2, dirt=0, scale=0.02)[-1]["indicators"]
    assert indicators["A1"]["value"] == 48
    assert _counts(indicators, "A5") == (38, 40)
    assert indicators["C2"]["value"] == 174
    assert indicators["D1"]["value"] == 2 * 152
    assert indicators["E5"]["value"] == 100


def test_the_truth_lies_beside_the_inbox(tmp_path: Path, qichun: County) -> None:
    weeks = write_weeks(tmp_path, qichun, scale=0.01)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox", f"truth-{BEFORE}.json", f"truth-{LAST}.json"]
    assert json.loads((tmp_path / f"truth-{LAST}.json").read_text(encoding="utf-8")) == weeks[-1]
    assert [(week["period"], week["as_of"]) for week in weeks] == [(BEFORE, "2021-11-21"), (LAST, "2021-11-23")]


def test_an_ordinary_week_has_about_sixty_files(qichun: County, clean: Inboxes) -> None:
    assert all(55 <= len(box) <= 65 for box in clean.values())
    assert {s.file_name for s in clean[LAST]} >= {"QC-DCS_S8_2021W47_v1.xlsx", "QC-CHZ_S10_2021W47_v1.xlsx"}
