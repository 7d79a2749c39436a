"""What a clerk sees on a blank workbook and what it lets him or her type."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from expectations.contract.contract import Kind, Need
from expectations.county.county_codes import all_codes
from flows.clerks.blank_forms.entries import PERIOD
from flows.clerks.blank_forms.form import form
from flows.clerks.blank_forms.handing_out import forms_of, write_forms
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import W47, sheets
from tests.support.workbooks.blank_forms import ALL, SENDER, blank
from tests.support.workbooks.clerk import NotAllowed, OpenWorkbook, tag


@pytest.mark.parametrize(
    ("sheet", "heading", "entry"),
    [
        ("S1", "性别", "男性"),
        ("S1", "身份证号", "1101051949123100"),
        ("S1", "出生年月", "65.1"),
        ("S1", "退出领导岗位时间", dt.date(2021, 11, 29)),  # the day after the period
        ("S1", "退出领导岗位时间", "去年"),
        ("S3", "可承担程度", "高血压"),
        ("S5", "需求人数", 21.0),
        ("S5", "需求人数", 1.5),
        ("S5", "需求人数", "约2人"),
        ("S7", "期别", "2021-W46"),
        ("S7", "本周事项数", -1.0),
        ("S8", "当前进度", 101.0),
        ("S10", "是否领办实事项目", "可能"),
    ],
)
def test_what_is_certainly_wrong_cannot_be_typed(sheet: str, heading: str, entry: object, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    with pytest.raises(NotAllowed, match=f"「{heading}」.+。"):
        book.type(f"{book.headings[heading]}{book.header_row + 1}", entry)


@pytest.mark.parametrize(
    ("sheet", "heading", "entry"),
    [
        ("S1", "原单位", "县供销社"),  # kept as text, with a word
        ("S1", "退出原因", "换届、健康状况"),  # several of a list
        ("S2", "特长优势", "书法"),  # an open vocabulary
        ("S4", "办理时限", "长期"),
        ("S1", "原任职务", "职" * 101),  # kept whole, cut in reports
    ],
)
def test_what_the_contract_takes_with_a_word_can_be_typed(sheet: str, heading: str, entry: str, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    book.type(f"{book.headings[heading]}{book.header_row + 1}", entry)


@ALL
def test_only_data_and_what_is_asked_for_above_can_be_typed(sheet: str, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    assert book.sheet.find(tag("sheetProtection")) is not None
    above = {place for place in book.cells if int("".join(filter(str.isdigit, place))) <= book.header_row}
    fields = {book.label(label) for label in ("填报日期：", "本期情况：", "填表人：")}
    merged = {merge.attrib["ref"].split(":")[0] for merge in book.sheet.iter(tag("mergeCell"))}
    assert {place for place in above & merged if not book.locked(place)} == fields
    assert not any(book.locked(place) for place in book.cells.keys() - above)
    for column in book.sheet.iter(tag("col")):  # below the spare rows the columns' own style holds
        protection = book.styles[int(column.attrib["style"])].find(tag("protection"))
        assert protection is not None
        assert protection.attrib["locked"] == "0"


@ALL
def test_what_excel_2010_and_wps_can_show(sheet: str, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    assert len(book.validations) == len(sheets()[sheet].columns) + 3
    for rule in book.validations.values():
        assert len(rule.attrib.get("promptTitle", "")) <= 32
        assert 0 < len(rule.attrib["prompt"]) <= 255
        assert len(rule.attrib.get("error", "")) <= 255
        assert len(rule.findtext(tag("formula1")) or "") <= 255


@ALL
def test_a_cell_is_shown_as_what_it_holds(sheet: str, tmp_path: Path) -> None:
    """Long numbers and months are text, or a spreadsheet makes numbers of them (domain.md M39, M53)."""
    book = OpenWorkbook(blank(tmp_path, sheet))
    wanted = {Kind.PERCENT: "0.0%", Kind.DATE: "yyyy-mm-dd", Kind.DUE: "yyyy-mm-dd", Kind.INTEGER: "0"}
    plain = dict.fromkeys((Kind.NUMBER, Kind.MONEY, Kind.HOURS), "General")
    for column in sheets()[sheet].columns:
        first = f"{book.headings[column.heading]}{book.header_row + 1}"
        assert book.number_format(first) == (wanted | plain).get(column.kind, "@"), column.heading


@ALL
def test_headings_say_what_must_be_filled_in_and_are_wide_enough(sheet: str, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    assert list(book.headings) == [column.heading for column in sheets()[sheet].columns]
    for column in sheets()[sheet].columns:
        text = book.shown(f"{book.headings[column.heading]}{book.header_row}")
        assert ("必填）" in text) == (column.need is Need.REQUIRED)
    widths = [float(col.attrib["width"]) for col in book.sheet.iter(tag("col"))][1:]
    rows = {row.attrib["r"]: row for row in book.sheet.iter(tag("row"))}
    height = float(rows[str(book.header_row)].attrib["ht"])
    assert len(widths) == len(book.headings)
    assert all(2 * len(text) * 15 <= width * height for text, width in zip(book.headings, widths, strict=True))


def test_a_county_that_lists_nothing_gets_no_drop_down(tmp_path: Path) -> None:
    county = replace(qichun(), six_links={})
    forms = [blank_form for blank_form in forms_of(county, W47) if blank_form.sheet.id == "S8"]
    assert "link_type" not in forms[0].choices
    book = OpenWorkbook(write_forms(tmp_path, forms, county)[0])
    book.type(f"{book.headings['六联类型']}{book.header_row + 1}", "L1")


def test_it_is_printed_on_a4_across_with_its_headings_on_every_page(tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, "S1"))
    setup, view = book.sheet.find(tag("pageSetup")), next(book.sheet.iter(tag("pane")))
    assert setup is not None
    assert {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"}.items() <= setup.attrib.items()
    assert book.names["_xlnm.Print_Titles"] == f"填报表!${book.header_row}:${book.header_row}"
    assert book.names["_xlnm.Print_Area"] == "填报表!$A:$W"  # 序号 and 22 columns; whole columns: data may grow
    assert (view.attrib["state"], view.attrib["ySplit"]) == ("frozen", str(book.header_row))


@ALL
def test_the_instructions_have_a_line_for_every_column(sheet: str, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    lines = [[book.shown(f"{column}{row}", "sheet2") for column in "ABCDE"] for row in range(1, 60)]
    start = lines.index(["列名", "是否必填", "填写要求", "可填内容", "示例"]) + 1
    instructions = {line[0]: line for line in lines[start:] if line[0]}
    assert list(instructions) == [column.heading for column in sheets()[sheet].columns]
    for column in sheets()[sheet].columns:
        _, need, wanted, allowed, example = instructions[column.heading]
        assert wanted
        assert (need == "必填") == (column.need is Need.REQUIRED)
        assert example == column.example
        assert allowed or column.codes is None


@ALL
def test_every_choice_offered_is_read_without_a_word(sheet: str) -> None:
    codes = all_codes(qichun())
    blank_form = form(sheets()[sheet], qichun().unit[SENDER[sheet]], qichun(), codes, W47, W47)
    assert blank_form.choices
    for name, choices in blank_form.choices.items():
        if name != PERIOD:
            assert [codes[name].read(choice) for choice in choices] == [(code, False) for code in codes[name].labels]
