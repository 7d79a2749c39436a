"""Headings matched against the contracts (domain.md §12, M12–M17)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import SHEETS
from tests.support.workbooks.tables import HEADINGS, Rows, contact_log, grid, index, recognised, talk
from transforms.recognise.grid import Merge
from transforms.recognise.headings import SEARCHED_ROWS, Header, headers, heading_keys


def headers_in(rows: Rows, **evidence: object) -> list[Header]:
    return list(headers(grid(rows, **evidence), index()))


@pytest.mark.parametrize(
    "text",
    [
        "联系日期",
        "联系　日期",
        "联系\n日期",
        " 联系日期 ",
        "联系日期（必填）",
        "联系日期*",
        "★联系日期：",
        "联\u200b系日期",
        "[联系日期]",
    ],
)
def test_a_heading_is_known_however_it_is_dressed_m14(text: str) -> None:
    assert (
        recognised(contact_log(talk(), headings=("姓名", text, "联系方式", "联系人"))).header.columns["contact_date"]
        == 1
    )


def test_words_in_brackets_tell_headings_apart() -> None:
    assert heading_keys("意愿岗位（一）") == ("意愿岗位一", "意愿岗位")
    assert heading_keys("资金\n单位：万元") == ("资金", "资金")
    assert heading_keys("1.所在乡镇") == heading_keys("1、所在乡镇") == ("所在乡镇", "所在乡镇")
    assert heading_keys("责任单位：") == ("责任单位", "责任单位")
    assert index()["意愿岗位一"]["S3"] == "pref_post_1"
    assert index()["意愿岗位二"]["S3"] == "pref_post_2"


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_the_standard_headings_of_every_sheet_are_found_whole(sheet) -> None:
    header = recognised(
        [["序号", *(c.heading for c in sheet.columns)], ["1", *(c.example for c in sheet.columns)]]
    ).header
    assert header.sheet == sheet.id
    assert header.columns == {column.name: at for at, column in enumerate(sheet.columns, start=1)}
    assert (header.top, header.bottom, header.rivals) == (0, 0, {})


def test_titles_above_and_an_empty_first_column_do_no_harm_m12_m19() -> None:
    rows = [["", *row] for row in contact_log(talk())]
    header = recognised(rows).header
    assert (header.top, header.columns["name"]) == (2, 1)


def test_a_header_of_two_lines_is_read_through_its_merged_cells_m13() -> None:
    rows: Rows = [
        ["姓名", "谈话", "", "联系人"],
        ["", "联系日期", "联系方式", ""],
        ["张三", "2021-11-22", "面谈", "王五"],
    ]
    merges = (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(0, 3, 1, 3))
    header = recognised(rows, merges=merges).header
    assert header.columns == {"name": 0, "contact_date": 1, "contact_type": 2, "contact_by": 3}
    assert (header.top, header.bottom) == (0, 1)


def test_a_row_with_a_number_or_a_date_is_no_line_of_the_header() -> None:
    # 备注 is no column of the contract; the word below it happens to be one.
    rows: Rows = [[*HEADINGS, "备忘"], ["张三", 44522.0, "面谈", "王五", "主题"], ["李四", 44523.0, "面谈", "王五", ""]]
    table = recognised(rows)
    assert (table.header.bottom, table.data) == (0, (1, 2))


def test_fewer_than_three_known_columns_are_no_header() -> None:
    assert headers_in([["姓名", "联系日期"], ["张三", "2021-11-22"]]) == []


def test_a_header_of_mostly_unknown_headings_is_none_m12() -> None:
    assert headers_in([["姓名", "联系日期", "联系方式", "甲", "乙", "丙"]]) == []
    assert headers_in([["姓名", "联系日期", "联系方式", "甲", "乙"]])
    assert headers_in(
        [["姓名", "联系日期", "联系方式", "序号", "备注", "填报人", "审核人", "填报日期"]]
    )  # these do not count


def test_the_header_is_searched_in_the_first_rows_only() -> None:
    blank: Rows = [[""] * 4 for _ in range(SEARCHED_ROWS)]
    assert headers_in([*blank[1:], list(HEADINGS)])
    assert headers_in([*blank, list(HEADINGS)]) == []


def test_two_columns_with_one_meaning_are_rivals_m17() -> None:
    header = headers_in([["姓名", "联系日期", "谈话时间", "联系方式"]])[0]
    assert (header.columns["contact_date"], header.rivals) == (1, {"contact_date": (2,)})


def test_headings_no_contract_knows_are_named() -> None:
    assert headers_in([["姓名", "联系日期", "联系方式", "爱好"]])[0].unknown == ("爱好",)


@given(
    st.lists(
        st.lists(st.one_of(st.just(""), st.sampled_from(HEADINGS), st.text(max_size=5), st.floats()), max_size=6),
        max_size=6,
    )
)
def test_no_grid_breaks_the_search(rows: Rows) -> None:
    for header in headers_in(rows):
        assert header.top <= header.bottom < len(rows)
        assert len(header.columns) >= 1
