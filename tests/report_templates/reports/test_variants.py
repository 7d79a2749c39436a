"""The reports of the inspection, of a township, of a unit and of the public, from literal rows."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import replace
from typing import Any

import pytest

from expectations.county.county import Unit
from report_templates.model import columns
from report_templates.model.report import Listing, Report, Section, Table, walk
from report_templates.model.report_json import report_from_line, report_line
from report_templates.render.html import html, script
from report_templates.render.reader_page import reader_html
from report_templates.render.weasy import laid_out
from report_templates.reports.county_report import county_report
from report_templates.reports.variants.reports import reader_reports
from tests.report_templates.render.test_html import HOSTILE, Seen
from tests.support.figures import figures
from tests.support.frames import COUNTY, UNIT, arrival, dataset, done_item, item, member, order
from tests.support.pages.boxes import lines_of, text_in
from transforms.dataset import Dataset
from transforms.indicators.places import place_figures

LONG_AGO = dt.date(2021, 11, 1)
TOWN, OTHER = "421126100", "421126101"
SEAT = Unit(code="QC-JZ", name="甲镇人民政府", short="甲镇", division=TOWN)
HERE = replace(
    COUNTY,
    units=(*COUNTY.units, SEAT),
    expected={"S8": (UNIT,), "S9": (SEAT.code,), "S10": (SEAT.code,)},
    report={"notice": "内部资料　注意保存", "issuer": "某县委组织部"},
)
TOWNSHIP = f"township:{SEAT.code}"
FIXED: dict[str, Any] = {
    "submitter": SEAT.code,
    "file": "甲镇_S9.xlsx",
    "worksheet": "花名册",
    "sheet": "S9",
    "row": 17,
}


def some_week(**changed: Any) -> Dataset:
    rows: dict[str, Any] = {
        "county": HERE,
        "sent": [arrival("S8"), *(arrival(sheet, submitter=SEAT.code) for sheet in ("S9", "S10"))],
        "item_rows": [
            done_item("1", town=TOWN, title="修桥", public_ok=True, lead_unit=UNIT),
            item("2", town=TOWN, title="修路", due_original=None, public_ok=False),
            *(done_item(str(n), town=OTHER) for n in range(3, 9)),
        ],
        "register": [
            member("m1", town=TOWN, name="张三", unit_code=UNIT),
            member("m2", town=OTHER, name="李四", community_code="乙社区"),
        ],
        "order_rows": [order("o1", town=TOWN, content="电话13871234567"), order("o2", town=OTHER)],
        "issues": [
            {**FIXED, "cell": "D17", "column": "phone", "heading": "联系电话", "rule": "phone_read", "reaction": "CELL",
             "message": "「联系电话」应为11位手机号；请改正。", "value": "秘密"},
            {**FIXED, "submitter": UNIT, "file": "别人.xlsx", "cell": "A1", "rule": "r", "reaction": "ROW",
             "message": "别人的"},
        ],
    }  # fmt: skip
    return dataset(**(rows | changed))


def reports_of(data: Dataset) -> dict[str, Report]:
    return dict(reader_reports(data, figures(data), dict(place_figures(data)), 1, "0.1.0"))


def table(report: Report, caption: str) -> Table:
    return next(
        block for block in walk(report.sections) if isinstance(block, Table) and block.caption.startswith(caption)
    )


def text(report: Report) -> str:
    return Seen(reader_html(report)).text


def test_a_township_stands_beside_the_mean_of_the_county() -> None:
    rows = {row[0]: row for row in table(reports_of(some_week())[TOWNSHIP], "主要指标与全县对比").rows}
    assert rows["C2"][1:6] == ("认领件数", "2件", "—", "4件", "−2件")  # 8 items in 2 divisions
    assert rows["C3"][2:6] == ("50.0%", "1/2", "87.5%", "−37.5个百分点")
    assert rows["D1"][2:6] == ("1人", "—", "1人", "持平")


def test_a_unit_that_is_no_division_has_no_mean_of_counts() -> None:
    rows = {row[0]: row for row in table(reports_of(some_week())[f"township:{UNIT}"], "主要指标与全县对比").rows}
    assert rows["C2"][4] == "—"
    assert rows["E1"][2:5] == ("100.0%", "1/1", "100.0%")


def test_a_township_reads_of_its_own_and_of_nobody_else() -> None:
    read = text(reports_of(some_week())[TOWNSHIP])
    for own in ("修路", "修桥", "张三", "o1", "甲镇_S9.xlsx", "D17", "“联系电话”应为"):
        assert own in read
    for foreign in ("李四", "乙社区", "o2", "别人", "13871234567", "秘密"):
        assert foreign not in read


LATE = {"posted_on": LONG_AGO, "due": dt.date(2021, 11, 20), "done_on": None, "status": "TAKEN"}


def test_a_township_reads_its_overdue_orders_first() -> None:
    orders = [order("o1", town=TOWN), order("o2", town=TOWN, **LATE), order("o3", town=OTHER, **LATE)]
    report = reports_of(some_week(order_rows=orders))[TOWNSHIP]
    listed = [*table(report, "超期订单").rows, *table(report, "其他在办和本期办结的订单").rows]
    assert [(row[0], row[4], row[6], row[7]) for row in listed] == [
        ("o2", "2021-11-20", "红", "超期3天"),
        ("o1", "2021-12-07", "绿", "已办结"),  # without a time limit of its own: fifteen days after posting
    ]
    assert "已接单、超期未办结的1件。" in text(report)


def test_the_inspection_reads_overdue_orders_by_division() -> None:
    report = reports_of(some_week(order_rows=[order("o1", town=TOWN, **LATE), order("o2", town=OTHER)]))["inspection"]
    assert table(report, "各乡镇（园区）超期订单").rows == (("甲镇", "0", "1", "3", "0.0%"),)


def test_the_inspection_reads_what_is_demanded_of_whom() -> None:
    """Of eight items seven are done and none is verified; what cadres ask for is not for its eyes."""
    report = reports_of(some_week(order_rows=[order("o1", town=TOWN, **LATE)]))["inspection"]
    rows = [tuple(getattr(cell, "text", cell) for cell in row) for row in table(report, "督办要求").rows]
    assert ("超期群众诉求", "1件接单后未办结", "甲镇", "—", "请于12月13日前办结") in [row[1:] for row in rows]
    assert ("核验率", "0.0%（0/7），亮红灯", "甲局", "—", "请于12月6日前完成核验") in [row[1:] for row in rows]


def test_a_figure_whose_own_sheet_is_missing_is_grey() -> None:
    sent = [arrival("S8"), arrival("S9", "missing", SEAT.code), arrival("S10", submitter=SEAT.code)]
    rows = {
        row[0]: row for row in table(reports_of(some_week(sent=sent, register=[]))[TOWNSHIP], "主要指标与全县对比").rows
    }
    assert rows["D2"][2] == "未报"
    assert rows["D2"][-1] == "灰"


def test_the_inspection_reads_items_by_leader_and_no_member() -> None:
    late = item("9", town=TOWN, leader=["钱七"], due_original=dt.date(2021, 11, 1))
    report = reports_of(some_week(item_rows=[late, done_item("1", town=TOWN)]))["inspection"]
    assert table(report, "督办清单").rows[0][:1] == ("钱七",)
    assert table(report, "各责任领导认领事项").rows[0][:4] == ("钱七", "1", "0", "0.0%")
    assert "张三" not in text(report)


def test_internal_reports_are_marked_and_every_report_names_its_reader_and_number() -> None:
    for name, report in reports_of(some_week()).items():
        page = reader_html(report)
        assert ("内部资料" in page) == (name != "public")
        assert report.masthead.serial in Seen(page).text
        assert report.recipient in Seen(page).text
        assert ("规则0.1.0　规定和单位按期末（2021年11月28日）" in Seen(page).text) == (name != "public")
    serials = [report.masthead.serial for report in reports_of(some_week()).values() if report.masthead.serial]
    assert len(set(serials)) == len(serials) == 4


def test_the_edition_keeps_the_reports_word_by_word() -> None:
    reports = reports_of(some_week())
    assert dict(report_from_line(report_line(*pair)) for pair in reports.items()) == reports


@pytest.mark.parametrize("words", [*HOSTILE, "=cmd|' /C calc'!A0", "长" * 3000, "😀👨‍👩‍👧"])
def test_hostile_words_are_only_text_for_every_reader(words: str) -> None:
    hostile = dict.fromkeys(("title", "leader", "content"), words)
    data = some_week(
        item_rows=[item("1", town=TOWN, **{**hostile, "leader": [words]}, public_ok=True)],
        register=[member("m1", town=TOWN, name=words, community_code=words)],
        issues=[{**FIXED, "file": words, "worksheet": words, "cell": "D17", "rule": "r", "reaction": "ROW",
                 "message": words}],
    )  # fmt: skip
    for report in reports_of(data).values():
        page = reader_html(report)
        parsed = Seen(page)
        assert not {"img", "b", "object", "iframe", "form"} & {tag for tag, _ in parsed.tags}
        assert page.count("<script") == page.count(script("sort.js")) == 1
        assert not [value for _, attrs in parsed.tags for name, value in attrs.items() if name.startswith("on")]
        assert all(re.match("(annex.html)?#", link) for link in parsed.values("href"))
        assert not re.search("[\u202e\u0000]", page)


LAID_OUT = ("长" * 3000, "x" * 3000, "😀👨‍👩‍👧", "\u202e甲乙丙")
ALONE = tuple(
    pytest.param((words,), marks=pytest.mark.nightly)  # above they are only text
    for words in (*LAID_OUT, "{{ 7*7 }}", "<script>1</script>", "<img src=file:///etc/passwd>")
)


@pytest.mark.parametrize("texts", [LAID_OUT, *ALONE], ids=lambda texts: "、".join(words[:3] for words in texts))
def test_no_text_breaks_the_paper_of_any_reader(texts: tuple[str, ...]) -> None:
    """It is printed within the margins of its page, as text, and asks for nothing (else `printed` would raise).

    By day all of them on one paper, a row for each; by night each on a paper of its own.
    """
    data = some_week(
        item_rows=[item(str(n), town=TOWN, title=words, leader=[words], due_original=LONG_AGO, public_ok=True)
                   for n, words in enumerate(texts)],
        register=[member(f"m{n}", town=TOWN, name=words, community_code=words) for n, words in enumerate(texts)],
        issues=[{**FIXED, "file": words, "worksheet": words, "cell": f"D{17 + n}", "row": 17 + n, "rule": "r",
                 "reaction": "ROW", "message": words} for n, words in enumerate(texts)],
    )  # fmt: skip
    county = county_report(data, figures(data), 1, "0.1.0")
    pages = {"county": html(county), **{name: reader_html(report) for name, report in reports_of(data).items()}}
    for name, page in pages.items():
        document = laid_out(page)
        assert len(document.pages) < 40, name
        for sheet in document.pages:
            box = sheet._page_box
            right = box.content_box_x() + box.width + 1
            for line in lines_of(box):
                assert line.position_x + line.width <= right, (name, text_in(line)[:40])


def test_a_table_of_one_row_does_not_wait_for_the_list_that_follows_it() -> None:
    """Of pages filled further and further the first that has no room for the list ends with it."""
    paper = reports_of(some_week())[TOWNSHIP]
    heads = (columns.name("名称"), columns.count("数"))
    listing = Listing(caption="名单", lines=(("甲镇", ("欧阳无双（县老干部局）",) * 8),))

    def first_page(rows: int) -> str:
        tables = [Table(name="t", caption=f"共{n}行", columns=heads, rows=(("甲", "1"),) * n) for n in (rows, 1)]
        sections = (Section(heading="标题", blocks=(tables[0],)), Section(heading="标题", blocks=(tables[1], listing)))
        document = laid_out(reader_html(replace(paper, summary=(), sections=sections)))
        return "".join(map(text_in, lines_of(document.pages[0]._page_box)))

    full = bisect_left(range(16, 30), True, key=lambda rows: "名单" not in first_page(rows)) + 16
    on_page = [("共1行" in text, "名单" in text) for text in map(first_page, (full - 1, full, 29))]
    assert on_page == [(True, True), (True, False), (False, False)]


def test_a_page_asks_for_nothing_but_the_mark_in_itself() -> None:
    page = reader_html(reports_of(some_week())[TOWNSHIP])
    assert all(address.startswith('"data:image/svg+xml,') for address in re.findall(r"url\(([^)]*)\)", page))
    assert not re.search(r"@import|https?://(?!www\.w3\.org)", page)
