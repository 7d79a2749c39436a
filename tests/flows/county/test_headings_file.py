"""`headings.toml`: what somebody has said of own tables comes back the same, and every mistake is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from expectations.county.own_tables import OwnSheet, OwnTable, Source, Step
from flows.county.county_table import WrongCountyFile
from flows.county.headings_file import HEADINGS, keep_own_table, own_tables_of

UNITS = {"QC-ZZB", "QC-CHZ"}
CADRES = OwnTable(
    "退出“干部”情况表",
    (
        OwnSheet("S1", {"name": Source(("姓名",)), "former_unit": Source(("单位及职务",), Step.UNIT)}),
        OwnSheet(
            "S6",
            {"name": Source(("姓名",)), "organ": Source(("去向",)), "status": Source((), Step.CONSTANT, "已到岗")},
            rows_with="去向",
        ),
    ),
    unread=("家庭\n住址",),
    units=("QC-ZZB",),
)
TABLE = '[[table]]\ntitle = "表"\n[[table.sheet]]\nid = "S9"\n[table.sheet.columns]\n'


def read(folder: Path, text: str | None = None) -> tuple[OwnTable, ...]:
    if text is not None:
        (folder / HEADINGS).write_text(text, encoding="utf-8")
    return own_tables_of(folder / "wuwei.toml", UNITS)


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert read(tmp_path) == ()


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    other = OwnTable("花名册", (OwnSheet("S9", {"name": Source(("党员",))}),))
    for own in (CADRES, other):
        keep_own_table(tmp_path / "wuwei.toml", own)
    assert read(tmp_path) == (CADRES, other)


def roster(title: str, **columns: str) -> OwnTable:
    return OwnTable(title, (OwnSheet("S9", {column: Source((heading,)) for column, heading in columns.items()}),))


def test_a_table_of_those_headings_is_replaced_and_remarks_stay(tmp_path: Path) -> None:
    keep_own_table(tmp_path / "wuwei.toml", roster("表", name="党员"))
    file = tmp_path / HEADINGS
    file.write_text(file.read_text(encoding="utf-8") + "\n# 2021年11月核对\n", encoding="utf-8")
    keep_own_table(tmp_path / "wuwei.toml", roster("另一表", name="名字", team="队"))
    again = roster("改了名的表", name="队", team="名字")
    assert not keep_own_table(tmp_path / "wuwei.toml", again).beside_another
    assert read(tmp_path)[1:] == (again,)
    assert "# 2021年11月核对" in file.read_text(encoding="utf-8")


def test_two_offices_tables_of_one_title_are_both_kept(tmp_path: Path) -> None:
    one, other = roster("党员下沉情况", name="姓名", team="队"), roster("党员下沉情况", name="党员", team="队")
    assert not keep_own_table(tmp_path / "wuwei.toml", one).beside_another
    assert keep_own_table(tmp_path / "wuwei.toml", other).beside_another
    assert read(tmp_path) == (one, other)


def test_what_nobody_could_tell_apart_is_not_kept(tmp_path: Path) -> None:
    """One unit's table with the headings of everybody's would make the file unreadable."""
    keep_own_table(tmp_path / "wuwei.toml", roster("花名册", name="姓名"))
    with pytest.raises(WrongCountyFile, match="have the same headings"):
        keep_own_table(tmp_path / "wuwei.toml", replace(roster("我们的花名册", name="姓名"), units=("QC-CHZ",)))
    assert read(tmp_path) == (roster("花名册", name="姓名"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[table]\n", "is not valid TOML"),
        ("[[tabel]]\n", "tabel"),
        ('[[table]]\ntitle = "表"\n', "[[table.sheet]]"),
        (TABLE.replace("S9", "S99") + 'name = "姓名"', "is no sheet"),
        (TABLE + 'nome = "姓名"', "nome"),
        (TABLE + "name = 3", "name"),
        (TABLE, "have no heading"),
        (TABLE + 'name = { step = "cut", of = ["姓名"] }', "write one of constant, unit"),
        (TABLE + 'name = { step = "unit", of = ["甲", "乙"] }', "takes one heading"),
        (TABLE + 'name = "姓名"\nteam = { step = "constant" }', "takes one"),
        (TABLE + 'name = "姓名"\nphone = { step = "constant", value = "13900000001" }', "is personal"),
        (TABLE.replace('"表"', '"表"\nunits = ["QC-XXX"]') + 'name = "姓名"', "there is no unit QC-XXX"),
        (2 * (TABLE + 'name = "姓名"\n'), "have the same headings"),
    ],
)
def test_every_mistake_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(WrongCountyFile) as wrong:
        read(tmp_path, text)
    assert HEADINGS in str(wrong.value)
    assert says in str(wrong.value)
