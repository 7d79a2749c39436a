"""The marked copy: what a clerk sees, what stays hidden, and what comes of sending it back."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from flows.clerks.marking.colours import COLOURS
from flows.clerks.marking.letter import MOST_NOTES
from flows.clerks.marking.mark_batch import copy_name, copy_task, mark_batch, marked_copy, suffix
from flows.clerks.marking.mark_file import CopyTask, mark_file
from flows.clerks.marking.ooxml.markup import NotPatchable
from flows.clerks.marking.patch import patched
from flows.clerks.marking.rebuild import UNREAD, rebuilt
from flows.read.workbook import read_bytes
from flows.read.xlsx_evidence import is_long
from samples.dirt.dirt import soil
from samples.story.story import inboxes
from samples.week import write_inboxes
from tests.support.runs.counties import qichun
from tests.support.workbooks.marks import LETTER, find, note, own_grids, packed, parts, sheets
from tests.support.workbooks.packages import MAIN, SHEET, sheet, workbook_file
from tests.support.workbooks.tables import W47, contact_log, intake, reader, received, talk, written
from transforms.ingest.workbook import ingest_workbook
from transforms.judge.in_force import IN_FORCE, SUPERSEDED, standing
from transforms.recognise.grid import Grid, Merge
from transforms.recognise.return_sheet import NAME
from transforms.recognise.row_kinds import RETURN_SHEET
from transforms.records.extract import Intake, framed
from transforms.records.issues import MASK, Finding, Origin, issue_lines
from transforms.records.ledger import SET_ASIDE
from transforms.records.notice import Unreadable

pytestmark = pytest.mark.usefixtures("plainly")

ID = "110105194912310021"
STRICT = b"http://purl.oclc.org/ooxml/"


def line(
    cell: str | None, reaction: Reaction, column: str = "contact_type", message: str = "「联系方式」不在规定的选项中。"
) -> dict[str, object]:
    """An issue of a contact log as the ledger of issues has it."""
    row = int(cell[1:]) if cell else None
    heading = SHEETS["S4"].column[column].heading if cell else None
    place = {"worksheet": "Sheet1", "row": row, "column": column if cell else None, "heading": heading, "cell": cell}
    return {"sheet": "S4", **place, "reaction": reaction.value, "message": message, "value": None}


@pytest.fixture
def log(tmp_path: Path) -> bytes:
    return written(tmp_path / "log.xlsx", contact_log(talk(way="吹风"), talk("李四"))).read_bytes()


def first_sheet(copy: bytes) -> str:
    """All words on the worksheet in front."""
    grid = read_bytes(copy).grids[0]
    assert grid.name == NAME
    return "\n".join("\t".join(map(str, row)) for row in grid.rows)


def test_a_wrong_cell_is_coloured_commented_and_listed_with_a_link(log: bytes) -> None:
    copy = marked_copy(log, [line("C4", Reaction.CELL)], LETTER, processes=0)
    page, front = sheets(copy)["Sheet1"], sheets(copy)[NAME]
    assert page.colours["C4"] == COLOURS[Reaction.CELL]
    assert page.comments == {
        "C4": "【请改正】「联系方式」不在规定的选项中。\n应填下拉选项中的一项：面谈、电话、走访、座谈会。\n例如：面谈"
    }
    assert [*front.links.values()] == ["'Sheet1'!C4"]
    words = first_sheet(copy)
    for text in (LETTER.deadline, LETTER.contact, LETTER.unit, LETTER.period, "C4", "面谈、电话、走访、座谈会"):
        assert text in words


def test_severity_decides_the_colour_and_two_issues_share_a_comment(log: bytes) -> None:
    issues = [
        line("C4", Reaction.FIXW, message="甲。"),
        line("C4", Reaction.ROW, message="乙。"),
        line("B4", Reaction.FIXW),
    ]
    page = sheets(marked_copy(log, issues, LETTER, processes=0))["Sheet1"]
    assert page.colours["C4"] == COLOURS[Reaction.ROW]
    assert page.colours["B4"] == COLOURS[Reaction.FIXW]
    assert page.comments["C4"].index("乙。") < page.comments["C4"].index("甲。")


def test_silent_repairs_are_not_shown_and_warned_ones_say_how_they_were_read(log: bytes) -> None:
    issues = [
        line("A4", Reaction.FIX, message="无声。"),
        line("B4", Reaction.FIXW, "contact_date", "年份已补全。") | {"read_as": "2021-11-22"},
        line("C4", Reaction.FIXW, message="已按选项理解。") | {"read_as": "***"},
    ]
    copy = marked_copy(log, pl.DataFrame(issues), LETTER, processes=0)
    comments = sheets(copy)["Sheet1"].comments
    assert comments.keys() == {"B4", "C4"}
    assert comments["B4"].startswith("【请核对】年份已补全。我们读作“2021-11-22”，如不对请改正。")
    assert comments["C4"].startswith("【请核对】已按选项理解。如不对请改正。")
    assert "无声" not in first_sheet(copy)


def test_how_a_cell_was_read_is_told_in_the_clerks_words_but_not_of_secret_columns() -> None:
    log = contact_log(talk("张三（女）", "11月22日", "面对面谈话"))
    issues = intake(log).issues.filter(pl.col("reaction") == Reaction.FIXW)
    assert dict(issues.select("cell", "read_as").drop_nulls("cell").iter_rows()) == {"A4": "张三", "B4": "2021-11-22"}
    secret = Finding(3, SHEETS["S4"].column["mood"], "code_understood", Reaction.FIXW, "", "平平稳稳", "稳定")
    origin = Origin("s", "f", "Sheet1", None, W47, dt.date(2021, 11, 28))
    assert [*issue_lines(origin, "S4", [], [secret])["read_as"]] == [MASK]


def test_a_refused_file_is_listed_without_a_link_to_a_cell(log: bytes) -> None:
    copy = marked_copy(log, [line(None, Reaction.FILE, message="缺少必填列。") | {"worksheet": None}], LETTER, 0)
    assert "整表退回\t缺少必填列。" in first_sheet(copy)
    assert sheets(copy)[NAME].links == {}
    assert sheets(copy)["Sheet1"].comments == {}


def test_a_row_without_a_cell_is_marked_at_its_start(log: bytes) -> None:
    copy = marked_copy(log, [line("C5", Reaction.ROW) | {"cell": None}], LETTER, processes=0)
    assert sheets(copy)["Sheet1"].colours["A5"] == COLOURS[Reaction.ROW]
    assert "第5行" in first_sheet(copy)


def test_of_too_many_notes_the_severest_are_listed(log: bytes) -> None:
    notes = [note("Sheet1", f"A{row}", "FIXW") for row in range(1, MOST_NOTES + 1)]
    copy = mark_file(CopyTask(log, (*notes, note("Sheet1", "C9999", "ROW")), LETTER))
    assert len(sheets(copy)["Sheet1"].comments) == MOST_NOTES
    assert "C9999" in sheets(copy)["Sheet1"].comments
    assert f"有{MOST_NOTES + 1}处" in first_sheet(copy)


def test_no_secret_value_reaches_a_comment_or_the_list(tmp_path: Path) -> None:
    headings = ("姓名", "身份证号", "联系电话", "党员类别", "报到社区", "报到日期", "单位")
    rows = [
        ["填报单位：县委组织部（2021年第47周）"],
        [*headings],
        ["张三", ID, "1390000", "中共党员", "某社区", "昨天", "县委组织部"],
    ]
    data = written(tmp_path / "QC-ZZB_S9_2021-W47_v1.xlsx", rows).read_bytes()
    issues = framed([ingest_workbook(read_bytes(data), received("QC-ZZB_S9_2021-W47_v1.xlsx"), reader())]).issues
    assert "C3" in issues["cell"]
    copy = marked_copy(data, issues, LETTER, processes=0)
    added = {name: content for name, content in parts(copy).items() if content != parts(data).get(name)}
    shown = b"".join(content for name, content in added.items() if "comments" in name or name.endswith("sheet2.xml"))
    assert "联系电话".encode() in shown
    assert ID.encode() not in shown
    assert b"1390000<" not in shown


def test_comments_of_others_stay_and_one_on_the_same_cell_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "commented.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        page.write("A1", "姓名")
        page.write_comment("A1", "旧批注甲", {"author": "某人"})
        page.write_comment("B2", "旧批注乙", {"author": "某人"})
        page.insert_checkbox("D4", True)
    copy = patched(path.read_bytes(), [note("表", "A1"), note("表", "C3")], LETTER)
    comments = sheets(copy)["表"].comments
    assert comments["B2"] == "旧批注乙"
    assert comments["A1"].startswith("旧批注甲\n\n【请改正】")
    assert comments["C3"].startswith("【请改正】")
    assert parts(copy)["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") == 3


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ("", "B2"),
        ('<row r="1"/>', "A1"),
        ('<row r="3"><c r="A3"><v>3</v></c></row>', "B2"),
        ('<row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>3</v></c></row>', "B2"),
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "B2"),
        ("<row><c><v>1</v></c></row><row><c><v>3</v></c><c s='0'><v>4</v></c></row>", "B2"),
        ('<row r="1"><c r="A1"/></row><row r="9"><c r="A9" s="0"/></row>', "D20"),
        ('<row r="2"><c r="a2"><v>1</v></c><c r="c2"><v>3</v></c></row>', "B2"),
    ],
)
@pytest.mark.parametrize("root", ["worksheet", "x:worksheet"])
def test_a_mark_finds_its_place_however_the_worksheet_is_written(
    tmp_path: Path, rows: str, cell: str, root: str
) -> None:
    prefix = root.removesuffix("worksheet")
    xml = rows.replace("<row", f"<{prefix}row").replace("</row", f"</{prefix}row")
    xml = (
        xml.replace("<c", f"<{prefix}c")
        .replace("</c", f"</{prefix}c")
        .replace("<v", f"<{prefix}v")
        .replace("</v", f"</{prefix}v")
    )
    data = workbook_file(tmp_path / "odd.xlsx", {SHEET: sheet(xml, root=root)}).read_bytes()
    copy = patched(data, [note("表", cell)], LETTER)
    assert sheets(copy)["表"].comments.keys() == {cell}
    assert COLOURS[Reaction.CELL] in read_colours(copy, cell)
    assert own_grids(copy) == own_grids(data)


def read_colours(copy: bytes, cell: str) -> str:
    """The colour of a cell; of one without a reference the last coloured one."""
    return sheets(copy)["表"].colours.get(cell) or (
        "" if 's="' not in str(parts(copy)[SHEET]) else COLOURS[Reaction.CELL]
    )


def test_a_mark_inside_a_merged_range_goes_to_its_first_cell(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("表").merge_range("B2:B5", "合并")
    assert sheets(patched(path.read_bytes(), [note("表", "B4")], LETTER))["表"].comments.keys() == {"B2"}


def test_what_counts_sheets_by_position_counts_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "named.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("甲").write("A1", 1)
        second = book.add_worksheet("乙")
        second.print_area("A1:B2")
        second.activate()
        book.define_name("乙!Local", "=乙!$A$1")
    xml = parts(patched(path.read_bytes(), [], LETTER))["xl/workbook.xml"].decode()
    assert xml.count('localSheetId="2"') == 2
    assert 'localSheetId="1"' not in xml
    assert 'activeTab="0"' in xml


def test_a_worksheet_of_the_clerks_called_like_ours_is_kept(tmp_path: Path) -> None:
    data = written(tmp_path / "own.xlsx", [["我的说明"]], names=[NAME]).read_bytes()
    copy = patched(data, [note(NAME, "A1")], LETTER)
    assert [grid.name for grid in read_bytes(copy).grids] == [f"{NAME}(2)", NAME]
    assert own_grids(copy) == own_grids(data)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (
            "xl/workbook.xml",
            b"schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        ("xl/styles.xml", b"<cellXfs", b"<other"),
        ("xl/worksheets/sheet1.xml", b'encoding="UTF-8"', b'encoding="ISO-8859-1"'),
        ("[Content_Types].xml", b"sheet.main+xml", b"template.main+xml"),
    ],
)
def test_what_cannot_be_patched_safely_is_made_anew(
    log: bytes, tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    contents = parts(log)
    assert old in contents[part]
    changed = contents[part].replace(old, new).replace(b"</cellXfs", b"</other" if new == b"<other" else b"</cellXfs")
    data = workbook_file(tmp_path / "odd.xlsx", {**contents, part: changed}).read_bytes()
    with pytest.raises(NotPatchable):
        patched(data, [note("Sheet1", "C4")], LETTER)
    copy = marked_copy(data, [line("C4", Reaction.CELL)], LETTER, processes=0)
    assert [grid.rows for grid in own_grids(copy)] == [grid.rows for grid in own_grids(data)]
    assert sheets(copy)["Sheet1"].comments.keys() == {"C4"}


def test_a_workbook_made_anew_keeps_coordinates_and_values() -> None:
    day, moment = dt.date(2021, 11, 22), dt.datetime.fromisoformat("2021-11-22T08:30:00")
    grid = Grid(
        "名[1]",
        [["", "=1+1", 2.5, True], [day, moment, 1.10105194912310016e17, ""], ["合并", "", 0.1 + 0.2, 0.85]],
        merges=(Merge(2, 0, 2, 1),),
        digits={(1, 2): "110105194912310021", (2, 2): "0.30000000000000004"},
        errors={(1, 3): "#N/A"},
        formats={(2, 3): "0%"},
    )
    data, names = rebuilt([grid, Grid("名_1_", [["x"]])])
    first, second = read_bytes(data).grids
    assert names == {"名[1]": "名_1_", "名_1_": second.name}
    assert first.rows == [
        ["", "=1+1", 2.5, True],
        [day, moment, "110105194912310021", ""],  # no number has so many digits
        ["合并", "", 0.30000000000000004, 0.85],
    ]
    assert (first.merges, first.formats, first.errors) == (grid.merges, grid.formats, grid.errors)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_made_anew_is_that_number_to_the_last_digit(number: float) -> None:
    digits = {(0, 0): repr(number)} if is_long(repr(number)) else {}
    (grid,) = read_bytes(rebuilt([Grid("表", [[number], ["末行"]], digits=digits)])[0]).grids
    assert grid.rows == [[number], ["末行"]]


def computed(path: Path) -> bytes:
    """A contact log with a formula, a number format and a named range."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Sheet1")
        for at, row in enumerate(contact_log(talk(way="吹风"), talk("李四"))):
            page.write_row(at, 0, row)
        page.write_formula("F4", "=SUM(G4:H4)*rate", None, 15)
        page.write_number("G4", 7.5, book.add_format({"num_format": '0.0"分"'}))
        page.write_number("H4", 7.5)
        book.define_name("rate", "=Sheet1!$I$4")
        page.write_number("I4", 1)
    return path.read_bytes()


def strict(members: dict[str, bytes]) -> dict[str, bytes]:
    usual = b"http://schemas.openxmlformats.org/"
    pairs = [(b"spreadsheetml/2006/main", b"spreadsheetml/main"), (b"officeDocument/2006/", b"officeDocument/")]
    for old, new in pairs:
        members = {name: xml.replace(usual + old, STRICT + new) for name, xml in members.items()}
    return members


def edited(part: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda members: members | {part: members[part].replace(old, new)}


def in_utf16(members: dict[str, bytes]) -> dict[str, bytes]:
    words = members[SHEET].decode().replace("UTF-8", "UTF-16")
    return members | {SHEET: words.encode("utf-16")}


ODD = {
    "strict": strict,
    "UTF-16": in_utf16,
    "a template": edited("[Content_Types].xml", b"sheet.main+xml", b"template.main+xml"),
    "a lost sheet": edited("xl/workbook.xml", b"</sheets>", b'<sheet name="x" sheetId="9"/></sheets>'),
    "shared": lambda members: members | {"xl/revisions/revisionHeaders.xml": b"<headers/>"},
}


@pytest.mark.parametrize("change", ODD.values(), ids=ODD)
def test_a_workbook_that_cannot_be_patched_keeps_formulas_and_number_formats(
    change: Callable[[dict[str, bytes]], dict[str, bytes]], tmp_path: Path
) -> None:
    data = packed(change(parts(computed(tmp_path / "x.xlsx"))))
    with pytest.raises(NotPatchable):
        patched(data, [note("Sheet1", "C4")], LETTER)
    copy = marked_copy(data, [line("C4", Reaction.CELL)], LETTER, processes=0)
    page = sheets(copy)["Sheet1"]
    assert page.comments.keys() == {"C4"}
    assert [formula.text for formula in find(page.root, "f")] == ["SUM(G4:H4)*rate"]
    formats = find(ET.fromstring(parts(copy)["xl/styles.xml"]), "numFmt")
    assert '0.0"分"' in [each.attrib["formatCode"] for each in formats]
    names = find(ET.fromstring(parts(copy)["xl/workbook.xml"]), "definedName")
    assert [(name.attrib["name"], name.text) for name in names] == [("rate", "Sheet1!$I$4")]
    assert own_grids(copy)[0].rows[3][5:] == [15.0, 7.5, 7.5, 1.0]


@pytest.mark.parametrize("unlinked", [None, b'<styleSheet xmlns="%s"/>' % MAIN.encode()])
def test_a_workbook_without_styles_gets_them_where_every_program_looks(log: bytes, unlinked: bytes | None) -> None:
    """Some programs write an empty part of styles to which nothing links."""
    bare = {
        name: re.sub(rb"<(?:Relationship|Override)[^>]*/styles[^>]*/>", b"", xml)
        for name, xml in parts(log).items()
        if name != "xl/styles.xml"
    }
    assert b"styles" not in b"".join(bare.values())
    data = packed(bare | ({"xl/styles.xml": unlinked} if unlinked else {}))
    copy = marked_copy(data, [line("C4", Reaction.CELL)], LETTER, processes=0)
    assert sheets(copy)["Sheet1"].colours["C4"] == COLOURS[Reaction.CELL]
    assert [name for name in parts(copy) if "styles" in name] == ["xl/styles.xml"]
    assert parts(copy)["[Content_Types].xml"].count(b"/xl/styles.xml") == 1


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_a_file_that_cannot_be_read_gets_the_letter_alone(data: bytes) -> None:
    copy = marked_copy(data, [line(None, Reaction.FILE, message="文件已经损坏。") | {"worksheet": None}], LETTER)
    assert [grid.name for grid in read_bytes(copy).grids] == [NAME, UNREAD]
    assert "文件已经损坏。" in first_sheet(copy)


def test_a_worker_that_marks_copies_imports_no_polars() -> None:
    program = "import sys, flows.clerks.marking.mark_file; print('polars' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True, timeout=300)
    assert ran.stdout == "False\n"


def test_copies_come_in_order_and_macros_keep_their_extension(log: bytes, tmp_path: Path) -> None:
    contents = parts(log)
    types = contents["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    macros = workbook_file(
        tmp_path / "m.xlsm", {**contents, "[Content_Types].xml": types, "xl/vbaProject.bin": b"\0macro"}
    ).read_bytes()
    plain, with_macros = mark_batch([copy_task(data, [], LETTER) for data in (log, macros)], processes=1)
    assert (suffix(plain), suffix(with_macros)) == (".xlsx", ".xlsm")
    assert parts(with_macros)["xl/vbaProject.bin"] == b"\0macro"
    assert copy_name("QC-ZZB_S4_2021-W47_v1.xls", plain) == "QC-ZZB_S4_2021-W47_v1_退回修改表.xlsx"
    assert copy_name("表_退回修改表.xlsm", with_macros) == "表_退回修改表.xlsm"
    assert len(copy_name("长" * 90 + ".xlsx", plain).encode()) < 255


def brought(data: bytes, name: str) -> Intake:
    """What a file brings, with the worksheet 修改说明 checked to be set aside and then left out."""
    intake = framed([ingest_workbook(read_bytes(data), received(name), reader())])
    lines = intake.ledger.filter(pl.col("worksheet") == NAME)
    assert {*lines["fate"]} <= {SET_ASIDE}
    assert {*lines["reason"]} <= {RETURN_SHEET, "blank"}
    return intake


def same_intake(original: bytes, copy: bytes, name: str) -> None:
    before, after = brought(original, name), brought(copy, name)
    assert before.submissions.equals(after.submissions)
    assert before.issues.equals(after.issues)
    assert before.places.equals(after.places)
    assert before.ledger.equals(after.ledger.filter(pl.col("worksheet") != NAME))
    assert before.row_counts.equals(after.row_counts.filter(pl.col("worksheet") != NAME))
    assert all(before.rows[sheet].collect().equals(after.rows[sheet].collect()) for sheet in SHEETS)


def test_a_marked_copy_of_every_sheet_is_taken_in_like_the_original(tmp_path: Path) -> None:
    boxes = inboxes(qichun(), periods=(W47,), scale=0.05)
    soil(boxes, qichun(), 0.6, 11)
    write_inboxes(tmp_path, boxes, qichun())
    sheet_ids = set()
    for path in sorted((tmp_path / "inbox" / W47).iterdir()):
        data = path.read_bytes()
        try:
            intake = brought(data, path.name)
        except Unreadable:
            continue
        sheet_ids |= {*intake.submissions["sheet"].drop_nulls()}
        same_intake(data, marked_copy(data, intake.issues, LETTER, processes=0), path.name)
    assert sheet_ids == {*SHEETS}


def test_a_corrected_copy_is_taken_in_like_the_corrected_original(log: bytes, tmp_path: Path) -> None:
    copy = marked_copy(log, [line("C4", Reaction.CELL)], LETTER, processes=0)
    corrected = [corrected_by_hand(data, tmp_path / "corrected.xlsx") for data in (log, copy)]
    same_intake(corrected[0], corrected[1], "QC-ZZB_S4_2021-W47_v1.xlsx")
    assert "吹风" not in str(own_grids(corrected[1]))


def test_a_copy_that_is_still_wrong_is_marked_anew(log: bytes, tmp_path: Path) -> None:
    first = marked_copy(log, [line("C4", Reaction.CELL), line("B4", Reaction.ROW)], LETTER, processes=0)
    again = marked_copy(first, [line("B4", Reaction.FIXW), line("A5", Reaction.CELL)], LETTER, processes=0)
    page = sheets(again)["Sheet1"]
    assert [grid.name for grid in read_bytes(again).grids] == [NAME, "Sheet1"]
    assert page.comments.keys() == {"B4", "A5"}
    assert {cell: colour for cell, colour in page.colours.items() if colour in COLOURS.values()} == {
        "B4": COLOURS[Reaction.FIXW],
        "A5": COLOURS[Reaction.CELL],
    }
    assert parts(again)["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") == 2
    assert [*sheets(again)[NAME].links.values()] == ["'Sheet1'!B4", "'Sheet1'!A5"]
    assert own_grids(again) == own_grids(log)


def test_marking_anew_takes_no_comment_of_the_clerk_s_away(tmp_path: Path) -> None:
    path = tmp_path / "commented.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        page.write("A1", "姓名")
        page.write_comment("A1", "旧批注甲", {"author": "某人"})
        page.write_comment("B2", "旧批注乙", {"author": "某人"})
    first = patched(path.read_bytes(), [note("表", "A1"), note("表", "C3")], LETTER)
    again = patched(first, [note("表", "D4")], LETTER, [NAME])
    comments = sheets(again)["表"].comments
    assert comments.keys() == {"A1", "B2", "D4"}  # the mark on C3 is gone
    assert comments["A1"].startswith("旧批注甲")
    assert comments["B2"] == "旧批注乙"
    assert parts(again)["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") == 3


def corrected_by_hand(data: bytes, path: Path) -> bytes:
    contents = parts(data)
    words = contents["xl/sharedStrings.xml"].replace("吹风".encode(), "座谈会".encode())
    return workbook_file(path, {**contents, "xl/sharedStrings.xml": words}).read_bytes()


@pytest.mark.parametrize("name", ["QC-ZZB_S4_2021-W47_v1_退回修改表.xlsx", "QC-ZZB_S4_2021-W47_v2_退回修改表.xlsx"])
def test_a_copy_sent_back_replaces_the_original(log: bytes, tmp_path: Path, name: str) -> None:
    copy = corrected_by_hand(marked_copy(log, [line("C4", Reaction.CELL)], LETTER, processes=0), tmp_path / "c.xlsx")
    later = dt.datetime(2021, 11, 30, tzinfo=dt.UTC)
    sent = framed(
        [
            ingest_workbook(read_bytes(log), received("QC-ZZB_S4_2021-W47_v1.xlsx"), reader()),
            ingest_workbook(read_bytes(copy), received(name, came=later), reader()),
        ]
    )
    assert standing(sent.submissions, W47)["standing"].to_list() == [SUPERSEDED, IN_FORCE]


def test_the_rows_of_the_first_sheet_are_high_enough_for_their_words(log: bytes) -> None:
    """Some programs give every row one line, whatever wraps in it."""
    copy = marked_copy(log, [line("C4", Reaction.CELL, message="请改正。" * 30)], LETTER, processes=0)
    (front,) = (part for part in parts(copy).values() if NAME.encode() in part and b"<worksheet" in part)
    heights = {int(row): int(ht) for row, ht in re.findall(rb'<row r="(\d+)" ht="(\d+)" customHeight="1">', front)}
    words = first_sheet(copy).splitlines()
    assert heights.keys() == {*range(1, len(words) + 1)}
    assert heights[1] > heights[2]  # the title is larger
    assert heights[len(words)] >= 5 * heights[2]  # 120 characters of two digits each, in a column of 56 digits
