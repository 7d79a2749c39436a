"""How columns of an own table are proposed: by their words, by what stands below, split, joined, or not at all."""

from __future__ import annotations

import pytest

from expectations.county.own_tables import OwnSheet, OwnTable, Source, Step
from tests.support.workbooks.office_tables import MEMBERS, ORDERS
from tests.support.workbooks.tables import W47, Rows, grid, reader
from transforms.ingest.mapping.heading_likeness import ENOUGH, Level, heading_words, resemblance
from transforms.ingest.mapping.propose import Line, Proposal, proposal
from transforms.ingest.mapping.sayings import because, because_open
from transforms.recognise.grid import Merge

WORDS = heading_words()
ID = "11010519491231002X"  # the example of GB 11643-1999


def proposed(rows: Rows, **evidence: object) -> Proposal:
    found = proposal(grid(rows, **evidence), WORDS, reader().context(W47))
    assert found is not None
    return found


def line(found: Proposal, column: str, sheet: str | None = None) -> Line | None:
    return next((each for each in found.lines if each.column == column and sheet in (None, each.sheet)), None)


def members(heading: str, *cells: str) -> Rows:
    """A register with one column of its own."""
    rows = [["汪志强", "漕河镇东门社区", "2021-06-03", cell] for cell in cells]
    return [["党员下沉花名册"], ["姓名", "下沉社区", "报到时间", heading], *rows]


def test_the_contracts_own_heading_with_fitting_cells_needs_no_question() -> None:
    found = line(proposed(members("性别", "男", "女")), "sex")
    assert found == Line("S9", "sex", Source(("性别",)), sure=True, level=Level.STANDARD, share=1.0)


def test_cells_that_do_not_fit_disprove_a_heading() -> None:
    assert line(proposed(members("性别", "县财政局", "县教育局")), "sex") is None


def test_a_heading_that_its_cells_disprove_is_told_from_one_that_nothing_is_like() -> None:
    rows: Rows = [["退出干部花名册"], ["姓名", "出生年月", "原单位", "退出原因", "退出时间", "籍贯"]]
    rows += [[name, "1966-03", "县财政局", "换届", "2021.06", "本县"] for name in ("汪志强", "陈一")]  # no day
    found = proposed(rows)
    assert line(found, "exit_date") is None
    assert because_open("退出时间", found) == "像是《退出领导岗位干部台账》「退出领导岗位时间」，但内容大多读不出"
    assert because_open("籍贯", found) == "没有相近的列"


@pytest.mark.parametrize("heading", ["单位", "联系方式", "状态"])
def test_a_heading_that_offices_use_in_several_senses_is_always_asked(heading: str) -> None:
    cells = {"单位": "县财政局", "联系方式": "13900000001", "状态": "在册"}
    found = proposed(members(heading, cells[heading]))
    assert [each.sure for each in found.lines if each.source.headings == (heading,)] == [False]


def test_an_id_number_is_known_under_any_heading_and_asked() -> None:
    found = line(proposed(members("甲", ID, ID)), "id_no")
    assert found is not None
    assert (found.level, found.sure) == (Level.CONTENT, False)


def test_unit_and_post_in_one_cell_are_parted() -> None:
    found = line(proposed(members("工作单位及职务", "县财政局预算股股长")), "unit_code")
    assert found is not None
    assert (found.source, found.sure) == (Source(("工作单位及职务",), Step.UNIT), False)


def test_what_the_title_says_of_every_row_is_asked() -> None:
    found = line(proposed(MEMBERS), "political_status")
    assert found == Line("S9", "political_status", Source((), Step.CONSTANT, "中共党员"), sure=False, level=None)


def test_a_residents_telephone_number_is_not_the_members() -> None:
    assert "联系电话" in proposed(ORDERS).open
    behind = [[cell for n, cell in enumerate(row) if n != 3] for row in ORDERS[2:]]  # without 点单群众
    taker = [[*row[:8], row[3], *row[8:]] for row in behind]  # and once more behind 接单党员
    moved = [[cell for n, cell in enumerate(row) if n != 3] for row in taker]
    assert line(proposed([*ORDERS[:2], *moved]), "phone") is not None


def test_ticks_under_one_heading_are_one_column() -> None:
    head: Rows = [
        ["居民订单台账"],
        ["订单编号", "所在乡镇", "诉求内容", "登记时间", "满意度", "", ""],
        ["", "", "", "", "满意", "基本满意", "不满意"],
    ]
    merges = (*(Merge(1, at, 2, at) for at in range(4)), Merge(1, 4, 1, 6))
    rows: Rows = [
        ["D-1", "漕河镇", "楼道杂物", "2021-11-15", "√", "", ""],
        ["D-2", "漕河镇", "路灯", "2021-11-16", "", "", "√"],
    ]
    found = line(proposed([*head, *rows], merges=merges), "satisfaction")
    assert found is not None
    assert found.source == Source(("满意度满意", "满意度基本满意", "满意度不满意"), Step.TICKED)


def test_year_and_month_under_one_heading_are_joined() -> None:
    head: Rows = [
        ["退出干部花名册"],
        ["姓名", "出生年月", "", "原单位", "退出时间", "退出原因"],
        ["", "年", "月", "", "", ""],
    ]
    merges = (*(Merge(1, at, 2, at) for at in (0, 3, 4, 5)), Merge(1, 1, 1, 2))
    found = line(
        proposed([*head, ["张伯年", 1963.0, 2.0, "县财政局", "2021-09-28", "换届"]], merges=merges), "birth_ym"
    )
    assert found is not None
    assert found.source == Source(("出生年月年", "出生年月月"), Step.JOIN, "-")


def test_how_another_table_of_the_county_was_read_is_heeded() -> None:
    other = OwnTable("某表", (OwnSheet("S9", {"compound": Source(("住处",))}),))
    rows = members("住处", "锦绣花园")
    assert "住处" in proposed(rows).open
    found = proposal(grid(rows), heading_words([other]), reader().context(W47))
    assert found is not None
    assert line(found, "compound") == Line("S9", "compound", Source(("住处",)), sure=False, level=Level.COUNTY)


@pytest.mark.parametrize(
    ("text", "other", "alike"),
    [
        ("反映的问题", "反映问题", True),
        ("存在的困难和问题", "存在的困难", True),
        ("领取日期", "认领日期", False),  # what stands before the common word differs
        ("下次联系日期", "联系日期", False),
        ("不愿从事", "愿从事", False),
        ("联系人", "联系点", False),  # short
    ],
)
def test_headings_resemble_each_other(text: str, other: str, alike: bool) -> None:
    assert (resemblance(text, other) >= ENOUGH) is alike


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["只有一句话"]],
        [["姓名", "单位", "职务", "签到"], ["汪志强", "县财政局", "局长", ""]],
        [["甲", "乙", "丙"], ["1", "2", "3"]],
    ],
)
def test_what_is_like_no_sheet_is_not_proposed(rows: Rows) -> None:
    assert proposal(grid(rows), WORDS, reader().context(W47)) is None


def test_a_table_whose_cells_are_all_words_has_its_header_in_its_first_row() -> None:
    assert proposed(MEMBERS).headings == ("姓名", "单位", "电话", "下沉社区", "下沉日期", "是否在册")


def statuses(*cells: str, heading: str = "人员身份") -> Proposal:
    return proposed(members(heading, *cells))


def test_a_column_of_words_of_the_wanted_list_is_offered_before_one_value_for_all() -> None:
    found = line(statuses("党员", "预备党员", "群众"), "political_status")
    assert found == Line("S9", "political_status", Source(("人员身份",)), sure=False, level=Level.CONTENT, share=1.0)


def test_a_column_that_contradicts_one_value_for_all_is_named() -> None:
    found = line(statuses("党员", "群众", "职工"), "political_status")
    assert found is not None
    assert (found.source.value, found.against) == ("中共党员", "人员身份")
    assert because(found) == "表题所说；全表同一个值；但「人员身份」一列填有别的值"


@pytest.mark.parametrize("cells", [("党员", "党员", "退休"), ("1", "2", "1"), ("职工", "退休", "党员")])
def test_what_says_the_same_or_nothing_of_the_list_contradicts_nothing(cells: tuple[str, ...]) -> None:
    found = line(statuses(*cells), "political_status")
    assert found is not None
    assert (found.source.value, found.against) == ("中共党员", "")


@pytest.mark.parametrize(
    ("headings", "times"),
    [
        (["备用", "报到时间", "备用"], 1),
        (["报到时间", "报到时间", "报到时间"], 3),
        (["报到时间", "报到 时间", "备用"], 2),
    ],
)
def test_equal_headings_are_counted_and_asked(headings: list[str], times: int) -> None:
    rows = [["汪志强", "漕河镇东门社区", "在册", "2021-06-03", "2021-06-03", "2021-07-01"]]
    found = proposed([["党员下沉花名册"], ["姓名", "下沉社区", "状态", *headings], *rows])
    each = line(found, "registered_on")
    assert each is not None
    assert (each.times, each.sure) == (times, times == 1)
    assert (f"同名的有{times}列" in because(each)) is (times > 1)


def test_a_heading_over_several_columns_that_is_not_read_says_so_too() -> None:
    found = proposed(
        [
            ["党员下沉花名册"],
            ["姓名", "下沉社区", "报到时间", "备用", "备用"],
            ["汪志强", "漕河镇东门社区", "2021-06-03", "", ""],
        ]
    )
    assert because_open("备用", found) == "没有相近的列；同名的有2列"


def test_a_second_column_that_may_be_the_same_is_named() -> None:
    rows: Rows = [["党员双报到花名册"], ["姓名", "单位", "居住社区", "联系社区", "报到时间"]]
    rows += [[name, "县财政局", "东门社区", "西河社区", "2021-06-03"] for name in ("汪志强", "程丽华")]
    found = line(proposed(rows), "community_code")
    assert found is not None
    assert (found.source.headings, found.rivals, found.sure) == (("居住社区",), ("联系社区",), False)
    assert because(found) == "常见叫法；「联系社区」也像这一列"


def test_of_two_lines_that_nobody_knows_together_the_lowest_is_proposed_and_asked() -> None:
    head: Rows = [
        ["党员双报到花名册"],
        ["姓名", "单位", "报到情况", ""],
        ["", "", "报到社区", "报到日期"],
    ]
    merges = (Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 1, 3))
    rows: Rows = [[name, "县财政局", "东门社区", "2021-06-03"] for name in ("汪志强", "程丽华")]
    found = proposed([*head, *rows], merges=merges)
    day = line(found, "registered_on")
    assert day == Line("S9", "registered_on", Source(("报到情况报到日期",)), sure=False, level=Level.WORD, share=1.0)
    community = line(found, "community_code")
    assert community is not None
    assert community.source.headings == ("报到情况报到社区",)
