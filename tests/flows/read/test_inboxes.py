"""Real workbooks in, submissions out; whatever one file is, the others go on (design.md §5.2; M01–M09, M16, M20)."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.county.county_file import load_county, shipped_example
from flows.read.inboxes import NothingRead, read_files, read_inboxes
from flows.read.one_file import FileTask, extract_file
from flows.read.workers.pool import MAY_PASS
from flows.receive.archive import Archive
from flows.receive.redacted_files import redacted_bytes
from flows.store.seals import KeptFileDamaged
from tests.support.pace import NIGHTLY
from tests.support.workbooks.tables import MONDAY, NAME, W46, W47, contact_log, grid, intake, talk, totals, written
from transforms.ingest.context import IngestContext
from transforms.ingest.workbook import ingest_workbook
from transforms.recognise.grid import Workbook
from transforms.records.columnar import FileExtract
from transforms.records.extract import Intake, combined
from transforms.records.ledger import check_conservation
from transforms.records.notice import Unreadable
from transforms.records.submission import Received

COUNTY = load_county(shipped_example())


def read(*paths: Path, inbox: str = W47) -> Intake:
    """What these files bring, read in this process."""
    tasks = [
        FileTask(path, Received(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), inbox, MONDAY))
        for path in paths
    ]
    return read_files(tasks, COUNTY, processes=0)


def balanced(result: Intake) -> Intake:
    keys = pl.concat([rows.select("submission", "row") for rows in combined([result]).rows.values()]).collect()
    check_conservation(result.ledger, result.row_counts, keys)
    return result


def issues(result: Intake) -> list[tuple[str, str]]:
    return result.issues.select("rule", "reaction").rows()


def test_a_workbook_comes_in_whole(tmp_path: Path) -> None:
    result = balanced(read(written(tmp_path / NAME, contact_log(talk("张三", dt.date(2021, 11, 22)), talk("李四")))))
    line = result.submissions.row(0, named=True)
    assert (line["submitter"], line["sheet"], line["period"], line["version"]) == ("QC-ZZB", "S4", W47, 1)
    assert (line["rows_read"], line["refused"], line["zero_report"]) == (6, None, False)
    assert result.rows["S4"].collect()["contact_date"].to_list() == [dt.date(2021, 11, 22)] * 2
    assert result.places.filter(pl.col("column") == "contact_by")["letter"].to_list() == ["D"]
    assert issues(result) == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "format_empty"),
        (b"%PDF-1.4\n", "format_pdf"),
        (b"\xff\xd8\xff\xe0", "format_image"),
        (b"Rar!\x1a\x07\x01\0", "format_archive"),
        ("姓名,联系日期,联系方式\n张三,11月22日,面谈".encode().decode("gb18030", "replace").encode(), "text_destroyed"),
        (b"\xd0\xcf\x11\xe0" + b"EncryptedPackage".decode().encode("utf-16-le"), "format_encrypted"),
        (b"PK\x03\x04 broken", "file_damaged"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_and_the_next_one_read_m04_m05(
    tmp_path: Path, content: bytes, rule: str
) -> None:
    wrong = tmp_path / "QC-XWB_S4_2021-W47_v1.xlsx"
    wrong.write_bytes(content)
    result = balanced(read(wrong, written(tmp_path / NAME, contact_log(talk()))))
    assert result.rows["S4"].collect().height == 1
    assert result.submissions["refused"].to_list() == [rule, None]
    (line,) = result.issues.to_dicts()
    assert (line["file"], line["rule"], line["reaction"]) == (wrong.name, rule, "FILE")
    assert "请" in line["message"]
    assert line["message"].endswith("。")


def test_a_zip_within_a_zip_is_refused_with_advice(tmp_path: Path) -> None:
    inner, outer = written(tmp_path / NAME, contact_log(talk())), tmp_path / "全部.zip"
    with zipfile.ZipFile(outer, "w") as package:
        package.write(inner, NAME)
    assert issues(read(outer)) == [("format_zip", "FILE")]


ROSTER = [
    ["干部花名册（2021年第47周）", "", "", ""],
    ["填报单位：县委组织部", "", "", ""],
    ["姓名", "身份证号", "出生年月", "单位"],
    ["张三", "4.21126E+17", "1965.1", "县委组织部"],
]
AS_TEXT = {
    "csv": "\n".join(",".join(row) for row in ROSTER),
    "html": "<table>" + "".join(f"<tr><td>{'<td>'.join(row)}" for row in ROSTER) + "</table>",
}


@pytest.mark.parametrize("kind", AS_TEXT)
def test_text_under_the_name_of_a_workbook_is_read_with_a_word_m05(tmp_path: Path, kind: str) -> None:
    rows = [",".join(map(str, row)) for row in contact_log(talk("张三"), talk("李四"))]
    cells = ["<td>".join(row.split(",")) for row in rows]
    page = f"<html><table><tr><td>{'<tr><td>'.join(cells)}</table></html>"
    path = tmp_path / NAME.replace(".xlsx", ".xls")
    path.write_bytes(("\n".join(rows) if kind == "csv" else page).encode("gb18030"))
    result = balanced(read(path))
    assert result.rows["S4"].collect().height == 2
    assert issues(result) == [("file_type_misnamed", "FIXW")]
    assert result.issues["message"][0].startswith("文件扩展名是 .xls，实际是")


@pytest.mark.parametrize("kind", AS_TEXT)
def test_what_a_number_has_lost_is_lost_in_text_too_m39_m53(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "QC-ZZB_S1_2021-W47_v1.csv"
    path.write_text(AS_TEXT[kind], encoding="utf-8")
    lines = read(path).issues.filter(pl.col("cell").is_in(["B4", "C4"]))
    assert dict(lines.select("cell", "reaction").rows()) == {"B4": "CELL", "C4": "CELL"}


def test_a_workbook_of_an_unknown_sheet_is_refused_with_every_row() -> None:
    result = balanced(intake([["甲", "乙", "丙"], ["1", "2", "3"], ["", "", ""]], file="不知道.xlsx"))
    assert result.submissions.select("refused", "sheet").row(0) == ("unknown_sheet", None)
    assert result.ledger.select("fate", "reason").rows() == [
        ("rejected", "unknown_sheet"),
        ("rejected", "unknown_sheet"),
        ("set_aside", "blank"),
    ]
    assert "《跟踪联系记录表》" in result.issues["message"][0]


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    assert issues(balanced(read(written(tmp_path / NAME, [])))) == [("unknown_sheet", "FILE")]


def test_other_worksheets_are_set_aside_m20() -> None:
    notes = grid([["填表说明"], ["请逐项填写。"]], "填表说明")
    result = balanced(intake(notes, grid(contact_log(talk()), "表")))
    assert result.rows["S4"].collect().height == 1
    assert result.ledger.filter(pl.col("worksheet") == "填表说明")["reason"].to_list() == ["other_worksheet"] * 2
    assert issues(result) == []


def test_a_hidden_worksheet_is_not_read_and_the_clerk_is_told_m20() -> None:
    hidden = grid(contact_log(talk("李四")), "旧表", visible=False)
    result = balanced(intake(grid(contact_log(talk()), "表"), hidden))
    assert result.rows["S4"].collect()["name"].explode().to_list() == ["张三"]
    assert issues(result) == [("hidden_worksheet", "FIXW")]


def test_a_workbook_whose_only_table_is_hidden_is_told_so() -> None:
    result = balanced(intake(grid(contact_log(talk()), "表", visible=False)))
    assert all(rows.collect().is_empty() for rows in result.rows.values())
    assert issues(result) == [("unknown_sheet", "FILE"), ("hidden_worksheet", "FIXW")]


def test_a_workbook_with_several_sheets_brings_a_submission_of_each_m08() -> None:
    result = balanced(intake(contact_log(talk()), grid(totals(["二次分工人数", 19.0, "2021-11-23"]), "Sheet2")))
    first, second = result.submissions["submission"].to_list()
    assert second == f"{first}-2"
    assert result.submissions["sheet"].to_list() == ["S4", "R8"]
    assert (result.rows["S4"].collect()["submission"][0], result.rows["R8"].collect()["submission"][0]) == (
        first,
        second,
    )


def test_a_wrong_sheet_of_a_workbook_does_not_cost_the_other_one() -> None:
    broken = grid([["跟踪联系记录表"], ["姓名", "联系方式", "联系人"], ["张三", "面谈", "王五"]], "Sheet2")
    result = balanced(intake(totals(["二次分工人数", 19.0, "2021-11-23"]), broken))
    assert result.submissions["refused"].to_list()[0] is None
    assert result.submissions["refused"].to_list()[1] is not None
    assert result.rows["R8"].collect().height == 1


def test_no_issue_and_no_message_of_a_refused_file_quotes_a_cell() -> None:
    result = intake([["421126196510150012", "13900000000"]], file="名单.xlsx")
    assert "4211" not in str(result.issues.rows())


def test_two_worksheets_of_one_name_refuse_the_file(tmp_path: Path) -> None:
    """Excel allows no such thing; a reader that takes worksheets by name would give the first one twice."""
    sound, odd = written(tmp_path / "x.xlsx", contact_log(talk()), contact_log(talk("李四"))), tmp_path / NAME
    with zipfile.ZipFile(sound) as package, zipfile.ZipFile(odd, "w") as target:
        for part in package.namelist():
            target.writestr(part, package.read(part).replace(b'name="Sheet2"', b'name="Sheet1"'))
    assert issues(balanced(read(odd))) == [("file_damaged", "FILE")]


def archive_of(tmp_path: Path, *files: tuple[str, str], inbox: str = W47) -> Archive:
    archive = Archive(tmp_path / "archive")
    folder = tmp_path / "inbox" / inbox
    folder.mkdir(parents=True, exist_ok=True)
    for name, person in files:
        written(folder / name, contact_log(talk(person)))
    archive.receive_all(folder, inbox, MONDAY)
    return archive


def inboxes_read(archive: Archive, rules: str = "r1") -> Intake:
    return read_inboxes(archive, archive.known(MONDAY), COUNTY, rules, processes=0)


def test_an_inbox_is_read_once_under_the_same_rules(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, (NAME, "张三"))
    first = inboxes_read(archive)
    for path in (tmp_path / "archive" / "raw").iterdir():
        path.unlink()  # whoever reads the file again finds nothing
    again = inboxes_read(archive)
    assert again.rows["S4"].collect().equals(first.rows["S4"].collect())
    assert again.ledger.equals(first.ledger)
    with pytest.raises(KeptFileDamaged, match=f"{NAME} are gone"):
        inboxes_read(archive, rules="r2")


def test_nothing_is_made_of_an_inbox_of_which_the_program_can_read_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(task: FileTask, **_: Any) -> tuple[FileExtract, None]:
        raise ZeroDivisionError

    archive = archive_of(tmp_path, (NAME, "张三"))
    monkeypatch.setattr("flows.read.inboxes.extract_file", broken)
    with pytest.raises(NothingRead):
        inboxes_read(archive)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "one bit": lambda path: path.write_bytes(b"Q" + path.read_bytes()[1:]),
    "emptied": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_bytes_are_never_read_and_the_same_file_mends_them(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    archive = archive_of(tmp_path, (NAME, "张三"))
    first = inboxes_read(archive, "r1")
    (raw,) = (archive.root / "raw").iterdir()
    damage(raw)
    with pytest.raises(KeptFileDamaged, match=f"{W47}/{NAME} are .*put the same file into the inbox of {W47} again"):
        inboxes_read(archive, "r2")
    archive.receive_all(tmp_path / "inbox" / W47, W47, MONDAY)
    assert inboxes_read(archive, "r2").rows["S4"].collect().equals(first.rows["S4"].collect())
    assert not [path for path in archive.root.rglob(".*") if path.is_file()]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_the_inbox_does_not_bring_back_what_was_redacted_on_purpose(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    """Not even where the redacted copy was damaged so that nothing tells what it was."""
    archive = archive_of(tmp_path, (NAME, "张三"))
    (raw,) = (archive.root / "raw").iterdir()
    raw.write_bytes(redacted_bytes(Workbook("xlsx", ())))
    archive.check(archive.known(MONDAY)[W47])  # whole as it is
    damage(raw)
    careful = Archive(archive.root, lambda: {raw.name})
    careful.receive_all(tmp_path / "inbox" / W47, W47, MONDAY)
    with pytest.raises(KeptFileDamaged, match=r"restore that file from its backup$"):
        inboxes_read(careful, "r2")


@pytest.mark.parametrize("turn", range(len(DAMAGES)), ids=DAMAGES)
def test_a_kept_reading_that_is_damaged_is_made_again(tmp_path: Path, turn: int) -> None:
    """By day each kept file is damaged in one way, by night in every way."""
    damage = [*DAMAGES.values()][turn]
    archive = archive_of(tmp_path, (NAME, "张三"))
    first = inboxes_read(archive)
    kept = sorted(path for path in (archive.root / "read").rglob("*") if path.is_file())
    assert len(kept) > 5
    for path in kept if NIGHTLY else kept[turn :: len(DAMAGES)]:
        damage(path)
        again = inboxes_read(archive)
        assert again.rows["S4"].collect().equals(first.rows["S4"].collect())
        assert again.ledger.equals(first.ledger)


@pytest.mark.parametrize("rule", sorted(MAY_PASS))
def test_a_refusal_that_may_pass_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    other = "QC-ZZB_S4_2021-W47_v2.xlsx"
    archive = archive_of(tmp_path, (NAME, "张三"), (other, "李四"))

    def interrupted(task: FileTask, **context: Any) -> tuple[FileExtract, Unreadable | None]:
        if task.received.file == NAME:
            raise Unreadable(rule, "没有读成。")
        return extract_file(task, **context)

    monkeypatch.setattr("flows.read.inboxes.extract_file", interrupted)
    refused = balanced(inboxes_read(archive))
    assert dict(refused.submissions.select("file", "refused").rows()) == {NAME: rule, other: None}
    assert refused.rows["S4"].collect().height == 1
    monkeypatch.undo()
    whole = balanced(inboxes_read(archive))
    assert whole.submissions["refused"].to_list() == [None, None]
    assert whole.rows["S4"].collect().height == 2


@pytest.mark.parametrize("rule", ["file_breaks_reader", "file_too_slow", "file_damaged"])
def test_a_refusal_that_the_bytes_cause_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    archive = archive_of(tmp_path, (NAME, "张三"))

    def broken(task: FileTask, **_: Any) -> tuple[FileExtract, None]:
        raise Unreadable(rule, "没有读成。")

    monkeypatch.setattr("flows.read.inboxes.extract_file", broken)
    inboxes_read(archive)
    monkeypatch.undo()
    assert inboxes_read(archive).submissions["refused"].to_list() == [rule]


def test_a_file_that_comes_later_is_read_with_the_others(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, (NAME, "张三"))
    inboxes_read(archive)
    archive_of(tmp_path, ("QC-ZZB_S4_2021-W47_v2.xlsx", "李四"))
    assert inboxes_read(archive).rows["S4"].collect().height == 2


def test_the_same_bytes_are_read_once_in_whatever_inbox_they_lie_m01(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, (NAME, "张三"))
    for inbox, name in ((W47, "副本.xlsx"), ("2021-W48", NAME)):
        folder = tmp_path / "inbox" / inbox
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes((tmp_path / "inbox" / W47 / NAME).read_bytes())
        archive.receive_all(folder, inbox, MONDAY)
    result = balanced(inboxes_read(archive))
    assert result.rows["S4"].collect().height == 1
    assert result.submissions["submission"].n_unique() == 3
    assert result.issues.select("file", "rule").rows() == [("副本.xlsx", "same_file_twice"), (NAME, "same_bytes_again")]


def test_nothing_in_gives_nothing_out() -> None:
    result = combined([])
    assert result.submissions.is_empty()
    assert all(rows.collect().is_empty() for rows in result.rows.values())
    assert W46 < W47


def test_a_value_that_fits_no_frame_costs_its_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No caster gives one; if one ever does, the others are published."""

    def brings_too_much(workbook: Workbook, received: Received, reader: IngestContext) -> FileExtract:
        brought = ingest_workbook(workbook, received, reader)
        return (
            replace(brought, row_counts=({"file": ["b"], "worksheet": ["表"], "rows_read": [1 << 70], "times": [1]},))
            if (received.file == "坏.xlsx")
            else brought
        )

    monkeypatch.setattr("flows.read.one_file.ingest_workbook", brings_too_much)
    good, bad = (
        written(tmp_path / NAME, contact_log(talk("张三"))),
        written(tmp_path / "坏.xlsx", contact_log(talk("李四"))),
    )
    result = read(bad, good)
    assert result.rows["S4"].collect()["name"].to_list() == [["张三"]]
    assert dict(result.submissions.select("file", "refused").rows()) == {NAME: None, "坏.xlsx": "file_failed"}
