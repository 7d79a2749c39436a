"""The county file: the shipped example, and every way to get one wrong."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from expectations.catalogue import SHEETS, sheets_of
from expectations.county.codelist import CodeList
from expectations.county.county import SETTINGS, County, Dispatch, Suggest, Threshold
from expectations.county.county_codes import all_codes, county_lists
from flows.county.county_file import NoCountyFile, WrongCountyFile, load_county, shipped_example
from flows.county.limits import limits_of
from flows.county.rule_version import rule_version
from flows.receive.guard import LIMITS, Limits

Edit = Callable[[str, str], Path]


@pytest.fixture(scope="module")
def qichun() -> County:
    return load_county(shipped_example())


@pytest.fixture(scope="module")
def lists(qichun: County) -> dict[str, CodeList]:
    return county_lists(qichun)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    example = shipped_example()
    shutil.copytree(example.parent / "reference", tmp_path / "reference")
    return Path(shutil.copy(example, tmp_path))


@pytest.fixture
def edited(copied: Path) -> Edit:
    """Replace one text in the copied county file or, for a text found there, in one of its tables."""

    def edit(old: str, new: str) -> Path:
        places = [copied, *sorted((copied.parent / "reference").glob("*.csv"))]
        place = next(path for path in places if old in path.read_text("utf-8"))
        place.write_text(place.read_text("utf-8").replace(old, new, 1), "utf-8")
        return copied

    return edit


def test_qichun_has_19_divisions_of_which_18_report(qichun: County) -> None:
    assert (qichun.code, qichun.name) == ("421126", "蕲春县")
    assert len(qichun.divisions) == 19
    assert [division.name for division in qichun.divisions if not division.reports] == ["蕲春县仙人台茶厂"]


def test_every_division_has_exactly_one_unit(qichun: County) -> None:
    assert sorted(unit.division for unit in qichun.units if unit.division) == sorted(qichun.division)


def test_every_sheet_is_expected_from_somebody(qichun: County) -> None:
    assert list(qichun.expected) == list(SHEETS)
    assert all(qichun.expected.values())


def test_a_full_week_has_a_submission_of_each_sender_of_each_sheet(qichun: County) -> None:
    counts = {sheet: len(senders) for sheet, senders in qichun.expected.items()}
    assert counts | {"S5": 5, "S7": 10, "S8": 1, "S9": 18, "S10": 18} == counts
    assert sum(counts.values()) == 61


def test_deadline_is_monday_noon_then_wednesday_evening(qichun: County) -> None:
    deadline = qichun.deadline
    assert (deadline.on_time_days, deadline.on_time_hour) == (1, dt.time(12))
    assert (deadline.late_days, deadline.late_hour) == (3, dt.time(18))


@pytest.mark.parametrize(
    ("indicator", "threshold"),
    [
        ("A5", Threshold(green=95, yellow=80)),
        ("C5", Threshold(green=0, yellow=2, lower_is_better=True)),
        ("C6", Threshold(green=-10, yellow=-30)),
        ("D6", Threshold(green=90, yellow=75)),
        ("E2", Threshold(green=98, yellow=95)),
    ],
)
def test_thresholds_are_those_of_the_domain(qichun: County, indicator: str, threshold: Threshold) -> None:
    assert qichun.thresholds[indicator] == threshold


def test_the_six_links_have_no_invented_names(qichun: County) -> None:
    assert qichun.six_links == {f"L{number}": "" for number in range(1, 7)}


def test_the_example_states_every_setting_at_its_default(qichun: County) -> None:
    assert qichun.settings == SETTINGS
    assert qichun.suggest == Suggest(quotas={"CW": 3, "RD": 4, "ZF": 9, "ZX": 3})
    assert qichun.dispatch == Dispatch()
    assert all(f"\n{key} = " in shipped_example().read_text("utf-8") for key in SETTINGS)


def test_no_edition_depends_on_how_a_proposal_weighs(qichun: County) -> None:
    weighed = replace(qichun, suggest=Suggest(continuity=40, wish=20, fit=20, age=20))
    assert rule_version(weighed) == rule_version(qichun)
    assert rule_version(replace(qichun, dispatch=Dispatch(members=2))) == rule_version(qichun)
    assert rule_version(replace(qichun, settings={**SETTINGS, "demand_days": 8})) != rule_version(qichun)


def test_a_setting_left_out_keeps_its_default(edited: Edit) -> None:
    assert load_county(edited("wish_stale_days = 180", "")).settings["wish_stale_days"] == 180


def test_a_file_in_the_working_directory_comes_first(edited: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(edited('name = "蕲春县"', 'name = "某某县"').parent)
    assert load_county().name == "某某县"


def test_the_environment_names_a_file_before_the_working_directory_does(
    edited: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(edited('name = "蕲春县"', 'name = "某某县"').parent)
    monkeypatch.setenv("WUWEI_COUNTY", str(shipped_example()))
    assert load_county().name == "蕲春县"
    assert load_county(Path("wuwei.toml")).name == "某某县"


def test_without_any_file_nothing_falls_back_to_the_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WUWEI_COUNTY", raising=False)
    with pytest.raises(NoCountyFile, match=r"no wuwei.toml in .*--county or WUWEI_COUNTY"):
        load_county()


# domain.md §3.2, §3.3, §4.9, §12 M36, M63, M64
@pytest.mark.parametrize(
    ("name", "text", "code", "warned"),
    [
        ("divisions", "漕河", "421126100", False),
        ("divisions", "蕲春县漕河镇", "421126100", False),
        ("divisions", "槽河镇", "421126100", True),
        ("divisions", "张榜镇", "421126110", True),
        ("divisions", "张榜", "421126110", True),
        ("divisions", "官窑镇", "421126103", True),
        ("divisions", "横車", "421126105", True),
        ("divisions", "向桥", "421126200", False),
        ("divisions", "八里湖农场", "421126450", False),
        ("divisions", "李时珍园区", "421126453", False),
        ("divisions", "421126454", "421126454", False),
        ("divisions", "县城", "421126100", True),
        ("divisions", "全县", "421126", False),
        ("divisions", "某某村", None, False),
        ("units", "县办", "QC-XWB", False),
        ("units", "qc-zzb", "QC-ZZB", False),
        ("units", "县委组织部", "QC-ZZB", False),
        ("units", "中共蕲春县委组织部", "QC-ZZB", False),
        ("units", "蕲春县财政局", "QC-CZJ", False),
        ("units", "扶贫办", "QC-XZJ", True),
        ("units", "县委办督查室", "QC-DCS", False),
        ("units", "赤东镇人民政府", "QC-CDZ", False),
        ("units", "张榜镇", "QC-ZBZ", True),
        ("units", "八里湖农场", "QC-BLH", False),
        ("link_type", "l3", "L3", False),
    ],
)
def test_names_of_places_and_units_are_read(
    lists: dict[str, CodeList], name: str, text: str, code: str | None, *, warned: bool
) -> None:
    assert lists[name].read(text) == (code, warned)


def test_coded_examples_of_the_contracts_are_known_in_the_county(qichun: County) -> None:
    lists = all_codes(qichun)
    for sheet in sheets_of(qichun, dt.date(2021, 11, 28)).values():
        for column in sheet.columns:
            for word in column.example.split("、") if column.codes in lists else ():
                assert lists[column.codes or ""].read(word)[0], (sheet.id, column.name, word)


@pytest.mark.parametrize(
    ("old", "new", "texts"),
    [
        ('code = "421126"', "code = 421126", ["[county]", "key code", "six-digit code in quotes"]),
        ('name = "蕲春县"', "", ["[county]", "key name", "is missing"]),
        ('"Asia/Shanghai"', '"Asia/Qichun"', ["[county]", "key timezone", '"Asia/Shanghai"']),
        ('"reference/units.csv"', '"units.csv"', ["[county]", "key units", "there is no file"]),
        ("timezone =", "time_zone =", ["[county]", "key time_zone", "is not known"]),
        ("[deadline]", "[deadlines]", ["[deadlines]", "is not known", "deadline"]),
        ('S1 = ["QC-ZZB"]', 'S1 = ["QC-ZZ"]', ["[expected]", "key S1", "no unit QC-ZZ"]),
        ('S1 = ["QC-ZZB"]', 'S1 = "QC-ZZB"', ["[expected]", "key S1", '["DW-001"]']),
        ('S1 = ["QC-ZZB"]', 'S1 = [["QC-ZZB"]]', ["[expected]", "key S1", "there is no unit"]),
        ('S1 = ["QC-ZZB"]', 'S11 = ["QC-ZZB"]', ["[expected]", "key S11", "S10"]),
        (
            "on_time_days = 1",
            'on_time_days = "Monday"',
            ["[deadline]", "line 3", '“on_time_days = "Monday"”', "请写星期日以后的天数"],
        ),
        ("on_time_days = 1", "on_time_days = true", ["[deadline]", "key on_time_days", "whole number"]),
        ("12:00:00", '"12点"', ["[deadline]", "key on_time_hour", "12:00:00"]),
        ("late_days = 3", "late_days = 0", ["[deadline]", "key late_days", "later one"]),
        ("A3 = { green = 95, yellow = 85 }", "A3 = 95", ["[thresholds]", "key A3", "{ green = 95"]),
        ("A3 = { green = 95, yellow = 85 }", "A3 = { green = 95 }", ["[thresholds.A3]", "key yellow", "is missing"]),
        ("A3 = { green = 95, yellow = 85 }", "A3 = { green = 85, yellow = 95 }", ["[thresholds.A3]", "worse"]),
        ("green = 0, yellow = 2", "green = 2, yellow = 0", ["[thresholds.C5]", "key yellow", "worse"]),
        ("A3 = {", "completeness = {", ["[thresholds]", "key completeness", "for example A3"]),
        ('yellow = ["C7"]', 'yellow = "C7"', ["[demands]", "key yellow", '["C7"]']),
        ('yellow = ["C7"]', 'yellow = ["核验率"]', ["[demands]", "key yellow", "核验率 is no indicator"]),
        ('owners = { C7 = "QC-DCS" }', 'owners = { C7 = "QC-DC" }', ["[demands]", "key owners", "no unit QC-DC"]),
        ('owners = { C7 = "QC-DCS" }', 'owners = ["QC-DCS"]', ["[demands]", "key owners", "C7"]),
        ('L1 = ""', "L1 = 1", ["[six_links]", "key L1", "text in quotes"]),
        ("rows = 100_000", "row = 1", ["[limits]", "key row", "rows"]),
        ("rows = 100_000", 'rows = "many"', ["[limits]", "key rows", "a whole number from 1, for example 100000"]),
        ("rows = 100_000", "rows = 1.5", ["[limits]", "key rows", "a whole number"]),
        ("rows = 100_000", "rows = true", ["[limits]", "key rows", "a whole number"]),
        ("rows = 100_000", "rows = 0", ["[limits]", "key rows", "too small"]),
        ("memory_mb = 1_024", "memory_mb = 10", ["[limits]", "key memory_mb", "too small", "from 256"]),
        ("due_soon_days = 7", "due_soon = 7", ["[settings]", "key due_soon", "due_soon_days"]),
        ("due_soon_days = 7", 'due_soon_days = "7"', ["[settings]", "key due_soon_days", "a number"]),
        ("continuity = 25", "continuity = 30", ["[suggest]", "key continuity", "make 105", "make 100"]),
        ("wish = 25", "wish = 25.5", ["[suggest]", "key wish", "whole per cents"]),
        ("fit = 25", "fitness = 25", ["[suggest]", "key fitness", "continuity"]),
        ("{ CW = 3, RD", "{ QT = 3, RD", ["[suggest.quotas]", "key QT", "CW"]),
        ("{ CW = 3, RD", "{ CW = -3, RD", ["[suggest.quotas]", "key CW", "less than nothing"]),
        ("members = 3", "members = 0", ["[dispatch]", "key members", "too small"]),
        ("most = 3", "more = 3", ["[dispatch]", "key more", "members"]),
        ("[county]", "[county", ["not valid TOML", "line"]),
        ("421126101,赤东镇", "421126100,赤东镇", ["divisions.csv, line 3, column code", "stands twice"]),
        (
            "421126101,赤东镇,town",
            "421126101,赤东镇,岛",
            ["line 3, column kind", "town, township", "第3行", "镇, 乡, 街道"],
        ),
        ("421126101,赤东镇", "421126101,", ["line 3, column name", "is empty"]),
        (
            "赤东镇,town,,,yes,,",
            "赤东镇,town,,,yes,2021年,",
            ["line 3, column valid_from", "year-month-day", "年-月-日"],
        ),
        ("赤东镇,town,,,yes,,", "赤东镇,town,,,yes,,,未定", ["line 3", "beyond the last column"]),
        ("code,name,kind", "code,title,kind", ["divisions.csv, line 1", "code,name,kind"]),
        ("TOWN,421126101", "TOWN,421126199", ["units.csv", "column division", "421126199 is not known"]),
        (
            "县委组织部,组织部",
            "县委组织部,宣传部",
            ["key units, divisions", "宣传部 stands for both", "remove each name", "“宣传部”既是QC-"],
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_to_write(
    edited: Edit, old: str, new: str, texts: list[str]
) -> None:
    path = edited(old, new)
    with pytest.raises(WrongCountyFile) as wrong:
        load_county(path)
    assert str(path.parent) in str(wrong.value)
    assert [text for text in texts if text not in str(wrong.value)] == []


def test_a_missing_file_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(WrongCountyFile, match="does not exist; to begin a county: wuwei init"):
        load_county(tmp_path / "county.toml")


@pytest.mark.parametrize("name", ["wuwei.toml", "reference/units.csv"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_is_read_as_notepad_and_wps_save_it(copied: Path, qichun: County, name: str, encoding: str) -> None:
    file = copied.parent / name
    file.write_bytes(file.read_text("utf-8").replace("\n", "\r\n").encode(encoding))
    county = load_county(copied)
    assert (county.name, county.units) == (qichun.name, qichun.units)


@pytest.mark.parametrize("name", ["wuwei.toml", "reference/units.csv"])
def test_a_file_in_no_encoding_is_refused_with_its_line(copied: Path, name: str) -> None:
    file = copied.parent / name
    file.write_bytes(file.read_text("utf-8").encode().replace(b"\n", b"\n\xff\xff", 1))
    with pytest.raises(WrongCountyFile, match=rf"{name}, line 2: is neither UTF-8 nor GB18030 text.*save it as UTF-8"):
        load_county(copied)


def test_what_is_no_toml_is_quoted_with_its_line(edited: Edit) -> None:
    with pytest.raises(WrongCountyFile, match=r"not valid TOML: .*at line .*: “area_code = 0713 .*”"):
        load_county(edited('area_code = "0713"', "area_code = 0713"))


def test_a_header_that_is_not_known_is_quoted(edited: Edit) -> None:
    with pytest.raises(WrongCountyFile, match=r"units.csv, line 1: write the columns code,name,.*“编码,name,"):
        load_county(edited("code,name,short", "编码,name,short"))


def test_the_area_code_completes_local_telephone_numbers_and_may_be_left_out(qichun: County, edited: Edit) -> None:
    assert qichun.area_code == "0713"
    assert load_county(edited('area_code = "0713"', "")).area_code is None


@pytest.mark.parametrize("wrong", ['"713"', '"07130"', '"０７１３"', "713", '""'])
def test_a_wrong_area_code_is_refused(edited: Edit, wrong: str) -> None:
    with pytest.raises(WrongCountyFile, match="area_code"):
        load_county(edited('"0713"', wrong))


def test_the_shipped_limits_are_those_that_hold_where_none_are_set(qichun: County) -> None:
    of_a_file = {field.name for field in fields(Limits)} - {"patience"}  # how long a busy machine is waited for
    assert len(qichun.limits) == len(of_a_file)
    assert limits_of(qichun) == limits_of(replace(qichun, limits={})) == LIMITS


def test_a_limit_is_set_in_the_unit_of_its_key(edited: Edit) -> None:
    assert limits_of(load_county(edited("file_mb = 20", "file_mb = 5"))) == replace(LIMITS, max_bytes=5 << 20)
