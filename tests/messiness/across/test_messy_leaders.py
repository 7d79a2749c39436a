"""Titles and names of leaders beside the list of leaders, and control totals, on a real workbook (domain.md §12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from tests.support.figures import figures
from tests.support.messiness.across import FIRST, lines, put
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import compared_week, received
from tests.support.workbooks.tables import W47
from transforms.dataset import Dataset

LEADERS = [
    {"leader": "王建国", "post": "县委副书记、政法委书记"},
    {"leader": "李为民", "post": "县人大常委会副主任（挂职）"},
    {"leader": "周德才", "post": "总工会主席"},
    {"leader": "周立新", "post": "副县长"},
    {"leader": "周卫东", "post": "副县长"},
    {"leader": "吴有常", "post": "副县长", "valid_to": "2021-09-30"},
    {"leader": "欧阳海", "post": "县政协副主席"},
]

TITLES: list[tuple[str, list[str] | None, tuple[str, str] | None]] = [
    ("王书记", ["王建国"], ("leader_by_title", "FIXW")),
    ("王副书记", ["王建国"], ("leader_by_title", "FIXW")),
    ("李主任", ["李为民"], ("leader_by_title", "FIXW")),
    ("县委副书记王建国", ["王建国"], ("leader_by_title", "FIXW")),
    ("欧阳主席", ["欧阳海"], ("leader_by_title", "FIXW")),
    ("王书记、周立新", ["王建国", "周立新"], ("leader_by_title", "FIXW")),
    ("周立新", ["周立新"], None),
    ("周县长", None, ("name_title", "CELL")),  # two of them
    ("吴县长", None, ("name_title", "CELL")),  # no longer in office
    ("周总", None, ("name_title", "CELL")),  # no chairman of a 总工会
    ("欧主席", None, ("name_title", "CELL")),  # not his surname
    ("县委书记", None, ("name_title", "CELL")),
    ("郑书记", None, ("name_title", "CELL")),
]
NAMES: list[tuple[str, list[str] | None, list[tuple[str, str]]]] = [
    ("吴有常", ["吴有常"], []),  # he claimed it while he was in office
    ("郑一新", None, [("leader_not_listed", "CELL")]),
    ("周立新、郑一新", None, [("leader_not_listed", "CELL")]),
    ("郑一新、周总", None, [("name_title", "CELL")]),
]
CELLS = [cell for cell, *_ in (*TITLES, *NAMES)]

NOW = {"post": "副县长", "organ": "县政府", "valid_from": "2021-09-01", "valid_to": ""}
FORMER = {**NOW, "post": "县委常委", "organ": "县委", "valid_from": "2020-09-01"}
TWICE: list[tuple[str, dict[str, Any], bool]] = [
    ("钱一", {}, True),
    ("钱二", {"valid_to": "2021-12-31"}, True),
    ("钱三", {"valid_to": "2021-08-31"}, False),  # that post is over
    ("钱四", {"leader": "孙四"}, False),
]


@pytest.fixture(scope="module")
def week(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The list of leaders and an item for each cell, and control totals."""
    folder = tmp_path_factory.mktemp("leaders")
    posts = [[{"leader": name, **FORMER, **former}, {"leader": name, **NOW}] for name, former, _ in TWICE]
    put(folder, W47, "R6", *LEADERS, *(row for rows in posts for row in rows))
    put(folder, W47, "S8", *({"item_code": f"MS2021-{n:03d}", "leader": cell} for n, cell in enumerate(CELLS)))
    earlier = {"total": "二次分工人数", "declared": 18.0, "as_of": "2021-11-22"}
    other = {"total": "县级领导数", "declared": 47.0, "as_of": "2021-11-22"}
    put(folder, W47, "R8", earlier, earlier | {"declared": 19.0, "as_of": "2021-11-26"}, other)
    return compared_week(received(folder))


def read_as(week: Dataset, cell: str) -> tuple[list[str] | None, list[tuple[str, ...]]]:
    """Of an item's cell the leaders, and rule, reaction, cell and value of its issues but that names were parted."""
    row = FIRST + CELLS.index(cell)
    of_row = (pl.col("sheet") == "S8") & (pl.col("row") == row)
    issues = week.issues.filter(of_row, (pl.col("column") == "leader") & (pl.col("rule") != "people_split"))
    (leaders,) = week.items.filter(pl.col("row") == row)["leaders"].to_list()
    return leaders, issues.select("rule", "reaction", "cell", "value").rows()


@case("M37", FIXW="leader_by_title", CELL="name_title")
@pytest.mark.parametrize(("cell", "leaders", "expected"), TITLES)
def test_a_title_is_a_leader_where_it_fits_one_on_the_list(
    week: Dataset, cell: str, leaders: list[str] | None, expected: tuple[str, str] | None
) -> None:
    place = f"B{FIRST + CELLS.index(cell)}"
    assert read_as(week, cell) == (leaders, [(*expected, place, cell)] if expected else [])


@pytest.mark.parametrize(("cell", "leaders", "expected"), NAMES)
def test_a_leader_who_never_stood_on_the_list_is_asked_back(
    week: Dataset, cell: str, leaders: list[str] | None, expected: list[tuple[str, str]]
) -> None:
    """domain.md §4.9: `leader` is one of R6, else CELL."""
    named, issues = read_as(week, cell)
    assert (named, [issue[:2] for issue in issues]) == (leaders, expected)


@case("M28", FIXW="leader_listed_twice")
@pytest.mark.parametrize(("name", "former", "told"), TWICE)
def test_a_leader_with_two_rows_in_force_is_told_and_counts_once(
    week: Dataset, name: str, former: dict[str, Any], told: bool
) -> None:
    names = {name, former.get("leader", name)}
    first = FIRST + len(LEADERS) + 2 * [each for each, *_ in TWICE].index(name)
    rows = [("FIXW", first, "leader"), ("FIXW", first + 1, "leader")]
    assert lines(week, "leader_listed_twice", rows=(first, first + 1)) == (rows if told else [])
    listed = replace(week, leaders=week.leaders.filter(pl.col("leader").is_in(names)))
    assert listed.leaders.height == 2
    assert figures(listed)["C1"].measured.denominator == (2 if former.get("leader") else 1)


def test_a_control_total_of_an_earlier_day_that_is_compared_with_nothing_is_told(week: Dataset) -> None:
    assert lines(week, "older_total") == [("FIXW", FIRST, "as_of")]
