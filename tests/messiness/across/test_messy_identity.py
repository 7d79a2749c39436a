"""One person on rosters and sheets of several weeks, on real workbooks (domain.md §9, M71)."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl
import pytest

from tests.support.messiness.across import FIRST, lines, put
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import compared_week, received
from tests.support.workbooks.tables import W46, W47, W48
from transforms.audience.person import names
from transforms.cells.ids import check_digit
from transforms.dataset import Dataset

WEEKS = (W46, W47, W48)


def woman(sequence: int) -> dict[str, str]:
    """Of the women born on 12 February 1966, who have the even numbers, the one of this number."""
    body = f"42112619660212{sequence:03d}"
    return {"id_no": body + check_digit(body), "birth_ym": "1966-02", "sex": "女"}


class Numbered(NamedTuple):
    """Somebody's number on the first roster, the rows of that name on the second, and whether that is a question."""

    before: int
    now: list[dict[str, str]]
    told: bool


def numbered(first: int) -> list[Numbered]:
    return [
        Numbered(first, [woman(first + 2)], told=True),
        Numbered(first + 4, [woman(first + 6), woman(first + 4)], told=False),  # two people, both on the roster
        Numbered(first + 8, [woman(first + 10) | {"birth_ym": "1966-03"}], told=False),
        Numbered(first + 12, [woman(first + 12)], told=False),
    ]


NUMBERED = {
    "S1": dict(zip(("李秀英", "李秀兰", "李秀梅", "李秀珍"), numbered(2), strict=True)),
    "S9": dict(zip(("王秀英", "王秀兰", "王秀梅", "王秀珍"), numbered(18), strict=True)),
}

FORMER = {"birth_ym": "1965-10", "former_unit": "县农业农村局"}
REWRITTEN: dict[str, list[dict[str, str]]] = {
    "陈一": [{}, {"former_unit": ""}],
    "陈二": [{"former_unit": "县水利和湖泊局"}, {"former_unit": ""}],
    "陈三": [{"former_unit": "县水利和湖泊局"}, {"former_unit": "县民政局"}],
    "陈四": [{"former_unit": "老厂"}, {"former_unit": ""}],
    "陈五": [{}, {"former_unit": "", "birth_ym": "", "id_no": "421126196510011232"}],
    "陈六": [{}, {"former_unit": "", "id_no": "421126196510011259"}],
}
AS_BEFORE = "陈七"


def roster(sheet: str, n: int) -> list[dict[str, str]]:
    """The rows of the n-th week; the last two have the same id numbers."""
    rewritten = {name: [{}, *cells][n] for name, cells in REWRITTEN.items()} | {AS_BEFORE: {}}
    people = [FORMER | cells | {"name": name} for name, cells in rewritten.items()] if sheet == "S1" else []
    for name, (before, now, _) in NUMBERED[sheet].items():
        people += [row | {"name": name} for row in (now if n else [woman(before)])]
    return people


def rows_of(sheet: str, n: int, name: str) -> list[int]:
    return [FIRST + place for place, row in enumerate(roster(sheet, n)) if row["name"] == name]


@pytest.fixture(scope="module")
def weeks(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> list[Dataset]:
    """Three."""
    folder = tmp_path_factory.mktemp("rosters")
    for n, period in enumerate(WEEKS):
        for sheet in NUMBERED:
            put(folder, period, sheet, *roster(sheet, n))
    intake = received(folder)
    return [compared_week(intake, period) for period in WEEKS]


@pytest.mark.parametrize(("sheet", "name"), [(sheet, name) for sheet, people in NUMBERED.items() for name in people])
def test_another_id_number_in_place_of_one_that_is_gone_is_asked_about(
    weeks: list[Dataset], sheet: str, name: str
) -> None:
    rows = rows_of(sheet, 1, name)
    asked = weeks[1].issues.filter(pl.col("rule") == "other_id_no", pl.col("sheet") == sheet, pl.col("row").is_in(rows))
    expected = [("FIXW", row, "id_no") for row in rows] if NUMBERED[sheet][name].told else []
    assert asked.select("reaction", "row", "column").rows() == expected


@case("M71")
@pytest.mark.parametrize("name", REWRITTEN)
def test_a_former_unit_written_otherwise_makes_nobody_new(weeks: list[Dataset], name: str) -> None:
    """One cadre in the rosters of three weeks, once without the former unit, stays one (domain.md §9.1)."""
    numbers = []
    for n, week in enumerate(weeks):
        rows = rows_of("S1", n, name) + rows_of("S1", n, AS_BEFORE)
        numbers.append(week.five_dim.filter(pl.col("row").is_in(rows)).sort("row")["person_id"].to_list())
    assert numbers[0] == numbers[1] == numbers[2]
    assert len(set(numbers[0])) == 2


def test_nobody_else_is_new_in_the_rosters_of_three_weeks(weeks: list[Dataset]) -> None:
    """Seven and four, and with the second roster a second of one name."""
    assert [week.five_dim["person_id"].n_unique() for week in weeks] == [11, 12, 12]


def test_who_is_called_otherwise_on_the_newest_roster_has_that_name_in_all_tables_and_it_is_told(
    plainly: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("renamed")
    work = {"unit_code": "县农业农村局", "days_on": 4.0}
    for period, name in ((W46, "李秀英"), (W47, "李秀颖")):
        put(folder, period, "S1", woman(2) | {"name": name}, {"name": "陈二", "birth_ym": "1965-10"})
        put(folder, period, "S7", {"name": "李秀英", **work}, {"name": "陈二", **work})
    put(folder, W46, "S6", woman(2) | {"name": "李秀英", "post_code": "ZF-001"})
    put(folder, W46, "S4", {"name": "李秀英", "unit_code": "县农业农村局", "contact_date": "2021-11-17"})
    intake = received(folder)
    before = compared_week(intake, W46)
    assert lines(before, "renamed") == lines(before, "named_otherwise") == []
    data = compared_week(intake)
    assert lines(data, "renamed") == [("FIXW", FIRST, "name")]
    assert lines(data, "named_otherwise") == [("FIXW", FIRST, "name")]  # S7 of this week; S6 and S4 came before
    assert data.assignments["name"].to_list() == data.contacts["name"].to_list() == ["李秀颖"]
    assert sorted(data.duties["name"]) == ["李秀颖", "李秀颖", "陈二", "陈二"]
    assert names(data.tables()) == dict(zip(data.duties["person_id"], data.duties["name"], strict=True))
