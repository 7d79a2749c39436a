"""Numbers as clerks write them, on real workbooks (domain.md §12, M44–M50)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.messiness.messiness import case
from tests.support.messiness.messy import one_cell, page, reactions, read, sent, values, written
from transforms.recognise.grid import Cell

pytestmark = pytest.mark.usefixtures("plainly")

KEPT = ("percent_told_by_status", "FIXW")


@pytest.mark.parametrize(
    ("place", "cell", "value", "issue"),
    [
        written("M44", "S5.capacity", "12 ", 12),
        written("M44", "S5.capacity", "１２", 12, "number_tidied", "FIX"),
        written("M44", "S8.beneficiaries", "1,234", 1234, "number_tidied", "FIX"),
        written("M44", "S5.capacity", "十二", 12, "number_spelled", "FIXW"),
        written("M44", "S8.beneficiaries", "约50", None, "number_vague", "CELL"),
        written("M44", "S8.beneficiaries", "50余", None, "number_vague", "CELL"),
        written("M44", "S8.beneficiaries", "120\n80", None, "several_numbers", "CELL"),
        written("M44", "S8.funds", "20 15.5", None, "several_numbers", "CELL"),
        written("M44", "S8.beneficiaries", "1 200", 1200, "number_grouped", "FIXW"),
        written("M44", "S8.beneficiaries", '=DISPIMG("ID_1F2E",1)', None, "picture", "CELL"),
        written("M44", "S5.capacity", "3-5", None, "number_range", "CELL"),
        written("M44", "S8.beneficiaries", "3万2千", None, "number_unreadable", "CELL"),
        written("M44", "S8.beneficiaries", "12人（其中新增3人）", None, "number_unreadable", "CELL"),
        written("M44", "S8.beneficiaries", "二十三十", None, "number_unreadable", "CELL"),
        written("M44", "S10.order_no", "21003.0", "21003", "number_without_decimals", "FIX"),
        written("M45", "S8.progress", "85%", 85.0),
        written("M45", "S8.progress", 85.0, 85.0),
        written("M45", "S8.progress", 0.85, 85.0, "percent_fraction", "FIX"),
        written("M45", "S8.progress", "八成五", 85.0, "percent_spelled", "FIXW"),
        written("M45", "S8.progress", "一半", 50.0, "percent_spelled", "FIXW"),
        written("M45", "S8.progress", "四分之三", 75.0, "percent_spelled", "FIXW"),
        written("M45", "S8.progress", "过半", None, "number_unreadable", "CELL"),
        written("M45", "S8.progress", "8500%", None, "percent_range", "CELL"),
        written("M46", "S8.funds", "5000元", 0.5, "money_in_yuan", "FIXW"),
        written("M46", "S8.funds", "5千", None, "number_unit", "CELL"),
        written("M46", "S8.beneficiaries", "120户", None, "number_unit", "CELL"),
        written("M47", "S8.beneficiaries", "/", None, "nothing_token", "FIX"),
        written("M47", "S8.done_on", "——", None, "nothing_token", "FIX"),
        written("M47", "S8.help_units", "无", None, "nothing_token", "FIX"),
        written("M47", "S8.problem", "N/A", None, "nothing_token", "FIX"),
        written("M47", "S8.problem", "nan", None, "nothing_token", "FIX"),
        written("M47", "S8.done_on", "NaT", None, "nothing_token", "FIX"),
        written("M49", "S5.capacity", 2.5, None, "number_not_whole", "CELL"),
    ],
)
def test_a_number(tmp_path: Path, place: str, cell: Cell, value: object, issue: tuple[str, str] | None) -> None:
    assert one_cell(tmp_path, place, cell) == (value, issue)


@pytest.mark.parametrize(
    ("place", "cell", "value", "issue"),
    [
        written("M46", "S8.funds", 5_000_000.0, None, "funds_range", "CELL"),
        written("M49", "S8.beneficiaries", -3.0, None, "beneficiaries_range", "CELL"),
        written("M49", "S5.capacity", 300.0, None, "capacity_range", "CELL"),
    ],
)
def test_a_number_no_clerk_can_mean(
    tmp_path: Path, place: str, cell: Cell, value: object, issue: tuple[str, str]
) -> None:
    assert one_cell(tmp_path, place, cell, judge=True) == (value, issue)


@case("M45", FIX="percent_fraction")
def test_a_column_of_fractions_is_read_as_one(tmp_path: Path) -> None:
    intake = sent(tmp_path, page("S8", {"progress": 0.85}, {"progress": 1.0, "title": "另一事项"}))
    assert values(intake, "S8.progress") == [85.0, 100.0]


@case("M45", FIXW="percent_mixed")
def test_points_anchor_a_mixed_column(tmp_path: Path) -> None:
    intake = sent(tmp_path, page("S8", {"progress": 85.0}, {"progress": 0.5, "title": "另一事项"}))
    assert values(intake, "S8.progress") == [85.0, 50.0]
    assert ("percent_mixed", "FIXW") in reactions(intake)


@case("M45", FIXW="percent_mixed", CELL="percent_ambiguous")
@pytest.mark.parametrize(
    ("cells", "shares"),
    [
        ((0.8, 80.0, 0.05, 1.0), [80, 80, 5, None]),  # 1 % or 100 %
        ((0.8, 80.0, 1.0), [80, 80, None]),
        ((80.0, 1.0), [80, 1]),  # all are points
        ((0.8, 1.0), [80, 100]),  # all are fractions
        (("0.8", "80", "1"), [80, 80, None]),  # of a text file
    ],
)
def test_a_bare_1_among_fractions_and_points_is_asked_back(
    tmp_path: Path, cells: tuple[Cell, ...], shares: list[float | None]
) -> None:
    rows: list[dict[str, Cell]] = [
        {"item_code": f"甲{n}", "title": f"修路{n}", "progress": cell, "status": "推进中"}
        for n, cell in enumerate(cells)
    ]
    assert values(sent(tmp_path, page("S8", *rows)), "S8.progress") == shares


@case("M45", FIXW="percent_told_by_status", CELL="percent_ambiguous")
@pytest.mark.parametrize(
    ("status", "value", "issue"),
    [
        ("已完成", 100.0, KEPT),
        ("推进中", None, ("percent_ambiguous", "CELL")),
        ("未启动", None, ("percent_ambiguous", "CELL")),
    ],
)
def test_a_bare_1_is_told_by_the_status(tmp_path: Path, status: str, value: float | None, issue: Any) -> None:
    assert one_cell(tmp_path, "S8.progress", 1.0, status=status) == (value, issue)


@case("M46", FIX="unit_of_heading")
@pytest.mark.parametrize("heading", ["投资（元）", "资金总额/元", "资金总额元", "资金（含配套资金元）"])
def test_the_unit_of_the_heading_holds_for_the_column(tmp_path: Path, heading: str) -> None:
    intake = sent(
        tmp_path, page("S8", {"funds": 5000.0}, {"funds": "3万", "title": "另一事项"}, headed={"funds": heading})
    )
    assert values(intake, "S8.funds") == [0.5, 3.0]
    assert ("unit_of_heading", "FIX") in reactions(intake)


@case("M46", FIX="unit_of_heading")
@pytest.mark.parametrize("line", ["单位：元", "（金额单位：元）", "单位：人、元"])
def test_the_unit_above_the_table_holds_for_amounts(tmp_path: Path, line: str) -> None:
    title, unit, *rows = page("S8", {"funds": 50_000.0, "beneficiaries": 12.0})
    intake = sent(tmp_path, [title, unit, ["", "", "", line], *rows])
    assert (values(intake, "S8.funds"), values(intake, "S8.beneficiaries")) == ([5.0], [12])
    assert intake.submissions["submitter"].to_list() == ["QC-ZZB"]


@case("M46", FIX="unit_of_heading")
@pytest.mark.parametrize("bracket", ["{}", "（{}）"])
def test_the_unit_in_a_line_below_the_headings_holds(tmp_path: Path, bracket: str) -> None:
    title, unit, heads, row = page("S8", {"funds": 50_000.0, "beneficiaries": 12.0})
    units = {"资金": "元", "受益人数": "人"}
    line = [bracket.format(units[str(head)]) if head in units else "" for head in heads]
    intake = sent(tmp_path, [title, unit, heads, line, row])
    assert (values(intake, "S8.funds"), values(intake, "S8.beneficiaries")) == ([5.0], [12])


@case("M46", CELL="unit_disputed")
def test_two_units_for_one_amount_are_asked_back(tmp_path: Path) -> None:
    title, unit, *rows = page("S8", {"funds": 50.0}, headed={"funds": "资金（万元）"})
    intake = sent(tmp_path, [title, unit, ["单位：元"], *rows])
    assert (values(intake, "S8.funds"), ("unit_disputed", "CELL") in reactions(intake)) == ([None], True)


@case("M46", FIX="unit_of_format")
@pytest.mark.parametrize(
    ("cell", "code"), [(1.2, '0.0"亿元"'), (120_000_000.0, '#,##0"元"'), (120_000_000.0, '0!.0,"万"')]
)
def test_the_unit_a_number_is_shown_with_holds(tmp_path: Path, cell: float, code: str) -> None:
    rows = page("S8", {"funds": cell}, headed={"funds": "资金"})

    def shown(workbook: Any, sheet: Any) -> None:
        sheet.write(3, rows[2].index("资金"), cell, workbook.add_format({"num_format": code}))

    intake = sent(tmp_path, rows, prepare=shown)
    assert (values(intake, "S8.funds"), ("unit_of_format", "FIX") in reactions(intake)) == ([12_000.0], True)


@case("M46", CELL="number_unit")
def test_households_in_the_heading_are_no_persons(tmp_path: Path) -> None:
    intake = sent(tmp_path, page("S8", {"beneficiaries": 120.0}, headed={"beneficiaries": "受益人数（户）"}))
    assert (values(intake, "S8.beneficiaries"), ("number_unit", "CELL") in reactions(intake)) == ([None], True)


@case("M48", CELL="error_cell formula_without_value", ROW="error_cell")
def test_errors_and_formulas_without_a_value_are_no_blanks(tmp_path: Path) -> None:
    def broken(_: Any, sheet: Any) -> None:
        sheet.write_formula(3, 1, "=B1+1", None, "#REF!")  # 联系日期, which no row can do without
        sheet.write_formula(4, 2, "=VLOOKUP(1,A:B,2)", None, "#N/A")
        sheet.write_formula(5, 3, "=A1", None, "")

    intake = sent(tmp_path, page("S4", {"name": "陈一"}, {"name": "陈二"}, {"name": "陈三"}), prepare=broken)
    assert reactions(intake) == {("error_cell", "ROW"), ("error_cell", "CELL"), ("formula_without_value", "CELL")}
    assert values(intake, "S4.name") == [["陈二"], ["陈三"]]


@case("M48", CELL="error_cell", ROW="error_cell")
def test_an_error_that_a_text_has_as_its_words_is_one(tmp_path: Path) -> None:
    rows = page("S8", {"narrative": "#N/A"}, {"title": "#REF!"}, {"narrative": "########", "title": "修桥"})
    file = tmp_path / "QC-ZZB_S8_2021-W47_v1.csv"
    file.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    intake = read(file)
    assert values(intake, "S8.title") == ["新建村级卫生室", "修桥"]
    assert values(intake, "S8.narrative") == [None, None]
    assert reactions(intake) >= {("error_cell", "CELL"), ("error_cell", "ROW")}


@case("M44", FIX="text_as_shown", FIXW="number_is_date")
@pytest.mark.parametrize(
    ("number", "shown", "value", "issue"),
    [
        (7, "0000", "0007", ("text_as_shown", "FIX")),
        (12, '"CH"000', "CH012", ("text_as_shown", "FIX")),
        (44198, 'm"-"d', None, ("number_is_date", "FIXW")),  # 1-2, typed in a spreadsheet
    ],
)
def test_a_number_of_a_row_is_what_its_format_shows(
    tmp_path: Path, number: int, shown: str, value: str | None, issue: tuple[str, str]
) -> None:
    def formatted(workbook: Any, sheet: Any) -> None:
        sheet.write_number(3, 0, number, workbook.add_format({"num_format": shown}))

    rows = page("S10", {"order_no": "x"}, {"order_no": "0007", "content": "另一件"}, unit="漕河镇")
    intake = sent(tmp_path, rows, prepare=formatted, file="QC-CHZ_X_2021-W47_v1.xlsx")
    first, second = values(intake, "S10.order_no")
    assert first == value if value else first.startswith("S10-"), first
    assert second == "0007"
    assert issue in reactions(intake)


def test_shares_with_a_percent_sign_make_no_mixture_of_points(tmp_path: Path) -> None:
    shares: list[dict[str, Cell]] = [
        {"item_code": f"甲{n}", "title": f"修路{n}", "progress": x} for n, x in enumerate((0.85, 80.0, 1.0))
    ]
    rows = page("S8", *shares)
    at = rows[2].index("当前进度")

    def formatted(workbook: Any, sheet: Any) -> None:
        sheet.write_number(3, at, 0.85, workbook.add_format({"num_format": "0%"}))

    assert values(sent(tmp_path, rows, prepare=formatted), "S8.progress") == [85, 80, 1]


@case("M46", FIXW="currency_sign")
def test_a_sign_of_money_is_no_unit_beside_that_of_the_heading(tmp_path: Path) -> None:
    intake = sent(tmp_path, page("S8", {"funds": "￥35.5"}, headed={"funds": "资金(万元)"}))
    assert values(intake, "S8.funds") == [35.5]
    assert ("currency_sign", "FIXW") in reactions(intake)
