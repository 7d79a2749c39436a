"""Worksheets named for weeks, and which of them are of the week that is sent (domain.md §12, M11)."""

from __future__ import annotations

import pytest

from tests.support.workbooks.tables import W47, contact_log, grid, intake, talk
from transforms.ingest.weekly_tabs import week_of_tab

TAB46, TAB47 = (
    grid(contact_log(talk("张三"), period=""), "第46周"),
    grid(contact_log(talk("李四"), period=""), "第47周"),
)
TITLED46 = grid(contact_log(talk("张三"), period="2021年第46周"), "旧")
NO_WEEK = grid(contact_log(talk("王五"), period=""), "Sheet1")


@pytest.mark.parametrize(
    ("name", "period", "week"),
    [
        ("第46周", W47, "2021-W46"),
        ("46周", W47, "2021-W46"),
        ("第四十六周", W47, "2021-W46"),
        ("W46", W47, "2021-W46"),
        ("2021-W46", W47, "2021-W46"),
        ("2020年第46周", W47, "2020-W46"),
        ("上周", W47, "2021-W46"),
        ("第52周", "2022-W01", "2021-W52"),
        ("第1周", "2021-W52", "2022-W01"),
        ("11.15-11.21", W47, "2021-W46"),
        ("11月15日—11月21日", W47, "2021-W46"),
        ("1115-1121", W47, "2021-W46"),
        ("12.27-12.31", "2022-W01", "2021-W52"),
        ("11.15-11.28", W47, None),  # two weeks
        ("1-2", W47, None),
        ("11-12", W47, None),
        ("第53周", W47, None),  # 2021 has 52
        ("11月第3周", W47, "2021-W46"),  # 1 November is a Monday
        ("11月份（第四周）", W47, W47),
        ("12月第1周", "2021-W48", "2021-W48"),  # 1 December is a Wednesday: the week of that day,
        ("12月第1周", "2021-W49", "2021-W49"),  # or that of the first Monday
        ("12月第3周", "2021-W49", "2021-W51"),
        ("12月第4周", "2022-W01", "2021-W52"),
        ("11月", W47, None),
        ("本周", W47, None),
        ("Sheet1", W47, None),
        ("周报", W47, None),
    ],
)
def test_the_week_a_name_states(name: str, period: str, week: str | None) -> None:
    assert week_of_tab(name, period) == week


def names(*grids: object, file: str = "QC-ZZB_S4_2021-W47_v1.xlsx") -> tuple[list[str], set[tuple[str, str]]]:
    """Whose rows are taken, and what is told."""
    result = intake(*grids, file=file)  # type: ignore[arg-type]
    taken = result.rows["S4"].collect()["name"].explode().to_list()
    return taken, set(result.issues.select("rule", "reaction").rows())


def test_of_a_tab_for_each_week_that_of_the_file_is_taken_and_the_others_told() -> None:
    assert names(TAB46, TAB47) == (["李四"], {("other_week", "FIXW")})
    assert names(TITLED46, TAB47) == (["李四"], {("other_week", "FIXW")})
    assert names(TAB46, NO_WEEK) == (["王五"], {("other_week", "FIXW")})


def test_every_row_of_another_week_is_in_the_ledger() -> None:
    result = intake(TAB46, TAB47)
    lines = result.ledger.select("worksheet", "fate", "reason").rows()
    assert ("第46周", "set_aside", "other_week") in lines
    assert len(lines) == len(TAB46.rows) + len(TAB47.rows)


def test_a_tab_that_is_alone_is_taken_for_the_week_of_the_file_and_told() -> None:
    assert names(TAB46) == (["张三"], {("tab_of_other_week", "FIXW")})


def test_without_a_week_in_the_file_s_name_the_tab_decides() -> None:
    result = intake(TAB46, file="谈话.xlsx")
    assert result.submissions["period"].to_list() == ["2021-W46"]
    assert ("late_for_its_period", "FIXW") in set(result.issues.select("rule", "reaction").rows())


def test_a_week_in_the_title_outweighs_the_tab() -> None:
    assert names(grid(contact_log(talk("张三")), "第46周")) == (["张三"], set())
