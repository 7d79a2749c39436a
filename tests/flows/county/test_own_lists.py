"""What a county brings of its own: code lists, reference tables as workbooks and in Chinese, names that yield."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from expectations.catalogue import sheets_of
from expectations.county.county import County, Deadline, Division, DivisionKind
from expectations.county.county_codes import all_codes, county_lists
from flows.county.county_file import WrongCountyFile, load_county, shipped_example
from flows.county.reference_tables import divisions_of
from flows.county.table_file import WrongReferenceTable
from tests.support.project import ROOT
from tests.support.second_county import OF_ANOTHER_COUNTY

ROOMS = ("expectations", "transforms", "report_templates", "flows")
SUNDAY = dt.date(2026, 2, 1)
HOURS = Deadline(on_time_days=1, on_time_hour=dt.time(12), late_days=3, late_hour=dt.time(18))


def county(*divisions: Division, **own: object) -> County:
    plain = County(code="999901", name="平川县", divisions=divisions, units=(), expected={}, deadline=HOURS)
    return replace(plain, **own)  # type: ignore[arg-type]


def town(number: int, name: str, kind: DivisionKind = DivisionKind.TOWN) -> Division:
    return Division(code=f"999901{number}", name=name, kind=kind)


SEAT = town(100, "城关镇", DivisionKind.SEAT)


def test_a_seat_may_be_called_what_every_seat_is_called() -> None:
    divisions = county_lists(county(SEAT))["divisions"]
    assert [divisions.read(text) for text in ("城关镇", "城关", "县城")] == [
        ("999901100", False),
        ("999901100", False),
        ("999901100", True),
    ]


def test_a_name_of_the_countys_own_goes_before_what_seats_are_called() -> None:
    divisions = county_lists(county(town(100, "东河镇", DivisionKind.SEAT), town(101, "城关镇")))["divisions"]
    assert divisions.read("城关") == ("999901101", False)
    assert divisions.read("县城") == ("999901100", True)


@pytest.mark.parametrize("text", ["城东街道", "城东街道办事处", "城东办事处", "城东", "平川县城东街道"])
def test_a_subdistrict_is_known_by_all_its_endings(text: str) -> None:
    divisions = county_lists(county(town(101, "城东街道", DivisionKind.SUBDISTRICT)))["divisions"]
    assert divisions.read(text) == ("999901101", False)


def test_the_whole_of_a_district_is_not_called_a_county() -> None:
    divisions = county_lists(county(SEAT, name="平川区"))["divisions"]
    assert divisions.labels["999901"] == "全区"
    assert divisions.read("全县") == ("999901", False)


OWN = {"strategy": {"title": "三大工程", "source": "本县", "codes": {"SY": ["水源工程", "水源"], "LY": ["绿源工程"]}}}


def test_a_countys_list_takes_the_place_of_the_shipped_one_and_heads_its_column() -> None:
    ours = county(SEAT, own_codes=OWN)
    assert ours.codes("strategy").read("水源") == ("SY", False)
    column = sheets_of(ours, SUNDAY)["S8"].column["strategy"]
    assert (column.heading, column.example) == ("三大工程", "水源工程")
    assert column.because.startswith("「三大工程」")
    assert column.hint == "应填下拉选项中的一项：水源工程、绿源工程"


def test_a_list_that_extends_another_of_the_county_has_its_codes() -> None:
    works = {"title": "中心工作", "source": "本县", "extends": "central_work", "codes": {"YH": ["油茶产业"]}}
    ours = county(own_codes={"central_work": works})
    assert ours.codes("central_work").labels.keys() >= {"XCZX", "YH"}
    assert all_codes(ours)["wish_category"].read("油茶产业") == ("YH", False)
    assert all_codes(ours)["skill"] is all_codes(county())["skill"]


def test_examples_are_the_countys_first_names_in_the_period() -> None:
    sheets = sheets_of(county(SEAT, town(101, "柳河镇")), SUNDAY)
    assert sheets["S10"].column["town"].example == "城关镇"
    assert sheets["S2"].column["known_towns"].example == "城关镇、柳河镇"
    assert sheets["S7"].column["stated_period"].example == "2026-W05"
    assert sheets["S10"].column["posted_on"].example == "2026-01-26"
    assert "例如“2026-01-12”" in sheets["S3"].column["declared_on"].because


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(shipped_example().parent / "reference", tmp_path / "reference")
    return Path(shutil.copy(shipped_example(), tmp_path)).parent


@pytest.mark.parametrize(
    ("name", "text", "texts"),
    [
        ("mood", "", ["mood.toml: a county has no list", "没有这个名称的代码表", "central_work"]),
        ("post_kind", 'title = "岗位"', ["post_kind.toml", "key codes: is missing", "没有填写"]),
        ("post_kind", '[codes]\nA = ["甲"]', ["key title", "代码表的名称"]),
        (
            "post_kind",
            'title = "岗位"\n[codes]\nA = "甲"',
            ['line 3: “A = "甲"”', "texts by code", "每个代码的各种写法"],
        ),
        ("post_kind", 'title = "岗位"\n[codes]\nA = ["甲"]\nB = ["甲"]', ["甲 stands for both A and B"]),
        ("order_category", 'title = "诉求"\n[codes]\nA = ["甲"]', ["key QT", "blank cell", "空着的单元格"]),
        (
            "post_kind",
            'title = "岗位',
            ["post_kind.toml: is not valid TOML", "程序读不懂"],
        ),
    ],
)
def test_a_mistake_in_a_list_is_named_in_both_languages(folder: Path, name: str, text: str, texts: list[str]) -> None:
    (folder / "reference" / "codes" / f"{name}.toml").write_text(text, "utf-8")
    with pytest.raises(WrongCountyFile) as wrong:
        load_county(folder / "wuwei.toml")
    assert [part for part in texts if part not in str(wrong.value)] == []


HEADINGS = ["代码", "名称", "类别", "别名", "误写", "是否报送", "启用日期", "停用日期"]


def test_a_table_may_be_a_workbook_headed_in_chinese(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "乡镇.xlsx") as book:
        book.add_worksheet().write_row(0, 0, HEADINGS)
        book.worksheets()[0].write_row(1, 0, [999901100, "城关镇", "县城", "", "", "是"])
    (division,) = divisions_of(tmp_path / "乡镇.xlsx")
    assert (division.code, division.kind, division.reports) == ("999901100", DivisionKind.SEAT, True)


def test_a_table_may_be_saved_by_wps_in_gb18030_with_empty_columns(tmp_path: Path) -> None:
    lines = [",".join([*HEADINGS, "", ""]), "999901100,城关镇,县城,,,否,,,,", ",,,,,,,,,"]
    (tmp_path / "乡镇.csv").write_bytes("\r\n".join(lines).encode("gb18030"))
    (division,) = divisions_of(tmp_path / "乡镇.csv")
    assert not division.reports


def test_a_wrong_line_is_quoted_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "乡镇.csv").write_text(",".join(HEADINGS) + "\n999901100,城关镇,大镇,,,是,,\n", "utf-8")
    with pytest.raises(WrongReferenceTable) as wrong:
        divisions_of(tmp_path / "乡镇.csv")
    english, chinese = str(wrong.value).split("\n")
    assert "line 2, column kind: 大镇 is not known; write one of" in english
    assert english.endswith("(“999901100,城关镇,大镇,,,是”)")
    assert "第2行 类别：没有“大镇”；可以写的有：县城, 镇" in chinese
    assert chinese.endswith("（原文“999901100,城关镇,大镇,,,是”）。")


def test_no_word_of_the_shipped_county_is_in_what_the_product_brings() -> None:
    brought = [*(ROOT / "expectations" / "sheets").glob("*.py")]
    brought += [file for room in ROOMS for form in ("*.toml", "*.html", "*.md") for file in (ROOT / room).rglob(form)]
    assert len(brought) > 60
    found = {file.name: word for file in brought for word in OF_ANOTHER_COUNTY if word in file.read_text("utf-8")}
    assert found == {}
