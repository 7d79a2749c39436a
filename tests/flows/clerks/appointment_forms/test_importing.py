"""Appointment forms fill S1 and S2: what the form says, nothing it should not tell, and no trick of a hostile file.

All persons are fictional.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from flows.clerks.appointment_forms.importing import NoUnit, forms_in, import_forms
from flows.clerks.appointment_forms.rows import cadre_row, expertise_row
from flows.clerks.blank_forms.handing_out import AlreadyThere
from flows.cli.command_line import app
from flows.read.workbook import read_bytes, read_workbook
from flows.receive.guard import LIMITS
from tests.support.runs.counties import county_file, qichun
from tests.support.workbooks.blank_forms import came_in
from transforms.records.notice import Unreadable

FIELDS = {
    "XingMing": "欧阳 拓",
    "XingBie": "男",
    "ChuShengNianYue": "196512",
    "MinZu": "汉族",
    "JiGuan": "湖北黄冈",
    "ChuShengDi": "湖北武汉",
    "RuDangShiJian": "198807",
    "CanJiaGongZuoShiJian": "1985.08",
    "JianKangZhuangKuang": "患慢性病甲",
    "ZhuanYeJiShuZhiWu": "高级农艺师",
    "ShuXiZhuanYeYouHeZhuanChang": "农业技术、招商引资",
    "QuanRiZhiJiaoYu_XueLi": "大学",
    "QuanRiZhiJiaoYu_XueWei": "农学学士",
    "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": "甲农业大学农学系",
    "QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi": "农学专业",
    "ZaiZhiJiaoYu_XueLi": "大专",
    "XianRenZhiWu": "某县人民政府副县长",
    "NiMianZhiWu": "",
    "JianLi": "1985.08--1990.01  某镇农技员",
    "JiaTingChengYuan": "<Item><ChengWei>妻子</ChengWei><XingMing>亲属甲</XingMing></Item>",
    "ShenFenZheng": "11010519491231002X",
    "ZhaoPian": "iVBORw0KGgo=",
}
UNREAD = ("患慢性病甲", "亲属甲", "农技员", "iVBOR", "妻子")


def lrmx(declared: str = "utf-8", written: str = "utf-8", before: str = "", **changed: str) -> bytes:
    fields = "".join(f"\n  <{name}>{text}</{name}>" for name, text in {**FIELDS, **changed}.items() if text is not None)
    return f'<?xml version="1.0" encoding="{declared}"?>\n{before}<Person>{fields}\n</Person>'.encode(written)


def docx(rows: Sequence[Sequence[str]]) -> bytes:
    document = Document()
    for row in rows:
        cells = document.add_table(1, len(row)).rows[0].cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


ON_PAPER = (
    ("姓  名", "欧阳 拓", "性  别", "男", "出生年月\n（岁）", "1965.12\n（55岁）", ""),
    ("民  族", "汉族", "籍  贯", "湖北黄冈", "出 生 地", "湖北武汉", ""),
    ("入党\n时间", "1988.07", "参加工\n作时间", "1985.08", "健康状况", "患慢性病甲", ""),
    ("专业技\n术职务", "高级农艺师", "熟悉专业\n有何专长", "农业技术、招商引资"),
    ("学  历\n学  位", "全日制\n教  育", "大学\n农学学士", "毕业院校\n系及专业", "甲农业大学农学系\n农学专业"),
    ("学  历\n学  位", "在  职\n教  育", "大专", "毕业院校\n系及专业", ""),
    ("现 任 职 务", "某县人民政府副县长"),
    ("拟 免 职 务", ""),
    ("简\n历", "1985.08--1990.01  某镇农技员"),
    ("家庭主\n要成员", "称谓", "姓名", "出生年月", "政治面貌", "工作单位及职务"),
    ("", "妻子", "亲属甲", "1966.01", "群众", "某局"),
)
S1 = {
    "name": "欧阳 拓",
    "sex": "男",
    "ethnicity": "汉族",
    "native_place": "湖北黄冈",
    "growth_place": "湖北武汉",
    "political_status": "中共党员",
    "party_join_ym": "1988-07",
    "birth_ym": "1965-12",
    "work_start_ym": "1985-08",
    "former_post": "某县人民政府副县长",
}
S2 = {
    "name": "欧阳 拓",
    "birth_ym": "1965-12",
    "edu_level": "大学",
    "edu_mode": "全日制",
    "degree": "农学学士",
    "school": "甲农业大学农学系",
    "major": "农学",
    "tech_title": "高级农艺师",
    "skill_tag": "农业技术、招商引资",
}
IDS = {"id_no": "11010519491231002X"}
EDUCATION = qichun().codes("education")


@pytest.mark.parametrize(
    "data",
    [
        lrmx(),
        lrmx("gb2312", "gb18030"),
        lrmx("GB18030", "gb18030"),
        lrmx("utf-8", "gb18030"),  # declared wrongly
        lrmx("utf-16", "utf-16"),
        b"\xef\xbb\xbf" + lrmx(),
        lrmx(ZhaoPian="A" * 4_000_000),
    ],
)
def test_an_lrmx_fills_both_rows_whatever_its_encoding(data: bytes) -> None:
    (fields,) = forms_in(data, LIMITS)
    assert cadre_row(fields) == S1 | IDS
    assert expertise_row(fields, EDUCATION) == S2 | IDS
    assert not [text for text in UNREAD for value in fields.values() if text in value]


def test_the_form_on_paper_fills_the_same_rows() -> None:
    (fields,) = forms_in(docx(ON_PAPER), LIMITS)
    spaced = {"name": "欧阳拓"}
    assert cadre_row(fields) == S1 | spaced
    assert expertise_row(fields, EDUCATION) == S2 | spaced
    assert not [text for text in UNREAD for value in fields.values() if text in value]


def test_a_file_of_several_forms_gives_each_of_them() -> None:
    second = [("姓  名", "司马乙", "性  别", "女"), *ON_PAPER[1:]]
    forms = forms_in(docx([*ON_PAPER, *second]), LIMITS)
    assert [fields["XingMing"] for fields in forms] == ["欧阳拓", "司马乙"]
    with pytest.raises(Unreadable, match="任免审批表"):
        forms_in(docx([*ON_PAPER, ("姓名", "", "性别", "女")]), LIMITS)  # nobody is lost unsaid


@pytest.mark.parametrize(
    ("written", "status", "joined"),
    [
        ("198807", "中共党员", "1988-07"),
        ("1988.07", "中共党员", "1988-07"),
        ("民盟", "民盟", None),
        ("1988.07；民盟", "中共党员", "1988-07"),
        ("", None, None),
        ("约1988年", "约1988年", None),  # to be told of when it is checked
    ],
)
def test_under_joining_the_party_stands_a_month_or_another_party(
    written: str, status: str | None, joined: str | None
) -> None:
    row = cadre_row({"RuDangShiJian": written})
    assert (row.get("political_status"), row.get("party_join_ym")) == (status, joined)


@pytest.mark.parametrize(
    ("full_time", "in_service", "chosen"),
    [
        ("大专", "大学", "在职"),
        ("大学", "大学", "全日制"),
        ("大学", "研究生", "在职"),
        ("大学", "某某进修", "全日制"),
        ("", "大学", "在职"),
        ("", "", None),
    ],
)
def test_the_higher_education_counts(full_time: str, in_service: str, chosen: str | None) -> None:
    given = {"QuanRiZhiJiaoYu_XueLi": full_time, "ZaiZhiJiaoYu_XueLi": in_service}
    row = expertise_row({name: text for name, text in given.items() if text}, EDUCATION)
    assert row.get("edu_mode") == chosen


@pytest.mark.parametrize(
    ("school", "degree", "parted"),
    [
        ("甲大学法律专业", "", ("甲大学", "法律")),
        ("甲大学乙学院经济管理专业", "甲大学乙学院经济管理专业", ("甲大学乙学院", "经济管理")),
        ("省委党校函授学院", "", ("省委党校函授学院", None)),
    ],
)
def test_school_and_major_share_a_field(school: str, degree: str, parted: tuple[str, str | None]) -> None:
    fields = {"QuanRiZhiJiaoYu_XueLi": "大学", "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": school}
    row = expertise_row(fields | {"QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi": degree}, EDUCATION)
    assert (row.get("school"), row.get("major")) == parted


def test_the_post_to_be_left_counts_before_the_present_one() -> None:
    assert cadre_row({"XianRenZhiWu": "副县长、局长", "NiMianZhiWu": "局长"}) == {"former_post": "局长"}


ENTITIES = '<!DOCTYPE Person [<!ENTITY a "哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (lrmx(before="<!DOCTYPE Person>"), "xml_doctype"),
        (lrmx(before=ENTITIES, XingMing="&b;"), "xml_doctype"),
        (lrmx(before='<!DOCTYPE Person SYSTEM "file:///etc/passwd">'), "xml_doctype"),
        (lrmx(XingMing="&b;"), "file_damaged"),  # an entity nobody has declared
        (lrmx()[:-20], "file_damaged"),
        (lrmx(XingMing=""), "no_appointment_form"),
        (b"<Persons><Person><XingMing>a</XingMing></Person></Persons>", "no_appointment_form"),
        (b"<html><body>a</body></html>", "no_appointment_form"),
        (b"%PDF-1.4", "no_appointment_form"),
        (b"", "no_appointment_form"),
        (docx([("关于某事的通知",)]), "no_appointment_form"),
        (lrmx(ZhaoPian="A" * LIMITS.max_bytes), "file_too_large"),
    ],
)
def test_a_hostile_or_another_file_is_refused_with_a_sentence(tmp_path: Path, data: bytes, rule: str) -> None:
    file = tmp_path / "a.lrmx"
    file.write_bytes(data)
    made = import_forms([file], "QC-ZZB", "2021-W47", tmp_path / "into", qichun())
    assert [notice.rule for notice in made.refused.values()] == [rule]
    assert not made.paths
    assert not (tmp_path / "into").exists()


def test_a_form_in_the_inbox_is_refused_with_the_way_to_go() -> None:
    """As a roster of one person it would take the place of the roster."""
    with pytest.raises(Unreadable, match="wuwei import"):
        read_bytes(lrmx())


def test_forms_make_an_ordinary_submission_with_its_issues(tmp_path: Path) -> None:
    """Two persons: their rows are read as typed, and what no form says is asked for."""
    files = [tmp_path / "甲.lrmx", tmp_path / "乙.docx"]
    files[0].write_bytes(lrmx())
    files[1].write_bytes(docx((("姓名", "司马 乙", "性别", "女"), *ON_PAPER[1:])))
    made = import_forms(files, "QC-ZZB", "2021-W47", tmp_path / "inbox", qichun())
    assert [path.name for path in made.paths] == ["QC-ZZB_S1_2021-W47_v1.xlsx", "QC-ZZB_S2_2021-W47_v1.xlsx"]
    assert made.paths[0].stat().st_mode & 0o077 == 0
    assert "退出领导岗位时间" in made.empty["S1"]
    intake = came_in(made.paths, "2021-W47")
    roster = intake.rows["S1"].collect()
    assert roster.select("name", "sex", "ethnicity", "political_status", "former_post").rows() == [
        ("欧阳拓", "1", "01", "01", "某县人民政府副县长"),
        ("司马乙", "2", "01", "01", "某县人民政府副县长"),
    ]
    assert [str(day)[:7] for day in roster["birth_ym"]] == ["1965-12", "None"]  # not in the second one
    expertise = intake.rows["S2"].collect()
    assert expertise.select("edu_level", "major").rows() == [("21", "农学")] * 2
    assert expertise["skill_tag"].to_list() == [["农业技术", "招商引资"]] * 2
    assert {cell for grid in read_workbook(made.paths[0]).grids[:1] for row in grid.rows for cell in row} >= {"欧阳 拓"}
    with pytest.raises(AlreadyThere):
        import_forms(files, "QC-ZZB", "2021-W47", tmp_path / "inbox", qichun())


def test_no_workbook_is_for_a_unit_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(NoUnit, match="QC-XXX"):
        import_forms([], "QC-XXX", "2021-W47", tmp_path, qichun())


def test_the_command_says_which_row_is_which_file_and_what_is_still_empty(tmp_path: Path) -> None:
    (tmp_path / "甲.lrmx").write_bytes(lrmx())
    (tmp_path / "乙.lrmx").write_bytes(b"%PDF-1.4")
    where = [
        "--period",
        "2021-W47",
        "--unit",
        "QC-ZZB",
        "--into",
        str(tmp_path / "into"),
        "--county",
        str(county_file()),
    ]
    said = CliRunner().invoke(app, ["import", str(tmp_path / "甲.lrmx"), str(tmp_path / "乙.lrmx"), *where])
    assert said.exit_code == 3, said.output
    assert "1  欧阳 拓  甲.lrmx" in said.output
    assert "乙.lrmx: 文件不是干部任免审批表" in said.output
    assert "S1 待补填 / to be filled in: 原单位、职务层次、退出领导岗位时间、退出原因、人员状态" in said.output
