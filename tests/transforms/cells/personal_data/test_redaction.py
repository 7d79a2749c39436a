"""Personal data in words: what is taken out and what only looks like it (domain.md §11, §12 M82)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import SHEETS
from expectations.contract.contract import Kind
from expectations.county.codelist import codelist, codelist_names
from tests.support.runs.weeks import sheets
from tests.support.workbooks.tables import W47, reader
from transforms.cells.casters import read_cell
from transforms.cells.personal_data.redaction import HIDDEN, has_personal_data, without_personal_data
from transforms.ingest.worksheet_names import with_plain_names
from transforms.recognise.grid import Grid, Workbook


@pytest.mark.parametrize(
    "hidden",
    [
        *("421126196503150011", "42112619650315001X", "42112619650315001x", "421126650315001", "13871234567"),
        *("421126 19650315 0011", "138-7123-4567", "138 7123 4567", "１３８７１２３４５６７", "4211261965031500１1"),
        *("肝癌", "乙肝", "尿毒症", "高血压", "HIV"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "张三{}", "电话：{}。", "（{}）"])
def test_personal_data_is_taken_out(hidden: str, around: str) -> None:
    assert without_personal_data(around.format(hidden)) == around.format(HIDDEN)


NUMBERS = st.from_regex(r"1[3-9][0-9](?:[ -]?[0-9]{4}){2}", fullmatch=True) | st.from_regex(
    r"(?:11|42|65)[0-9]{4}[ -]?(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[ -]?[1-9][0-9]{2}[0-9Xx]",
    fullmatch=True,
)


@given(NUMBERS, st.text("张电话：，0 -", max_size=6))
def test_however_a_number_is_written_it_is_seen_and_taken_out(number: str, before: str) -> None:
    assert has_personal_data(before + number)
    assert number not in without_personal_data(before + number)


@pytest.mark.parametrize("before", ["2021-11-22", "5", "S10", "45.5"])
def test_a_number_typed_on_to_another_is_found(before: str) -> None:
    for number in ("421126196503150011", "13871234567"):
        assert number not in without_personal_data(before + number)


@pytest.mark.parametrize(
    "hidden",
    [
        *("421126\n19650315\n0011", "421126,1965,0315,0011", "4211261965O315OO11", "42112619650315004❌"),
        *(
            "421126********0011",
            "4211261965_x000D_\n03150011",
            "138/7123/4567",
            "138 7123,4567",
            "l38-7I23 4567",
            "1387123<br>4567",
        ),
        *("138****4567", "13-87123-45-67", "1387123\n4567", "壹3捌7一2三4五6七", "0713,722,1234"),
        *("〡〣〨〧〡〢〣〤〥〦〧", "壹參捌柒壹貳參肆伍陸柒", "1.3871234567E10"),
    ],
)
def test_numbers_that_were_taken_apart_or_typed_with_letters_are_found(hidden: str) -> None:
    assert without_personal_data(f"请联系{hidden}，谢谢") == f"请联系{HIDDEN}，谢谢"


@pytest.mark.parametrize("after", ["处理", "人员接听", "次日回复", "座谈"])
def test_a_word_that_begins_like_a_measure_makes_no_amount_of_a_number(after: str) -> None:
    assert without_personal_data(f"138、7123、4567{after}") == f"{HIDDEN}{after}"


@pytest.mark.parametrize("text", ["tel:7223456", "☎7223456", "热线7223456", "办公电话722 34 56"])
def test_a_landline_number_without_area_code_is_found_by_what_announces_it(text: str) -> None:
    assert without_personal_data(text).endswith(HIDDEN)


@pytest.mark.parametrize(
    "plain",
    [
        *(
            "电话2021-11-22回访",
            "12345热线接听6234567件",
            "138、2000、3000人次",
            "电话200、30、20元",
            "果树因病虫害减产",
        ),
        *(
            "150、3000、2000元",
            "180*2400*1800mm",
            "15000\n120000元",
            "14:30-16:00 301室",
            "17,468,125,156",
            "1650.0785",
        ),
        *("2021-11-22", "20211122", "421126100001", "100001-21-0001", "MS2021-001", "0713-12345", "3800余件"),
        *(
            "农村妇女“两癌”免费筛查",
            "高血压、糖尿病免费筛查",
            "结核病防治所改造",
            "新建精神病医院一处",
            "高血压患者健康服务站",
            "建成糖尿病慢病管理中心一处",
            "孤独症儿童康复中心",
            "肿瘤病友互助协会",
            "健康状况",
            "身体一般",
        ),
    ],
)
def test_ordinary_words_and_numbers_stay(plain: str) -> None:
    assert without_personal_data(plain) == plain


def test_no_code_heading_or_example_is_taken_for_personal_data() -> None:
    lists = [codelist(name) for name in codelist_names()]
    words = {text for codes in lists for text in (*codes.readings, *codes.warned, *codes.labels.values())}
    for sheet in sheets().values():
        words |= {heading for column in sheet.columns for heading in (column.heading, *column.variants)}
        words |= {column.example for column in sheet.columns if column.kind not in {Kind.ID, Kind.PHONE}}
    assert [word for word in words if without_personal_data(word) != word] == []


@pytest.mark.parametrize(
    "told",
    [
        "张三高血压住卫生院",
        "患糖尿病在服务站测量",
        "张三肝癌，由县中心医治",
        "高血压患者张三到健康服务站",
        "抑郁后到咨询中心",
        "偏瘫站立困难",
    ],
)
def test_an_institution_somewhere_behind_makes_an_illness_no_name(told: str) -> None:
    assert HIDDEN in without_personal_data(told)


@pytest.mark.parametrize(
    ("sheet", "column", "cell", "value"),
    [
        ("S1", "name", "张三13871234567", "张三"),
        ("S1", "former_post", "局长（肝癌）", f"局长（{HIDDEN}）"),
        ("S4", "name", "张三13871234567、李四", ("张三", "李四")),
        ("S7", "tasks_open", 13871234567.0, None),
        ("S7", "tasks_open", "13871234567", None),
        ("S10", "status", "已办结138\u200b71234567", "DONE"),
        ("S10", "community_code", "某社区138，7123，4567", f"某社区{HIDDEN}"),
        ("S10", "order_no", "2021-138-7123-4567-01", None),  # a redacted number would be that of several orders
        ("S8", "title", "联系人I38－7I23\n4567", f"联系人{HIDDEN}"),
        ("S8", "problem", 421126196503150011.0, HIDDEN),  # of which a cell keeps 15 digits
    ],
)
def test_a_cell_is_read_without_it_and_the_clerk_is_told(
    sheet: str, column: str, cell: str | float, value: object
) -> None:
    reading = read_cell(cell, SHEETS[sheet].column[column], reader().context(W47))
    assert (reading.value, reading.reaction, reading.rule) == (value, "FIXW", "personal_data_removed")
    assert "请" in reading.message


def test_worksheets_are_named_without_it_and_each_once() -> None:
    grids = tuple(Grid(name, []) for name in ("表13871234567", "表13871234568", "表", f"表{HIDDEN}"))
    names = [grid.name for grid in with_plain_names(Workbook("xlsx", grids)).grids]
    assert names == [f"表{HIDDEN}", f"表{HIDDEN}（2）", "表", f"表{HIDDEN}（3）"]
