"""Six workbooks of offices' own kinds: refused with words that help, read as they are once somebody has said how."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from flows.clerks.own_tables.proposals import CannotMap, Worksheet, worksheets
from flows.clerks.own_tables.questions import answered, write_questions
from flows.county.county_file import load_county, shipped_example
from tests.support.workbooks.office_tables import CADRES, MEMBERS, ORDERS, REGISTER, WORKBOOKS
from tests.support.workbooks.tables import W47, Rows, grid, reader, received, written
from transforms.ingest.context import IngestContext
from transforms.ingest.mapping.decide import OF_WORKSHEET, CannotDecide, constant, own_table, plain_title
from transforms.ingest.mapping.heading_likeness import heading_words
from transforms.ingest.mapping.preview import previews
from transforms.ingest.mapping.propose import Line, Proposal, proposal
from transforms.ingest.workbook import ingest_workbook
from transforms.recognise.grid import Workbook
from transforms.records.extract import Intake, framed
from transforms.records.ledger import check_conservation

NAMES = sorted(WORKBOOKS)
CONTEXT = reader().context(W47)


@cache
def proposed(name: str) -> Proposal:
    found = proposal(grid(WORKBOOKS[name][0]), heading_words(), reader().context(W47))
    assert found is not None
    return found


@cache
def mapped() -> IngestContext:
    """The reader of a county that has agreed to all six proposals."""
    own = [own_table(proposed(name), proposed(name).lines, plain_title(proposed(name).title)) for name in NAMES]
    return replace(reader(), own=tuple(own))


def intake(rows: Rows, context: IngestContext, name: str = "表.xlsx") -> Intake:
    workbook = Workbook("xlsx", (grid(rows),))
    return framed([ingest_workbook(workbook, received(name, content=repr(rows)), context)])


def refusal(rows: Rows, context: IngestContext | None = None) -> str:
    issues = intake(rows, context or reader()).issues
    return "".join(issues.filter(reaction="FILE")["message"]) + "".join(
        issues.filter(rule="own_table_possible")["message"]
    )


@pytest.mark.parametrize("name", NAMES)
def test_it_is_proposed_for_its_sheets_with_nothing_missing(name: str) -> None:
    found, sheets = proposed(name), WORKBOOKS[name][1]
    assert set(found.sheets) == set(sheets)
    assert [column.name for sheet in found.sheets for column in found.missing(sheet)] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_is_refused_before_and_read_after_without_a_touch(name: str) -> None:
    rows, sheets = WORKBOOKS[name]
    assert refusal(rows)
    read = intake(rows, mapped(), name)
    assert {sheet for sheet, frame in read.rows.items() if not frame.collect().is_empty()} == set(sheets)
    assert read.submissions["refused"].null_count() == len(sheets)
    assert read.issues.filter(read.issues["reaction"].is_in(["CELL", "ROW", "FILE"])).is_empty()
    keys = pl.concat([frame.select("submission", "row") for frame in read.rows.values()]).collect()
    check_conservation(read.ledger, read.row_counts, keys)


def test_one_cadre_table_gives_each_sheet_its_own_columns() -> None:
    rows = {sheet: frame.collect() for sheet, frame in intake(CADRES, mapped()).rows.items()}
    assert rows["S1"].select("name", "former_unit", "former_post", "person_status").rows() == [
        ("张伯年", "QC-NYJ", "党组书记", rows["S1"]["person_status"][0]),
        ("刘正清", "QC-CZJ", "党组成员", rows["S1"]["person_status"][0]),
    ]
    assert rows["S1"]["person_status"][0] is not None
    assert rows["S2"].select("name", "unit_code", "major").rows() == [
        ("张伯年", "QC-NYJ", "农学"),
        ("刘正清", "QC-CZJ", "会计"),
    ]
    assert rows["S3"]["workload_pref"].null_count() == 0
    assert rows["S6"].select("name", "row").rows() == [("张伯年", 4)]  # the other has no assignment


def test_issues_and_places_are_those_of_the_offices_own_cells() -> None:
    wrong = [[*row] for row in CADRES]
    wrong[3][8] = "不记得了"  # 退出时间, column I
    read = intake(wrong, mapped())
    assert read.issues.filter(reaction="CELL").select("sheet", "cell", "worksheet").rows() == [("S1", "I4", "Sheet1")]
    letters = {(column, letter) for _, column, letter in read.places.rows()}
    assert {("former_unit", "G"), ("former_post", "G"), ("organ", "T")} <= letters


def test_a_refusal_names_the_nearest_sheet_what_is_missing_and_what_to_do() -> None:
    said = refusal(CADRES)
    assert "《退出领导岗位干部台账》" in said
    assert "「姓名」" in said
    assert "登记读法" in said
    without = [[cell for n, cell in enumerate(row) if n != 8] for row in CADRES]  # 退出时间
    assert "必填列「退出领导岗位时间」没有找到" in refusal(without)
    assert "「工作单位及职务」似为「单位」" in refusal(REGISTER)


def test_a_registered_table_that_was_changed_is_refused_by_what_changed() -> None:
    more = [[*ORDERS[0]], [*ORDERS[1]], [*ORDERS[2], "回访情况"], *([*row, "已回访"] for row in ORDERS[3:])]
    assert "多出「回访情况」" in refusal(more, mapped())
    less = [[cell for n, cell in enumerate(row) if n != 5] for row in ORDERS]  # 群众诉求
    assert "少了「群众诉求」" in refusal(less, mapped())


def test_of_several_forms_of_one_table_the_nearest_is_spoken_of() -> None:
    found = proposed("群众点单台账.xlsx")
    now = own_table(found, found.lines, "新台账")
    before = replace(now, title="旧台账", unread=(*now.unread, "回访人", "回访日期"))
    less = [[cell for n, cell in enumerate(row) if n != 5] for row in ORDERS]  # 群众诉求
    assert "自用表《新台账》" in refusal(less, replace(reader(), own=(before, now)))


def test_so_is_one_that_would_be_known_as_a_standard_table_without_its_columns() -> None:
    other = [*REGISTER[:2], ["岗位名称" if cell == "认领岗位" else cell for cell in REGISTER[2]], *REGISTER[3:]]
    said = refusal(other, mapped())
    assert "已登记的自用表《漕河镇在职党员“双报到”花名册》不一致：少了「认领岗位」，多出「岗位名称」" in said
    assert "缺少必填列" not in said  # 党员类别 has never been in theirs


def test_the_preview_masks_personal_numbers() -> None:
    found = proposed("花名册.xlsx")
    (preview,) = previews(grid(MEMBERS), own_table(found, found.lines, "表"), reader().context(W47), W47)
    shown = dict(zip([column.name for column in preview.columns], preview.rows[0], strict=True))
    assert shown["phone"] == "***"
    assert (shown["name"], shown["unit_code"], shown["political_status"]) == ("汪志强", "县财政局", "中共党员")
    assert (preview.accepted, preview.rejected, preview.cells, preview.refusal) == (2, 0, 0, ())
    assert "13900000001" not in repr(preview)


def members() -> Worksheet:
    return Worksheet(Path("花名册.xlsx"), grid(MEMBERS), (), proposed("花名册.xlsx"))


def test_questions_are_answered_in_a_workbook(tmp_path: Path) -> None:
    page = members()
    write_questions(tmp_path / "questions.xlsx", [page])
    agreed = {line.column for line in answered(tmp_path / "questions.xlsx", page, proposed("花名册.xlsx"), CONTEXT, 0)}
    assert agreed == {"name", "phone", "community_code", "reg_status"}  # what needs no question; the rest is unanswered


def answers(folder: Path, rows: list[list[str]]) -> list[Line]:
    """The lines by answers of heading, column, 意见, 改读作（列）, 全表同一个值."""
    heads = ["文件和工作表", "本单位表头", "读作（表）", "读作（列）", "依据", "意见", "改读作（列）", "全表同一个值"]
    full: Rows = [
        ["花名册.xlsx · Sheet1", heading, "在职党员下沉报到花名册", column, "", *said]
        for heading, column, *said in rows
    ]
    return answered(
        written(folder / "answers.xlsx", [[""], [*heads], *full]), members(), proposed("花名册.xlsx"), CONTEXT, 0
    )


def test_an_answer_may_name_another_column_or_one_value_for_all(tmp_path: Path) -> None:
    rows = [
        ["姓名", "姓名", "√", "", ""],
        ["下沉日期", "报到日期", "", "转出日期", ""],
        ["单位", "单位", "否", "", ""],
        ["", "报到日期", "", "", "2021-06-01"],
    ]
    lines = answers(tmp_path, rows)
    assert [(line.column, line.source.headings, line.source.value) for line in lines] == [
        ("name", ("姓名",), ""),
        ("left_on", ("下沉日期",), ""),
        ("registered_on", (), "2021-06-01"),
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["下沉日期", "报到日期", "", "没有的列", ""], "没有这一列"),
        (["姓名", "姓名", "也许", "", ""], "「姓名」的意见“也许”看不懂，请填“同意”或“不读”"),
        (["备注", "", "同意", "", ""], "「备注」填了“同意”，但“改读作（列）”没有写列名"),
        (["", "报到日期", "同意", "", ""], "「报到日期」填了“同意”，但“全表同一个值”没有填写"),
        (["", "状态", "", "", "在办"], "“在办”不能读作《在职党员下沉报到花名册》「状态」"),
        (["", "报到日期", "", "", "去年"], "“去年”不能读作"),
        (["", "联系电话", "", "", "13900000001"], "各人不同"),
    ],
)
def test_an_answer_that_is_not_understood_is_named(tmp_path: Path, row: list[str], says: str) -> None:
    with pytest.raises((CannotMap, CannotDecide), match=says):
        answers(tmp_path, [row])


def test_two_columns_are_never_one(tmp_path: Path) -> None:
    lines = answers(tmp_path, [["下沉社区", "报到社区", "同意", "", ""], ["备注", "", "不读", "报到社区", ""]])
    with pytest.raises(CannotDecide, match="「下沉社区」和「备注」都读作《在职党员下沉报到花名册》「报到社区」"):
        own_table(proposed("花名册.xlsx"), lines, "花名册")


@pytest.mark.parametrize(("file", "rows"), [("漕河镇花名册.xlsx", 2), ("蕲州镇花名册.xlsx", 0)])
def test_whose_own_table_it_is_may_stand_in_the_files_name_alone(file: str, rows: int) -> None:
    found = proposed("花名册.xlsx")
    context = replace(reader(), own=(own_table(found, found.lines, "花名册", ["QC-CHZ"]),))
    unsigned = [MEMBERS[0], *MEMBERS[2:]]  # without 填报单位
    assert intake(unsigned, context, file).rows["S9"].collect().height == rows


def test_worksheets_named_after_communities_are_asked_about_once_and_give_their_names(tmp_path: Path) -> None:
    rows = [[cell for n, cell in enumerate(row) if n != 3] for row in MEMBERS]  # 下沉社区
    file = written(tmp_path / "花名册.xlsx", rows, rows, names=("东门社区", "西门社区"))
    pages = [*worksheets([file], load_county(shipped_example()), reader(), W47, 0)]
    assert [(page.proposal is not None, page.like) for page in pages] == [
        (True, None),
        (False, "花名册.xlsx · 东门社区"),
    ]
    found = pages[0].proposal
    assert found is not None
    assert [column.name for column in found.missing("S9")] == ["community_code"]
    lines = [*found.lines, constant(("S9", "community_code"), OF_WORKSHEET, CONTEXT)]
    context = replace(reader(), own=(own_table(found, lines, "花名册"),))
    workbook = Workbook("xlsx", tuple(page.grid for page in pages))
    read = framed([ingest_workbook(workbook, received("花名册.xlsx"), context)])
    assert read.rows["S9"].collect()["community_code"].to_list() == ["东门社区", "东门社区", "西门社区", "西门社区"]


def test_a_workbook_is_known_proposed_or_neither(tmp_path: Path) -> None:
    files = [
        written(tmp_path / "花名册.xlsx", MEMBERS),
        written(tmp_path / "签到.xlsx", [["姓名", "单位", "签到"], ["汪志强", "县财政局", ""]]),
    ]
    county = load_county(shipped_example())
    before = [*worksheets(files, county, reader(), W47, 0)]
    assert [(page.known, page.proposal is not None) for page in before] == [((), True), ((), False)]
    after = [*worksheets(files[:1], county, mapped(), W47, 0)]
    assert [page.known for page in after] == [("S9",)]
    (tmp_path / "空.xlsx").write_bytes(b"")
    with pytest.raises(CannotMap, match=r"空\.xlsx"):
        [*worksheets([tmp_path / "空.xlsx"], county, reader(), W47, 0)]
