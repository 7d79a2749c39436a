"""Who sent what for when, and what is wrong with a submission as a whole (domain.md §4.1; M02, M09, M11, M17, M81)."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.contract.rules import Reaction
from tests.support.workbooks.tables import NAME, W46, W47, Rows, contact_log, reader, received, recognised, talk
from transforms.recognise.notes import Notes
from transforms.records.file_sentences import notices
from transforms.records.notice import Notice
from transforms.records.sender import submitter
from transforms.records.submission import FileName, file_digits, file_digits_of, file_name, submission_id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("QC-CHZ_S10_2021W46_v1.xlsx", FileName("QC-CHZ", "S10", "2021-W46", 1)),
        ("QC-CHZ_S10_2021-W46_v12.xlsx", FileName("QC-CHZ", "S10", "2021-W46", 12)),
        ("qc-chz_s10_2021w46_v2.xlsx", FileName("qc-chz", "S10", "2021-W46", 2)),
        ("QC-ZZB_R8.xlsx", FileName("QC-ZZB", "R8", None, 1)),
        ("QC-ZZB_S1_v3.xlsx", FileName("QC-ZZB", "S1", None, 3)),
        ("QC-ZZB_S1_2021-W53_v2.xlsx", FileName("QC-ZZB", "S1", None, 2)),  # 2021 has 52 weeks
        ("转发：QC-ZZB_S1_2021-W47_v2 (1).xlsx", FileName("QC-ZZB", "S1", "2021-W47", 2)),
        ("QC-ZZB_S1_2021-W47（改）.xlsx", FileName("QC-ZZB", "S1", "2021-W47", 2)),
        ("漕河镇接单台账（最新）.xlsx", FileName()),
        ("漕河镇接单台账_v3.xlsx", FileName(version=3)),
        ("", FileName()),
    ],
)
def test_a_file_name_says_who_what_and_when_or_nothing(name: str, expected: FileName) -> None:
    assert file_name(name) == expected


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("群众点单台账.xlsx", 1),
        ("群众点单台账V2.0.xlsx", 2),
        ("群众点单台账（第二版）.xls", 2),
        ("群众点单台账第12稿.xls", 12),
        ("群众点单台账（改）.xlsx", 2),
        ("群众点单台账_改2.xlsx", 3),
        ("群众点单台账 修改版.xlsx", 2),
        ("群众点单台账（已更正）(1).xlsx", 2),  # saved twice by a browser
        ("群众点单台账 (2).xlsx", 1),
        ("群众点单台账（改）_退回修改表.xlsx", 2),  # the marked copy of a correction, sent back
        ("群众点单台账_退回修改表.xlsx", 1),
        ("问题整改.xlsx", 1),
        ("2021v47/IPv6整改台账.xlsx", 1),
        ("更正说明.xlsx", 1),
    ],
)
def test_a_version_is_read_as_offices_write_it(name: str, version: int) -> None:
    assert file_name(name).version == version


@pytest.mark.parametrize(
    ("unit", "name", "code"),
    [
        ("县委组织部", FileName(), "QC-ZZB"),
        ("中共蕲春县委组织部", FileName(unit="QC-ZZB"), "QC-ZZB"),
        (None, FileName(unit="qc-zzb"), "QC-ZZB"),
        ("县委组织部", FileName(unit="QC-CHZ"), "QC-ZZB"),  # the table knows better than its file's name
        ("某某公司", FileName(unit="QC-XX"), None),
        (None, FileName(), None),
    ],
)
def test_the_submitter_is_told_by_the_table_then_by_the_name(
    unit: str | None, name: FileName, code: str | None
) -> None:
    assert submitter(Notes(unit=unit), name, None, reader().codes["units"]) == code


def test_the_submissions_of_a_file_are_numbered_behind_the_beginning_of_its_hash() -> None:
    sha256 = "0123456789abcdef" + "e" * 48
    assert submission_id(sha256) == "0123456789abcdef"
    assert submission_id(sha256, 2) == "0123456789abcdef-2"


def test_the_digits_of_a_file_are_those_of_its_submissions() -> None:
    sha256 = "0123456789abcdef" + "e" * 48
    frame = pl.DataFrame({"submission": ["0123456789abcdef", "0123456789abcdef-12"]})
    assert frame.select(file_digits_of("submission")).to_series().to_list() == [file_digits(sha256)] * 2


def noticed(rows: Rows, name: str = NAME, inbox: str = W47, unit: str | None = "QC-ZZB") -> list[Notice]:
    table, named = recognised(rows), file_name(name)
    return notices(table, named, received(name, inbox), unit, table.notes.period or named.period or inbox)


def rules(*args: object, **more: object) -> list[tuple[str, Reaction]]:
    return [(notice.rule, notice.reaction) for notice in noticed(*args, **more)]  # type: ignore[arg-type]


def test_nothing_is_said_of_a_proper_submission() -> None:
    assert rules(contact_log(talk())) == []


def test_an_empty_table_is_no_zero_report() -> None:
    assert rules(contact_log()) == [("nothing_filled_in", Reaction.FILE)]
    assert rules(contact_log(["本周无变化", "", "", ""])) == []


def test_a_zero_report_above_the_headings_with_rows_below_m81() -> None:
    rows = contact_log(talk())
    rows.insert(1, ["本期情况：", "本周无变化"])
    assert rules(rows) == [("zero_report_with_rows", Reaction.FIXW)]


def test_a_period_that_differs_between_title_and_name_refuses_the_file_m11() -> None:
    (notice,) = noticed(contact_log(talk(), period="2021年第46周"))
    assert (notice.rule, notice.reaction) == ("period_disagrees", Reaction.FILE)
    assert "2021-W46" in notice.message
    assert "2021-W47" in notice.message


def test_a_period_ahead_of_the_inbox_refuses_the_file() -> None:
    assert rules(contact_log(talk()), inbox=W46) == [("period_ahead", Reaction.FILE)]


def test_a_late_submission_is_taken_for_its_own_period() -> None:
    rows = contact_log(talk(), period="2021年第46周")
    assert rules(rows, name="QC-ZZB_S4_2021-W46_v1.xlsx") == [("late_for_its_period", Reaction.FIXW)]


def test_an_unknown_unit_refuses_the_file() -> None:
    assert rules(contact_log(talk()), unit=None) == [("unknown_submitter", Reaction.FILE)]


@pytest.mark.parametrize(
    ("name", "top", "begins"),
    [
        ("XZ-099_联系表.xlsx", "", "看不出是哪个单位报送的：文件名或填报单位中的“XZ-099”不在本县单位名录中。请"),
        ("XZ-099_S4_2021-W47_v1.xlsx", "", "看不出是哪个单位报送的：文件名或填报单位中的“XZ-099”不在"),
        ("联系表.xlsx", "填报单位：某某公司", "看不出是哪个单位报送的：文件名或填报单位中的“某某公司”不在"),
        ("联系表.xlsx", "", "看不出是哪个单位报送的。请在表头写明"),
    ],
)
def test_what_is_in_no_list_of_units_is_quoted_where_nothing_tells_the_unit(name: str, top: str, begins: str) -> None:
    title, _, *rows = contact_log(talk())
    (message,) = [n.message for n in noticed([title, [top], *rows], name, unit=None) if n.rule == "unknown_submitter"]
    assert message.startswith(begins)


def test_a_wrong_sheet_in_the_name_is_a_warning_the_headings_decide_m09() -> None:
    assert rules(contact_log(talk()), name="QC-ZZB_S8_2021-W47_v1.xlsx") == [("sheet_misnamed", Reaction.FIXW)]


def test_a_name_of_ones_own_is_a_warning() -> None:
    assert rules(contact_log(talk()), name="联系表最新.xlsx") == [("file_misnamed", Reaction.FIXW)]
    (notice,) = noticed(contact_log(talk()), name="联系表最新.xlsx", unit="QC-CHZ")
    assert "如 QC-CHZ_S4_2021-W47_v1.xlsx。" in notice.message  # its own code, not that of another county
    unknown = noticed(contact_log(talk()), name="联系表最新.xlsx", unit=None)
    assert not any("_S4_" in notice.message for notice in unknown)


def test_the_example_of_a_name_is_that_of_the_file_itself() -> None:
    (notice,) = noticed(contact_log(talk(), period="2021年第47周"), name="联系表最新.xlsx", unit="QH-ZZB")
    assert notice.message.endswith("文件名应为“单位代码_表号_期别_v版本号”，如 QH-ZZB_S4_2021-W47_v1.xlsx。")
    *_, notice = noticed(contact_log(talk()), name="联系表最新.xlsx", unit=None)
    assert "QC-" not in notice.message


def test_unread_headings_are_named_but_not_those_every_sheet_may_have() -> None:
    rows = contact_log(talk())
    rows[2] += ["爱好", "序号", "备注（选填）", "爱 好", ""]
    (notice,) = noticed(rows)
    assert (notice.rule, notice.reaction) == ("heading_not_read", Reaction.FIXW)
    assert "「爱好」" in notice.message
    assert "备注" not in notice.message
    assert "序号" not in notice.message


def test_rows_beside_a_zero_report_are_pointed_out_m81() -> None:
    assert rules(contact_log(talk(), ["本周无变化", "", "", ""])) == [("zero_report_with_rows", Reaction.FIXW)]


def test_every_notice_is_a_sentence_a_clerk_can_act_on() -> None:
    rows = contact_log(talk(), ["本周无变化", "", "", ""], period="2021年第45周")
    rows[2] += ["爱好"]
    raised = noticed(rows, unit=None) + noticed(rows, name="x.xlsx") + noticed(contact_log(talk()), inbox=W46)
    assert len({notice.rule for notice in raised}) == 7
    assert all(notice.message.endswith("。") and "请" in notice.message for notice in raised if notice.rule not in CALM)


CALM = {"late_for_its_period", "file_misnamed"}
"""Where there is nothing to do, or the sentence says how it should be."""
