"""Items beside those of the week before, on real workbooks (domain.md §12, M50, M75–M77)."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.messiness.across import FIRST, lines, put
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import compared_week, received
from tests.support.workbooks.tables import W46, W47
from transforms.dataset import Dataset
from transforms.indicators.families.e_quality import unidentified

AS_BEFORE = "MS2021-001"
FELL = "MS2021-002"
MOVED = "MS2021-003"
APPROVED = "MS2021-004"
RETITLED = "MS2021-005"
RENUMBERED, NEW_NUMBER = "MS2021-006", "MS2021-106"
GONE = "MS2021-007"
TITLES = {
    AS_BEFORE: "硬化通村公路",
    FELL: "新建村级卫生室",
    MOVED: "改造农村电网",
    APPROVED: "建设养老服务中心",
    RETITLED: "整治背街小巷",
    RENUMBERED: "修缮乡镇敬老院",
    GONE: "清淤当家塘",
}
ITEMS = [
    {"item_code": code, "title": title, "progress": "80%", "due_original": "2021-12-30", "extension_ref": ""}
    for code, title in TITLES.items()
]
LATER = {"due_original": "2022-06-30"}
NOW = {
    AS_BEFORE: {"leader": "郑一新"},
    FELL: {"progress": "60%"},
    MOVED: LATER,
    APPROVED: LATER | {"extension_ref": "蕲督〔2021〕12号"},
    RETITLED: {"title": "老旧小区加装电梯"},
    RENUMBERED: {"item_code": NEW_NUMBER, "title": "修缮乡镇敬老院一处"},
}
ROW = {code: FIRST + n for n, code in enumerate(NOW)}


@pytest.fixture(scope="module")
def week(plainly: None, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The second of two weeks."""
    folder = tmp_path_factory.mktemp("items")
    put(folder, W46, "S8", *ITEMS)
    put(folder, W47, "S8", *(item | NOW[item["item_code"]] for item in ITEMS if item["item_code"] != GONE))
    intake = received(folder)
    return compared_week(intake, W47, compared_week(intake, W46).items)


def item(week: Dataset, code: str) -> dict[str, object]:
    return week.items.row(by_predicate=pl.col("item_code") == code, named=True)


@case("M50", FIXW="progress_fell")
def test_progress_that_fell_is_told_and_the_new_one_kept(week: Dataset) -> None:
    assert lines(week, "progress_fell") == [("FIXW", ROW[FELL], "progress")]
    assert [item(week, code)["progress"] for code in (FELL, AS_BEFORE)] == [60.0, 80.0]


@case("M75", FIXW="item_disappeared")
def test_an_item_that_disappears_is_carried_forward_and_told(week: Dataset) -> None:
    """The number that an item no longer has is one of these, too."""
    assert lines(week, "item_disappeared") == [("FIXW", None, None)] * 2
    messages = week.issues.filter(pl.col("rule") == "item_disappeared")["message"]
    assert [messages.str.contains(code).sum() for code in (GONE, RENUMBERED)] == [1, 1]
    stale = week.items.filter("stale")["item_code"].to_list()
    assert (stale, week.items.height) == ([RENUMBERED, GONE], len(ITEMS) + 1)


@case("M76")
def test_an_item_that_was_renumbered_or_retitled_waits_in_the_queue(week: Dataset) -> None:
    waiting = week.queue.filter(pl.col("sheet") == "S8").sort("row")
    assert waiting["row"].to_list() == [ROW[RETITLED], ROW[RENUMBERED]]
    assert ["改了编号" in reason for reason in waiting["reason"]] == [False, True]
    assert unidentified.measure(week).value == 0  # nobody's identity is in doubt


@case("M77", FIXW="due_moved")
def test_a_deadline_moved_without_approval_is_ignored_and_told(week: Dataset) -> None:
    assert lines(week, "due_moved") == [("FIXW", ROW[MOVED], "due_original")]
    assert [str(item(week, code)["due_current"]) for code in (MOVED, APPROVED)] == ["2021-12-30", "2022-06-30"]


def test_without_a_list_of_leaders_names_stay(week: Dataset) -> None:
    assert item(week, AS_BEFORE)["leaders"] == ["郑一新"]
