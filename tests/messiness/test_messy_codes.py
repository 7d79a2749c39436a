"""Codes and texts as clerks write them, on real workbooks (domain.md §12, M61–M70, M82)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.report.lists import csv_for_excel
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import judged, one_cell, page, reactions, sent, values, written
from transforms.recognise.grid import Cell

pytestmark = pytest.mark.usefixtures("plainly")


@pytest.mark.parametrize(
    ("place", "cell", "value", "issue"),
    [
        *(
            written("M61", "S1.post_level", word, "132", "code_variant", "FIX")
            for word in ("副县级", "副处级", "副县处级", "县级副职")
        ),
        written("M61", "S1.post_level", "正科（副县待遇）", "141", "code_understood", "FIXW"),
        *(written("M62", "S8.public_ok", word, True, "flag_variant", "FIX") for word in ("√", "有", "Y", "1")),
        written("M62", "S8.public_ok", "×", False, "flag_variant", "FIX"),
        written("M62", "S8.public_ok", "☑是 □否", True, "flag_variant", "FIX"),
        written("M62", "S8.public_ok", "是（√） 否（ ）", True, "flag_variant", "FIX"),
        written("M62", "S8.public_ok", "□是 ☑否", False, "flag_variant", "FIX"),
        written("M62", "S8.public_ok", "V", True, "code_understood", "FIXW"),
        written("M62", "S8.public_ok", "是（须隐去金额）", True, "code_understood", "FIXW"),
        written("M62", "S8.public_ok", "□是 □否", None, "flag_unknown", "CELL"),
        written("M62", "S8.public_ok", "视情况", None, "flag_unknown", "CELL"),
        written("M62", "S8.status", "□推进中 ☑未启动", "NEW", "code_variant", "FIX"),
        written("M62", "S1.eligible_flag", "", None),
        written("M63", "S8.lead_unit", "蕲春县财政局", "QC-CZJ", "code_variant", "FIX"),
        written("M63", "S8.lead_unit", "县扶贫办", "QC-XZJ", "code_understood", "FIXW"),
        written("M64", "S8.town", "漕河", "421126100", "code_variant", "FIX"),
        written("M64", "S8.town", "蕲春县漕河镇", "421126100", "code_variant", "FIX"),
        written("M64", "S8.town", "漕河镇张塆村", "421126100", "code_understood", "FIXW"),
        written("M65", "S1.exit_reason", "换届，年龄结构", ["TERM", "AGE"], "code_variant", "FIX"),
        written("M65", "S1.exit_reason", "换届/年龄结构", ["TERM", "AGE"], "code_variant", "FIX"),
        written("M65", "S1.exit_reason", "换届\n年龄结构", ["TERM", "AGE"], "code_variant", "FIX"),
        *(
            written("M67", "S9.reg_status", word, None, "unknown_code", "CELL")
            for word in ("已故", "不在册", "调离", "停止党籍")
        ),
        written("M66", "S1.political_status", "01 群众", None, "code_text_disagree", "CELL"),
        written("M67", "S8.status", "基本完成", "RUN", "code_understood", "FIXW"),
        written("M67", "S8.status", "已完成90%", "RUN", "code_understood", "FIXW"),
        written("M67", "S8.status", "正在推进，预计月底完成", "RUN", "code_understood", "FIXW"),
        written("M67", "S8.status", "未完成", "RUN", "code_understood", "FIXW"),
        written("M67", "S8.status", "不再实施", None, "unknown_code", "CELL"),
        written("M67", "S1.retire_choice", "不同意提前退休", None, "unlisted_text", "FIXW"),
        written("M62", "S8.public_ok", "是（尚未同意）", None, "flag_unknown", "CELL"),
        written("M69", "S8.narrative", "+主体完工", "+主体完工", "text_like_formula", "FIX"),
        written("M70", "S8.narrative", "主体\x0b完工\n待验收", "主体完工\n待验收", "text_tidied", "FIX"),
        written("M70", "S8.narrative", "已完工✅", "已完工✅", "character_picture", "FIXW"),
        written("M70", "S8.title", "﷽路灯", "﷽路灯", "character_foreign", "FIXW"),
        written("M34", "S8.title", "改造\ue863小区", "改造\ue863小区", "character_lost", "FIXW"),
        written("M34", "S7.problem", "走访\uf0fc", "走访\uf0fc", "character_lost", "FIXW"),
        *(
            written("M82", "S7.problem", f"联系{token}，已办", "联系［已隐去］，已办", "personal_data_removed", "FIXW")
            for token in ("139-0000-0000", "①③⑨⓪⓪⓪⓪⓪⓪⓪⓪", "一三九零零零零零零零零", "0713-7220000", "高 血 压")
        ),
        written("M82", "S7.problem", "联系13900000000张老师", "联系［已隐去］张老师", "personal_data_removed", "FIXW"),
    ],
)
def test_a_code_or_text(tmp_path: Path, place: str, cell: Cell, value: object, issue: tuple[str, str] | None) -> None:
    assert one_cell(tmp_path, place, cell) == (value, issue)


@case("M82", FIXW="personal_data_removed")
def test_the_id_of_a_resident_leaves_no_trace(tmp_path: Path) -> None:
    intake = sent(tmp_path, page("S10", {"content": "身份证421126196510150012的老人要上门服务"}))
    assert ("personal_data_removed", "FIXW") in reactions(intake)
    assert "4211261965" not in str(intake)


@case("M68", FIXW="finished_at_100 running_below_100 done_on_of_running")
@pytest.mark.parametrize(
    ("status", "progress", "rule"),
    [
        ("已完成", "80%", "finished_at_100"),
        ("推进中", "100%", "running_below_100"),
        ("推进中", "80%", "done_on_of_running"),
    ],
)
def test_finished_needs_status_progress_and_date(tmp_path: Path, status: str, progress: str, rule: str) -> None:
    verdict = judged(sent(tmp_path, page("S8", {"status": status, "progress": progress, "done_on": "2021-11-20"})))
    assert (rule, "FIXW") in reactions(verdict)
    assert values(verdict, "S8.status") == ["RUN"]


@case("M68", FIXW="done_on_of_undone")
@pytest.mark.parametrize(("status", "code"), [("已派单", "SENT"), ("办理中", "TAKEN")])
def test_an_order_with_a_day_of_completion_is_not_finished_by_that_and_is_told(
    tmp_path: Path, status: str, code: str
) -> None:
    verdict = judged(sent(tmp_path, page("S10", {"status": status, "done_on": "2021-11-24"})))
    assert ("done_on_of_undone", "FIXW") in reactions(verdict)
    assert values(verdict, "S10.status") == [code]


@case("M69", FIX="text_like_formula")
def test_comments_are_no_cells_formulas_count_with_their_value_and_exports_are_guarded(tmp_path: Path) -> None:
    def remark(_: Any, sheet: Any) -> None:
        sheet.write_comment("A4", "请核对")
        sheet.write_formula(3, 9, "=A2", None, "=主体完工")

    columns = page("S8", {"narrative": "x"})[2].index("进展情况")
    assert columns == 9
    intake = sent(tmp_path, page("S8", {"narrative": "x"}), prepare=remark)
    assert values(intake, "S8.narrative") == ["=主体完工"]
    assert "\n'=主体完工" in csv_for_excel(pl.DataFrame({"narrative": values(intake, "S8.narrative")})).decode(
        "utf-8-sig"
    )


@case("M70", FIXW="former_post_length")
def test_a_text_over_its_limit_is_kept_whole(tmp_path: Path) -> None:
    verdict = judged(sent(tmp_path, page("S1", {"former_post": "长" * 150})))
    assert values(verdict, "S1.former_post") == ["长" * 150]
    assert ("former_post_length", "FIXW") in reactions(verdict)


@case("M62", FIX="sign_by_heading", FIXW="sign_by_heading", CELL="sign_unexplained")
def test_signs_are_read_as_their_heading_explains_them(tmp_path: Path) -> None:
    headed = {"satisfaction": "群众评价（1满意 2基本满意 3不满意）", "is_project": "是否领办实事项目（1是2否）"}
    rows: list[dict[str, Cell]] = [
        {"satisfaction": sign, "is_project": 2.0, "order_no": f"甲{n}"} for n, sign in enumerate((1.0, 3.0, 4.0))
    ]
    intake = sent(tmp_path, page("S10", *rows, unit="漕河镇", headed=headed), file="QC-CHZ_X_2021-W47_v1.xlsx")
    assert values(intake, "S10.satisfaction") == ["3", "1", None]
    assert values(intake, "S10.is_project") == [False] * 3
    assert reactions(intake) >= {("sign_by_heading", "FIX"), ("sign_by_heading", "FIXW"), ("sign_unexplained", "CELL")}


@case("M62", FIXW="sign_by_heading")
def test_the_line_below_a_heading_explains_its_signs_too(tmp_path: Path) -> None:
    rows = page("S9", {"sex": 2.0}, {"sex": 1.0, "name": "陈二"}, unit="漕河镇")
    below: list[Cell] = ["（1女2男）" if heading == "性别" else "（必填）" for heading in rows[2]]
    intake = sent(tmp_path, [*rows[:3], below, *rows[3:]], file="QC-CHZ_X_2021-W47_v1.xlsx")
    assert values(intake, "S9.sex") == ["1", "2"]


@pytest.mark.parametrize(
    ("sheet", "row", "rule"),
    [
        ("S9", {"reg_status": "在册", "left_on": "2021-10-08"}, "registered_and_left"),
        ("S9", {"reg_status": "", "left_on": "2021-11-28"}, "registered_and_left"),  # the last day of the week
        ("S9", {"reg_status": "在册", "left_on": "2021-11-29"}, None),  # leaves next week
        ("S9", {"reg_status": "已转出", "left_on": "2021-10-08"}, None),
        ("S9", {"reg_status": "已转出", "left_on": "2021-12-08"}, "left_before_leaving"),
        ("S6", {"status": "已到岗", "end": "2021-11-27", "start": "2021-11-15"}, "end_of_on_before_period_end"),
        ("S6", {"status": "已到岗", "end": "2021-11-28", "start": "2021-11-15"}, None),
    ],
)
@case("M68", FIXW="registered_and_left left_before_leaving end_of_on_before_period_end")
def test_a_status_that_a_date_denies_is_told(
    tmp_path: Path, sheet: str, row: dict[str, Cell], rule: str | None
) -> None:
    verdict = judged(sent(tmp_path, page(sheet, row)))
    told = verdict.issues.filter(
        pl.col("rule").is_in(["registered_and_left", "left_before_leaving", "end_of_on_before_period_end"])
    )
    assert told.select("rule", "reaction").rows() == ([(rule, "FIXW")] if rule else [])
    date = "left_on" if sheet == "S9" else "end"
    assert values(verdict, f"{sheet}.{date}") == [dt.date.fromisoformat(str(row[date]))]


@case("M62", CELL="scale_unclear")
@pytest.mark.parametrize(
    ("marks", "read_as"),
    [
        (["5", "3", "满意", 2.0], [None, None, "3", None]),
        (["3", "2", 1.0], ["3", "2", "1"]),  # the three levels of the list
        (["3", "2", "7"], ["3", "2", None]),  # a slip
    ],
)
def test_marks_of_five_levels_are_none_of_three(tmp_path: Path, marks: list[Any], read_as: list[str | None]) -> None:
    rows = ({"order_no": f"{n}号", "satisfaction": mark} for n, mark in enumerate(marks))
    intake = sent(tmp_path, page("S10", *rows))
    assert values(intake, "S10.satisfaction") == read_as
    told = intake.issues.filter(pl.col("rule") == "scale_unclear").height
    assert told == sum(value is None for value in read_as) - ("7" in marks) - ("5" in marks)
