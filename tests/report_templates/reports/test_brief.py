"""The points of page one, of literal weeks and the figures of the week before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from report_templates.reports.brief import MOST_POINTS, brief
from report_templates.reports.context import SectionContext
from report_templates.words.wording import wording
from tests.support.figures import figures
from tests.support.frames import COUNTY, PERIOD, arrival, dataset, done_item, item, member, order
from transforms.audience.audiences import Audience, dataset_for
from transforms.dataset import Dataset
from transforms.indicators.history import HISTORY
from transforms.tables.table import Variant

SUNDAY = dt.date(2021, 11, 28)
LAST_WEEK = "2021-W46"
TOWN = "421126100"
LATE = {"posted_on": dt.date(2021, 10, 8), "taken_on": dt.date(2021, 10, 9), "done_on": None, "status": "TAKEN"}
UNTAKEN = {**LATE, "taken_on": None, "status": "SENT"}


def week(**rows: Any) -> Dataset:
    """A whole week."""
    return dataset(**{"as_of": SUNDAY, **rows})


def history(data: Dataset, **changed: tuple[float, str]) -> pl.DataFrame:
    """The figures of the week before: those of the data, but for the value and light of those named."""
    past = {code: (figure.measured.value, figure.light.value) for code, figure in figures(data).items()} | changed
    lines = [{"period": LAST_WEEK, "code": code, "value": v, "first": v, "light": light, "restated": False}
             for code, (v, light) in past.items()]  # fmt: skip
    return pl.DataFrame(lines, schema=HISTORY)


def points(data: Dataset, past: pl.DataFrame | None, variant: Variant = Variant.COUNTY) -> list[str]:
    """Those an audience reads."""
    earlier = pl.DataFrame(schema=HISTORY) if past is None else past
    measured, seen = figures(data, history=earlier), dataset_for(Audience(variant), data)
    return [point.text for point in brief(SectionContext(seen, measured, wording(COUNTY), earlier))]


FOUR_DONE = [done_item(str(n), dt.date(2021, 11, 10), town=TOWN) for n in range(4)]


def test_the_first_period_says_so_and_how_things_stand() -> None:
    first, stand = points(week(item_rows=FOUR_DONE), None)
    assert first == "本期为首期，只报现状，不作比较。"
    assert "认领民生实事4件，已完成4件" in stand


def test_a_quiet_week_repeats_no_level() -> None:
    data = week(item_rows=FOUR_DONE, order_rows=[order("1", **LATE)])
    assert points(data, history(data)) == ["本期没有新到岗、新逾期和新完成的事项，也没有指标变灯。"]


def test_what_is_newly_late_comes_first_with_whose_it_is() -> None:
    late = item("9", title="修桥", town=TOWN, leader=["赵六"], due_original=dt.date(2021, 11, 25))
    old = item("8", title="修路", town=TOWN, leader=["钱七"], due_original=dt.date(2021, 11, 1))
    data = week(item_rows=[*FOUR_DONE, late, old])
    past = history(data, C5=(1.0, "黄"), C4=(100.0, "绿"))
    for variant, whose in ((Variant.COUNTY, "甲镇，赵六"), (Variant.GROUP, "甲镇")):
        first, *_ = points(data, past, variant)
        assert first == f"民生实事逾期由1件增至2件，最长逾期27天，新逾期的有修桥（{whose}）。"


def test_overdue_orders_name_the_divisions_with_most() -> None:
    orders = [order("1", town=TOWN, **LATE), order("2", town=TOWN, **UNTAKEN), order("3", town="421126101", **UNTAKEN)]
    data = week(order_rows=orders)
    first, *_ = points(data, history(data, D11=(1.0, "黄")))
    assert first == (  # due fifteen days after 8 October: 36 days before the 28th of November
        "群众诉求超过时限无人接单的由1件增至2件，最长超期36天；接单后超期未办结的1件，最长超期36天；合计最多的是甲镇、乙镇。"
    )


def test_what_is_newly_done_says_what_was_late() -> None:
    late = done_item("9", dt.date(2021, 11, 26), title="修桥", town=TOWN, due_original=dt.date(2021, 11, 25))
    data = week(item_rows=[*FOUR_DONE, late])
    said = points(data, history(data, C3=(80.0, "绿")))
    assert said == ["民生实事完成率由80.0%升至100.0%，全部完成，本期逾期完成的有修桥（甲镇，赵六）。"]


def test_what_is_newly_done_in_time_names_nothing_late() -> None:
    data = week(item_rows=FOUR_DONE)
    assert points(data, history(data, C3=(75.0, "绿"))) == ["民生实事完成率由75.0%升至100.0%，全部完成。"]


@pytest.mark.parametrize(
    ("variant", "words"),
    [(Variant.COUNTY, "新到岗甲某（县政府）；可安排"), (Variant.GROUP, "新到岗干部（县政府）；可安排")],
)
def test_who_has_come_to_a_post_is_named_to_those_who_may_see_it(variant: Variant, words: str) -> None:
    begun = {"甲某": dt.date(2021, 11, 24), "乙某": dt.date(2021, 3, 1)}
    post = {"organ": "ZF", "status": "ON", "in_effect": True, "is_primary": True}
    data = week(
        assignments=[{**post, "person_id": p, "name": p, "start": start} for p, start in begun.items()],
        five_dim=[{"person_id": p, "work_will": "2", "assigned": True} for p in begun],
    )
    said = points(data, history(data, A5=(50.0, "红")), variant)
    assert said[0].startswith(words)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ((100.0, "绿"), "社区覆盖率由100.0%降至50.0%，转为红灯。"),
        ((50.5, "红"), None),  # less than a percentage point, and the same light
        ((60.0, "红"), "社区覆盖率由60.0%降至50.0%。"),
    ],
)
def test_a_light_that_turns_and_a_rate_that_changes_are_points(before: tuple[float, str], words: str | None) -> None:
    data = week(order_rows=[order("1")], register=[member("p1"), member("p2", "乙社区")])
    assert points(data, history(data, D8=before)) == [words or "本期没有新到岗、新逾期和新完成的事项，也没有指标变灯。"]


def test_a_part_of_a_week_is_not_compared_with_a_whole_one() -> None:
    rows: dict[str, Any] = {"order_rows": [order("1")], "register": [member("p1"), member("p2", "乙社区")]}
    part = dataset(**rows)
    assert points(part, history(part, D8=(100.0, "绿"))) == ["本期没有新到岗、新逾期和新完成的事项，也没有指标变灯。"]


def test_what_nobody_has_sent_is_no_change() -> None:
    data = week(sent=[arrival(sheet, "missing") for sheet in COUNTY.expected])
    assert points(data, history(data, C3=(80.0, "绿"), D8=(100.0, "绿"))) == [
        "本期报表没有报齐，未报送的内容不作比较；已报送的没有新到岗、新逾期和新完成的事项。"
    ]


def test_what_the_calendar_alone_has_moved_is_no_point() -> None:
    """Orders known from earlier weeks come to be overdue though nobody has sent a word about them in this one."""
    earlier = [{**order(str(n), town=TOWN, **UNTAKEN), "period": LAST_WEEK} for n in range(3)]
    sent = [arrival(sheet, "missing" if sheet == "S10" else "on_time") for sheet in COUNTY.expected]
    data = week(order_rows=earlier, sent=sent)
    assert figures(data)["D11"].measured.value == 3
    (said,) = points(data, history(data, D11=(1.0, "黄"), D6=(100.0, "绿")))
    assert said.startswith("本期报表没有报齐")


def test_there_are_six_points_at_most_the_late_before_the_done_before_the_changed() -> None:
    late = [item("8", town=TOWN, due_original=dt.date(2021, 11, 25)), item("9", due_original=dt.date(2021, 11, 25))]
    data = week(item_rows=[*FOUR_DONE, *late], order_rows=[order("1", **LATE), order("2", is_project=True)],
                register=[member("p1"), member("p2", "乙社区")])  # fmt: skip
    past = history(data, C5=(0.0, "绿"), D12=(0.0, "绿"), C3=(10.0, "红"), D3=(0.0, "—"), D8=(100.0, "绿"),
                   D2=(90.0, "红"), D6=(100.0, "绿"), C7=(0.0, "绿"), C6=(-50.0, "红"))  # fmt: skip
    said = points(data, past)
    assert len(said) <= MOST_POINTS
    ranks = [next(n for n, point in enumerate(said) if words in point)
             for words in ("民生实事逾期", "接单后超期", "转为红灯", "民生实事完成率", "领办实事项目")]  # fmt: skip
    assert ranks == sorted(ranks) == [0, 1, 2, 3, 4]


def test_the_period_of_the_frames_is_the_week_after() -> None:
    assert (PERIOD, LAST_WEEK) == ("2021-W47", "2021-W46")
