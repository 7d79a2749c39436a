from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.county.county import County, Threshold
from tests.support.frames import AS_OF, COUNTY, clock, done_item, item, sheet_rows
from transforms.join.items import items

DUE = dt.date(2021, 11, 30)


def item_line(row: Any, as_of: dt.date = AS_OF, before: pl.DataFrame | None = None) -> dict[str, Any]:
    """The single item a single row becomes."""
    return items(sheet_rows("S8", [row]), before, clock(as_of), COUNTY).row(0, named=True)


def last_week(*rows: Any) -> pl.DataFrame:
    return items(sheet_rows("S8", list(rows), "2021-W46"), None, clock(dt.date(2021, 11, 21), "2021-W46"), COUNTY)


@pytest.mark.parametrize(("as_of", "completed"), [(dt.date(2021, 11, 23), False), (dt.date(2021, 11, 24), True)])
def test_an_item_done_on_the_24th_is_not_completed_on_the_23rd(as_of: dt.date, completed: bool) -> None:
    assert item_line(done_item("A", dt.date(2021, 11, 24)), as_of)["completed"] is completed


@pytest.mark.parametrize(
    ("cells", "completed"),
    [
        ({"status": "DONE"}, True),
        ({"status": "VERIFIED"}, True),
        ({"status": "RUN"}, False),  # 100 % but “推进中”
        ({"status": None}, False),
        ({"done_on": None}, False),
        ({"verify_result": "BACK"}, False),
        ({"verify_result": "BACK", "verified_on": AS_OF}, False),
        ({"verify_result": "BACK", "verified_on": AS_OF + dt.timedelta(1)}, True),  # sent back tomorrow
        ({"verify_result": "PASS"}, True),
    ],
)
def test_completed_needs_status_and_date_and_no_return(cells: dict[str, Any], completed: bool) -> None:
    assert item_line({**done_item("A"), **cells})["completed"] is completed


def test_verified_needs_the_result_of_the_inspection() -> None:
    assert item_line({**done_item("A"), "status": "VERIFIED"})["verified"] is False
    assert item_line({**done_item("A"), "verify_result": "PASS"})["verified"] is True
    assert item_line({**item("A"), "verify_result": "PASS"})["verified"] is False


@pytest.mark.parametrize(
    ("cells", "on_time", "on_time_original", "late"),
    [
        ({}, True, True, False),
        ({"done_on": dt.date(2021, 11, 22), "due_original": dt.date(2021, 11, 22)}, True, True, False),
        ({"due_original": dt.date(2021, 11, 19)}, False, False, True),
        (
            {"due_original": dt.date(2021, 11, 19), "due_current": DUE, "extension_ref": "督〔2021〕1号"},
            True,
            False,  # an extension cannot polish the number unseen
            False,
        ),
        ({"due_original": dt.date(2021, 11, 19), "due_current": DUE}, False, False, True),  # no approval
        ({"due_original": None}, False, False, False),
    ],
)
def test_on_time(cells: dict[str, Any], on_time: bool, on_time_original: bool, late: bool) -> None:
    line = item_line({**done_item("A"), **cells})
    assert (line["on_time"], line["on_time_original"], line["late_completed"]) == (on_time, on_time_original, late)


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        ({"due_original": dt.date(2021, 11, 22)}, 1),
        ({"due_original": AS_OF}, None),  # the day itself is still in time
        ({"due_original": None}, None),
        ({"due_original": dt.date(2021, 11, 1), "status": "HOLD"}, None),
        ({"due_original": dt.date(2021, 11, 1), "status": "CANCEL", "extension_ref": "督〔2021〕2号"}, None),
        ({"due_original": dt.date(2021, 11, 1), "status": "CANCEL"}, 22),  # nobody approved it
        ({"due_original": dt.date(2021, 11, 1), "status": None}, 22),
    ],
)
def test_overdue(cells: dict[str, Any], days: int | None) -> None:
    line = item_line({**item("A"), **cells})
    assert line["overdue_days"] == days
    assert line["overdue"] is (days is not None)


@pytest.mark.parametrize(("days", "soon"), [(-1, False), (0, True), (7, True), (8, False)])
def test_due_soon_is_today_to_a_week_from_now(days: int, soon: bool) -> None:
    assert item_line(item("A", due_original=AS_OF + dt.timedelta(days)))["due_soon"] is soon


@pytest.mark.parametrize(
    ("start", "due", "scheduled"),
    [
        (dt.date(2021, 11, 13), dt.date(2021, 12, 3), 50.0),
        (dt.date(2021, 11, 24), dt.date(2021, 12, 3), 0.0),
        (dt.date(2021, 11, 1), dt.date(2021, 11, 11), 100.0),
        (AS_OF, AS_OF, 100.0),  # a plan of one day
        (dt.date(2021, 11, 24), dt.date(2021, 11, 24), 0.0),
        (dt.date(2021, 11, 1), None, None),
    ],
)
def test_scheduled_progress(start: dt.date, due: dt.date | None, scheduled: float | None) -> None:
    line = item_line(item("A", start_plan=start, due_original=due, progress=60.0))
    assert line["scheduled_pct"] == scheduled
    assert line["deviation"] == (None if scheduled is None else 60.0 - scheduled)


def test_a_plan_without_a_start_begins_when_it_was_claimed() -> None:
    line = item_line(item("A", claimed_on=dt.date(2021, 11, 13), due_original=dt.date(2021, 12, 3)))
    assert line["scheduled_pct"] == 50.0


@given(st.dates(dt.date(2021, 1, 1), dt.date(2022, 12, 31)), st.dates(dt.date(2021, 1, 1), dt.date(2022, 12, 31)))
def test_scheduled_progress_is_a_percentage(start: dt.date, due: dt.date) -> None:
    assert 0 <= item_line(item("A", start_plan=start, due_original=due))["scheduled_pct"] <= 100


def test_the_first_leader_is_the_one_who_answers() -> None:
    line = item_line(item("A", leader=["赵六", "孙七"]))
    assert (line["leader"], line["leaders"]) == ("赵六", ["赵六", "孙七"])
    assert item_line(item("A", leader=None))["leader"] is None


LIGHTS: list[tuple[dict[str, Any], str, str]] = [
    ({**done_item("A"), "verify_result": "PASS"}, "绿", "已完成"),
    (done_item("A", dt.date(2021, 11, 9)), "绿", "已完成"),  # 14 days ago
    (done_item("A", dt.date(2021, 11, 8)), "黄", "自报完成超过14天尚未核验"),
    ({**done_item("A", dt.date(2021, 11, 8)), "verify_result": "PASS"}, "绿", "已完成"),
    ({**done_item("A"), "verify_result": "BACK"}, "红", "督查核验退回"),
    (item("A", status="HOLD", extension_ref="督〔2021〕3号"), "灰", "已批准暂缓"),
    (item("A", status="CANCEL", extension_ref="督〔2021〕3号"), "灰", "已批准取消"),
    (item("A", due_original=None), "灰", "无完成时限"),
    (item("A", due_original=dt.date(2021, 11, 20), progress=99.0), "红", "逾期3天"),
    (item("A", progress=None), "灰", "进度或起始日期未填，无法判断"),
]
_HALF_WAY = {"start_plan": dt.date(2021, 11, 13), "due_original": dt.date(2021, 12, 3)}
BY_SCHEDULE = [
    (40.0, "绿", "按序时推进"),
    (39.94, "黄", "落后序时进度10.1个百分点"),
    (20.0, "黄", "落后序时进度30.0个百分点"),
    (19.94, "红", "落后序时进度30.1个百分点"),
    (100.0, "绿", "按序时推进"),
]


@pytest.mark.parametrize(("row", "light", "reason"), LIGHTS)
def test_light(row: dict[str, Any], light: str, reason: str) -> None:
    line = item_line(row)
    assert (line["light"], line["light_reason"]) == (light, reason)


@pytest.mark.parametrize(("progress", "light", "reason"), BY_SCHEDULE)
def test_light_by_schedule(progress: float, light: str, reason: str) -> None:
    line = item_line(item("A", **_HALF_WAY, progress=progress))
    assert (line["light"], line["light_reason"]) == (light, reason)


def test_near_its_end_an_item_must_be_nearly_done() -> None:
    near = {"start_plan": dt.date(2021, 3, 1), "due_original": dt.date(2021, 11, 24)}
    on_plan = {"claimed_on": None, "start_plan": AS_OF, "due_original": dt.date(2021, 11, 30), "progress": 79.94}
    assert item_line(item("A", **near, progress=95.0))["light"] == "绿"
    line = item_line({**item("A"), **on_plan})
    assert (line["light"], line["light_reason"]) == ("黄", "临近时限，进度79.9%")
    assert item_line({**item("A"), **on_plan, "progress": 80.0})["light"] == "绿"


def test_an_item_that_disappears_grows_stale_and_red() -> None:
    first = last_week(item("A", **_HALF_WAY), item("B"))
    now = items(sheet_rows("S8", [item("B")]), first, clock(), COUNTY)
    gone = now.row(by_predicate=pl.col("item_code") == "A", named=True)
    assert (gone["missed"], gone["stale"], gone["period"]) == (1, True, "2021-W46")
    assert (gone["light"], gone["light_reason"]) == ("黄", "本期未更新")
    later = clock(dt.date(2021, 12, 1), "2021-W48")
    again = items(sheet_rows("S8", [item("B")], "2021-W48"), now, later, COUNTY)
    gone = again.row(by_predicate=pl.col("item_code") == "A", named=True)
    assert (gone["missed"], gone["light"], gone["light_reason"]) == (2, "红", "连续2期未更新")


def test_a_cancelled_item_may_disappear() -> None:
    first = last_week(item("A", status="CANCEL", extension_ref="督〔2021〕4号"))
    assert items(sheet_rows("S8", [item("B")]), first, clock(), COUNTY)["item_code"].to_list() == ["B"]


def test_a_missing_sheet_carries_nothing_forward() -> None:
    assert items(sheet_rows("S8", []), last_week(item("A")), clock(), COUNTY).is_empty()


def test_a_due_date_moved_without_approval_does_not_count() -> None:
    before = last_week(item("A", due_original=dt.date(2021, 11, 20)))
    moved = item_line(item("A", due_original=dt.date(2021, 12, 31)), before=before)
    assert (moved["due_current"], moved["due_moved"], moved["overdue"]) == (dt.date(2021, 11, 20), True, True)
    approved = item_line(item("A", due_original=dt.date(2021, 12, 31), extension_ref="督〔2021〕5号"), before=before)
    assert (approved["due_current"], approved["due_moved"]) == (dt.date(2021, 12, 31), False)
    assert approved["due_original"] == dt.date(2021, 11, 20)
    removed = item_line(item("A", due_original=None), before=before)
    assert (removed["due_current"], removed["no_due"]) == (dt.date(2021, 11, 20), False)
    earlier = item_line(item("A", due_original=dt.date(2021, 11, 10)), before=before)
    assert (earlier["due_current"], earlier["due_moved"]) == (dt.date(2021, 11, 10), False)


def test_progress_that_falls_is_kept_and_flagged() -> None:
    before = last_week(item("A", progress=60.0, title="旧名"))
    line = item_line(item("A", progress=50.0, title="新名"), before=before)
    assert (line["progress"], line["progress_before"], line["progress_fell"]) == (50.0, 60.0, True)
    assert line["title_before"] == "旧名"
    assert item_line(item("A"))["progress_fell"] is False


def test_the_county_decides_how_far_behind_is_red(county: County) -> None:
    strict = replace(county, thresholds={"C6": Threshold(green=-1, yellow=-5)})
    lines = items(sheet_rows("S8", [item("A", **_HALF_WAY, progress=44.0)]), None, clock(), strict)
    assert lines["light"].to_list() == ["红"]


def test_flags_are_never_unknown() -> None:
    bare = {"item_code": "A", "title": "事项"}
    lines = items(sheet_rows("S8", [bare]), None, clock(), COUNTY)
    flags = [name for name, dtype in lines.schema.items() if dtype == pl.Boolean and name != "public_ok"]
    assert len(flags) >= 13
    assert lines.select(flags).null_count().row(0) == (0,) * len(flags)
    assert lines["light"].to_list() == ["灰"]


JANUARY = clock(dt.date(2022, 1, 16), "2022-W02")
NEW_LIST = tuple(
    item(f"MS2022-00{n}", claimed_on=dt.date(2022, 1, 10), due_original=dt.date(2022, 11, 30)) for n in (1, 2, 3)
)
OLD_LIST = (*(done_item(f"MS2021-00{n}") for n in (1, 2, 3, 4)), item("MS2021-005"))


def new_year(*rows: Any, before: tuple[Any, ...] = OLD_LIST) -> pl.DataFrame:
    """The items of 2022-W02 after a week with the list of the year before."""
    last = items(sheet_rows("S8", list(before), "2022-W01"), None, clock(dt.date(2022, 1, 9), "2022-W01"), COUNTY)
    return items(sheet_rows("S8", list(rows), "2022-W02"), last, JANUARY, COUNTY)


def test_of_last_years_list_the_unfinished_items_are_carried_over() -> None:
    lines = new_year(*NEW_LIST)
    assert lines.select("item_code", "carried_over", "overdue").rows() == [
        ("MS2021-005", True, True),
        *((f"MS2022-00{n}", False, False) for n in (1, 2, 3)),
    ]


def test_a_finished_item_of_last_year_that_is_listed_still_is_kept_apart() -> None:
    lines = new_year(*NEW_LIST, OLD_LIST[0], item("MS2021-005"))
    assert lines.filter("carried_over")["item_code"].to_list() == ["MS2021-001", "MS2021-005"]


@pytest.mark.parametrize(
    ("rows", "before"),
    [
        pytest.param(OLD_LIST, OLD_LIST, id="the old list goes on in January"),
        pytest.param(OLD_LIST[1:], OLD_LIST, id="a finished item of the list in force is missed"),
        pytest.param(tuple(item(str(n)) for n in (1, 2)), (item("1"), item("3")), id="codes without a year"),
        pytest.param((*OLD_LIST, item("MS2032-006")), OLD_LIST, id="a slip of the pen"),
        pytest.param((*OLD_LIST, item("民生6号")), OLD_LIST, id="one code without a year"),
    ],
)
def test_without_a_new_list_nothing_is_carried_over_and_nothing_goes(
    rows: tuple[Any, ...], before: tuple[Any, ...]
) -> None:
    lines = new_year(*rows, before=before)
    assert not lines["carried_over"].any()
    assert set(lines["item_code"]) == {row["item_code"] for row in (*rows, *before)}


@pytest.mark.parametrize(
    ("code", "earlier"),
    [
        ("MS2021-001", True),
        ("MS2021001", True),
        ("2021-7", True),
        ("民生〔2021〕3号", True),
        ("MS2022-009", False),
        ("420112021-3", False),  # digits of something else
        ("7", False),
    ],
)
def test_the_plan_year_of_an_item_is_the_one_in_its_code(code: str, earlier: bool) -> None:
    lines = new_year(*NEW_LIST, item(code))
    assert lines.filter(pl.col("item_code") == code)["carried_over"].to_list() == [earlier]
