"""`headings.toml`: what somebody has said of own tables comes back the same, and every mistake is named."""

from __future__ import annotations

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


def keep(folder: Path, own: OwnTable) -> None:
    keep_own_table(folder / "wuwei.toml", own, UNITS)


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert read(tmp_path) == ()


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    other = OwnTable("花名册", (OwnSheet("S9", {"name": Source(("党员",))}),))
    for own in (CADRES, other):
        keep(tmp_path, own)
    assert read(tmp_path) == (CADRES, other)


def members(column: str, title: str = "花名册", units: tuple[str, ...] = (), heading: str = "党员") -> OwnTable:
    return OwnTable(title, (OwnSheet("S9", {column: Source((heading,))}),), units=units)


def test_another_reading_of_the_same_headings_replaces_the_first_and_remarks_stay(tmp_path: Path) -> None:
    keep(tmp_path, members("name", heading="姓名"))
    file = tmp_path / HEADINGS
    file.write_text(file.read_text(encoding="utf-8") + "\n# 2021年11月核对\n", encoding="utf-8")
    keep(tmp_path, members("unit_code"))
    keep(tmp_path, members("name", title="党员名册"))
    assert read(tmp_path) == (members("name", heading="姓名"), members("name", title="党员名册"))
    assert "# 2021年11月核对" in file.read_text(encoding="utf-8")


def test_tables_of_one_title_with_other_headings_or_of_other_units_are_all_kept(tmp_path: Path) -> None:
    every = (
        members("name"),
        members("name", heading="姓名"),
        members("name", heading="名字", units=("QC-ZZB",)),
        members("name", heading="名字", units=("QC-CHZ",)),
    )
    for own in every:
        keep(tmp_path, own)
    assert read(tmp_path) == every


def test_what_nobody_could_tell_from_a_table_that_is_kept_is_not_written(tmp_path: Path) -> None:
    keep(tmp_path, members("name", units=("QC-ZZB",)))
    with pytest.raises(WrongCountyFile, match="same headings"):
        keep(tmp_path, members("unit_code"))
    assert read(tmp_path) == (members("name", units=("QC-ZZB",)),)


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
