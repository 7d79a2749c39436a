"""Blank workbooks: what a clerk may type passes, what is left blank is told, what is confirmed stays (design.md §4)."""

from __future__ import annotations

import datetime as dt
import stat
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from expectations.catalogue import SHEETS
from expectations.contract import Cadence, Kind, Need
from expectations.county_codes import all_codes
from expectations.suites.judge import judge
from flows.check import issues_of
from flows.command_line import app
from flows.intake import FileTask, read_files
from flows.templates.drawing import SPARE_ROWS
from flows.templates.entries import PERIOD
from flows.templates.form import form
from flows.templates.handing_out import AlreadyThere, NothingToSend, forms_of, hand_out
from flows.templates.prefill import SNAPSHOTS, accepted_rows
from flows.workplace import Workplace
from samples.submission import Row, Value
from samples.wording import shown
from tests.clerk import NotAllowed, OpenWorkbook, tag
from tests.tables import received as of_file
from tests.weeks import TUESDAY, W47, published, qichun, received, story
from transforms.grid import Grid
from transforms.intake import Intake
from transforms.submission import file_name
from transforms.template_mark import mark, marked_versions, outdated
from transforms.verdict import verdict

W48 = "2021-W48"
SENDER = {sheet: units[0] for sheet, units in qichun().expected.items()}
ALL = pytest.mark.parametrize("sheet", SHEETS)


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path / "output", qichun(), processes=0)


@cache
def clean_rows() -> dict[str, list[Row]]:
    """By sheet, rows as diligent clerks of the synthetic county send them: those of the fullest submission."""
    boxes = story(scale=0.02)
    sent = sorted((one for box in boxes.values() for one in box), key=lambda one: (one.period, len(one.rows)))
    return {one.sheet: one.rows for one in sent if one.rows}


def blank(folder: Path, sheet: str, period: str | None = W47) -> Path:
    forms = [one for one in forms_of(qichun(), period, SENDER[sheet]) if one.sheet.id == sheet]
    (path,) = hand_out(folder, forms, qichun())
    return path


def came_in(paths: list[Path], inbox: str) -> Intake:
    tasks = [FileTask(path, of_file(path.name, inbox, path.read_bytes())) for path in paths]
    return read_files(tasks, qichun(), processes=0)


def issues(place: Workplace, *files: Path, period: str = W47) -> list[tuple[str | None, str, str]]:
    return issues_of(list(files), place, period, TUESDAY).select("cell", "rule", "message").rows()


def typed_in(book: OpenWorkbook, sheet: str, rows: list[Row]) -> None:
    """Type rows below the headings, column by column as they are called."""
    columns, headings = SHEETS[sheet].column, book.headings
    for at, row in enumerate(rows, start=book.header_row + 1):
        for name in row.keys() & columns.keys():
            value: Value = row[name]
            entry = shown(value, columns[name], qichun(), None)
            if columns[name].codes == "work_capacity":
                entry = value  # the contract asks for the letter alone
            if entry is not None:
                book.type(f"{headings[columns[name].heading]}{at}", entry)


@ALL
def test_a_workbook_filled_in_by_the_book_passes_without_a_word(sheet: str, place: Workplace, tmp_path: Path) -> None:
    path, rows = blank(tmp_path, sheet), clean_rows()[sheet][:SPARE_ROWS]
    assert rows
    book = OpenWorkbook(path)
    typed_in(book, sheet, rows)
    book.type(book.label("填表人："), "经办员")
    book.type(book.label("填报日期："), "2021-11-22")
    assert issues(place, book.save(path)) == []


TYPED = {
    Kind.INTEGER: float,
    Kind.NUMBER: float,
    Kind.MONEY: float,
    Kind.HOURS: float,
    Kind.PERCENT: lambda text: float(text.rstrip("%")),
    Kind.DATE: dt.date.fromisoformat,
    Kind.DUE: dt.date.fromisoformat,
}


@ALL
@pytest.mark.parametrize("period", [W47, None])
def test_the_example_of_every_column_can_be_typed_and_is_read(
    sheet: str, period: str | None, place: Workplace, tmp_path: Path
) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet, period))
    for column in SHEETS[sheet].columns:
        entry = TYPED.get(column.kind, str)(column.example)
        book.type(f"{book.headings[column.heading]}{book.header_row + 1}", entry)
    found = issues_of([book.save(tmp_path / f"{SENDER[sheet]}_{sheet}_v1.xlsx")], place, "2022-W40", TUESDAY)
    rules = {rule.id for rule in SHEETS[sheet].all_rules} | {"period_disagrees", "people_split"}
    assert set(found["rule"]) <= rules  # every cell is read; that examples of one row fit each other nobody promises


def test_every_blank_workbook_is_known_by_unit_sheet_and_period_and_untouched_is_no_report(
    place: Workplace, tmp_path: Path
) -> None:
    forms = forms_of(qichun(), W47)
    assert [(one.sheet.id, one.unit.code) for one in forms] == [
        (sheet, unit) for sheet in SHEETS for unit in qichun().expected[sheet]
    ]
    paths = hand_out(tmp_path, forms, qichun())
    came = came_in(paths, W47)
    told = came.submissions.select("file", "submitter", "sheet", "period", "refused", "zero_report").rows()
    assert told == [(one.file_name, one.unit.code, one.sheet.id, W47, "nothing_filled_in", False) for one in forms]
    assert set(issues_of(paths, place, W47, TUESDAY).select("rule", "reaction").rows()) == {
        ("nothing_filled_in", "FILE")
    }


@ALL
def test_nothing_to_report_is_said_in_one_cell(sheet: str, place: Workplace, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    with pytest.raises(NotAllowed):
        book.type(book.label("本期情况："), "没有")
    book.type(book.label("本期情况："), "本周无变化")
    assert issues(place, book.save(tmp_path / f"{SENDER[sheet]}_{sheet}_2021-W47_v2.xlsx")) == []


def test_a_workbook_without_a_period_is_completed_by_the_clerk(place: Workplace, tmp_path: Path) -> None:
    path = blank(tmp_path, "R8", period=None)
    assert path.name == "QC-ZZB_R8_v1.xlsx"
    book = OpenWorkbook(path)
    typed_in(book, "R8", clean_rows()["R8"])
    book.type(book.label("报送期别："), "2021年第47周")
    assert issues(place, book.save(path), period=W48) == []
    assert came_in([path], W48).submissions["period"].to_list() == [W47]
    ((_, rule, _),) = issues(place, book.save(tmp_path / "QC-ZZB_R8_2021-W46_v1.xlsx"))
    assert rule == "period_disagrees"


@pytest.mark.parametrize("period", [W47, None])
def test_the_name_of_a_workbook_says_what_the_reader_reads(period: str | None) -> None:
    for one in forms_of(qichun(), period):
        told = file_name(one.file_name)
        assert (told.unit, told.sheet, told.period, told.version) == (one.unit.code, one.sheet.id, period, 1)


@pytest.mark.parametrize(
    ("sheet", "heading", "entry"),
    [
        ("S1", "性别", "男性"),
        ("S1", "身份证号", "1101051949123100"),
        ("S1", "出生年月", "65.1"),
        ("S1", "退出领导岗位时间", dt.date(2021, 11, 29)),  # the day after the period
        ("S1", "退出领导岗位时间", "去年"),
        ("S5", "需求人数", 21.0),
        ("S5", "需求人数", 1.5),
        ("S5", "需求人数", "约2人"),
        ("S7", "期别", "2021-W46"),
        ("S7", "本周事项数", -1.0),
        ("S8", "当前进度", 101.0),
        ("S10", "是否领办实事项目", "可能"),
    ],
)
def test_what_is_certainly_wrong_cannot_be_typed(sheet: str, heading: str, entry: object, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    with pytest.raises(NotAllowed, match=f"「{heading}」.+。"):
        book.type(f"{book.headings[heading]}{book.header_row + 1}", entry)


@pytest.mark.parametrize(
    ("sheet", "heading", "entry"),
    [
        ("S1", "原单位", "县供销社"),  # kept as text, with a word
        ("S1", "退出原因", "换届、健康状况"),  # several of a list
        ("S2", "特长优势", "书法"),  # an open vocabulary
        ("S4", "办理时限", "长期"),
        ("S1", "原任职务", "职" * 101),  # kept whole, cut in reports
    ],
)
def test_what_the_contract_takes_with_a_word_can_be_typed(sheet: str, heading: str, entry: str, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    book.type(f"{book.headings[heading]}{book.header_row + 1}", entry)


@ALL
def test_only_data_and_what_is_asked_for_above_can_be_typed(sheet: str, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    assert book.sheet.find(tag("sheetProtection")) is not None
    above = {place for place in book.cells if int("".join(filter(str.isdigit, place))) <= book.header_row}
    asked = {book.label(label) for label in ("填报日期：", "本期情况：", "填表人：")}
    merged = {one.attrib["ref"].split(":")[0] for one in book.sheet.iter(tag("mergeCell"))}
    assert {place for place in above & merged if not book.locked(place)} == asked
    assert not any(book.locked(place) for place in book.cells.keys() - above)
    for column in book.sheet.iter(tag("col")):  # below the spare rows the columns' own style holds
        protection = book.styles[int(column.attrib["style"])].find(tag("protection"))
        assert protection is not None
        assert protection.attrib["locked"] == "0"


@ALL
def test_what_excel_2010_and_wps_can_show(sheet: str, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    assert len(book.validations) == len(SHEETS[sheet].columns) + 3
    for rule in book.validations.values():
        assert len(rule.attrib.get("promptTitle", "")) <= 32
        assert 0 < len(rule.attrib["prompt"]) <= 255
        assert len(rule.attrib.get("error", "")) <= 255
        assert len(rule.findtext(tag("formula1")) or "") <= 255


@ALL
def test_a_cell_is_shown_as_what_it_holds(sheet: str, tmp_path: Path) -> None:
    """Long numbers and months are text, or a spreadsheet makes numbers of them (domain.md M39, M53)."""
    book = OpenWorkbook(blank(tmp_path, sheet))
    wanted = {Kind.PERCENT: "0.0%", Kind.DATE: "yyyy-mm-dd", Kind.DUE: "yyyy-mm-dd", Kind.INTEGER: "0"}
    plain = dict.fromkeys((Kind.NUMBER, Kind.MONEY, Kind.HOURS), "General")
    for column in SHEETS[sheet].columns:
        first = f"{book.headings[column.heading]}{book.header_row + 1}"
        assert book.number_format(first) == (wanted | plain).get(column.kind, "@"), column.heading


@ALL
def test_headings_say_what_must_be_filled_in_and_are_wide_enough(sheet: str, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    assert list(book.headings) == [column.heading for column in SHEETS[sheet].columns]
    for column in SHEETS[sheet].columns:
        text = book.shown(f"{book.headings[column.heading]}{book.header_row}")
        assert ("必填）" in text) == (column.need is Need.REQUIRED)
    widths = [float(one.attrib["width"]) for one in book.sheet.iter(tag("col"))][1:]
    rows = {row.attrib["r"]: row for row in book.sheet.iter(tag("row"))}
    height = float(rows[str(book.header_row)].attrib["ht"])
    assert len(widths) == len(book.headings)
    assert all(2 * len(text) * 15 <= width * height for text, width in zip(book.headings, widths, strict=True))


def test_it_is_printed_on_a4_across_with_its_headings_on_every_page(tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, "S1"))
    setup, view = book.sheet.find(tag("pageSetup")), next(book.sheet.iter(tag("pane")))
    assert setup is not None
    assert {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"}.items() <= setup.attrib.items()
    assert book.names["_xlnm.Print_Titles"] == f"填报表!${book.header_row}:${book.header_row}"
    assert book.names["_xlnm.Print_Area"] == "填报表!$A:$W"  # 序号 and 22 columns; whole columns: data may grow
    assert (view.attrib["state"], view.attrib["ySplit"]) == ("frozen", str(book.header_row))


@ALL
def test_the_instructions_have_a_line_for_every_column(sheet: str, tmp_path: Path) -> None:
    book = OpenWorkbook(blank(tmp_path, sheet))
    lines = [[book.shown(f"{column}{row}", "sheet2") for column in "ABCDE"] for row in range(1, 60)]
    start = lines.index(["列名", "是否必填", "填写要求", "可填内容", "示例"]) + 1
    told = {line[0]: line for line in lines[start:] if line[0]}
    assert list(told) == [column.heading for column in SHEETS[sheet].columns]
    for column in SHEETS[sheet].columns:
        _, need, wanted, allowed, example = told[column.heading]
        assert wanted
        assert (need == "必填") == (column.need is Need.REQUIRED)
        assert example == column.example
        assert allowed or column.codes is None


@ALL
def test_every_choice_offered_is_read_without_a_word(sheet: str) -> None:
    codes = all_codes(qichun())
    made = form(SHEETS[sheet], qichun().unit[SENDER[sheet]], qichun(), codes, W47)
    assert made.choices
    for name, choices in made.choices.items():
        if name != PERIOD:
            assert [codes[name].read(choice) for choice in choices] == [(code, False) for code in codes[name].labels]


def older(path: Path, target: Path) -> Path:
    """The workbook with another version in its hidden mark."""
    book = OpenWorkbook(path)
    book.parts["xl/worksheets/sheet3.xml"] = book.parts["xl/worksheets/sheet3.xml"].replace(b"<v>1</v>", b"<v>0</v>", 1)
    typed_in(book, "R8", clean_rows()["R8"])
    return book.save(target)


def test_a_workbook_of_an_older_contract_is_read_and_the_clerk_told(place: Workplace, tmp_path: Path) -> None:
    path = blank(tmp_path, "R8")
    assert b'state="veryHidden"' in OpenWorkbook(path).parts["xl/workbook.xml"]
    ((cell, rule, message),) = issues(place, older(path, tmp_path / path.name))
    assert (cell, rule) == (None, "template_outdated")
    assert "第0版" in message
    assert "第1版" in message


@pytest.mark.parametrize(
    "row", [[], ["五维空白表"], ["五维空白表", "S1", "新"], ["五维空白表", 1.0, 1.0], ["别的", "S1", 0.0]]
)
def test_a_mark_that_says_nothing_is_ignored(row: list[str | float]) -> None:
    assert marked_versions([Grid("选项", [row], visible=False)]) == {}


def test_a_newer_mark_or_none_is_no_complaint() -> None:
    sheet = SHEETS["S1"]
    assert mark(sheet)[1:] == ("S1", sheet.version)
    assert [outdated(sheet, versions) for versions in ({}, {"S1": 9}, {"S2": 0})] == [[], [], []]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = blank(tmp_path, "S8")
    filled = path.read_bytes() + b" "
    path.write_bytes(filled)
    with pytest.raises(AlreadyThere, match=path.name):
        hand_out(tmp_path, forms_of(qichun(), W47), qichun())
    assert list(tmp_path.rglob("*.xlsx")) == [path]
    assert path.read_bytes() == filled


def test_a_unit_that_sends_nothing_is_told_who_does() -> None:
    with pytest.raises(NothingToSend, match=r"QC-XX sends no sheet.*QC-ZZB"):
        forms_of(qichun(), W47, "QC-XX")


def test_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    assert blank(tmp_path / "a", "S2").read_bytes() == blank(tmp_path / "b", "S2").read_bytes()


@pytest.fixture(scope="module")
def last_week(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workplace, dict[str, pl.DataFrame]]:
    """A week of messy workbooks run and published, and the rows it accepted."""
    place = received(tmp_path_factory.mktemp("county"), story(scale=0.02, dirt=0.3))
    edition = published(place, W47, TUESDAY)
    return place, accepted_rows(place, edition)


def sent_back(paths: list[Path]) -> dict[str, pl.DataFrame]:
    """The accepted rows when these workbooks come in unchanged a week later."""
    return dict(verdict(came_in(paths, W48), W48, judge).rows)


def values(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("submitter", "submission", "row").drop("submission", "period", "period_end", "row")


def test_a_prefilled_workbook_sent_back_unchanged_gives_the_same_rows(
    last_week: tuple[Workplace, dict[str, pl.DataFrame]], tmp_path: Path
) -> None:
    _, accepted = last_week
    paths = hand_out(tmp_path, forms_of(qichun(), W48), qichun(), accepted)
    again = sent_back([path for path in paths if file_name(path.name).sheet in SNAPSHOTS])
    for sheet in SNAPSHOTS:
        assert accepted[sheet].height > 0
        assert values(again[sheet]).equals(values(accepted[sheet])), sheet


def test_a_unit_gets_its_own_rows_alone_and_nobody_else_may_read_them(
    last_week: tuple[Workplace, dict[str, pl.DataFrame]], tmp_path: Path
) -> None:
    _, accepted = last_week
    paths = hand_out(tmp_path, forms_of(qichun(), W48), qichun(), accepted)
    for path in paths:
        told = file_name(path.name)
        assert told.sheet in SHEETS
        own = accepted.get(told.sheet, pl.DataFrame({"submitter": []})).filter(pl.col("submitter") == told.unit)
        book = OpenWorkbook(path)
        numbered = [book.shown(f"A{row}") for row in range(book.header_row + 1, book.header_row + own.height + 2)]
        assert numbered == [*map(str, range(1, own.height + 1)), ""]
        if own.height:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_rows_of_a_weekly_sheet_are_facts_of_their_week_and_not_told_again(
    last_week: tuple[Workplace, dict[str, pl.DataFrame]],
) -> None:
    assert {sheet for sheet in SHEETS if SHEETS[sheet].cadence is Cadence.WEEKLY_ROWS} == {"S4", "S7", "S10"}
    assert set(last_week[1]) == SHEETS.keys() - {"S4", "S7", "S10"}


def test_the_command_writes_the_workbooks_of_a_unit(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["templates", str(tmp_path), "--unit", "QC-DCS", "--period", W47])
    assert told.exit_code == 0, told.output
    assert [path.name for path in tmp_path.rglob("*.xlsx")] == ["QC-DCS_S8_2021-W47_v1.xlsx"]


def test_the_command_prefills_for_the_week_after(
    last_week: tuple[Workplace, dict[str, pl.DataFrame]], tmp_path: Path
) -> None:
    place, accepted = last_week
    arguments = ["templates", str(tmp_path), "--unit", "QC-DCS", "--prefill", W47, "--out", str(place.out)]
    told = CliRunner().invoke(app, arguments)
    assert told.exit_code == 0, told.output
    (path,) = tmp_path.rglob("*.xlsx")
    assert path.name == "QC-DCS_S8_2021-W48_v1.xlsx"
    book = OpenWorkbook(path)
    first = book.shown(f"{book.headings['事项编号']}{book.header_row + 1}")
    assert first in accepted["S8"]["item_code"].to_list()
