"""Rows as clerks write them, on real workbooks (domain.md §12, M22–M30)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.support.messiness.messiness import case
from tests.support.messiness.messy import aside, book, compared_week, judged, page, reactions, read, sent, values
from tests.support.runs.weeks import sheets
from tests.support.workbooks.tables import Rows

pytestmark = pytest.mark.usefixtures("plainly")

ONE, TWO = {"name": "陈一"}, {"name": "陈二"}


def with_line(rows: Rows, line: dict[str, Any], at: int | None = None) -> Rows:
    """The rows of an S5 with one more line, filled by heading."""
    cells = [line.get(str(heading), "") for heading in rows[2]]
    return [*rows[:at], cells, *rows[at:]] if at else [*rows, cells]


def posts(*capacities: float) -> Rows:
    return page("S5", *({"post_code": f"ZF-{n:03d}", "capacity": number} for n, number in enumerate(capacities)))


@case("M22", FIX="subtotal")
@pytest.mark.parametrize("word", ["合计", "小 计", "总计："])
@pytest.mark.parametrize("total", [5.0, "", "5"])
def test_a_sum_that_is_right_is_set_aside_without_a_word(tmp_path: Path, word: str, total: Any) -> None:
    intake = sent(tmp_path, with_line(posts(2.0, 3.0), {"岗位编号": word, "需求人数": total}))
    assert (values(intake, "S5.capacity"), aside(intake), reactions(intake)) == ([2, 3], ["subtotal"], set())


@case("M22", FIXW="subtotal_differs")
def test_a_sum_that_is_wrong_is_told_at_its_cell(tmp_path: Path) -> None:
    rows = with_line(posts(2.0, 3.0), {"岗位编号": "合计", "需求人数": 6.0})
    intake = sent(tmp_path, rows)
    column = "ABCDEFGHIJKLMNOP"[rows[2].index("需求人数")]
    assert intake.issues.select("rule", "reaction", "cell").rows() == [("subtotal_differs", "FIXW", f"{column}6")]


@case("M22", FIX="subtotal")
def test_sums_of_groups_and_of_all_are_each_compared_with_their_own(tmp_path: Path) -> None:
    rows = posts(2.0, 3.0, 4.0)
    rows = with_line(rows, {"岗位编号": "小计", "需求人数": 5.0}, 5)
    rows = with_line(with_line(rows, {"岗位编号": "小计", "需求人数": 4.0}), {"岗位编号": "合计", "需求人数": 9.0})
    intake = sent(tmp_path, rows)
    assert (values(intake, "S5.capacity"), aside(intake), reactions(intake)) == ([2, 3, 4], ["subtotal"] * 3, set())


@case("M22", FIX="subtotal")
def test_a_line_of_numbers_that_is_the_sum_needs_no_word(tmp_path: Path) -> None:
    intake = sent(tmp_path, with_line(posts(2.0, 3.0), {"需求人数": 5.0}))
    assert (values(intake, "S5.capacity"), aside(intake)) == ([2, 3], ["subtotal"])


@case("M22", FIXW="row_set_aside")
def test_a_title_that_counts_is_data_and_a_doubtful_total_is_told(tmp_path: Path) -> None:
    titles = ({"title": text} for text in ("新建路灯共计120盏", "范例村庄整治", "修桥"))
    rows = page("S8", *titles)
    intake = sent(tmp_path, with_line(rows, {"事项名称": "修缮水渠累计300米"}))
    assert values(intake, "S8.title") == ["新建路灯共计120盏", "范例村庄整治", "修桥"]
    issues = intake.issues.filter(pl.col("rule") == "row_set_aside").select("row", "column", "reaction").rows()
    assert issues == [(7, "title", "FIXW")]


@case("M22", FIX="derived")
@pytest.mark.parametrize("word", ["其中：", "平 均", "人均：", "上周结转", "占比", "（平均值）"])
def test_a_mean_a_share_or_a_carry_over_is_no_row_and_no_total(tmp_path: Path, word: str) -> None:
    intake = sent(tmp_path, with_line(posts(2.0, 3.0), {"岗位编号": word, "需求人数": 2.5}))
    assert (values(intake, "S5.capacity"), aside(intake), reactions(intake)) == ([2, 3], ["derived"], set())


@case("M22", FIX="derived", FIXW="row_set_aside")
@pytest.mark.parametrize("label", ["其中：女干部", "漕河镇平均", "上周结转岗位"])
def test_with_a_name_such_a_row_is_told(tmp_path: Path, label: str) -> None:
    intake = sent(tmp_path, with_line(posts(2.0, 3.0), {"岗位名称": label, "需求人数": 1.0}))
    assert (values(intake, "S5.capacity"), reactions(intake)) == ([2, 3], {("row_set_aside", "FIXW")})


@case("M22")
@pytest.mark.parametrize("title", ["其中两处修缮", "改造平均主义宿舍", "上周结转事项清零"])
def test_a_title_with_such_a_word_is_data(tmp_path: Path, title: str) -> None:
    assert values(sent(tmp_path, page("S8", {"title": title})), "S8.title") == [title]


@case("M18", FIX="column_numbers hints")
def test_column_numbers_and_hints_below_the_header_are_no_data(tmp_path: Path) -> None:
    top, rows = page("S4", ONE)[:3], page("S4", ONE)[3:]
    numbers: Rows = [[float(n) for n in range(1, len(top[2]) + 1)], ["（必填）"] * len(top[2])]
    assert aside(sent(tmp_path, [*top, *numbers, *rows])) == ["column_numbers", "hints"]


@case("M18", FIX="column_numbers")
@pytest.mark.parametrize("shown", ["h:mm", "[h]:mm", "yyyy-mm-dd", "m/d h:mm"])
def test_column_numbers_are_known_whatever_they_are_shown_as(tmp_path: Path, shown: str) -> None:
    rows = page("S4", ONE)

    def formatted(workbook: Any, sheet: Any) -> None:
        for at in range(len(rows[2])):
            sheet.write_number(3, at, at + 1, workbook.add_format({"num_format": shown}))

    intake = sent(tmp_path, [*rows[:3], [""] * 4, rows[3]], prepare=formatted)
    assert (values(intake, "S4.name"), aside(intake)) == ([["陈一"]], ["column_numbers"])


@case("M23", FIX="foot blank")
def test_remarks_below_the_table_are_no_orders(tmp_path: Path) -> None:
    remarks = [
        "以下空白",
        "注1：本表由社区填写",
        "1.本表每周一报送",
        "制表：王五",
        "※ 本表一式两份",
        "2、请于周一前报送",
    ]
    rows = page("S10", {"order_no": "126001-21-0001"})
    intake = sent(tmp_path, [*rows, ["/"] * len(rows[2]), *([text] for text in remarks)])
    assert values(intake, "S10.order_no") == ["126001-21-0001"]
    assert aside(intake) == ["blank", *["foot"] * 6]


@case("M23", FIX="foot")
def test_rows_below_a_block_of_remarks_are_read_and_its_lines_are_not(tmp_path: Path) -> None:
    block = [["填表说明："], ["1. 本表每周一报送"], ["2. 请写清联系的内容"]]
    rows = page("S4", ONE, TWO)
    intake = sent(tmp_path, [*rows[:4], *block, *rows[4:]])
    assert (values(intake, "S4.name"), aside(intake)) == ([["陈一"], ["陈二"]], ["foot"] * 3)


@case("M23", FIX="foot")
def test_a_foot_line_as_wide_as_its_table_is_one(tmp_path: Path) -> None:
    rows = [*page("R8", {"declared": "20"}), ["填表人：王五", "审核人：李四", "填报日期：2021-11-26"]]
    intake = sent(tmp_path, rows)
    assert (len(values(intake, "R8.total")), aside(intake)) == (1, ["foot"])


@case("M23", FIX="foot")
def test_foot_lines_are_set_aside_and_name_the_unit(tmp_path: Path) -> None:
    title, _, *rows = page("S4", ONE)
    intake = sent(
        tmp_path, [title, *rows, ["填报单位：漕河镇　填表人：经办员"], ["说明：谈话均已记录。"]], file="谈话.xlsx"
    )
    assert (aside(intake), intake.submissions["submitter"].to_list()) == (["foot"] * 2, ["QC-CHZ"])


@case("M24", FIX="group_title blank")
def test_a_group_title_fills_the_town_and_nothing_else(tmp_path: Path) -> None:
    rows = page("S9", ONE | {"town": ""}, TWO | {"town": "横车镇"}, {"name": "陈三", "town": ""})
    grouped = [*rows[:3], ["一、漕河镇"], *rows[3:5], [""], ["二、其他"], rows[5]]
    intake = sent(tmp_path, grouped)
    assert values(intake, "S9.town")[0] == "421126100"
    assert values(intake, "S9.town")[1] not in (None, "421126100")
    assert values(intake, "S9.town")[2] is None
    assert aside(intake) == ["group_title", "blank", "group_title"]
    assert ("group_title", "FIX") in reactions(intake)


@case("M24", FIX="group_title")
@pytest.mark.parametrize("end", [["其他"], ["小计", "", "", 20.0]])
def test_a_group_ends_where_another_begins_or_its_total_stands(tmp_path: Path, end: list[Any]) -> None:
    rows = page("S8", {"town": "", "title": "修路"}, {"town": "", "title": "修桥"})
    intake = sent(tmp_path, [*rows[:3], ["漕河镇"], rows[3], end, rows[4]])
    towns = dict(zip(values(intake, "S8.title"), values(intake, "S8.town"), strict=True))
    assert (towns["修路"], towns["修桥"]) == ("421126100", None)


@case("M24", FIX="group_title")
def test_a_total_above_its_rows_ends_no_group(tmp_path: Path) -> None:
    rows = page("S8", {"town": "", "title": "修路"}, {"town": "", "title": "修桥"})
    intake = sent(tmp_path, [*rows[:3], ["漕河镇"], ["小计", "", "", 20.0], *rows[3:]])
    assert values(intake, "S8.town") == ["421126100"] * 2


@case("M24", FIX="group_title")
@pytest.mark.parametrize(
    "title",
    [
        "1、漕河镇",
        "★漕河镇",
        "漕河镇（共2件，20万元）",
        "漕河镇",
        "一、漕河镇（2件）",
        "【漕河镇】",
        "漕河镇：",
        "（一）漕河镇 共2件",
    ],
)
def test_a_town_in_any_dress_is_the_town_of_its_rows(tmp_path: Path, title: str) -> None:
    rows = page("S8", {"title": "修路", "town": ""}, {"title": "修桥", "town": ""})
    intake = sent(tmp_path, [*rows[:3], [title], *rows[3:]])
    assert (values(intake, "S8.town"), aside(intake)) == (["421126100"] * 2, ["group_title"])


@case("M25", FIX="merged_cells")
def test_a_merged_cell_fills_its_range_and_a_blank_stays_blank(tmp_path: Path) -> None:
    rows = page("S9", ONE, TWO | {"town": ""}, {"name": "陈三", "town": ""})
    at = rows[2].index("所在乡镇")
    intake = sent(tmp_path, rows, prepare=lambda _, sheet: sheet.merge_range(3, at, 4, at, "漕河镇"))
    assert values(intake, "S9.town") == ["421126100", "421126100", None]
    assert reactions(intake) == {("merged_cells", "FIX")}


@case("M25", CELL="merged_measure")
@pytest.mark.parametrize(("place", "number"), [("资金", 30.0), ("受益人数", 300.0)])
def test_one_number_for_several_rows_is_asked_back_in_each(tmp_path: Path, place: str, number: float) -> None:
    named = [{"title": title, "funds": "", "beneficiaries": ""} for title in ("修路", "修桥", "修渠")]
    rows = page("S8", *named, {"title": "植树", "funds": 7.0, "beneficiaries": 70.0})
    at = rows[2].index(place)
    intake = sent(tmp_path, rows, prepare=lambda _, sheet: sheet.merge_range(3, at, 5, at, number))
    kept = values(intake, "S8.funds" if place == "资金" else "S8.beneficiaries")
    assert kept == [None, None, None, 7 if place == "资金" else 70]
    issues = intake.issues.filter(pl.col("rule") == "merged_measure").select("row", "reaction").rows()
    assert issues == [(row, "CELL") for row in (4, 5, 6)]


@case("M26", FIXW="ditto", CELL="ditto_of_nothing")
@pytest.mark.parametrize("token", ["同上", "〃", "″", "-//-"])
def test_ditto_repeats_the_row_above_unless_that_is_rejected(tmp_path: Path, token: str) -> None:
    lost = {"name": "县委领导12", "contact_type": "电话"}
    intake = sent(
        tmp_path, page("S4", ONE, TWO | {"contact_type": token}, lost, {"name": "陈三", "contact_type": token})
    )
    assert values(intake, "S4.contact_type") == ["FACE", "FACE", None]
    lines = intake.issues.filter(pl.col("column") == "contact_type").select("row", "rule", "reaction").rows()
    assert sorted(lines) == [(5, "ditto", "FIXW"), (7, "ditto_of_nothing", "CELL")]


@case("M27", FIX="duplicate")
def test_an_exact_duplicate_is_dropped(tmp_path: Path) -> None:
    intake = sent(tmp_path, page("S4", ONE, TWO, ONE))
    assert (values(intake, "S4.name"), aside(intake)) == ([["陈一"], ["陈二"]], ["duplicate"])


@case("M28", ROW="item_code_unique assignment_unique")
@pytest.mark.parametrize(
    ("sheet", "differs", "rule"), [("S8", "title", "item_code_unique"), ("S6", "duty", "assignment_unique")]
)
def test_one_key_with_two_contents_costs_both_rows_where_it_must(
    tmp_path: Path, sheet: str, differs: str, rule: str
) -> None:
    rows = [{differs: text} | ({"post_code": "ZF-001"} if sheet == "S6" else {}) for text in ("甲", "乙")]
    verdict = judged(sent(tmp_path, page(sheet, *rows)))
    assert (rule, "ROW") in reactions(verdict)
    assert verdict.rows[sheet].collect().is_empty()


@case("M28", ROW="total_given_twice")
def test_a_total_given_twice_for_one_day_is_asked_back(tmp_path: Path) -> None:
    rows = [{"declared": number, "as_of": "2021-11-23"} for number in ("19", "20")]
    other = {"declared": "18", "as_of": "2021-11-16"}
    again = other | {"note": "与上期相同"}
    verdict = judged(sent(tmp_path, page("R8", *rows, other, again)))
    assert (values(verdict, "R8.declared"), reactions(verdict)) == ([18, 18], {("total_given_twice", "ROW")})


@case("M28", FIXW="same_key_twice")
def test_of_two_rows_of_a_person_the_fuller_one_counts_and_the_conflict_is_listed(tmp_path: Path) -> None:
    same = {"name": "陈一", "id_no": "421126196510150013"}
    rows = page(
        "S1", same | {"sex": "男", "grade": "三级调研员"}, same | {"sex": "男", "grade": "", "native_place": ""}
    )
    data = compared_week(sent(tmp_path, rows))
    lines = data.issues.filter(pl.col("rule") == "same_key_twice")
    assert (lines["row"].to_list(), lines["reaction"].to_list()) == ([4, 5], ["FIXW"] * 2)
    assert "「职级」" in lines["message"][0]
    assert data.five_dim["grade"].is_not_null().to_list() == [True]


@case("M29", FIX="example")
@pytest.mark.parametrize("mark", ["示例", "（样例）", "例：", "【示例】"])
def test_a_row_marked_as_an_example_is_no_data(tmp_path: Path, mark: str) -> None:
    marked = [*page("S4")[:3], [mark, "2021-11-22", "面谈", "王五"], page("S4", ONE)[3]]
    assert aside(sent(tmp_path, marked)) == ["example"]


@case("M29", FIXW="row_like_example")
def test_a_first_row_that_is_the_example_with_its_person_is_kept_and_told(tmp_path: Path) -> None:
    examples = {column.name: column.example for column in sheets()["S4"].columns}
    intake = sent(tmp_path, page("S4", examples, ONE))
    assert (aside(intake), values(intake, "S4.name")) == ([], [["张三", "李四"], ["陈一"]])
    assert intake.issues.filter(pl.col("rule") == "row_like_example").select("row", "reaction").rows() == [(4, "FIXW")]


@case("M29", FIXW="row_like_example")
def test_a_row_marked_as_an_example_below_the_data_is_kept_and_told(tmp_path: Path) -> None:
    marked = [*page("S4", ONE), ["示例：", "2021-11-22", "面谈", "王五"]]
    intake = sent(tmp_path, marked)
    assert (aside(intake), intake.issues.filter(pl.col("rule") == "row_like_example")["row"].to_list()) == ([], [5])


@case("M29")
@pytest.mark.parametrize("extension", ["csv", "txt", "html", "xlsx"])
def test_true_figures_that_equal_the_example_are_figures_in_every_format(tmp_path: Path, extension: str) -> None:
    """The county's control totals of R8 may well be those of the example."""
    examples = {column.name: column.example for column in sheets()["R8"].columns}
    rows = page("R8", examples, examples | {"total": "下沉党员数", "declared": "5021"})
    file = tmp_path / f"QC-ZZB_R8_2021-W47_v1.{extension}"
    if extension == "xlsx":
        book(file, rows)
    elif extension == "html":
        lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        file.write_text(f"<table>{lines}</table>", encoding="utf-8")
    else:
        mark = "," if extension == "csv" else "\t"
        file.write_text("\n".join(mark.join(map(str, row)) for row in rows), encoding="utf-8")
    intake = read(file)
    assert values(intake, "R8.declared") == [19, 5021]
    assert "row_like_example" not in intake.issues["rule"]


@case("M30", FIXW="struck_left_out", CELL="all_struck_through")
def test_of_old_text_struck_through_beside_new_only_the_new_is_read(tmp_path: Path) -> None:
    rows = page("S8", *({"title": title, "beneficiaries": "", "funds": 10.0} for title in ("修路", "修桥", "修渠")))
    title, count = rows[2].index("事项名称"), rows[2].index("受益人数")

    def corrected(workbook: Any, sheet: Any) -> None:
        struck, plain = workbook.add_format({"font_strikeout": True}), workbook.add_format({"bold": True})
        sheet.write_rich_string(3, count, struck, "1200", plain, "1500")
        sheet.write_rich_string(4, title, plain, "修桥", struck, "修路一条")
        sheet.write_rich_string(5, count, struck, "12", struck, "00")

    intake = sent(tmp_path, rows, prepare=corrected)
    assert values(intake, "S8.beneficiaries") == [1500, None, None]
    assert values(intake, "S8.title") == ["修路", "修桥", "修渠"]
    lines = intake.issues.filter(pl.col("rule").str.contains("struck")).select("row", "column", "reaction").rows()
    assert sorted(lines) == [(4, "beneficiaries", "FIXW"), (5, "title", "FIXW"), (6, "beneficiaries", "CELL")]


@case("M30")
def test_a_struck_through_row_is_read_like_any_other(tmp_path: Path) -> None:
    def struck(workbook: Any, sheet: Any) -> None:
        deleted = workbook.add_format({"font_strikeout": True, "bg_color": "#c0c0c0"})
        for at, cell in enumerate(page("S4", TWO)[3]):
            sheet.write(4, at, cell, deleted)

    intake = sent(tmp_path, page("S4", ONE, TWO), prepare=struck)
    assert (values(intake, "S4.name"), reactions(intake)) == ([["陈一"], ["陈二"]], set())


@case("M22", FIXW="rows_of_other_table")
def test_a_summary_below_the_rows_is_no_row_of_the_sheet(tmp_path: Path) -> None:
    summary: Rows = [[""], ["各社区汇总"], ["社区", "件数", "满意数"], ["东街社区", 2.0, 2.0]]
    rows = [*page("S10", {"order_no": "A-1"}, unit="漕河镇"), *summary]
    intake = sent(tmp_path, rows, file="QC-CHZ_X_2021-W47_v1.xlsx")
    assert values(intake, "S10.order_no") == ["A-1"]
    assert aside(intake) == ["blank", *["other_table"] * 3]
    (message,) = intake.issues.filter(pl.col("rule") == "rows_of_other_table")["message"]
    assert "第6—8行" in message


@case("M23")
@pytest.mark.parametrize("remark", ["以上共3件", "接上页", "以下为上周已报"])
def test_a_line_about_the_rows_is_no_order(tmp_path: Path, remark: str) -> None:
    rows = [*page("S10", {"order_no": "A-1"}, unit="漕河镇"), [remark]]
    intake = sent(tmp_path, rows, file="QC-CHZ_X_2021-W47_v1.xlsx")
    assert (values(intake, "S10.order_no"), aside(intake)) == (["A-1"], ["foot"])
