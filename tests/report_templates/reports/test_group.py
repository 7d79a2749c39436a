"""What a work group reads, from literal rows: the message says the reds, the most urgent demand, where the paper is."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from report_templates.model.message import LONGEST, message
from report_templates.reports.variants.reports import reader_reports
from tests.support.figures import figures
from tests.support.frames import Row, dataset, done_item, item, order
from transforms.dataset import Dataset
from transforms.editions.demands import DEMANDS, NO_DEMANDS
from transforms.indicators.places import place_figures

TOWN = "421126100"
LATE: Row = {"posted_on": dt.date(2021, 10, 8), "taken_on": None, "done_on": None, "status": "SENT", "town": TOWN}
LATE_ITEM = item("1", leader=["赵六"], title="修桥", town=TOWN, due_original=dt.date(2021, 11, 10))


def lines(data: Dataset, demands: pl.DataFrame = NO_DEMANDS) -> list[str]:
    reports = dict(reader_reports(data, figures(data), dict(place_figures(data)), 1, "0.1.0", demands=demands))
    said = message(reports["group"]).text
    assert len(said) <= LONGEST
    return said.split("\n")


def test_a_message_begins_with_what_is_red_and_most_urgent_and_where_the_paper_is() -> None:
    """Six orders that nobody took are red: more than five."""
    data = dataset(order_rows=[order(str(n), **LATE) for n in range(6)])
    _, reds, demand, *_ = lines(data)
    assert reds.startswith("需要关注：亮红灯指标")
    assert "接单超期件数6件" in reds
    assert demand == (
        "办理要求：群众诉求超期无人接单6件，请各乡镇（园区）于12月6日前接单、12月13日前办结。"
        "全文见本期报告，本单位的事项和时限见单位版。"
    )


def test_the_day_is_the_first_that_was_named() -> None:
    days = [("orders/甲镇", "2021-12-06", "2021-12-13"), ("orders/乙镇", "2021-11-29", "2021-12-06")]
    known = pl.DataFrame(
        [(matter, "take", *map(dt.date.fromisoformat, named), 1, 0, None, None) for matter, *named in days],
        schema=DEMANDS,
        orient="row",
    )
    data = dataset(order_rows=[order("1", **LATE), order("2", **{**LATE, "town": "421126101"})])
    assert "于11月29日前接单、12月6日前办结（已催办1次，今日到期）。" in "".join(lines(data, known))


@pytest.mark.parametrize(
    ("data", "demand"),
    [
        (
            dataset(item_rows=[LATE_ITEM], order_rows=[order("1", **LATE)]),
            "民生实事逾期1件，请各责任单位于12月6日前办结。",
        ),
        (
            dataset(item_rows=[done_item("1", verify_result=None)]),
            "核验率0.0%（0/1），亮红灯，责任单位甲局，请于12月6日前完成核验。",
        ),
        (dataset(), ""),
    ],
)
def test_items_are_more_urgent_than_orders_and_these_than_figures(data: Dataset, demand: str) -> None:
    (said,) = (line for line in lines(data) if line.startswith("办理要求："))
    assert said == f"办理要求：{demand}全文见本期报告，本单位的事项和时限见单位版。"


def test_nobody_is_named() -> None:
    assert "赵六" not in "".join(lines(dataset(item_rows=[LATE_ITEM])))
