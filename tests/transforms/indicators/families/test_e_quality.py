from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from expectations.catalogue import SHEETS
from report_templates.words.headline import headline as sentence_of
from report_templates.words.wording import wording
from tests.support.figures import figures
from tests.support.frames import AS_OF, COUNTY, PERIOD, Row, arrival, dataset, done_item, item, member, order, table
from transforms.dataset import Dataset
from transforms.figures import Figure, Light
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.summary import summary
from transforms.judge.in_force import FILES
from transforms.tables.catalogue import COUNTED_BY

ORGANS = ["CW"] * 3 + ["RD"] * 4 + ["ZF"] * 9 + ["ZX"] * 3


def acceptance(assigned: int = 19, **more: Any) -> Dataset:
    """The county of domain.md §8 on a small scale: 19 assigned, 4 items of 2 leaders, 3 members, 2 projects."""
    people = [
        {"person_id": f"p{n}", "work_will": "2", "work_capacity": "A", "assigned": n < assigned, "post_level": "132"}
        for n in range(20)
    ]
    posts = [
        {"assignment_id": f"a{n}", "person_id": f"p{n}", "organ": organ, "in_effect": True, "is_primary": True,
         "exec_meeting": 8 <= n < 12}
        for n, organ in enumerate(ORGANS[:assigned])
    ]  # fmt: skip
    tables: dict[str, Any] = {
        "five_dim": people,
        "assignments": posts,
        "item_rows": [done_item(f"M{n}", leader=[("赵六", "孙七")[n % 2]]) for n in range(4)],
        "leaders": [{"leader": name, "post_level": "132"} for name in ("赵六", "孙七")],
        "register": [member(f"m{n}") for n in range(3)],
        "order_rows": [order(str(n), is_project=n < 2) for n in range(5)],
        "control_totals": [total("ASSIGNED", 19), total("LEADERS", 2), total("ITEMS", 4), total("MEMBERS", 3)],
    }
    return dataset(**(tables | more))


def total(code: str, declared: int, as_of: dt.date = AS_OF) -> Row:
    return {"total": code, "declared": declared, "as_of": as_of}


def line(fate: str, row: int, sheet: str = "S8") -> Row:
    return {"submission": "x", "sheet": sheet, "worksheet": "Sheet1", "row": row, "fate": fate}


def issue(rule: str, cell: str | None, reaction: str = "FIX") -> Row:
    return {
        "submission": "x",
        "worksheet": "Sheet1",
        "rule": rule,
        "cell": cell,
        "reaction": reaction,
        "heading": "姓名",
    }


def headline(by_code: Mapping[str, Figure]) -> str:
    return sentence_of(by_code, wording(COUNTY)).text


SENTENCE = (
    "对19名退出领导岗位的副县级干部进行二次分工，其中县委3名、县人大4名、县政府9名、县政协3名；4名参与政府常务会。"
    "2名在职副县级领导干部认领民生实事4件，已完成4件，完成率100.0%。"
    "3名在职党员下沉社区，领办实事项目2件。"
)


def test_the_headline() -> None:
    assert headline(figures(acceptance())) == SENTENCE


def test_a_total_that_differs_is_noted_and_red() -> None:
    by_code = figures(acceptance(assigned=18))
    assert by_code["E5"].light is Light.RED
    note = "（注：二次分工人数18与控制数19不符，请核实。）"
    assert headline(by_code) == SENTENCE.replace("对19名", "对18名").replace("县政协3名", "县政协2名") + note


def test_organs_without_anybody_are_left_out_and_others_shown() -> None:
    posts = [
        {"assignment_id": f"a{n}", "person_id": f"p{n}", "organ": organ, "in_effect": True, "is_primary": True}
        for n, organ in enumerate(["ZF", "TOWN", "PROJ"])
    ]
    people = [{"person_id": f"p{n}", "assigned": True, "post_level": "132", "work_will": "2"} for n in range(3)]
    sentence = headline(figures(acceptance(five_dim=people, assignments=posts, control_totals=[])))
    assert sentence.startswith(
        "对3名退出领导岗位的副县级干部进行二次分工，其中县政府1名、乡镇1名、指挥部专班1名；尚无人参与政府常务会。"
    )


@pytest.mark.parametrize(
    ("levels", "cadres", "leaders"),
    [
        (["132", "132"], "2名退出领导岗位的副县级干部进行", "2名在职副县级领导干部认领"),
        (["131", "131"], "2名退出领导岗位的正县级干部进行", "2名在职正县级领导干部认领"),
        (
            ["141", "132"],
            "2名退出领导岗位的干部（副县级1名、正科级1名）进行",
            "2名在职县领导（副县级1名、正科级1名）认领",
        ),
        (["132", None], "2名退出领导岗位的干部（副县级1名）进行", "2名在职县领导（副县级1名）认领"),
        ([None, None], "2名退出领导岗位的干部进行", "2名在职县领导认领"),
    ],
)
def test_the_headline_names_the_levels_that_the_rosters_give(
    levels: list[str | None], cadres: str, leaders: str
) -> None:
    people = [
        {"person_id": f"p{n}", "assigned": True, "post_level": level, "work_will": "2"}
        for n, level in enumerate(levels)
    ]
    posts = [
        {"assignment_id": f"a{n}", "person_id": f"p{n}", "organ": "ZF", "in_effect": True, "is_primary": True}
        for n in range(2)
    ]
    named = [{"leader": name, "post_level": level} for name, level in zip(("赵六", "孙七"), levels, strict=True)]
    sentence = headline(figures(acceptance(five_dim=people, assignments=posts, leaders=named, control_totals=[])))
    assert f"对{cadres}" in sentence
    assert leaders in sentence


@pytest.mark.parametrize(
    ("missing", "emptied", "words"),
    [
        ("S6", "assignments", "二次分工安排情况未报送。2名在职"),
        ("S8", "item_rows", "民生实事认领和完成情况未报送。3名在职党员"),
        ("S9", "register", "在职党员下沉社区情况未报送，领办实事项目2件。"),
        ("S10", "order_rows", "3名在职党员下沉社区，领办实事项目情况未报送。"),
    ],
)
def test_what_nobody_sent_is_said_so_and_never_zero(missing: str, emptied: str, words: str) -> None:
    sent = [arrival(sheet) for sheet in COUNTY.expected if sheet != missing]
    sentence = headline(figures(acceptance(**{emptied: [], "sent": sent, "control_totals": []})))
    assert words in sentence
    assert not re.search(r"(?<!\d)0[名件]", sentence)


def test_a_total_without_its_sheet_cannot_be_compared() -> None:
    sent = [arrival(sheet) for sheet in COUNTY.expected if sheet != "S8"]
    by_code = figures(acceptance(item_rows=[], sent=sent))
    assert by_code["E5"].light is Light.GREY
    assert "民生实事件数未报送，无法与控制数4核对" in headline(by_code)


def test_the_newest_declared_total_counts() -> None:
    totals = [
        total("MEMBERS", 9, dt.date(2021, 10, 1)),
        total("MEMBERS", 3, dt.date(2021, 11, 1)),
        total("MEMBERS", 8, AS_OF + dt.timedelta(1)),
        total("PROJECTS", 5),
    ]
    measured = figures(acceptance(control_totals=totals))["E5"].measured
    parts = [(part.code, part.label, part.numerator, part.denominator, part.value) for part in measured.parts]
    assert parts == [
        ("MEMBERS", "下沉党员数（截至2021年11月1日）", 3, 3, 0),
        ("PROJECTS", "领办实事项目数", 2, 5, -3),
    ]
    assert (measured.value, measured.light) == (50.0, Light.RED)


EARLIER = AS_OF - dt.timedelta(days=9)
"""A day of the week before, for which the totals are declared."""


@pytest.mark.parametrize(
    ("code", "now", "then", "tables"),
    [
        ("MEMBERS", 4, 3, {"register": [member("a"), member("b"), member("c"), member("d", registered_on=AS_OF)]}),
        ("MEMBERS", 1, 2, {"register": [member("a"), member("b", reg_status="OUT", left_on=AS_OF)]}),
        ("MEMBERS", 1, 1, {"register": [member("a"), member("b", reg_status="OUT")]}),  # when, nobody knows
        ("ITEMS", 2, 1, {"item_rows": [item("1"), item("2", claimed_on=AS_OF)]}),
        ("LEADERS", 2, 1, {"item_rows": [item("1"), item("2", leader=["孙七"], claimed_on=AS_OF)]}),
        (
            "PROJECTS",
            2,
            1,
            {"order_rows": [order("1", is_project=True, taken_on=EARLIER), order("2", is_project=True)]},
        ),
        (
            "ASSIGNED",
            2,
            1,
            {
                "five_dim": [
                    {"person_id": name, "assigned": True, "assigned_on": day, "exit_date": EARLIER, "work_will": "2"}
                    for name, day in (("a", EARLIER), ("b", AS_OF))
                ]
            },
        ),
        (
            "CADRES",
            2,
            1,
            {"five_dim": [{"person_id": "a", "exit_date": EARLIER}, {"person_id": "b", "exit_date": AS_OF}]},
        ),
    ],
)
def test_a_total_is_compared_with_the_count_of_its_own_day(
    code: str, now: int, then: int, tables: dict[str, Any]
) -> None:
    """The office declares what it counted on the 14th; what has come since is no fault of anybody."""
    for day, count in ((AS_OF, now), (EARLIER, then)):
        measured = figures(acceptance(control_totals=[total(code, count, day)], **tables))["E5"].measured
        assert [(part.numerator, part.value) for part in measured.parts] == [(count, 0)]
        assert measured.light is Light.GREEN


def test_nothing_declared_is_grey() -> None:
    assert figures(acceptance(control_totals=[]))["E5"].light is Light.GREY


def test_all_six_totals_can_agree() -> None:
    declared = {"CADRES": 20, "ASSIGNED": 19, "LEADERS": 2, "ITEMS": 4, "MEMBERS": 3, "PROJECTS": 2}
    figure = figures(acceptance(control_totals=[total(*pair) for pair in declared.items()]))["E5"]
    assert (figure.measured.value, figure.light) == (100.0, Light.GREEN)


def test_sheets_on_time() -> None:
    county = replace(COUNTY, expected={"S1": ("U1", "U2"), "S8": ("U1",), "S10": ("U1", "U2", "U3")})
    sent = [
        arrival("S1", "carried", "U1"),  # was not due
        arrival("S1", "zero", "U2"),
        arrival("S8", "on_time", "U1"),
        arrival("S10", "late", "U1", late=True),
        arrival("S10", "missing", "U2"),
        arrival("S10", "zero", "U3", late=True),
        arrival("S9", "on_time", "U9"),  # nobody asked
    ]
    by_code = figures(dataset(county=county, sent=sent))
    assert (by_code["E1"].measured.numerator, by_code["E1"].measured.denominator) == (2, 5)
    assert [(part.code, part.value) for part in by_code["E1"].measured.parts if not part.group] == [
        ("S1", 100.0),
        ("S8", 100.0),
        ("S10", 0),
    ]
    assert {part.code: part.value for part in by_code["E1"].measured.extras} == {
        "late": 2,
        "returned": 0,
        "missing": 1,
        "zero": 2,
        "carried": 1,
    }
    by_fate = [(part.group, part.label, part.value) for part in by_code["E1"].measured.parts if part.group]
    assert by_fate[:2] == [("迟报", "“接单服务”办理台账", 2), ("缺报", "“接单服务”办理台账", 1)]
    assert by_code["D3"].coverage == pytest.approx(2 / 3)


def test_rows_accepted_of_the_rows_of_data() -> None:
    ledger = [
        *(line("accepted", n) for n in range(97)),
        *(line("rejected", n) for n in range(97, 100)),
        line("set_aside", 0),
    ]
    figure = figures(dataset(ledger=ledger))["E2"]
    assert (figure.measured.value, figure.light) == (97.0, Light.YELLOW)
    assert {part.code: part.value for part in figure.measured.extras} == {"read": 101, "set_aside": 1, "rejected": 3}


def test_rows_that_were_not_taken_are_somebodys_whether_alone_or_with_their_whole_file() -> None:
    """A file without a column that is required, one that nobody could read and whose name alone tells, and two rows."""
    refused = {"inbox": PERIOD, "period": PERIOD, "refused": "required_column_missing"}
    files = table(
        FILES,
        [
            {**refused, "submission": "a", "submitter": "QC-BBB", "sheet": "S10", "file": "订单.xlsx"},
            {**refused, "submission": "b", "file": "QC-AAA_S9_2021W47_v1.xlsx"},
            {"submission": "c", "submitter": "QC-AAA", "sheet": "S8", "inbox": PERIOD, "period": PERIOD},
        ],
    )
    lost = [("a", "S10", 5), ("b", None, 3), ("c", "S8", 2), ("d", None, 1)]
    ledger = [{**line("rejected", n), "submission": s, "sheet": sheet} for s, sheet, rows in lost for n in range(rows)]
    measured = figures(replace(dataset(ledger=ledger), files=files))["E2"].measured
    by_group = {group: {part.label: part.value for part in measured.parts if part.group == group}
                for group in ("未接收行", "未接收表")}  # fmt: skip
    assert by_group == {
        "未接收行": {"甲局": 5, "乙局": 5, "未填": 1},
        "未接收表": {
            "乙局《“接单服务”办理台账》": 5,
            "甲局《在职党员下沉报到花名册》": 3,
            "甲局《“六联”责任制民生实事台账》": 2,
            "无法识别的单位": 1,
        },
    }
    assert {part.code: part.value for part in measured.extras}["rejected"] == 11


def test_cells_touched_per_thousand() -> None:
    ledger = [line("accepted", n) for n in range(9)] + [line("rejected", 9), line("set_aside", 10)]
    issues = [
        issue("blank_inside", "B3"),
        issue("blank_inside", "B4"),
        issue("too_long", "B4", "FIXW"),  # the same cell twice is one cell
        issue("unknown_code", "C4", "CELL"),
        issue("duplicate", "A5", "ROW"),
        issue("late", None, "FIXW"),
    ]
    measured = figures(dataset(ledger=ledger, issues=issues))["E3"].measured
    assert (measured.numerator, measured.denominator) == (3, 10 * len(SHEETS["S8"].columns))
    assert [(part.code, part.value) for part in measured.parts if not part.group] == [
        ("blank_inside", 2),
        ("too_long", 1),
        ("unknown_code", 1),
    ]
    faults = {part.label.split(".")[1]: part.value for part in measured.parts if part.group == "问题"}
    assert [(part.code, part.value) for part in measured.extras] == [("refused", 1), ("units", 0)]  # of no known unit
    assert faults == {"too_long": 1, "unknown_code": 1, "duplicate": 1, "late": 1}  # silent repairs ask nobody


@pytest.mark.parametrize(("rows", "light"), [(0, Light.GREEN), (1, Light.YELLOW), (10, Light.YELLOW), (11, Light.RED)])
def test_the_review_queue(rows: int, light: Light) -> None:
    read = [{"submission": "x", "worksheet": "一", "row": n, "fate": "accepted"} for n in range(20)]
    figure = figures(dataset(ledger=read, queue=[{"submission": "x", "row": n} for n in range(rows)]))["E4"]
    assert (figure.measured.value, figure.light) == (rows, light)


def test_every_indicator_of_the_domain_is_declared_once() -> None:
    wanted = [
        f"{group}{n}"
        for group, last in (("A", 16), ("B", 6), ("C", 10), ("D", 12), ("E", 6))
        for n in range(1, last + 1)
    ]
    assert list(INDICATORS) == wanted
    assert all(code == indicator.id for code, indicator in INDICATORS.items())


def test_with_nothing_sent_no_light_is_green_and_no_sheet_gives_a_zero() -> None:
    for figure in figures(dataset(sent=[])).values():
        assert figure.light is not Light.GREEN
        assert figure.measured.value is None


def test_rows_behind_a_figure_are_keys_of_their_table() -> None:
    data = acceptance(ledger=[line("accepted", 3)], queue=[{"submission": "x", "row": 3}])
    for figure in figures(data).values():
        for behind in filter(None, (figure.measured.rows, figure.measured.population)):
            table, key = getattr(data, behind.table), COUNTED_BY[behind.table]
            known = {":".join(str(cell) for cell in row) for row in table.select(key).rows()}
            assert set(behind.keys) <= known


def test_the_words_name_the_numbers_of_the_county() -> None:
    county = replace(COUNTY, settings={**COUNTY.settings, "contact_window_days": 30})
    figure = figures(dataset(county=county))["A9"]
    assert (figure.window, figure.formula[:4]) == ("近30天", "30天内")
    assert not any("{" in each.formula + each.window for each in figures(dataset()).values())


def test_summary_is_plain_and_complete() -> None:
    data = acceptance(ledger=[line("accepted", 3), line("rejected", 4), line("set_aside", 1)])
    by_code = figures(data, previous={"A5": 93.75})
    document = summary(by_code, data, SENTENCE)
    assert json.loads(json.dumps(document)) == document
    assert document["indicators"]["A5"] | {"parts": [], "beside": []} == {
        "label": "二次分工安排率",
        "unit": "%",
        "value": 95.0,
        "numerator": 19,
        "denominator": 20,
        "light": "绿",
        "previous": 93.75,
        "change": 1.25,
        "restated": False,
        "first_previous": 93.75,
        "cumulative": None,
        "range": None,
        "coverage": 1.0,
        "missing": [],
        "parts": [],
        "beside": [],
    }
    assert document["indicators"]["C2"]["change"] is None
    assert document["ledger"] == {"read": 3, "accepted": 1, "rejected": 1, "set_aside": 1}
    assert document["coverage"]["S8"] == 1.0
    assert (document["period"], document["as_of"], document["headline"]) == ("2021-W47", "2021-11-23", SENTENCE)


def test_figures_do_not_hang_on_the_order_of_the_rows() -> None:
    rows = [item(f"M{n}", progress=10.0 * n) for n in range(9)]

    def values(by_code: dict[str, Figure]) -> dict[str, float | None]:
        return {code: figure.measured.value for code, figure in by_code.items()}

    forward, backward = figures(dataset(item_rows=rows)), figures(dataset(item_rows=rows[::-1]))
    assert values(forward) == pytest.approx(values(backward), nan_ok=False)
