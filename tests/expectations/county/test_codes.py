"""Code lists: what is shipped, how texts are read, and what is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import SHEETS
from expectations.contract.contract import Kind
from expectations.county.codelist import (
    AmbiguousText,
    CodeList,
    UnknownList,
    code_list,
    code_text,
    codelist,
    codelist_names,
)

EVERY_LIST = pytest.mark.parametrize("codes", [codelist(name) for name in codelist_names()], ids=codelist_names())

COUNTY_LISTS = {"units", "divisions", "link_type"}


@EVERY_LIST
def test_labels_are_unique_and_read_as_their_code(codes: CodeList) -> None:
    assert len(set(codes.labels.values())) == len(codes.labels)
    assert {label: codes.read(label) for label in codes.labels.values()} == {
        label: (code, False) for code, label in codes.labels.items()
    }


@EVERY_LIST
def test_code_alone_and_before_its_label_is_read(codes: CodeList) -> None:
    for code, label in codes.labels.items():
        assert codes.read(code) == (code, False)
        assert codes.read(f"{code} {label}") == (code, False)


@EVERY_LIST
def test_tables_of_a_list_do_not_overlap(codes: CodeList) -> None:
    assert codes.readings.keys() & codes.warned.keys() == set()
    assert codes.ignored & (codes.readings.keys() | codes.warned.keys()) == set()
    assert {*codes.readings.values(), *codes.warned.values(), *codes.keywords.values()} <= codes.labels.keys()


@EVERY_LIST
def test_words_are_stored_as_they_are_looked_up(codes: CodeList) -> None:
    words = {*codes.readings, *codes.warned, *codes.keywords, *codes.ignored}
    assert {word for word in words if code_text(word) != word or not word} == set()


@EVERY_LIST
def test_every_list_says_what_it_is_and_where_it_comes_from(codes: CodeList) -> None:
    assert codes.title
    assert codes.source


def test_every_list_a_contract_names_exists() -> None:
    named = {column.codes for sheet in SHEETS.values() for column in sheet.columns if column.codes}
    assert named - COUNTY_LISTS <= set(codelist_names())


def test_labels_of_lists_that_share_a_cell_hold_no_separator() -> None:
    several = {c.codes for s in SHEETS.values() for c in s.columns if c.kind in {Kind.CODES, Kind.TAGS} and c.codes}
    labels = [label for name in several - COUNTY_LISTS for label in codelist(name).labels.values()]
    assert [label for label in labels if re.search(r"[、，,;；/\s]", label)] == []


def test_every_coded_example_is_understood() -> None:
    """Those with fields are the county's own labels: tests/flows/county/test_county_file.py reads them."""
    for sheet in SHEETS.values():
        for column in sheet.columns:
            if column.codes and column.codes not in COUNTY_LISTS and "{" not in column.example:
                for word in column.example.split("、"):
                    assert codelist(column.codes).read(word)[0], (sheet.id, column.name, word)


def test_all_56_ethnic_groups_with_and_without_zu() -> None:
    codes = codelist("ethnicity")
    assert list(codes.labels) == [f"{number:02d}" for number in range(1, 57)]
    assert codes.labels["01"] == "汉族"
    assert codes.labels["56"] == "基诺族"
    for code, label in codes.labels.items():
        assert codes.read(label.removesuffix("族")) == (code, False)


# domain.md §3.4, §4, §12 M61–M67
@pytest.mark.parametrize(
    ("name", "text", "code", "warned"),
    [
        ("sex", "M", "1", False),
        ("sex", "2女", "2", False),
        ("sex", " 女 ", "2", False),
        ("ethnicity", "1", "01", False),
        ("political_status", "党员", "01", False),
        ("political_status", "０１", "01", False),
        ("political_status", "01 群众", None, False),
        ("education", "大学", "21", False),
        ("education", "大专", "31", False),
        ("education", "党校研究生", "17", True),
        ("education", "省委党校大学", "21", True),
        ("post_level", "副县级", "132", False),
        ("post_level", "副处级", "132", False),
        ("post_level", "副县处级", "132", False),
        ("post_level", "县处级副职", "132", False),
        ("post_level", "正科（副县待遇）", "141", True),
        ("grade", "二级科员", "KY2", False),
        ("organ", "人大", "RD", False),
        ("organ", "县人大常委会", "RD", False),
        ("organ", "rd", "RD", False),
        ("organ", "县政府办", "ZF", True),
        ("work_will", "服从组织安排", "2", False),
        ("work_will", "视情况", "1", False),
        ("work_will", "想休息", "0", False),
        ("wish_category", "服从安排", "ANY", False),
        ("wish_category", "特色产业", "CYFZ", False),
        ("central_work", "服从安排", None, False),
        ("work_capacity", "健康", "A", False),
        ("work_capacity", "一般", "B", False),
        ("work_capacity", "有慢性病", None, False),
        ("item_status", "基本完成", "RUN", True),
        ("item_status", "未完成", "RUN", True),
        ("item_status", "已完成90%", "RUN", True),
        ("item_status", "正在推进，预计月底完成", "RUN", True),
        ("item_status", "完成", "DONE", False),
        ("satisfaction", "★★★★", "3", False),
        ("satisfaction", "★★★", "2", False),
        ("satisfaction", "★★", "1", False),
        ("title_level", "高级农艺师", "FG", True),
        ("title_level", "副主任医师", "FG", True),
        ("title_level", "主任医师", "ZG", True),
        ("title_level", "助理工程师", "CJ", True),
        ("title_level", "高级园艺工程师", "FG", True),
        ("title_level", "无", "W", False),
        ("major_class", "农业经济管理", "12", True),
        ("major_class", "农田水利工程", "08", True),
        ("major_class", "汉语言文学", "05", True),
        ("flag", "√", "1", False),
        ("flag", "×", "0", False),
        ("flag", "Ｙ", "1", False),
        ("exit_reason", "年龄", "AGE", False),
    ],
)
def test_what_clerks_write_is_read(name: str, text: str, code: str | None, *, warned: bool) -> None:
    assert codelist(name).read(text) == (code, warned)


@given(st.text(max_size=20))
def test_look_up_form_is_stable_and_blank_free(text: str) -> None:
    once = code_text(text)
    assert not re.search(r"[\s\u200b\ufeff]", once)
    assert code_text(f"\u3000{text}\u200b") == code_text(text)


def test_one_text_for_two_codes_is_refused() -> None:
    with pytest.raises(AmbiguousText, match="其他 stands for both A and B"):
        code_list("odd", "题", "source", {"A": ["甲", "其他"], "B": ["乙", " 其他 "]})


def test_a_text_both_understood_and_ignored_is_refused() -> None:
    with pytest.raises(AmbiguousText, match="甲"):
        code_list("odd", "题", "source", {"A": ["甲"]}, ignored=["甲"])


def test_a_text_both_understood_and_warned_is_refused() -> None:
    with pytest.raises(AmbiguousText, match="甲"):
        code_list("odd", "题", "source", {"A": ["甲"]}, warned={"A": ["甲"]})


def test_a_code_without_zeros_yields_to_a_code_of_its_own() -> None:
    codes = code_list("odd", "题", "source", {"01": ["甲"], "1": ["乙"]})
    assert codes.read("1") == ("1", False)
    assert codes.read("01") == ("01", False)


def test_ignored_text_says_nothing() -> None:
    codes = code_list("odd", "题", "source", {"A": ["甲"]}, keywords={"A": ["未"]}, ignored=["未填"])
    assert codes.read("未填") == (None, False)
    assert codes.read("未曾") == ("A", True)


def test_an_unknown_list_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownList, match=r"no code list sexes; the shipped ones are .*sex"):
        codelist("sexes")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("item_status", f"{denial}实施") for denial in ("不再", "尚未", "没有", "拒绝", "停止", "不具备条件")),
        *(("item_status", text) for text in ("无法推进", "不予推进", "推进不下去", "实施不了", "未按计划推进")),
        *(("order_status", text) for text in ("不再推进", "未推进")),
        *(("retire_choice", text) for text in ("不同意提前退休", "没有申请弹性退休")),
        *(("honour_level", text) for text in ("未获县级表彰", "无省级以上表彰")),
        *(("title_level", text) for text in ("未取得工程师资格", "非讲师")),
        *(("degree", text) for text in ("未取得硕士学位", "无博士")),
    ],
)
def test_a_denied_keyword_says_nothing_m67(name: str, text: str) -> None:
    assert codelist(name).read(text) == (None, False)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("item_status", "不断推进", "RUN"),
        ("item_status", "正在协调，资金未到位", "RUN"),
        ("item_status", "未完成，正在协调", "RUN"),
        ("major_class", "无机化学", "07"),
        ("major_class", "无线电工程", "08"),
        ("title_level", "无线电高级工程师", "FG"),
        ("degree", "非全日制硕士", "3"),
    ],
)
def test_a_denial_of_something_else_denies_no_keyword(name: str, text: str, code: str) -> None:
    assert codelist(name).read(text) == (code, True)


@pytest.mark.parametrize("name", codelist_names())
def test_every_keyword_is_read_by_itself(name: str) -> None:
    codes = codelist(name)
    assert all(codes.read(word)[0] for word in codes.keywords)
