"""Codes, tags and yes/no (domain.md §12, M61–M67)."""

import datetime as dt

import pytest

from expectations.contract.contract import Kind
from expectations.contract.rules import Reaction
from expectations.county.codelist import code_list
from expectations.sheets.declare import column
from transforms.cells.casters import read_cell
from transforms.cells.context import Context

LISTS = {
    "work": code_list(
        "work", "中心工作", "R4",
        {"XCZX": ["乡村振兴"], "FX": ["防汛"], "ZBJS": ["指挥部/重点项目建设", "指挥部"], "QT": ["其他"]},
        warned={"XCZX": ["扶贫"]},
        ignored=["待定"],
    ),
    "party": code_list("party", "政治面貌", "GB/T 4762", {"01": ["中共党员", "党员"], "13": ["群众"]}),
    "status": code_list(
        "status", "事项状态", "R4", {"RUN": ["推进中"], "DONE": ["已完成"]},
        keywords={"RUN": ["未完成", "基本完成", "推进", "已完成9"], "DONE": ["完成"]},
    ),
    "answer": code_list("answer", "办理情况", "R4", {"NONE": ["无"], "DONE": ["已办"]}),
}  # fmt: skip
CONTEXT = Context(period_end=dt.date(2021, 11, 28), codes=LISTS)
FIX, FIXW, CELL = Reaction.FIX, Reaction.FIXW, Reaction.CELL


def read(cell, kind, codes=None, **particulars):
    listed = {"codes": codes} if codes else {}
    return read_cell(cell, column("x", "类别", kind, "乡村振兴", **listed, **particulars), CONTEXT)


@pytest.mark.parametrize(
    ("cell", "codes", "value", "reaction", "rule"),
    [
        pytest.param("乡村振兴", "work", "XCZX", None, "", id="label"),
        pytest.param(" 乡 村\u3000振兴", "work", "XCZX", FIX, "code_variant", id="M61_blanks"),
        pytest.param("fx", "work", "FX", FIX, "code_variant", id="code"),
        pytest.param("指挥部/重点项目建设", "work", "ZBJS", None, "", id="label_with_slash"),
        pytest.param("扶贫", "work", "XCZX", FIXW, "code_understood", id="M63_old_name"),
        pytest.param("待定", "work", None, FIX, "nothing_token", id="ignored"),
        pytest.param("修路", "work", None, CELL, "unknown_code", id="unknown"),
        pytest.param(1.0, "party", "01", FIX, "code_variant", id="number_without_its_zero"),
        pytest.param("1.0", "party", "01", FIX, "code_variant", id="number_with_decimals"),
        pytest.param("1.10", "party", None, CELL, "unknown_code", id="decimals_that_say_something"),
        pytest.param("01 中共党员", "party", "01", FIX, "code_variant", id="M66_agree"),
        pytest.param("01 群众", "party", None, CELL, "code_text_disagree", id="M66_disagree"),
        pytest.param("13-党员", "party", None, CELL, "code_text_disagree", id="M66_disagree_with_hyphen"),
        pytest.param("基本完成", "status", "RUN", FIXW, "code_understood", id="M67_nearly"),
        pytest.param("目前尚未完成", "status", "RUN", FIXW, "code_understood", id="M67_negated"),
        pytest.param("正在推进，月底报送", "status", "RUN", FIXW, "code_understood", id="M67_sentence"),
        pytest.param("无", "answer", "NONE", None, "", id="M47_nothing_is_an_answer_here"),
        pytest.param("无", "work", None, FIX, "nothing_token", id="M47"),
    ],
)
def test_code(cell, codes, value, reaction, rule):
    reading = read(cell, Kind.CODE, codes)
    assert (reading.value, reading.reaction, reading.rule) == (value, reaction, rule)


def test_an_unknown_code_keeps_its_words_where_the_column_does():
    reading = read(" 修路 ", Kind.CODE, "work", keeps_text=True)
    assert (reading.value, reading.text, reading.reaction, reading.rule) == (None, "修路", FIXW, "unlisted_text")


@pytest.mark.parametrize(
    "cell",
    [
        "乡村振兴、防汛",
        "乡村振兴，防汛",
        "乡村振兴,防汛",
        "乡村振兴;防汛",
        "乡村振兴/防汛",
        "乡村振兴 防汛",
        "乡村振兴\n防汛",
        "、乡村振兴、防汛；",
    ],
)
def test_codes_are_split_at_any_separator_m65(cell):
    assert read(cell, Kind.CODES, "work").value == ("XCZX", "FX")


@pytest.mark.parametrize(
    ("cell", "value", "reaction"),
    [
        pytest.param("防汛，指挥部/重点项目建设;防汛", ("FX", "ZBJS"), FIX, id="M65_slash_of_a_label"),
        pytest.param("扶贫、防汛", ("XCZX", "FX"), FIXW, id="M63"),
        pytest.param("防汛、待定", ("FX",), FIX, id="ignored_part"),
        pytest.param("待定", None, FIX, id="ignored_only"),
        pytest.param("防汛、修路", None, CELL, id="unknown_part"),
    ],
)
def test_codes(cell, value, reaction):
    reading = read(cell, Kind.CODES, "work")
    assert (reading.value, reading.reaction) == (value, reaction)


def test_codes_with_an_unknown_part_keep_the_known_ones_and_the_words():
    reading = read("防汛、修路", Kind.CODES, "work", keeps_text=True)
    assert (reading.value, reading.text, reading.reaction) == (("FX",), "防汛、修路", FIXW)


def test_an_unknown_tag_is_kept_as_a_suggestion():
    reading = read("防汛、修路", Kind.TAGS, "work")
    assert (reading.value, reading.reaction, reading.rule) == (("FX", "修路"), FIXW, "unknown_tag")


def test_tags_without_a_vocabulary_are_simply_words():
    reading = read("修路 写作", Kind.TAGS)
    assert (reading.value, reading.reaction) == (("修路", "写作"), FIX)


@pytest.mark.parametrize("cell", ["是", "√", "✓", "有", "Y", "y", "1", "Ｙ", 1.0, True, " 是 "])
def test_yes_m62(cell):
    assert read(cell, Kind.FLAG).value is True


@pytest.mark.parametrize("cell", ["否", "×", "无", "N", "0", 0.0, False])
def test_no_m62(cell):
    assert read(cell, Kind.FLAG).value is False


def test_a_flag_that_says_nothing_is_unknown_and_not_no():
    assert read("/", Kind.FLAG).value is None
    assert read("不清楚", Kind.FLAG).reaction is CELL
