"""Posts beside rosters, hosts and dates, on real workbooks (domain.md §12, M71, M72)."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.messiness.across import FIRST, cadres, lines, put
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import compared_week, received
from tests.support.workbooks.tables import W46, W47
from transforms.dataset import Dataset

BORN = {"birth_ym": "1965-10"}
OFFERED = {"post_code": "ZF-001", "host_unit": "县乡村振兴局", "post_name": "驻村督导"}
OFFERED_BEFORE = OFFERED | {"post_code": "ZF-002"}
ADVISER = {"post_code": "XW-001", "host_unit": "县委宣传部", "post_name": "顾问"}
FULL = {"load": "全职", "capacity": 1.0}
NOT_OFFERED = "ZF-009"

HOSTS: list[tuple[str, str, str, bool]] = [
    ("陈一", OFFERED["post_code"], "县农业农村局", True),  # the former unit
    ("陈二", OFFERED["post_code"], "县乡村振兴局", True),  # the host of the post
    ("陈三", OFFERED["post_code"], "县水利和湖泊局", False),  # neither
    ("陈四", NOT_OFFERED, "县水利和湖泊局", True),  # no post, but a unit of the government, where S6 has sent him
    ("陈五", NOT_OFFERED, "县委宣传部", False),
]
MOVED = "刘一"
DATES: list[tuple[str, dict[str, str], list[str], int]] = [
    ("王一", {"start": "2021-11-28"}, [], 1),  # the last day of the week
    ("王二", {"start": "2021-11-29"}, ["start_of_on_after_period"], 0),
    ("王三", {"start": "2021-11-01", "end": "2021-11-28"}, [], 1),
    ("王四", {"start": "2021-11-01", "end": "2021-11-27"}, ["end_of_on_before_period_end"], 0),
    ("王五", {"start": "2021-11-29", "status": "拟安排"}, [], 0),
    ("王六", {"start": "2021-11-01", "end": "2021-11-27", "status": "结束"}, [], 0),
]
TWO_POSTS, BESIDE = "孙一", "孙二"

ASSIGNED = [
    *({"name": name, "post_code": post, "organ": "县政府"} for name, post, *_ in HOSTS),
    {"name": MOVED, "post_code": ADVISER["post_code"], "organ": "县委"},
    *({"name": name, "post_code": "ZF-003", **dates} for name, dates, *_ in DATES),
    {"name": TWO_POSTS, "post_code": "ZF-004"},
    {"name": TWO_POSTS, "post_code": "ZF-005"},
    {"name": BESIDE, "post_code": "ZF-005", "duty": "协助信访"},
]
ROSTER = [name for name, *_ in HOSTS] + [MOVED] + [name for name, *_ in DATES] + [TWO_POSTS, BESIDE]


@pytest.fixture(scope="module")
def week(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The second of two weeks."""
    folder = tmp_path_factory.mktemp("posts")
    cadres(folder, *ROSTER, period=W46)
    put(folder, W46, "S5", OFFERED_BEFORE, ADVISER)
    put(folder, W46, "S6", {"name": MOVED, "post_code": OFFERED_BEFORE["post_code"], **BORN})
    put(folder, W46, "S7", {"name": MOVED, "unit_code": "县乡村振兴局"})
    cadres(folder, *ROSTER)
    put(folder, W47, "S5", OFFERED, ADVISER, {"post_code": "ZF-004", **FULL}, {"post_code": "ZF-005", **FULL})
    put(folder, W47, "S6", *(row | BORN for row in ASSIGNED))
    reports = [{"name": name, "unit_code": unit} for name, _, unit, _ in HOSTS]
    put(folder, W47, "S7", *reports, {"name": MOVED, "unit_code": "县委宣传部"})
    return compared_week(received(folder))


def rows_of(name: str) -> list[int]:
    """Of somebody the rows of the assignments."""
    return [FIRST + n for n, row in enumerate(ASSIGNED) if row["name"] == name]


@case("M71")
@pytest.mark.parametrize(("name", "post", "unit", "known"), HOSTS)
def test_a_host_names_its_people_by_its_own_unit(week: Dataset, name: str, post: str, unit: str, known: bool) -> None:
    """S7 shows nothing but name and unit (domain.md §4.8, §9.1)."""
    assert week.duties.filter(pl.col("name") == name).height == known
    assert week.queue.filter(pl.col("sheet") == "S7", pl.col("name") == name).height == (not known)


@case("M71")
def test_a_host_of_last_week_is_still_known_when_somebody_has_another_post(week: Dataset) -> None:
    """Else what was done at the first post would leave the sums."""
    assert week.duties.filter(pl.col("name") == MOVED)["period"].to_list() == [W46, W47]


@pytest.mark.parametrize(("name", "dates", "rules", "counted"), DATES)
def test_who_is_reported_at_a_post_outside_its_dates_does_not_count_and_is_told(
    week: Dataset, name: str, dates: dict[str, str], rules: list[str], counted: int
) -> None:
    outside = ("start_of_on_after_period", "end_of_on_before_period_end", "post_run_out")
    assert [rule for rule in outside if lines(week, rule, rows=rows_of(name))] == rules
    assert week.assignments.filter(pl.col("name") == name)["in_effect"].sum() == counted


@case("M72", FIXW="two_full_time_posts post_over_capacity")
def test_two_full_time_posts_and_a_full_post_are_told_and_a_person_counts_once(week: Dataset) -> None:
    (first, second), (beside,) = rows_of(TWO_POSTS), rows_of(BESIDE)
    told = [("FIXW", first, "post_code"), ("FIXW", second, "post_code")]
    assert lines(week, "two_full_time_posts") == told
    told = [("FIXW", second, "post_code"), ("FIXW", beside, "post_code")]
    assert lines(week, "post_over_capacity", rows=(first, second, beside)) == told
    here = pl.col("name").is_in([TWO_POSTS, BESIDE])
    assert week.assignments.filter(here)["is_primary"].to_list().count(True) == 2
