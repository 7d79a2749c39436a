"""`wuwei init`: a county out of the list an office has, and what it says where it does not know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlsxwriter

from expectations.county.county import County, DivisionKind
from flows.county.county_file import load_county
from flows.county.county_table import WrongCountyFile
from flows.county.new_county.county_folder import FolderInUse, write_county_folder
from flows.county.new_county.draft import Draft, draft
from flows.county.new_county.named_sheets import sheets_named
from flows.county.new_county.office_header import plain_heading
from flows.county.new_county.office_table import (
    NoOfficeTable,
    OfficeRow,
    OfficeTables,
    office_tables,
)
from tests.support.second_county import CODE, NAME, OF_ANOTHER_COUNTY, office_list


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return draft(CODE, NAME, office_tables(office_list(tmp_path_factory.mktemp("list") / "名录.xlsx")))


@pytest.fixture(scope="module")
def county(drafted: Draft, tmp_path_factory: pytest.TempPathFactory) -> County:
    return load_county(write_county_folder(tmp_path_factory.mktemp("county") / "平川县", CODE, NAME, drafted))


def test_a_list_with_titles_merged_cells_and_a_total_is_read(county: County) -> None:
    assert (county.code, county.name) == ("999901", "平川县")
    assert [(d.code, d.name, d.kind) for d in county.divisions] == [
        ("999901100", "城关镇", DivisionKind.SEAT),
        ("999901101", "柳河镇", DivisionKind.TOWN),
        ("999901200", "青山乡", DivisionKind.TOWNSHIP),
        ("999901001", "城东街道", DivisionKind.SUBDISTRICT),
        ("999901400", "国营东风农场", DivisionKind.QUASI),
    ]


def test_units_keep_their_names_and_get_codes_for_file_names(county: County) -> None:
    units = {unit.code: (unit.name, unit.short, unit.organ) for unit in county.units}
    assert units["DW-002"] == ("中共平川县委组织部", "县委组织部", "CW")
    assert units["DW-007"] == ("政协平川县委员会办公室", "县政协办", "ZX")
    assert units["DW-008"] == ("城南新区建设指挥部", "城南指挥部", "PROJ")
    assert units["XZ-004"] == ("平川县城东街道办事处", "城东街道", "TOWN")
    assert len(units) == 8 + 5


def test_names_that_clerks_use_are_read_though_no_list_has_them(county: County) -> None:
    aliases = {unit.code: unit.aliases for unit in county.units}
    assert aliases["DW-002"] == ("组织部",)
    assert aliases["DW-006"] == ("财政局",)


@pytest.mark.parametrize(
    ("name", "short", "aliases"),
    [
        ("平川县文化和旅游局", "文旅局", ("县文化和旅游局", "县文旅局", "文化和旅游局")),
        ("平川县文化和旅游局", "县文旅局", ("县文化和旅游局", "文化和旅游局", "文旅局")),
        ("平川县人民政府办公室", "政府办", ("县人民政府办公室", "县政府办")),
        ("城南新区建设指挥部", "城南指挥部", ()),  # no office of the county's by its name
    ],
)
def test_a_short_name_is_known_with_and_without_the_word_for_county(
    name: str, short: str, aliases: tuple[str, ...]
) -> None:
    row = OfficeRow("单位!2", {"name": name, "short": short})
    assert draft(CODE, NAME, OfficeTables(units=(row,))).units[0].aliases == aliases


def test_who_sends_what_comes_from_the_list_by_number_or_title(county: County) -> None:
    assert county.expected["S7"] == ("DW-001", "DW-004", "DW-005", "DW-007", "DW-008")
    assert county.expected["S8"] == ("DW-003",)
    assert county.expected["S10"] == ("XZ-001", "XZ-002", "XZ-003", "XZ-004", "XZ-005")


def test_what_was_made_up_or_not_read_is_told(drafted: Draft) -> None:
    assert [sentence.partition("；")[0] for sentence in drafted.open] == [
        "工作表“会议签到”里没有找到乡镇或单位的列名，没有读取。",
        "5个乡镇没有9位区划代码，临时编为999901100等",
    ]


def test_nothing_of_the_shipped_county_is_left_in_the_new_files(county: County, drafted: Draft, tmp_path: Path) -> None:
    folder = write_county_folder(tmp_path / "平川县", CODE, NAME, drafted).parent
    texts = "".join(file.read_text("utf-8-sig") for file in folder.rglob("*") if file.is_file())
    assert [word for word in OF_ANOTHER_COUNTY if word in texts] == []
    assert 'issuer = "中共平川县委组织部"' in texts
    assert "wuwei doctor" in (folder / "说明.md").read_text("utf-8")


def test_without_a_list_a_county_can_be_begun_and_says_what_is_missing(tmp_path: Path) -> None:
    nothing = draft(CODE, NAME, OfficeTables())
    county = load_county(write_county_folder(tmp_path, CODE, NAME, nothing))
    assert (county.divisions, county.units) == ((), ())
    assert [sentence.partition("；")[0] for sentence in nothing.open] == [
        "没有乡镇名录",
        "没有单位名录",
        "各表由谁报送还没有填",
    ]


def test_a_district_speaks_of_itself_as_a_district(tmp_path: Path) -> None:
    row = OfficeRow("表!2", {"name": "青溪区委组织部"})
    drafted = draft("999902", "青溪区", OfficeTables(units=(row,)))
    assert (drafted.units[0].short, drafted.units[0].aliases) == ("区委组织部", ("组织部",))
    report = load_county(write_county_folder(tmp_path, "999902", "青溪区", drafted)).report
    assert report["recipients"] == "区委、区人大常委会、区政府、区政协领导同志"
    assert report["copies"] == "区委办公室、区政府办公室、督查室"


def test_a_folder_with_a_county_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "wuwei.toml").write_text("mine")
    with pytest.raises(FolderInUse, match="is there already"):
        write_county_folder(tmp_path, CODE, NAME, Draft())
    assert [path.name for path in tmp_path.iterdir()] == ["wuwei.toml"]


def test_of_lists_that_make_no_county_nothing_is_left(tmp_path: Path) -> None:
    """Two units of one short name: the sentence names both, and the next attempt finds an empty place."""
    rows = [OfficeRow("单位!2", {"name": name, "short": "办公室"}) for name in ("平川县委办", "平川县府办")]
    with pytest.raises(WrongCountyFile, match="“办公室”既是DW-001 平川县委办的名称，又是DW-002 平川县府办的名称"):
        write_county_folder(tmp_path / "平川县", CODE, NAME, draft(CODE, NAME, OfficeTables(units=tuple(rows))))
    assert [*tmp_path.iterdir()] == []


def test_every_name_that_stands_for_two_is_named_at_once(tmp_path: Path) -> None:
    """Two pairs of units and a pair of divisions; what follows from a name (平川县办公室) is not said beside it."""
    units = (("平川县委办", "办公室"), ("平川县府办", "办公室"), ("平川县水利局", "水电站"), ("平川县电力局", "水电站"))
    tables = OfficeTables(
        tuple(OfficeRow(f"乡镇!{at}", {"name": name}) for at, name in enumerate(("东风镇", "东风乡"), start=2)),
        tuple(OfficeRow("单位!2", {"name": name, "short": short}) for name, short in units),
    )
    with pytest.raises(WrongCountyFile) as wrong:
        write_county_folder(tmp_path / "平川县", CODE, NAME, draft(CODE, NAME, tables))
    (chinese,) = [line for line in str(wrong.value).split("\n") if "既是" in line]
    assert re.findall("“(.+?)”既是(?:.+? )(.+?)的名称，又是(?:.+? )(.+?)的名称", chinese) == [
        ("办公室", "平川县委办", "平川县府办"),
        ("水电站", "平川县水利局", "平川县电力局"),
        ("东风", "平川县东风镇人民政府", "平川县东风乡人民政府"),
        ("东风", "东风镇", "东风乡"),
    ]


def test_a_name_with_a_quotation_mark_is_written_as_it_is(tmp_path: Path) -> None:
    assert load_county(write_county_folder(tmp_path, CODE, '平"川县', Draft())).name == '平"川县'


def test_the_seat_is_asked_for_where_no_name_says_it() -> None:
    rows = tuple(OfficeRow(f"表!{at}", {"name": name}) for at, name in enumerate(("东镇", "西镇"), start=2))
    asked: list[str] = []
    answered = draft(CODE, NAME, OfficeTables(divisions=rows), lambda question: asked.append(question) or "西镇")
    assert asked == ["县城在哪个乡镇（街道）？东镇、西镇"]
    assert [d.kind for d in answered.divisions] == [DivisionKind.TOWN, DivisionKind.SEAT]
    silent = draft(CODE, NAME, OfficeTables(divisions=rows))
    assert "看不出县城在哪个乡镇；请在 divisions.csv 中把它的“类别”改为“县城”。" in silent.open


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("101", "999901101"),
        ("999901102000", "999901102"),
        ("９９９９０１１０３", "999901103"),
        ("7", "999901100"),
    ],
)
def test_a_code_is_taken_as_offices_write_it(written: str, code: str) -> None:
    row = OfficeRow("表!2", {"name": "东镇", "code": written})
    assert draft(CODE, NAME, OfficeTables(divisions=(row,))).divisions[0].code == code


@pytest.mark.parametrize(
    ("text", "sheets"),
    [
        ("S5、S7", ("S5", "S7")),
        ("S10履职", ("S10",)),
        ("《履职周报表》", ("S7",)),
        ("民生实事台账", ("S8",)),
        ("“六联”责任制民生实事台账", ("S8",)),
        ("《“六联”责任制民生实事台账》、岗位需求表", ("S5", "S8")),
        ("S1—S4", ("S1", "S2", "S3", "S4")),
        ("s1至s3，S6", ("S1", "S2", "S3", "S6")),
        ("S1—S99", ()),
        ("S99", ()),
        ("", ()),
    ],
)
def test_sheets_are_known_by_number_and_title(text: str, sheets: tuple[str, ...]) -> None:
    assert sheets_named(text) == sheets


def test_headings_are_compared_without_blanks_and_brackets() -> None:
    assert plain_heading("单位（全称）：") == "单位"


def test_ticks_below_the_sheets_names_say_who_sends_them(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "分工.xlsx") as book:
        book.add_worksheet().write_row(0, 0, ["单位名称", "S1", "S7履职周报表"])
        book.worksheets()[0].write_row(1, 0, ["平川县财政局", "", "√"])
    assert [row.sends for row in office_tables(tmp_path / "分工.xlsx").units] == [("S7",)]


def listed(*towns: tuple[str, str]) -> Draft:
    """The draft of a list of towns with their codes, from row 2 of its sheet on."""
    rows = (OfficeRow(f"乡镇!{at}", {"name": name, "code": code}) for at, (name, code) in enumerate(towns, start=2))
    return draft(CODE, NAME, OfficeTables(divisions=tuple(rows)))


def test_every_code_of_a_list_that_is_not_taken_is_named_with_what_stands_for_it() -> None:
    drafted = listed(("城关镇", "999901100"), ("柳河镇", "888801101"), ("青山乡", "999901100"), ("东镇", "99990"))
    assert [division.code for division in drafted.divisions] == ["999901100", "999901101", "999901200", "999901102"]
    told = [sentence for sentence in drafted.open if sentence.startswith("乡镇!")]
    assert [sentence.partition("：")[0] for sentence in told] == ["乡镇!3 柳河镇", "乡镇!4 青山乡", "乡镇!5 东镇"]
    assert ("“888801101”" in told[0], "临时编为999901101" in told[0]) == (True, True)
    assert not any("没有9位区划代码" in sentence or "--code" in sentence for sentence in drafted.open)


def test_a_list_of_another_county_s_codes_asks_for_the_county_s_code() -> None:
    drafted = listed(("城关镇", "888801100"), ("柳河镇", "888801101000"))
    assert "名录中的区划代码多以888801开头；请核对 --code 999901 是否填对。" in drafted.open


def test_a_division_listed_twice_is_told() -> None:
    assert "乡镇!3 城关镇：重复，只登记一次。" in listed(("城关镇", "999901100"), ("城关镇", "")).open


TOWNS = ("城关镇", "柳河镇", "青山乡")


@pytest.mark.parametrize(
    ("of_towns", "of_office", "senders"),
    [
        ((("S8",), (), ("S8",)), (), ["XZ-001", "XZ-003"]),  # some towns only
        ((("S8",), (), ()), ("S8",), ["DW-001", "XZ-001"]),  # an office sends it too
        ((("S8",), ("S8",), ("S8",)), (), "divisions"),
    ],
)
def test_ticks_of_towns_and_of_offices_are_both_heard(
    of_towns: tuple[tuple[str, ...], ...], of_office: tuple[str, ...], senders: object
) -> None:
    towns = tuple(OfficeRow("乡镇!2", {"name": name}, sends) for name, sends in zip(TOWNS, of_towns, strict=True))
    office = OfficeRow("单位!2", {"name": "平川县财政局"}, of_office)
    drafted = draft(CODE, NAME, OfficeTables(divisions=towns, units=(office,)))
    assert drafted.expected["S8"] == senders


def test_ticks_in_the_list_of_towns_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "乡镇.xlsx") as book:
        book.add_worksheet().write_row(0, 0, ["乡镇名称", "S8", "S10"])
        book.worksheets()[0].write_row(1, 0, ["城关镇", "√", ""])
    assert [row.sends for row in office_tables(tmp_path / "乡镇.xlsx").divisions] == [("S8",)]


MERGED = ("A1:A2", "B1:B2", "C1:D1")
TOWNS_AND_TICKS = [("城关镇", ("S10",)), ("柳河镇", ("S9", "S10"))]


@pytest.mark.parametrize(
    ("headings", "merged"),
    [
        ([["序号", "乡镇名称", "报送报表", ""], ["", "", "S9", "S10"]], MERGED),
        ([["序号", "乡镇名称", "报送报表", ""], ["", "", "S9", "S10"]], ()),
        ([["序号", "乡镇", "报送报表", ""], ["", "名称", "S9", "S10"]], ()),
        ([["序号", "乡镇名称", "S9", "S10"], ["", "", "", ""]], ("A1:A2", "B1:B2")),
    ],
)
def test_headings_on_two_lines_are_no_division(
    tmp_path: Path, headings: list[list[str]], merged: tuple[str, ...]
) -> None:
    """The headings stand once more in the middle, as on a second page."""
    rows = [*headings, [1, "城关镇", "", "√"], *headings, [2, "柳河镇", "√", "√"]]
    with xlsxwriter.Workbook(tmp_path / "乡镇.xlsx") as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        for place in merged:
            sheet.merge_range(place, headings[0][ord(place[0]) - ord("A")])
    found = office_tables(tmp_path / "乡镇.xlsx").divisions
    assert [(row.text("name"), row.sends) for row in found] == TOWNS_AND_TICKS


@pytest.mark.parametrize(
    ("name", "encoding", "separator"),
    [("乡镇.csv", "gb18030", ","), ("乡镇.CSV", "utf-8-sig", ","), ("乡镇.txt", "gb18030", "\t")],
)
def test_a_list_saved_as_text_is_read(tmp_path: Path, name: str, encoding: str, separator: str) -> None:
    lines = (
        ("平川县乡镇名录",),
        (),
        ("序号", "乡镇名称", "S9", "S10"),
        ("1", "城关镇", "", "√"),
        ("2", "柳河镇", "√", "√"),
    )
    text = "\r\n".join(separator.join(line) for line in lines)
    (tmp_path / name).write_bytes(text.encode(encoding))
    found = office_tables(tmp_path / name).divisions
    assert [(row.text("name"), row.sends) for row in found] == TOWNS_AND_TICKS
    assert [row.place for row in found] == ["乡镇!4", "乡镇!5"]


@pytest.mark.parametrize(
    ("name", "opens"),
    [("乡镇.csv", "flows.county.table_file.county_text"), ("乡镇.xlsx", "python_calamine.load_workbook")],
)
def test_a_list_that_may_not_be_read_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, opens: str
) -> None:
    def refused(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(opens, refused)
    with pytest.raises(
        NoOfficeTable, match=r"allow this user to read it\n.*打不开（Permission denied）；请让本用户能读"
    ):
        office_tables(tmp_path / name)


def test_a_list_that_is_no_text_is_refused_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "乡镇.csv").write_bytes("乡镇名称".encode("utf-16"))
    with pytest.raises(NoOfficeTable, match=r"save it as UTF-8\n.*请另存为UTF-8"):
        office_tables(tmp_path / "乡镇.csv")


def test_towns_left_out_of_a_sheet_that_towns_send_are_told() -> None:
    towns = tuple(OfficeRow("乡镇!2", {"name": name}) for name in TOWNS)
    office = OfficeRow("单位!2", {"name": "平川县财政局"}, ("S9",))
    drafted = draft(CODE, NAME, OfficeTables(divisions=towns, units=(office,)))
    assert drafted.expected["S9"] == ["DW-001"]
    assert any(told.startswith("S9") and "未列的乡镇没有登记" in told for told in drafted.open)


def test_what_a_unit_listed_twice_sends_by_either_line_is_heard() -> None:
    rows = [OfficeRow(f"单位!{at}", {"name": "平川县财政局"}, sends) for at, sends in ((2, ("S5",)), (3, ("S7",)))]
    drafted = draft(CODE, NAME, OfficeTables(units=tuple(rows)))
    assert (drafted.expected["S5"], drafted.expected["S7"]) == (["DW-001"], ["DW-001"])


def test_a_total_whose_word_stands_before_the_name_is_no_row(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "乡镇.xlsx") as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([["序号", "乡镇名称"], [1, "东镇"], ["合计", 1], ["注：不含农场", "见文件"]]):
            sheet.write_row(at, 0, row)
    assert [row.text("name") for row in office_tables(tmp_path / "乡镇.xlsx").divisions] == ["东镇"]


def test_a_street_listed_by_its_office_is_known_by_its_own_name_too() -> None:
    drafted = draft(CODE, NAME, OfficeTables(divisions=(OfficeRow("表!2", {"name": "城东街道办事处"}),)))
    assert drafted.divisions[0].aliases == ("城东街道",)
    assert (drafted.units[0].name, drafted.units[0].short) == ("平川县城东街道办事处", "城东街道办事处")


def test_a_sheet_of_the_list_that_nobody_knows_is_told() -> None:
    row = OfficeRow("单位!5", {"name": "中共平川县委党校", "sends": "S2、培训表"}, ("S2",))
    (told,) = (text for text in draft(CODE, NAME, OfficeTables(units=(row,))).open if "党校" in text and "培训" in text)
    assert told.startswith("单位!5 中共平川县委党校：看不出“培训表”是哪张表，没有登记")
    assert "[expected]" in told
    assert "DW-001" in told


def test_a_workbook_without_such_a_list_is_refused_in_both_languages(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "签到.xlsx") as book:
        book.add_worksheet().write(0, 0, "某某")
    with pytest.raises(NoOfficeTable, match=r"no worksheet has a heading.*\n.*请给名称所在的列加上"):
        office_tables(tmp_path / "签到.xlsx")
