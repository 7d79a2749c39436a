"""Sentences with literal figures, each case of each sentence; and a county's own words."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from expectations.county.county import County
from flows.county.county_file import load_county, shipped_example
from flows.county.county_table import WrongCountyFile
from report_templates.model.report import Chart, Paragraph, Table, walk
from report_templates.reports.county_report import ANNEX, SECTIONS, county_report
from report_templates.words.changes import unlike as unlike_words
from report_templates.words.figure_view import FigureView
from report_templates.words.period_words import year_words
from report_templates.words.sentence import Number, Side
from report_templates.words.wording import WrongWording, checked, wording
from tests.support.frames import COUNTY, dataset, done_item, item
from tests.support.project import DOCS
from transforms.figures import Figure, Light, Measured, Part, Senders, Unlike
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.measure import figures

WORDS = wording(COUNTY)


def figure(code: str, value: float | None, n: float | None = None, d: float | None = None, **more: Any) -> Figure:
    """A figure with just these numbers; `missing` sheets, `previous` value, `parts` and `extras` by name."""
    kept = {name: more.pop(name) for name in ("missing", "previous", "light", "senders", "unlike") if name in more}
    declared = INDICATORS[code]
    return Figure(
        id=code,
        label=declared.label,
        formula="",
        window="",
        unit=declared.unit,
        measured=Measured(value=value, numerator=n, denominator=d, **more),
        light=kept.pop("light", Light.NONE),
        **kept,
    )


def part(code: str, value: float | None, n: float | None = None, d: float | None = None) -> Part:
    return Part(code=code, label=code, value=value, numerator=n, denominator=d)


def worded(section: str, key: str, *reported: Figure, **facts: object) -> str:
    """The sentence about these figures; every other one is 0 or unknown."""
    zero = figures(dataset())
    shown = zero | {value.id: value for value in reported}
    return WORDS.say(section, key, {code: FigureView.of(value) for code, value in shown.items()}, **facts).text


LATE = (part("longest", 30), part("median", 12))
CARRIED = (part("carried", 2), part("carried_overdue", 1))


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        ([figure("C2", None, missing=("S8",))], "民生实事认领和完成情况未报送。"),
        ([figure("C2", 0, 0)], "截至统计日尚无认领的民生实事。"),
        (
            [figure("C1", 100, 47, 47), figure("C2", 87, 87, extras=(part("cancelled", 0), part("carried", 0))),
             figure("C3", 100, 87, 87), figure("C4", 96.6, 84, 87, extras=(part("original", 96.6, 84, 87),)),
             figure("C5", 0, 0)],
            "47名在职县领导全部认领了民生实事。全县认领民生实事87件，已全部完成，按时完成率96.6%。",
        ),
        (
            [figure("C1", None), figure("C2", 1, 1, extras=(part("cancelled", 1), *CARRIED), previous=0),
             figure("C3", 0, 0, 1, previous=0), figure("C4", 0, 0, 1, extras=(part("original", 100, 1, 1),)),
             figure("C5", 1, 1, extras=LATE)],
            "全县认领民生实事1件，比上期增加1件，均未完成，按时完成率0.0%（按原时限为100.0%）。"
            "逾期1件，最长逾期30天。另有1件经批准取消。以前年度结转未完成2件，其中逾期1件，不计入本年度。",
        ),
    ],
)  # fmt: skip
def test_items_claimed_and_completed(reported: list[Figure], words: str) -> None:
    assert worded("items", "said", *reported) == words


@pytest.mark.parametrize(
    ("mean", "open_items", "words"),
    [
        (None, 0, "未完成事项已批准暂缓，或未填进度、时限，无法比对序时进度。"),
        (-31.94, 26, "未完成事项26件，平均落后序时进度31.9个百分点。"),
        (4.2, 1, "未完成事项1件，平均超前序时进度4.2个百分点。"),
        (0.0, 2, "未完成事项2件，平均与序时进度持平。"),
    ],
)
def test_schedule(mean: float | None, open_items: int, words: str) -> None:
    assert worded("items", "schedule_said", figure("C6", mean, d=open_items)) == words


def test_nothing_open_is_not_the_same_as_nothing_known_of_what_is_open() -> None:
    all_done = figure("C3", 100, 87, 87)
    assert worded("items", "schedule_said", figure("C6", None, d=0), all_done) == "87件已全部完成，不再比对序时进度。"


def test_red_list_of_none_of_some_and_of_some_overdue() -> None:
    def red(items: int, overdue: int) -> str:
        return worded("items", "red_said", figure("C10", items, items, extras=(part("overdue", overdue),)))

    assert red(0, 0) == ""  # the light says it
    assert red(2, 0) == "亮红灯事项2件，已列入需要决策或协调的事项。"
    assert red(2, 1).startswith("亮红灯事项2件，其中逾期1件，")


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        ([figure("A9", None, missing=("S4",))], "跟踪联系情况未报送。"),
        (
            [figure("A9", 0, 0, 24), figure("A10", 0, 0, extras=(part("persons", 0),)), figure("A11", None)],
            "在库24人中已跟踪联系0人，覆盖率0.0%；本期没有开展谈心谈话。本年没有反映诉求。",
        ),
        (
            [figure("A9", 100, 24, 24), figure("A10", 3, 3, extras=(part("persons", 2),)),
             figure("A11", 80, 4, 5, extras=(part("overdue", 1),))],
            "在库24人均已跟踪联系；本期谈心谈话3人次，涉及2人。"
            "本年反映诉求5件，已办结4件，办结率80.0%，逾期未办1件。",
        ),
    ],
)  # fmt: skip
def test_contacts(reported: list[Figure], words: str) -> None:
    assert worded("five_dimensions", "contact_said", *reported) == words


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        ([figure("D3", None, missing=("S10",))], "接单服务情况未报送。"),
        ([figure("D3", 0, 0), figure("D6", None)], "累计领办实事项目0件。尚无接单记录。"),
        (
            [figure("D3", 12000, 12000, previous=11000), figure("D4", 50.35), figure("D6", 94.7, 7260, 7666),
             figure("D7", 92.9, 5433, 5849), figure("D9", 195.5, 195.5)],
            "累计领办实事项目1.2万件，比上期增加1000件，每百名党员领办50.4件。"
            "累计接单7666件，办结7260件，办结率94.7%；已评价5849件，满意率92.9%。本期服务195.5小时。",
        ),
    ],
)  # fmt: skip
def test_orders(reported: list[Figure], words: str) -> None:
    assert worded("members", "orders_said", *reported) == words


def test_nothing_needs_attention_or_something_does() -> None:
    calm = {"red": [], "reds": "0", "grey": [], "said": ()}
    assert worded("summary", "attention", **calm) == ""
    listed = figure("C10", 3, 3, extras=(part("overdue", 1),))
    done = FigureView.of(figure("C3", 66.7, 2, 3))
    words = worded(
        "summary",
        "attention",
        listed,
        red=[done],
        reds="1",
        grey=[("未报", "满意率"), ("本期未满", "接单率、社区覆盖率")],
        said=(),
    )
    assert words == (
        "亮红灯指标1项：完成率66.7%。列入督办清单的民生实事3件，其中逾期1件。"
        "不判灯的指标：满意率（未报），接单率、社区覆盖率（本期未满）。"
    )


def test_a_number_that_a_point_has_said_is_not_said_again_of_a_red_figure() -> None:
    late, slow = (FigureView.of(figure(code, 5, 5, light=Light.RED)) for code in ("D11", "C5"))
    words = worded("summary", "attention", red=[late, slow], reds="2", grey=[], said={"D11"})
    assert words == "亮红灯指标2项：接单超期件数、逾期件数5件。"


SEVENTEEN = Senders(due=18, absent=("甲镇",))


@pytest.mark.parametrize(
    ("section", "key", "reported", "words"),
    [
        (
            "members",
            "orders_said",
            [figure("D3", 9, 9, senders=SEVENTEEN)],
            "累计领办实事项目9件（18个单位中17个已报）。",
        ),
        (
            "members",
            "register_said",
            [figure("D1", 9, 9, senders=SEVENTEEN)],
            "在册下沉党员9人（18个单位中17个已报）。",
        ),
        ("members", "asked_said", [figure("D10", 0, 0, senders=SEVENTEEN)], "本期没有发布订单（18个单位中17个已报）。"),
        ("members", "asked_said", [figure("D10", None, missing=("S10",))], "本期诉求情况未报送。"),
        (
            "members",
            "overdue_said",
            [figure("D11", 0, 0, senders=SEVENTEEN)],
            "没有超过办结时限的订单（18个单位中17个已报）。",
        ),
        (
            "five_dimensions",
            "contact_said",
            [
                figure("A9", 50.0, 1, 2, missing=("S4",)),
                figure("A10", None, missing=("S4",)),
                figure("A11", None, missing=("S4",)),
            ],
            "在库2人中已跟踪联系1人，覆盖率50.0%（本期未报送，为前期数）；本期谈心谈话情况未报送。诉求办理情况未报送。",
        ),
        (
            "five_dimensions",
            "contact_said",
            [figure("A9", 50.0, 1, 2), figure("A10", 0, 0, senders=Senders(due=3, absent=("甲局",)))],
            "在库2人中已跟踪联系1人，覆盖率50.0%；本期没有开展谈心谈话（3个单位中2个已报）。",
        ),
        ("places", "note", [figure("D11", None, missing=("S10",))], "接单服务台账未报送，超期订单无法统计。"),
        (
            "places",
            "note",
            [figure("D11", 3, 3, missing=("S10",))],
            "本期未报送接单服务台账，超期订单按前期台账推算。",
        ),
        (
            "places",
            "note",
            [figure("D11", 3, 3, senders=SEVENTEEN)],
            "接单服务台账应报18个单位，已报17个；未报的单位按其前期台账推算，没有前期台账的列“未报”。",
        ),
    ],
)
def test_not_reported_is_never_said_as_none_and_a_sum_says_on_how_many_units_it_rests(
    section: str, key: str, reported: list[Figure], words: str
) -> None:
    assert worded(section, key, *reported).startswith(words)


@pytest.mark.parametrize(
    ("before", "facts", "words"),
    [
        (3.0, {"last_period": "上周"}, "，比上周增加1件"),
        (6.0, {"last_period": "上月"}, "，比上月减少2件"),
        (4.0, {}, ""),
        (None, {}, ""),
    ],
)
def test_a_change_is_said_with_a_verb(before: float | None, facts: dict[str, str], words: str) -> None:
    claimed = figure("C2", 4, 4, previous=before, extras=(part("cancelled", 0), part("carried", 0)))
    said = worded("items", "said", claimed, figure("C3", 100, 4, 4), figure("C4", None), **facts)
    assert f"民生实事4件{words}，已全部完成" in said


def test_a_rate_rises_and_falls_by_percentage_points() -> None:
    views = {"A1": FigureView.of(figure("A1", 1, 1)), "D5": FigureView.of(figure("D5", 95.5, 2, 2, previous=96.0))}
    views["D10"] = FigureView.of(figure("D10", 2, 2))
    assert WORDS.say("members", "asked_said", views).text.endswith("接单率95.5%，比上期下降0.5个百分点。")


def test_a_sentence_names_the_codes_it_was_made_of() -> None:
    views = {"C6": FigureView.of(figure("C6", -3.14, d=2))}
    assert WORDS.say("items", "schedule_said", views).runs == (
        "未完成事项",
        Number("2", "C6", Side.DENOMINATOR),
        "件，平均落后序时进度",
        Number("3.1", "C6", Side.SIZE),
        "个百分点。",
    )
    assert WORDS.say("items", "schedule_said", views).codes == ("C6",)


def test_a_report_of_nothing_says_so_in_every_section_and_draws_no_chart() -> None:
    nothing = dataset()
    report = county_report(nothing, figures(nothing), 1, "0.1.0")
    silent = {"course", "gaps", "places", "own_sheets"}
    assert [section.heading for section in report.sections] == [
        WORDS.text(name, "heading") for name in WORDS.sections() if name not in silent
    ]
    assert not [block for block in report.blocks if isinstance(block, Chart)]


def test_red_items_are_sorted_by_overdue_days() -> None:
    rows = [
        item("1", due_original=dt.date(2021, 11, 20), town="421126100"),
        item("2", due_original=dt.date(2021, 10, 20), town="421126101"),
        item("3", due_original=dt.date(2021, 12, 31), progress=1.0),
        done_item("4"),
    ]
    data = dataset(item_rows=rows)
    report = county_report(data, figures(data), 1, "0.1.0")
    (red,) = [block for block in walk(report.sections) if isinstance(block, Table) and block.name == "decisions"]
    assert [getattr(row[1], "text", row[1])[:3] for row in red.rows[:3]] == ["事项2", "事项1", "事项3"]
    assert [getattr(row[2], "text", row[2]).split("；")[0] for row in red.rows[:2]] == ["逾期34天", "逾期3天"]


OWN = {
    "report": {"sections": ["items", "overview"]},
    "items": {"heading": "实事", "red_said": "{% if C10.number %}挂牌{{ C10 }}。{% else %}无。{% endif %}"},
}


def test_a_county_has_its_own_words_and_order() -> None:
    data = dataset(
        county=replace(COUNTY, wording=checked(OWN)), item_rows=[item("1", due_original=dt.date(2021, 11, 1))]
    )
    report = county_report(data, figures(data), 1, "0.1.0")
    assert [section.heading for section in report.sections] == ["实事", "总体情况"]
    assert "挂牌1件。" in [block.said.text for block in walk(report.sections) if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"item": {}}, "there is no such section"),
        ({"items": {"haeding": "x"}}, "is not known; write one of heading"),
        ({"items": {"heading": ["x"]}}, "same kind"),
        ({"items": {"red_said": "{{ names }}"}}, "names is neither an indicator nor a fact"),
        ({"items": {"red_said": "{% if C10 %}"}}, "is no sentence"),
        ({"report": {"sections": ["gossip"]}}, "there is no section gossip"),
    ],
)
def test_words_that_cannot_be_used_are_refused(own: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongWording, match=message):
        checked(own)


def own_file(tmp_path: Path, words: str) -> Path:
    path = tmp_path / "wuwei.toml"
    text = shipped_example().read_text("utf-8").replace('"reference/', f'"{shipped_example().parent}/reference/')
    path.write_text(f"{text}\n{words}", "utf-8")
    return path


def test_the_county_file_holds_the_words_and_says_where_one_is_wrong(tmp_path: Path) -> None:
    county: County = load_county(own_file(tmp_path, '[wording.items]\nheading = "实事"\n'))
    assert wording(county).text("items", "heading") == "实事"
    with pytest.raises(WrongCountyFile, match=r"wording\.items.*heading_"):
        load_county(own_file(tmp_path, '[wording.items]\nheading_ = "实事"\n'))


def test_the_example_of_the_documentation_is_one() -> None:

    page = (DOCS / "wording.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert checked(tomllib.loads(example)["wording"])


def test_every_section_has_its_heading_and_a_module() -> None:
    for name in WORDS.sections():
        assert WORDS.text(name, "heading")
        assert set(WORDS.parts(name)) <= SECTIONS.keys()


@pytest.mark.parametrize("variant", ["report", "inspection"])
def test_every_section_of_an_annex_has_its_heading_and_a_module(variant: str) -> None:
    assert WORDS.annex(variant)
    for name in WORDS.annex(variant):
        assert WORDS.text(name, "heading")
        assert set(WORDS.parts(name)) <= ANNEX.keys()


@pytest.mark.parametrize(
    ("section", "key", "reported", "words"),
    [
        ("overview", "said", [figure("A1", None, missing=("S1",))], "退出领导岗位干部情况未报送。"),
        ("overview", "said", [figure("A1", 0, 0)], "截至统计日，台账中没有在库的退出领导岗位干部。"),
        (
            *("overview", "said"),
            [figure("A1", 1, 1, previous=0), figure("A13", 0, 0)],
            "截至统计日，全县在库退出领导岗位干部1人，比上期增加1人。",
        ),
        (
            *("overview", "said"),
            [figure("A1", 3, 3, previous=3), figure("A13", 1, 1), figure("A14", 2, 2)],
            "截至统计日，全县在库退出领导岗位干部3人，一年内到龄退休1人。另有2人退休年月已过而台账仍未登记退休，请核实。",
        ),
        ("second_posts", "said", [figure("A6", None, missing=("S6",))], "二次分工安排情况未报送。"),
        ("second_posts", "said", [figure("A6", 0, 0)], "截至统计日尚无二次分工安排。"),
        (
            *("second_posts", "said"),
            [figure("A6", 1, 1, extras=(part("assigned", 1),)), figure("A5", 100, 1, 1), figure("A7", 0, 0)],
            "已到岗1名，可安排1名，安排率100.0%。",
        ),
        (
            *("second_posts", "said"),
            [figure("A6", 1, 1, extras=(part("assigned", 1), part("vacated", 2))), figure("A5", None), figure("A7", 0)],
            "已到岗1名。另有2名在二次分工安排表中仍为“已到岗”，"
            "而按干部台账已去世、调出、退休或不在册，未计入，已退回核实。",
        ),
        ("duties", "reports_said", [figure("B1", None, missing=("S7",))], "履职周报未报送。"),
        ("duties", "reports_said", [figure("B1", None)], "没有已到岗人员，本期无须报送履职周报。"),
        (
            *("duties", "reports_said"),
            [figure("B1", 100, 19, 19), figure("B2", 0, 0), figure("B4", 0, 0)],
            "19名到岗干部均报送了履职周报。本期没有填报到岗天数。",
        ),
        ("members", "register_said", [figure("D1", None, missing=("S9",))], "在职党员下沉报到情况未报送。"),
        ("members", "register_said", [figure("D1", 0, 0)], "花名册中没有在册下沉党员。"),
        (
            *("members", "register_said"),
            [figure("D1", 1, 1), figure("D2", 100, 1, 1), figure("D8", None)],
            "在册下沉党员1人，其中近四周接单或办结订单的1人，活跃率100.0%。",
        ),
    ],
)
def test_nobody_one_all_and_nothing_reported(section: str, key: str, reported: list[Figure], words: str) -> None:
    assert worded(section, key, *reported) == words


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        (
            [figure("A6", None, missing=("S6",)), figure("C2", None, missing=("S8",)),
             figure("D1", None, missing=("S9",)), figure("D3", None, missing=("S10",))],
            "二次分工安排情况未报送。民生实事认领和完成情况未报送。在职党员下沉社区情况未报送，领办实事项目情况未报送。",
        ),
        (
            [figure("A6", 0, 0), figure("C2", 0, 0), figure("D1", 0, 0), figure("D3", 0, 0)],
            "截至统计日尚无二次分工安排。截至统计日尚无认领的民生实事。尚无在职党员下沉社区，尚未领办实事项目。",
        ),
    ],
)  # fmt: skip
def test_a_headline_of_nothing_counts_no_nobody(reported: list[Figure], words: str) -> None:
    assert worded("summary", "headline", *reported, organs=[], differing=[]) == words


@pytest.mark.parametrize(
    ("period", "as_of", "words"),
    [
        ("2021-W51", dt.date(2021, 12, 26), "本年"),
        ("2021-W52", dt.date(2021, 12, 31), "本年"),
        ("2021-W52", dt.date(2022, 1, 2), "2022年"),
        ("2020-W53", dt.date(2021, 1, 3), "2021年"),
        ("2025-W01", dt.date(2025, 1, 5), "本年"),  # which begins in December
        ("2021", dt.date(2021, 12, 31), "本年"),
    ],
)
def test_sums_of_the_year_name_it_where_the_week_is_called_after_another(
    period: str, as_of: dt.date, words: str
) -> None:
    year = year_words(period, as_of)
    assert "".join(year) == words
    talks = figure("A11", 50, 1, 2, extras=(part("overdue", 0),))
    assert f"。{words}反映诉求2件" in worded("five_dimensions", "contact_said", talks, year=year)


@pytest.mark.parametrize(
    ("code", "now", "unlike", "words"),
    [
        ("D3", 3827, Unlike(("甲镇",), (), 3597, 3632, 195), "（含上期未计入的甲镇195件，同口径增加35件）"),
        ("D3", 3600, Unlike(("甲镇",), (), 3597, 3590, 10), "（含上期未计入的甲镇10件，同口径减少7件）"),
        ("D3", 3607, Unlike((*"甲乙丙丁",), (), 3597, 3597, 10), "（含上期未计入的甲、乙、丙等单位10件，同口径持平）"),
        ("D3", 3607, Unlike((), ("乙镇",), 3400, 3410, 0), "（乙镇本期未报，同口径增加10件）"),
        (
            "D3",
            3607,
            Unlike(("甲镇",), ("乙镇",), 3400, 3404, 6),
            "（含上期未计入的甲镇6件，乙镇本期未报，同口径增加4件）",
        ),
        ("D3", 3607, Unlike((), (), None, None), "（两期报送单位不一致）"),
        ("D6", 94.7, Unlike(("甲镇",), (), 95.2, 95.6), "（上期未计入甲镇，同口径提高0.4个百分点）"),
    ],
)
def test_a_change_says_which_units_count_in_one_of_the_periods_alone(
    code: str, now: float, unlike: Unlike, words: str
) -> None:
    """3597 last week; 95.2 % where it is a rate."""
    before = 3597 if code == "D3" else 95.2
    view = FigureView.of(figure(code, now, now, previous=before, unlike=unlike))
    assert "".join(unlike_words(view)) == words
    monthly = "".join(unlike_words(view, {"上期": "上月", "本期": "本月"}))
    assert monthly == words.replace("上期", "上月").replace("本期", "本月")


def test_units_that_have_just_been_named_are_not_named_again() -> None:
    """Not the same units, or nothing said of them as the first figure has not changed: they are named."""
    joined, other = Unlike(("甲镇",), ("乙镇",), 3, 4, 2), Unlike(("丙镇",), (), 3, 4, 2)
    unfinished = figure("D12", 6, 6, previous=3, unlike=joined, extras=LATE)
    said = [
        worded(
            *("brief", "overdue_orders", unfinished),
            figure("D11", number, number, previous=3, unlike=units, extras=LATE),
            worst="甲镇",
        )
        for number, units in ((6, joined), (6, other), (3, joined))
    ]
    named = "由3件增至6件（含上期未计入的甲镇2件，乙镇本期未报，同口径增加1件）"
    assert [one.split("接单后超期未办结的")[1].split("，最长")[0] for one in said] == [
        *("由3件增至6件（含上述单位2件，同口径增加1件）", named, named)
    ]
