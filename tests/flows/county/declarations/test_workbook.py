"""指标与报表定义.xlsx: a workbook that says what the TOML files of the example say is the same declaration."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from expectations.catalogue import BUILT_IN
from expectations.own.declared import own_of
from flows.county.county_table import WrongCountyFile, toml_of
from flows.county.declarations.blank_workbook import AlreadyThere, write_blank_definitions
from flows.county.declarations.files import declarations_of, own_in
from flows.county.declarations.workbook import definitions_in, vocabulary
from tests.support.project import ROOT
from tests.support.workbooks.clerk import OpenWorkbook
from tests.support.workbooks.tables import Rows, written

EXAMPLE = ROOT / "docs" / "examples" / "own-sheets"
SHEETS: Rows = [
    ["表号", "表名", "数据表名", "报送单位", "由谁报送", "报送方式", "区分各行的列", "分组列"],
    ["Z1", "乡村振兴重点项目进度表", "village_projects", "各乡镇", "各乡镇", "每周报全部", "项目编号", "所在乡镇"],
]
COLUMNS: Rows = [
    ["表号", "表头", "列名", "类型", "选项名", "计量单位", "是否必填", "其他表头", "例子"],
    ["Z1", "项目编号", "project_no", "文字", "", "", "", "", "XM-001"],
    ["Z1", "项目名称", "project", "文字", "", "", "必填", "建设项目、工程名称", "硬化通组公路"],
    ["Z1", "所在乡镇", "town", "选一项", "乡镇", "", "必填", "", ""],
    ["Z1", "所在村", "village", "文字", "", "", "", "", "某某村"],
    ["Z1", "计划投资", "planned", "金额", "", "万元", "必填", "", ""],
    ["Z1", "已拨资金", "paid", "金额", "", "万元", "", "拨付资金、资金拨付", ""],
    ["Z1", "建设状态", "project_status", "选一项", "project_status", "", "必填", "", ""],
    ["Z1", "计划完工日期", "due", "时限", "", "", "", "", ""],
    ["Z1", "实际完工日期", "finished_on", "日期", "", "", "", "", ""],
    ["Z1", "包联干部", "contact", "姓名", "", "", "", "", ""],
    ["Z1", "包联干部电话", "contact_phone", "电话", "", "", "", "", ""],
]
CODES: Rows = [
    ["表号", "选项名", "代码", "写法"],
    ["Z1", "project_status", "PLAN", "未开工、筹备中"],
    ["Z1", "project_status", "RUN", "在建、建设中、施工中"],
    ["Z1", "project_status", "DONE", "已完工、完工、竣工"],
]
FINISHED = "「建设状态」为已完工而{finished_on}没有填写，已按所填状态接收；请补填日期。"
RULES: Rows = [
    ["表号", "规则", "列", "不早于的列", "早的列", "标在哪列", "条件", "处理", "退回时的话"],
    ["Z1", "不能为负", "计划投资", "", "", "", "", "", ""],
    ["Z1", "不早于", "", "计划投资", "已拨资金", "已拨资金", "", "", "{paid}多于{planned}；请核对这两个金额。"],
    ["Z1", "不晚于本期", "实际完工日期", "", "", "", "", "", ""],
    ["Z1", "必填", "实际完工日期", "", "", "", "建设状态=已完工", "只提醒", FINISHED],
]
INDICATORS: Rows = [
    ["编号", "名称", "口径", "表号", "算法", "算哪列", "计量单位", "条件", "细分", "绿灯", "黄灯"],
    ["F1", "重点项目个数", "乡村振兴重点项目的个数", "Z1", "计数", "", "个", "", "建设状态、所在乡镇", "", ""],
    ["F2", "项目完工率", "已完工项目÷全部重点项目", "Z1", "占比", "", "%", "建设状态=已完工", "所在乡镇", 60, 40],
    ["F3", "已拨资金", "重点项目已拨资金之和", "Z1", "合计", "已拨资金", "万元", "", "所在乡镇", "", ""],
]
NAMES = ("报表", "栏目", "选项", "校验", "指标")


def workbook(folder: Path, **changed: Rows) -> Path:
    """The county file of a folder with the workbook beside it; some worksheets may be changed."""
    worksheets = {"SHEETS": SHEETS, "COLUMNS": COLUMNS, "CODES": CODES, "RULES": RULES, "INDICATORS": INDICATORS}
    written(folder / vocabulary()["file"], *(worksheets | changed).values(), names=NAMES)
    return folder / "wuwei.toml"


def test_the_workbook_says_what_the_files_say(tmp_path: Path) -> None:
    ours = own_in(county_file := workbook(tmp_path), declarations_of(county_file))
    files = {
        "sheets/Z1": toml_of(EXAMPLE / "sheets" / "Z1.toml"),
        "indicators/projects": toml_of(EXAMPLE / "indicators" / "projects.toml"),
    }
    theirs = own_of(files, BUILT_IN)
    assert ours.sheets == theirs.sheets
    assert ours.indicators == theirs.indicators


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("计划投资>=100", {"column": "planned", "low": 100}),
        ("计划投资≤0.5", {"column": "planned", "high": 0.5}),
        ("计划完工日期已过", {"column": "due", "past": True}),
        ("实际完工日期为空", {"column": "finished_on", "empty": True}),
        ("实际完工日期已填", {"column": "finished_on"}),
        ("建设状态=在建、已完工", {"column": "project_status", "values": ["RUN", "DONE"]}),
    ],
)
def test_a_condition_in_words(tmp_path: Path, said: str, condition: object) -> None:
    rows: Rows = [INDICATORS[0], [*INDICATORS[2][:7], f"{said}；建设状态已填", *INDICATORS[2][8:]]]
    workbook(tmp_path, INDICATORS=rows)
    (read,) = definitions_in(tmp_path / vocabulary()["file"]).declarations["indicators/指标"]["indicator"]
    assert read["where"] == [condition, {"column": "project_status"}]


def test_a_mistake_is_quoted_with_worksheet_and_row(tmp_path: Path) -> None:
    rows: Rows = [*COLUMNS[:8], ["Z1", "计划完工日期", "due", "那天"], *COLUMNS[9:]]
    county_file = workbook(tmp_path, COLUMNS=rows)
    with pytest.raises(WrongCountyFile) as wrong:
        own_in(county_file, declarations_of(county_file))
    english, chinese = str(wrong.value).splitlines()
    assert "worksheet 栏目, row 9, 类型: write one of text, name" in english
    assert "工作表“栏目”第9行，类型：可以写的有：" in chinese
    assert chinese.endswith("（原文“Z1　计划完工日期　due　那天”）。")


def test_a_heading_that_is_not_known_is_named(tmp_path: Path) -> None:
    county_file = workbook(tmp_path, CODES=[["表号", "颜色"], ["Z1", "红"]])
    with pytest.raises(WrongCountyFile, match="工作表“选项”：没有“颜色”；可以写的有：表号、选项名、代码、写法"):
        declarations_of(county_file)


def test_a_sheet_is_declared_once(tmp_path: Path) -> None:
    county_file = workbook(tmp_path)
    shutil.copytree(EXAMPLE / "sheets", tmp_path / "sheets")
    with pytest.raises(WrongCountyFile, match="sheets/Z1"):
        declarations_of(county_file)


def test_a_blank_workbook_has_the_headings_and_words_and_says_nothing(tmp_path: Path) -> None:
    path = write_blank_definitions(tmp_path)
    assert definitions_in(path).declarations == {}
    book = OpenWorkbook(path)
    assert [book.shown(f"{letter}1") for letter in "ABC"] == ["表号", "表名", "数据表名"]
    with pytest.raises(AlreadyThere):
        write_blank_definitions(tmp_path)
