from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import NamedTuple

import pytest

from expectations.county.county import County, Unit
from report_templates.model.report import Formulas, Paragraph, Report, Table
from report_templates.model.report_json import report_bytes, report_from
from report_templates.reports.county_report import county_report
from report_templates.reports.sections.summary import KEY_FIGURES
from report_templates.words.sentence import Sentence
from tests.support.figures import figures
from tests.support.frames import COUNTY, UNIT, Row, arrival, dataset, done_item, item, member, order
from transforms.dataset import Dataset

RULES = "0.1.0+abc"


def report_of(data: Dataset, previous: dict[str, float] | None = None) -> Report:
    return county_report(data, figures(data, previous), 2, RULES)


def tables(report: Report) -> dict[str, Table]:
    return {block.name: block for block in report.blocks if isinstance(block, Table)}


def rows(report: Report, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table; none where it is not printed."""
    return tables(report)[name].rows if name in tables(report) else ()


def sentences(report: Report) -> list[Sentence]:
    return [block.said for block in report.blocks if isinstance(block, Paragraph)]


def said_of_sending(report: Report) -> str:
    return next(sentence.text for sentence in sentences(report) if sentence.text.startswith("本期应报"))


def text(report: Report) -> str:
    return "\n".join(sentence.text for sentence in sentences(report))


class Key(NamedTuple):
    """A line of the main figures."""

    code: str
    label: str
    value: str
    basis: str
    previous: str
    change: str
    light: str
    coverage: str


def key(report: Report, code: str) -> Key:
    return next(Key(*row) for row in rows(report, "figures") if row[0] == code)


def assigned(person: str, organ: str) -> dict[str, object]:
    return {"person_id": person, "assignment_id": person, "organ": organ, "status": "ON", "is_primary": True}


def cadre(person: str, *, on: bool = True) -> dict[str, object]:
    return {"person_id": person, "assigned": on, "work_will": "1", "eligible_flag": True}


def test_the_report_comes_back_from_its_bytes_exactly() -> None:
    report = report_of(dataset(item_rows=[done_item("1", town="421126100")], register=[member("甲")]))
    assert report_from(report_bytes(report)) == report
    assert report_bytes(report_from(report_bytes(report))) == report_bytes(report)


@pytest.mark.parametrize(
    "change", [{"unknown": "?"}, {"summary": [{"is": "Sentence", "说明": "多了一栏"}]}, {"is": "Page"}]
)
def test_bytes_of_another_model_are_refused(change: dict[str, object]) -> None:
    tree = json.loads(report_bytes(report_of(dataset()))) | change
    with pytest.raises(TypeError):
        report_from(json.dumps(tree).encode())


def test_masthead_says_period_and_both_clocks_in_the_countys_own_time() -> None:
    head = report_of(dataset()).masthead
    assert (head.issue, head.week, head.days) == ("第47期", "2021年第47周", "11月22日至11月28日")
    assert head.as_of == "11月23日"
    assert head.knowledge == "2021年11月29日12时00分"  # 04:00 in UTC
    assert head.created == "2021-11-29T12:00:00+08:00"
    assert (head.edition, head.rules) == ("第2版", RULES)


@pytest.mark.parametrize(
    ("rules_day", "words"),
    [(None, "期末（2021年11月28日）"), (dt.date(2024, 3, 1), "重算日（2024年3月1日）")],
)
def test_masthead_says_whose_law_and_units_apply(rules_day: dt.date | None, words: str) -> None:
    data = dataset()
    assert report_of(replace(data, clock=replace(data.clock, rules_day=rules_day))).masthead.law == words


def test_a_period_over_new_year_is_named_by_its_iso_year() -> None:
    data = dataset()
    clock = replace(data.clock, period="2020-W53", as_of=dt.date(2021, 1, 3))
    head = report_of(replace(data, clock=clock)).masthead
    assert (head.week, head.days) == ("2020年第53周", "12月28日至1月3日")


def test_every_code_a_sentence_names_can_be_looked_up() -> None:
    report = report_of(dataset())
    (formulas,) = [block for block in report.blocks if isinstance(block, Formulas)]
    named = {code for sentence in sentences(report) for code in sentence.codes}
    assert named <= {formula.code for formula in formulas.formulas}


def test_first_period_has_no_change_and_says_so() -> None:
    report = report_of(dataset(register=[member("甲")]))
    assert (key(report, "D1").value, key(report, "D1").previous, key(report, "D1").change) == ("1人", "—", "—")
    assert tables(report)["figures"].note.startswith("首期，无上期数据。")


def test_change_is_said_in_the_figures_own_words() -> None:
    item_rows = [done_item("1", town="421126100"), item("2", town="421126100"), item("3", town="421126101")]
    report = report_of(dataset(item_rows=item_rows), {"C2": 4.0, "C3": 20.0, "C5": 0.0})
    assert key(report, "C2").change == "−1件"
    assert (key(report, "C3").value, key(report, "C3").change) == ("33.3%", "+13.3个百分点")
    assert (key(report, "C5").value, key(report, "C5").change) == ("0件", "持平")
    assert "首期" not in tables(report)["figures"].note


def test_a_period_before_that_was_corrected_is_marked_wherever_it_is_compared_with() -> None:
    data = dataset(item_rows=[done_item("1", town="421126100"), done_item("2", town="421126100")])
    counted = {
        code: replace(figure, previous=1.0, first_previous=3.0, restated=code == "C2")
        for code, figure in figures(data).items()
    }
    report = county_report(data, counted, 2, RULES)
    main = {row[0]: row for row in rows(report, "figures") if len(row) > 1}
    assert isinstance(main["C2"][4], Sentence)
    assert main["C2"][4].text == "1件\n上期更正\n原报3件"
    assert "全县认领民生实事2件，比上周（已更正）增加1件" in text(report)
    (formulas,) = (block for block in report.blocks if isinstance(block, Formulas))
    changes = {formula.code: formula.change for formula in formulas.formulas}
    assert isinstance(changes["C2"], Sentence)
    assert changes["C2"].text == "+1件\n上期更正"
    assert not [code for code, change in changes.items() if isinstance(change, Sentence) and code != "C2"]


def test_nearly_whole_ratio_is_not_printed_as_whole() -> None:
    report = report_of(dataset(), {"E1": 99.96})
    assert (key(report, "E1").previous, key(report, "E1").value) == ("99.9%", "100.0%")


def test_what_nobody_sent_is_not_zero() -> None:
    report = report_of(dataset(sent=[arrival("S9")]))
    assert (key(report, "C2").value, key(report, "C2").light, key(report, "C2").coverage) == ("未报", "灰", "缺1张表")
    assert key(report, "A5").coverage == "缺3张表"
    assert (key(report, "D1").value, key(report, "D1").coverage) == ("0人", "100.0%")
    assert "\n民生实事认领和完成情况未报送。\n" in text(report)
    assert "\n二次分工安排情况未报送。\n" in text(report)
    assert not {"divisions", "organs"} & tables(report).keys()


@pytest.mark.parametrize(
    ("data", "code", "value", "basis"),
    [
        (dataset(), "C3", "无应办事项", "0/0"),
        (dataset(sent=[arrival("S9")]), "C3", "未报", "—"),
        (dataset(five_dim=[{"person_id": "甲"}]), "A5", "无可比基数", "—"),  # nobody's wish is known
        (dataset(item_rows=[item("1")]), "C3", "0.0%", "0/1"),
    ],
)
def test_nothing_due_not_reported_and_no_basis_are_three_things(
    data: Dataset, code: str, value: str, basis: str
) -> None:
    line = key(report_of(data), code)
    assert (line.value, line.basis) == (value, basis)


def test_each_cadre_stands_once_below_their_organ_and_organs_are_counted() -> None:
    posts = [{**on_post("甲"), "duty": "联系项目"}, on_post("乙"), {**on_post("丙"), "organ": "CW", "post_name": None}]
    report = report_of(dataset(five_dim=[cadre(name) for name in "甲乙丙丁"], assignments=posts))
    lines = [[getattr(cell, "text", cell) for cell in row] for row in rows(report, "on_duty")]
    assert [line[0] for line in lines] == ["县委（1名）", "丙", "县政府（2名）", "乙", "甲"]
    assert [line[2] for line in lines if len(line) > 1] == ["—", "项目指挥部", "项目指挥部：联系项目"]


def test_organs_that_do_not_add_up_are_said_to() -> None:
    report = report_of(dataset(five_dim=[cadre("甲"), cadre("乙")], assignments=[assigned("甲", "ZF")]))
    assert "去向合计1名，与二次分工人数（2名）不符，请核实。" in text(report)


def test_the_main_figures_are_the_same_every_week_and_every_red_one_is_named_above_them() -> None:
    """Six orders past their limit that nobody took are red (more than 5), and none of the six was taken."""
    late = {"posted_on": dt.date(2021, 10, 8), "taken_on": None, "done_on": None, "status": "SENT"}
    report = report_of(dataset(order_rows=[order(str(n), **late) for n in range(6)]))
    codes = {row[0]: row[6] for row in rows(report, "figures") if len(row) > 1}
    assert set(codes) == {code for family in KEY_FIGURES.values() for code in family}
    assert codes["D11"] == "红"
    (listed,) = (block for block in report.blocks if isinstance(block, Formulas))
    reds = {line.label for line in listed.formulas if line.light == "红"}
    (named,) = (p.said.text for p in report.summary if isinstance(p, Paragraph) and p.lead == "需要关注：")
    assert all(label in named for label in reds)


def test_divisions_split_the_items_claimed() -> None:
    item_rows = [
        done_item("1", town="421126100"),
        item("2", town="421126100", due_original=dt.date(2021, 11, 10)),
        item("3", town="421126100", progress=95.0),
        item("4", town="421126101", status="HOLD", extension_ref="批1号"),
        item("5", town="421126101", status="CANCEL", extension_ref="批2号"),
        done_item("6"),
    ]
    report = report_of(dataset(item_rows=item_rows))
    assert {row[0]: row[1:7] for row in rows(report, "division_states")} == {
        "甲镇": ("3", "1", "1", "1", "0", "33.3%"),
        "乙镇": ("1", "0", "0", "0", "1", "0.0%"),
        "未填": ("1", "1", "0", "0", "0", "100.0%"),
        "合计": ("5", "2", "1", "1", "1", "40.0%"),
    }
    assert rows(report, "division_states")[0][-2:] == ("红", "按时完成率50.0%")
    assert rows(report, "divisions")[0][:5] == ("甲镇", "3", "1", "1", "33.3%")
    assert rows(report, "divisions")[0][-2:] == ("红", "按时完成率50.0%")
    assert (
        "\n全县认领民生实事5件，已完成2件，完成率40.0%，按时完成率66.7%。逾期1件，最长逾期13天。另有1件经批准取消。"
    ) in text(report)


def test_nothing_overdue_is_said_in_words() -> None:
    report = report_of(dataset(item_rows=[done_item("1", town="421126100")]))
    assert "\n全县认领民生实事1件，已全部完成，按时完成率100.0%。" in text(report)
    assert rows(report, "divisions")[0] == (
        *("甲镇", "1", "1", "0", "100.0%", "0", "0", "—", "—"),
        *("灰", "事项不足3件"),
    )


def on_post(person: str) -> Row:
    return {
        "person_id": person,
        "name": person,
        "organ": "ZF",
        "post_name": "项目指挥部",
        "in_effect": True,
        "is_primary": True,
    }


def test_what_each_cadre_did_stands_in_one_row_and_who_reported_nothing_is_grey() -> None:
    reports = [
        {
            "person_id": "赵六",
            "duty_id": "a",
            "days_on": 3.0,
            "tasks_open": 4,
            "tasks_done": 2,
            "task_name": "规划方案",
            "task_due": dt.date(2021, 11, 20),
            "task_pct": 60.0,
            "problem": "资料收集慢",
            "need_help": "请档案馆提供资料",
        },
        {"person_id": "赵六", "duty_id": "b", "days_on": 1.5, "tasks_open": 1, "problem": "资料收集慢"},
        {"person_id": "钱七", "duty_id": "c", "period": "2021-W46", "days_on": 5.0},
    ]
    people = [
        {"person_id": "赵六", "former_post": "原局长", "days_on": 4.5, "tasks_open": 5, "tasks_done": 2},
        {"person_id": "钱七", "former_post": "原副县长"},
    ]
    report = report_of(dataset(duties=reports, five_dim=people, assignments=[on_post("赵六"), on_post("钱七")]))
    by_name = {row[0]: tuple(getattr(cell, "text", cell) for cell in row) for row in rows(report, "on_duty")}
    assert by_name["赵六"] == (
        *("赵六", "原局长", "项目指挥部", "4.5", "2/5", "规划方案60.0%（逾期3天）"),
        *("问题：资料收集慢；需协调：请档案馆提供资料", "红"),
    )
    assert by_name["钱七"] == ("钱七", "原副县长", "项目指挥部", "—", "—", "本期未报", "—", "灰")


def overdue_order(number: str, due: dt.date, **cells: object) -> dict[str, object]:
    return {**order(number, posted_on=dt.date(2021, 10, 8), due=due, done_on=None, status="TAKEN"), **cells}


NEVER_TAKEN = {"status": "SENT", "taken_on": None}


def test_overdue_orders_are_counted_by_division_the_longest_first() -> None:
    orders = [
        overdue_order("1", dt.date(2021, 11, 20), town="421126100"),
        overdue_order("2", dt.date(2021, 11, 13), town="421126101", **NEVER_TAKEN),
        overdue_order("3", dt.date(2021, 11, 22), town="421126101"),
        order("4", town="421126100"),
    ]
    report = report_of(dataset(order_rows=orders))
    assert [(row[0], *row[5:9]) for row in rows(report, "divisions")] == [
        ("甲镇", "0", "1", "3", "50.0%"),
        ("乙镇", "1", "1", "10", "0.0%"),
        ("合计", "1", "2", "10", "25.0%"),
    ]
    assert rows(report, "divisions")[0][1:5] == ("—",) * 4  # no items are known
    assert [row[-2:] for row in rows(report, "divisions")] == [
        *(("黄", "未按时办结订单1件"), ("黄", "未按时办结订单2件"), ("—", "")),
    ]


def test_a_green_division_has_no_reason_and_one_of_which_nothing_was_sent_no_count() -> None:
    item_rows = [done_item(str(number), town="421126100") for number in range(3)]
    sent = [arrival("S10", "missing")]
    report = report_of(dataset(item_rows=item_rows, sent=[arrival("S8"), *sent]))
    assert rows(report, "divisions")[0] == (
        *("甲镇", "3", "3", "0", "100.0%", "未报", "未报", "—", "—"),
        *("绿", ""),
    )


TOWNS = {"QC-JIA": "421126100", "QC-YI": "421126101"}
TWO_TOWNS = replace(
    COUNTY,
    units=tuple(Unit(code=code, name=code, short=code, division=town) for code, town in TOWNS.items()),
    expected={"S10": tuple(TOWNS)},
)


def test_a_division_that_has_sent_no_orders_has_not_0_of_them_and_the_sum_says_so() -> None:
    sent = [arrival("S10", submitter="QC-JIA"), arrival("S10", "returned", "QC-YI")]
    orders, items = [order("1", town=TOWNS["QC-JIA"])], [done_item(town, town=town) for town in TOWNS.values()]
    report = report_of(dataset(county=TWO_TOWNS, order_rows=orders, item_rows=items, sent=sent))
    assert [(row[0], *row[5:7], row[-1]) for row in rows(report, "divisions")] == [
        ("甲镇", "0", "0", "事项不足3件"),  # it has sent an order, and none is overdue
        ("乙镇", "未报", "未报", "退回1份"),
        ("合计", "0", "0", ""),
    ]
    note = tables(report)["divisions"].note
    assert isinstance(note, Sentence)
    assert note.text.startswith("接单服务台账应报2个单位，已报1个；")
    assert "没有超过办结时限的订单（2个单位中1个已报）。" in text(report)


def test_what_of_a_part_of_a_week_is_compared_is_said_before_the_points() -> None:
    data = dataset(item_rows=[done_item("1", town="421126100")])  # until Tuesday
    first, second, *_ = (block for block in report_of(data, {"C3": 50.0}).summary if isinstance(block, Paragraph))
    assert (first.lead, second.lead) == ("本期要情：", "")
    assert first.said.text.startswith("本期仅统计到11月23日（2天）。以下比较的是期末数、累计数和报送情况；")
    assert second.said.text == "民生实事完成率由50.0%升至100.0%，全部完成。"


@pytest.mark.parametrize(
    ("orders", "sent", "words"),
    [
        ([order("1")], True, "没有超过办结时限的订单。"),
        ([], False, "订单超期情况未报送。"),
    ],
)
def test_no_overdue_order_is_not_the_same_as_none_reported(orders: list[Row], sent: bool, words: str) -> None:
    arrived = [arrival("S10", "on_time" if sent else "missing")]
    report = report_of(dataset(order_rows=orders, sent=arrived))
    assert words in text(report)


def test_sheets_are_counted_as_they_came() -> None:
    sent = [
        arrival("S1", "carried"),
        arrival("S4", "late", late=True),
        arrival("S7", "zero"),
        arrival("S8"),
        arrival("S9", "returned", days_overdue=2),
        arrival("S10", "missing", days_overdue=2),
        arrival("S5", "on_time", submitter="QC-BBB"),  # not asked for
    ]
    report = report_of(dataset(sent=sent))
    assert rows(report, "sheets")[-1] == ("", "合计", "5", "2", "1", "1", "1", "1", "1")
    assert [row[0] for row in rows(report, "sheets")] == ["S1", "S4", "S7", "S8", "S9", "S10", ""]
    assert said_of_sending(report) == (
        "本期应报5份，按时收到2份，迟报1份（甲局《跟踪联系记录表》），退回1份（甲局《在职党员下沉报到花名册》），"
        "缺报1份（甲局《“接单服务”办理台账》），按时报送率40.0%；收到的报表中零报告1份。"
        "请有关单位于12月1日18时前补报、改正后重报，逐单位情况见附件。另有1份沿用前期数据，本期无需重报。"
    )
    owed = "缺报《“接单服务”办理台账》；退回《在职党员下沉报到花名册》；迟报《跟踪联系记录表》"
    assert rows(report, "units") == (("甲局", owed, "2", "0", "0"),)
    assert "\n1个单位有迟报、缺报、退回或需改正的内容，逐单位列于下表。" in text(report)


def test_all_in_time_is_said_in_words(county: County) -> None:
    report = report_of(dataset(county=county))
    assert said_of_sending(report).startswith("本期应报的10份报表全部按时收到。")
    assert "\n各单位均已按时报送，没有需要补报或改正的内容。\n" in text(report)
    assert "units" not in tables(report)


def refusal(row: int, rule: str, reaction: str, message: str, **cells: object) -> dict[str, object]:
    place = {"submission": "s", "submitter": UNIT, "sheet": "S9", "worksheet": "一", "row": row, "rule": rule}
    return {
        **place,
        "reaction": reaction,
        "message": message,
        "heading": "入党时间",
        "column": "joined_on",
        "cell": f"D{row}",
        **cells,
    }


def test_quality_counts_rows_and_tells_faults_in_words() -> None:
    ledger = [{"submission": "s", "worksheet": "一", "row": n, "fate": fate} for n, fate in enumerate(
        ["accepted"] * 3 + ["rejected"] + ["set_aside"] * 2
    )]  # fmt: skip
    issues = [
        refusal(1, "two_digits", "FIXW", "「入党时间」的年份只有两位，已补全为四位；请核对。", value="86.7"),
        refusal(2, "two_digits", "FIXW", "「入党时间」的年份只有两位，已补全为四位；请核对。"),
        refusal(2, "early", "CELL", "这一格的日期太早。应填入党日期。"),
        refusal(3, "spaces", "FIX", ""),
        refusal(4, "unnamed", "ROW", "「姓名」不能为空；请补填。", submitter=None),
    ]
    report = report_of(dataset(ledger=ledger, issues=issues, queue=[{"submission": "s", "row": 1}]))
    assert (
        "\n共读入6行，其中接收3行，未接收1行，标题、空行、小计、重复等不计入的2行；数据接收率75.0%。身份待核实1条。\n"
    ) in text(report)
    assert (
        "全部按时收到。1个单位1处填报有误（甲局），已在退回的工作簿中标出。未接收1行（无法识别的单位）。请有关单位于12月1日18时前改正后重报，逐单位情况见附件。"
        in text(report)
    )
    assert [row[2:] for row in rows(report, "faults")] == [
        ("「入党时间」的年份只有两位，已补全为四位", "已采用，请核对", "2"),
        ("这一格的日期太早", "退回单元格", "1"),
        ("「姓名」不能为空", "整行未接收", "1"),
    ]
    assert [(row[0], *row[-2:]) for row in rows(report, "units")] == [("甲局", "1", "0"), ("无法识别的单位", "0", "1")]
    assert "86.7" not in report_bytes(report).decode()


def declared(total: str, number: int) -> dict[str, object]:
    return {"total": total, "declared": number, "as_of": dt.date(2021, 11, 22)}


def test_control_totals_stand_beside_what_was_computed() -> None:
    item_rows = [done_item("1", town="421126100"), done_item("2", town="421126100")]
    totals = [declared("ITEMS", 3), declared("MEMBERS", 1)]
    report = report_of(dataset(item_rows=item_rows, register=[member("甲")], control_totals=totals))
    assert [row[1:] for row in rows(report, "totals")] == [
        ("3", "2", "−1"),
        ("1", "1", "一致"),
    ]
    assert text(report).endswith("核对控制数2项，一致的1项，其余请主管单位核实。")
    assert text(report_of(dataset())).endswith("没有申报控制数，未作核对。")


def test_a_total_of_what_nobody_sent_is_not_compared() -> None:
    report = report_of(dataset(sent=[arrival("S1")], control_totals=[declared("MEMBERS", 7)]))
    assert [row[2:] for row in rows(report, "totals")] == [("未报", "—")]


def test_words_of_the_county_stand_in_the_masthead() -> None:
    county = replace(
        COUNTY, report={"title": "周报", "issuer": "某部", "recipients": "某领导", "copies": "", "notice": "内部"}
    )
    head = report_of(dataset(county=county)).masthead
    assert (head.title, head.issuer, head.recipients, head.copies, head.notice) == (
        "周报",
        "某部",
        "某领导",
        "",
        "内部",
    )
