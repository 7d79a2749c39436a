"""Table → typed rows, issues with their cells, a fate for every row (design.md §5.1–2; domain.md M16–M27, M47, M48)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from expectations.county.county import County
from expectations.evaluate.checks import not_before
from tests.support.workbooks.tables import HEADINGS, Rows, contact_log, reader, recognised, talk
from transforms.cells.context import Context
from transforms.clean.table import cleaned
from transforms.ingest.context import IngestContext
from transforms.recognise.grid import Cell, Merge
from transforms.recognise.tables import Table
from transforms.records.columnar import frame
from transforms.records.issues import ISSUES, MASK, Origin, masked
from transforms.records.ledger import LEDGER
from transforms.records.notice import Notice

END = dt.date(2021, 11, 28)
ORIGIN = Origin("0123456789abcdef", "QC-ZZB_S4.xlsx", "Sheet1", "QC-ZZB", "2021-W47", END)


@dataclass(frozen=True)
class Cleaned:
    """A cleaned table as frames."""

    rows: pl.DataFrame
    issues: pl.DataFrame
    ledger: pl.DataFrame
    refusal: str | None


def clean(rows: Rows, *notices: Notice, **evidence: object) -> Cleaned:
    return found_in(
        recognised(rows, **evidence), Context(period_end=END, codes=reader().codes, area_code="0713"), *notices
    )


def found_in(table: Table, context: Context, *notices: Notice) -> Cleaned:
    sheet = SHEETS[table.header.sheet]
    done = cleaned(table, sheet, ORIGIN, context, notices)
    rows, issues, ledger = frame(sheet.schema, [done.rows]), frame(ISSUES, [done.issues]), frame(LEDGER, [done.ledger])
    return Cleaned(rows, issues, ledger, done.refusal)


def issue_lines(result: Cleaned) -> list[tuple[str | None, str, str]]:
    """Cell, rule and reaction of every issue."""
    return list(result.issues.select("cell", "rule", "reaction").iter_rows())


def fates(result: Cleaned) -> list[tuple[str, str | None]]:
    return list(result.ledger.select("fate", "reason").iter_rows())


def test_clean_rows_are_typed_and_know_where_they_come_from() -> None:
    result = clean(contact_log(talk("张三", dt.date(2021, 11, 22))))
    assert result.issues.is_empty()
    assert result.refusal is None
    assert result.rows.schema == pl.Schema(SHEETS["S4"].schema)
    row = result.rows.row(0, named=True)
    assert (row["submission"], row["submitter"], row["row"]) == ("0123456789abcdef", "QC-ZZB", 4)
    assert (row["period"], row["period_end"]) == ("2021-W47", END)
    assert (row["name"], row["contact_date"], row["contact_type"]) == (["张三"], dt.date(2021, 11, 22), "FACE")
    assert row["next_contact"] is None  # a column the clerk left out


def test_a_wrong_cell_does_not_cost_the_row() -> None:
    result = clean(contact_log(talk(way="吹风")))
    assert issue_lines(result) == [("C4", "unknown_code", "CELL")]
    assert result.rows["contact_type"].to_list() == [None]
    assert result.issues["value"].to_list() == ["吹风"]


def test_a_wrong_row_does_not_cost_the_file() -> None:
    result = clean(contact_log(talk(day="改日"), talk("李四")))
    assert result.rows["row"].to_list() == [5]
    assert fates(result)[3:5] == [("rejected", "date_unreadable"), ("accepted", None)]
    assert ("B4", "date_unreadable", "ROW") in issue_lines(result)


def test_a_row_refused_twice_is_rejected_for_the_first_column_s_rule() -> None:
    result = clean(contact_log(talk(name="县委领导12", day="改日")))
    assert fates(result)[3][0] == "rejected"
    assert fates(result)[3][1] == result.issues.filter(pl.col("reaction") == "ROW")["rule"][0]


def test_a_missing_required_column_refuses_the_file_and_names_it_m16() -> None:
    result = clean(contact_log(["张三", "面谈", "王五"], headings=("姓名", "联系方式", "联系人")))
    assert result.refusal == "required_column_missing"
    assert "「联系日期」" in result.issues["message"][0]
    assert result.rows.is_empty()
    assert fates(result) == [
        ("set_aside", "title"),
        ("set_aside", "title"),
        ("set_aside", "header"),
        ("rejected", "required_column_missing"),
        ("set_aside", "foot"),
    ]


def test_a_refused_file_is_told_all_its_wrong_cells_at_once() -> None:
    refusal = Notice("period_ahead", "本表期别晚于收件期。请核对。")
    result = clean(contact_log(talk(way="吹风")), refusal)
    assert issue_lines(result) == [(None, "period_ahead", "FILE"), ("C4", "unknown_code", "CELL")]
    assert result.rows.is_empty()


def duty(period: str, name: str = "张三") -> list[Cell]:
    return [period, name, "县委组织部", 4.0, 5.0, 3.0]


DUTY = ("期别", "姓名", "单位", "到岗天数", "本周事项数", "完成数")


def test_a_row_for_another_period_is_refused_and_the_others_stay() -> None:
    odd = [duty("2021-W46", "李四"), duty("上上周", "王五")]
    result = clean([list(DUTY), duty("2021-W47"), *odd, duty("2021年第47周", "赵六"), duty("", "钱八")])
    assert (result.refusal, result.rows["row"].to_list()) == (None, [2, 5, 6])
    refused = [line for line in issue_lines(result) if line[2] in ("ROW", "FILE")]
    assert sorted(refused) == [("A3", "row_of_other_period", "ROW"), ("A4", "period_unreadable", "ROW")]


@pytest.mark.parametrize("stated", ["2021-W46", "上周"])
def test_where_no_row_is_for_the_period_the_file_is_refused(stated: str) -> None:
    result = clean([list(DUTY), duty(stated), duty(stated, "李四"), duty("", "王五")])
    assert result.refusal == "period_disagrees"
    assert result.rows.is_empty()


def test_exact_duplicates_are_dropped_m27() -> None:
    result = clean(contact_log(talk(), talk("李四"), talk()))
    assert result.rows["row"].to_list() == [4, 5]
    assert fates(result)[5] == ("set_aside", "duplicate")


def test_a_difference_outside_the_contract_makes_no_second_row() -> None:
    rows = contact_log([1.0, *talk()], [2.0, *talk()], headings=("序号", *HEADINGS))
    assert clean(rows).rows.height == 1


DOWN = (Merge(3, 1, 4, 1), Merge(5, 1, 6, 1))


def test_a_merged_cell_fills_its_range_and_nothing_else_m25() -> None:
    rows = contact_log(talk(), talk("李四", ""), talk("赵六", "2021-11-23"), talk("钱七", ""), talk("孙八", ""))
    result = clean(rows, merges=DOWN)
    days = dict(result.rows.explode("name").select("name", "contact_date").iter_rows())
    assert days["李四"] == dt.date(2021, 11, 22)
    assert days["钱七"] == dt.date(2021, 11, 23)
    assert days["孙八"] is None
    assert [line for line in issue_lines(result) if line[1] == "merged_cells"] == [
        ("B5", "merged_cells", "FIX"),
        ("B7", "merged_cells", "FIX"),
    ]


def test_a_merged_range_does_not_reach_into_the_columns_beside_it() -> None:
    result = clean(contact_log(talk(), talk("李四", "", way="", by="")), merges=DOWN)
    assert result.rows.select("contact_type", "contact_by").row(1) == (None, None)


def test_rows_that_look_alike_until_merged_cells_are_filled_are_no_duplicates_m25() -> None:
    rows = contact_log(talk("张三"), talk("李四", ""), talk("张三", "2021-11-23"), talk("李四", ""))
    assert clean(rows, merges=DOWN).rows.height == 4


def test_rows_that_point_at_different_rows_above_are_no_duplicates_m26() -> None:
    rows = contact_log(talk("张三"), talk("李四", "同上"), talk("张三", "2021-11-23"), talk("李四", "同上"))
    assert clean(rows).rows["contact_date"].to_list() == [dt.date(2021, 11, 22)] * 2 + [dt.date(2021, 11, 23)] * 2


def test_a_merge_over_a_blank_cell_fills_nothing() -> None:
    result = clean(contact_log(talk(by=""), talk("李四", by="")), merges=(Merge(3, 3, 4, 3),))
    assert "merged_cells" not in result.issues["rule"].to_list()


TWICE = ("姓名", "联系日期", "谈话时间", "联系方式", "联系人")


def test_two_columns_with_one_meaning_fill_each_other_m17() -> None:
    rows = contact_log(
        ["张三", "2021-11-22", "2021-11-22", "面谈", "王五"], ["李四", "", "2021-11-23", "面谈", "王五"], headings=TWICE
    )
    result = clean(rows)
    assert result.rows["contact_date"].to_list() == [dt.date(2021, 11, 22), dt.date(2021, 11, 23)]
    assert issue_lines(result) == [(None, "double_column", "FIXW")]
    assert "「联系日期」" in result.issues["message"][0]


def test_two_columns_that_contradict_each_other_are_asked_back_m17() -> None:
    rows = contact_log(
        ["张三", "2021-11-22", "2021-11-24", "面谈", "王五"],
        ["李四", "2021-11-23", "2021-11-23", "面谈", "王五"],
        headings=TWICE,
    )
    result = clean(rows)
    assert ("B4", "double_column_differs", "ROW") in issue_lines(result)  # the row cannot do without the date
    assert result.rows["row"].to_list() == [5]


def test_error_cells_and_formulas_without_a_value_are_no_blanks_m48() -> None:
    result = clean(
        contact_log(talk(way=""), talk("李四", by="")), errors={(3, 2): "#N/A"}, unvalued=frozenset({(4, 3)})
    )
    assert issue_lines(result) == [("C4", "error_cell", "CELL"), ("D5", "formula_without_value", "CELL")]


def test_a_row_of_errors_is_rejected_not_lost_m48() -> None:
    broken = {(3, place): "#REF!" for place in range(4)}
    result = clean(contact_log([""] * 4, talk("李四")), errors=broken)
    assert fates(result)[3] == ("rejected", "error_cell")


@pytest.mark.parametrize("token", ["/", "—", "——", "无", "暂无", "N/A", "null"])
def test_tokens_for_nothing_are_null_m47(token: str) -> None:
    headings = (*HEADINGS, "下次联系日期")
    result = clean(contact_log([*talk(), token], headings=headings))
    assert result.rows["next_contact"].to_list() == [None]
    assert issue_lines(result) == [("E4", "nothing_token", "FIX")]


def test_a_missing_number_is_made_from_the_row_and_stays_the_same() -> None:
    posts: Rows = [
        [
            "岗位名称",
            "所属系统",
            "需求单位",
            "中心工作类别",
            "需求人数",
            "工作强度",
            "所需专长",
            "岗位性质",
            "开始日期",
        ],
        ["城南指挥部联络员", "县政府", "县委组织部", "其他", 1.0, "半职", "项目管理", "顾问", "2021-11-22"],
        ["文史资料顾问", "县政协", "县委组织部", "文史资料", 2.0, "顾问", "文史研究", "顾问", "2021-11-22"],
    ]
    first, again = clean(posts), clean(posts)
    codes = first.rows["post_code"].to_list()
    assert codes == again.rows["post_code"].to_list()
    assert len(set(codes)) == 2
    assert all(code.startswith("S5-") for code in codes)
    assert "number_generated" in first.issues["rule"].to_list()


def test_no_issue_quotes_what_is_private() -> None:
    roster: Rows = [
        ["姓名", "身份证号", "党员类别", "报到社区", "报到日期", "在册状态", "联系电话"],
        ["张三", "421126196510150012", "中共党员", "甲社区", "2021-10-01", "在册", "1390000"],
        ["李四", 4.21126196510150e17, "中共党员", "甲社区", "2021-10-01", "在册", "1.39E+10"],
    ]
    issues = clean(roster).issues.filter(pl.col("column").is_in(["id_no", "phone"]))
    assert issues.height >= 2
    assert set(issues["value"].to_list()) == {MASK}


def test_a_local_telephone_number_gets_the_county_s_area_code_m43() -> None:
    county_reader = reader()
    assert isinstance(county_reader, IngestContext)
    assert county_reader.area_code == "0713"
    rows: Rows = [["姓名", "联系电话", "党员类别", "报到社区"], ["张三", "7220000", "中共党员", "甲社区"]]
    table = recognised(rows)
    context = Context(period_end=END, codes=county_reader.codes, area_code=county_reader.area_code)
    issues = found_in(table, context).issues
    assert issues.filter(pl.col("column") == "phone").select("rule", "reaction").row(0) == ("phone_area_code", "FIXW")


def test_a_county_without_an_area_code_completes_nothing(county: County) -> None:
    assert county.area_code is None


def test_a_long_value_is_cut_and_a_private_one_masked() -> None:
    column = SHEETS["S4"].column["contact_by"]
    assert masked("字" * 100, column) == "字" * 59 + "…"
    assert masked("", column) is None
    assert masked("13900000000", SHEETS["S9"].column["phone"]) == MASK


CELLS = st.sampled_from(
    [
        "",
        " ",
        "张三",
        "李四、王五",
        "2021-11-22",
        "2021.11",
        "面谈",
        "同上",
        "合计",
        "示例",
        "#",
        "本周无变化",
        44522.0,
        1.0,
        True,
    ]
)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=12), st.booleans())
def test_every_row_read_has_exactly_one_fate(rows: Rows, refused: bool) -> None:
    """Promise 1 (design.md §5.1), and the accepted rows are those in the table."""
    notices = [Notice("period_ahead", "请核对。", Reaction.FILE)] if refused else []
    result = clean(contact_log(*rows), *notices)
    assert result.ledger["row"].to_list() == list(range(1, len(rows) + 5))
    accepted = result.ledger.filter(pl.col("fate") == "accepted")["row"].to_list()
    assert accepted == result.rows["row"].to_list()
    assert result.ledger.filter((pl.col("fate") != "accepted") & pl.col("reason").is_null()).is_empty()
    if refused:
        assert accepted == []


@pytest.mark.parametrize(
    ("joined", "born", "holds"),
    [
        (dt.date(1983, 10, 1), dt.date(1965, 10, 15), True),  # joined in the month of turning eighteen
        (dt.date(1983, 9, 1), dt.date(1965, 10, 15), False),
        (dt.date(1983, 9, 30), dt.date(1965, 10, 1), False),
        (dt.date(1983, 10, 1), None, None),
        (dt.date(1986, 2, 28), dt.date(1968, 2, 29), True),
    ],
)
def test_ages_are_counted_by_the_month(joined: dt.date, born: dt.date | None, holds: bool | None) -> None:
    frame = pl.DataFrame({"joined": [joined], "born": [born]}, schema={"joined": pl.Date, "born": pl.Date})
    assert frame.select(not_before(pl.col("joined"), pl.col("born"), years=18)).item() is holds
