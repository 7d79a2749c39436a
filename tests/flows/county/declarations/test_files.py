"""Own sheets and indicators as files: read beside the county file; a mistake is quoted with its file and line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from expectations.catalogue import BUILT_IN, SHEETS
from expectations.county.county import Threshold
from expectations.county.county_codes import all_codes
from expectations.own.declared import own_of
from expectations.own.in_use import NOTHING, declare
from expectations.own.wrong import WrongDeclaration
from flows.cli.command_line import app
from flows.county.county_file import WrongCountyFile, load_county, shipped_example
from flows.county.county_table import toml_of
from flows.county.rule_version import rule_version
from flows.county.said import said
from tests.support.project import ROOT

EXAMPLE = ROOT / "docs" / "examples" / "own-sheets"


@pytest.fixture(autouse=True)
def afterwards_nothing_is_declared() -> Iterator[None]:
    yield
    declare(NOTHING)


@pytest.fixture
def county_file(tmp_path: Path) -> Path:
    shutil.copy(shipped_example(), tmp_path / "wuwei.toml")
    shutil.copytree(shipped_example().parent / "reference", tmp_path / "reference")
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    return tmp_path / "wuwei.toml"


def changed(county_file: Path, name: str, old: str, new: str) -> str:
    file = county_file.parent / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WrongCountyFile) as wrong:
        load_county(county_file)
    return str(wrong.value).replace(str(file), name)


def test_the_example_is_in_use_once_its_county_is_read(county_file: Path) -> None:
    county = load_county(county_file)
    assert [*SHEETS] == [*BUILT_IN, "Z1"]
    assert SHEETS["Z1"].title == "乡村振兴重点项目进度表"
    reporting = {division.code for division in county.divisions if division.reports}
    assert {county.unit[code].division for code in county.expected["Z1"]} == reporting
    assert all_codes(county)["project_status"].read("施工中") == ("RUN", False)
    assert all_codes(county)["project_status"].title == "建设状态"
    assert county.thresholds["F2"] == Threshold(green=60, yellow=40)


def test_another_county_has_none_of_it(county_file: Path) -> None:
    load_county(county_file)
    load_county(shipped_example())
    assert [*SHEETS] == [*BUILT_IN]


def test_the_rules_are_others_once_a_declaration_is(county_file: Path) -> None:
    before = rule_version(load_county(county_file))
    file = county_file.parent / "sheets" / "Z1.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("已完工", "已竣工"), encoding="utf-8")
    assert rule_version(load_county(county_file)) != before


def test_a_wrong_kind_is_quoted_with_what_to_write(county_file: Path) -> None:
    said = changed(county_file, "sheets/Z1.toml", 'kind = "due"', 'kind = "day"')
    assert said.splitlines() == [
        "sheets/Z1.toml, column.8.kind: write one of text, name, people, id, phone, code, codes, tags, integer, "
        'number, money, percent, hours, flag, date, due, month, birth, period (line 69: “kind = "day"”)',
        "sheets/Z1.toml，column.8.kind：可以写的有：text, name, people, id, phone, code, codes, tags, integer, "
        'number, money, percent, hours, flag, date, due, month, birth, period（第69行“kind = "day"”）。',
    ]


def test_what_is_missing_is_said_of_its_table(county_file: Path) -> None:
    said = changed(county_file, "sheets/Z1.toml", 'heading = "所在村"\n', "")
    english, chinese = said.splitlines()
    assert english.endswith("is missing; write text in quotes (line 39: “[[column]]”)")
    assert chinese.endswith("没有填写；请写带引号的文字（第39行“[[column]]”）。")


def test_a_column_that_is_not_there_is_named_in_a_rule(county_file: Path) -> None:
    english, chinese = changed(county_file, "sheets/Z1.toml", 'earlier = "paid"', 'earlier = "spent"').splitlines()
    assert "rule.2.earlier: there is no column spent; write one of project_no, project, town" in english
    assert 'earlier = "spent"' in chinese


def test_a_personal_column_breaks_down_nothing(county_file: Path) -> None:
    _, chinese = changed(
        county_file, "indicators/projects.toml", '["project_status", "town"]', '["contact"]'
    ).splitlines()
    assert "没有 contact 这一列" in chinese


def test_a_column_of_the_vault_is_not_counted_by(county_file: Path) -> None:
    where = 'where = [{ column = "contact_phone" }]'
    english, _ = changed(
        county_file, "indicators/projects.toml", 'where = [{ column = "project_status", values = ["DONE"] }]', where
    ).splitlines()
    assert "indicator.2.where: there is no column contact_phone" in english


def test_unknown_units_cannot_send(county_file: Path) -> None:
    english, _ = changed(county_file, "sheets/Z1.toml", '"divisions"  ', '["QC-NOBODY"]  ').splitlines()
    assert english.startswith("sheets/Z1.toml, senders: there is no unit QC-NOBODY")
    assert "(line 8: " in english


def test_the_dictionary_of_a_county_has_its_own_sheets_lists_and_figures(county_file: Path) -> None:
    to = county_file.parent / "数据字典.md"
    result = CliRunner().invoke(app, ["dictionary", "--county", str(county_file), "--to", str(to)])
    assert result.exit_code == 0
    text = to.read_text(encoding="utf-8")
    assert "### Z1 乡村振兴重点项目进度表 `village_projects`" in text
    assert "| `contact_phone` | 包联干部电话 |" in text
    assert "### project_status 建设状态" in text
    assert "| F2 | 项目完工率 | 已完工项目÷全部重点项目 |" in text


def test_a_blank_workbook_lies_beside_the_county_file(county_file: Path) -> None:
    assert CliRunner().invoke(app, ["definitions", "--county", str(county_file)]).exit_code == 0
    assert (county_file.parent / "指标与报表定义.xlsx").is_file()
    assert [*SHEETS] == [*BUILT_IN]  # nothing was read
    load_county(county_file)
    assert [*SHEETS] == [*BUILT_IN, "Z1"]


STRANGE: tuple[object, ...] = ([], {}, 3, True, "x", ["x"], [{}], [[1]], {"x": 1}, None)


def changes(data: object) -> Iterator[object]:
    """The declaration with a strange value, or nothing, in place of each of its values."""
    places = [*data] if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for place in places:
        inner = data[place]  # type: ignore[index]
        for changed in (*STRANGE, *changes(inner)):
            copy = [*data] if isinstance(data, list) else {**data}  # type: ignore[dict-item]
            copy[place] = changed  # type: ignore[index]
            yield copy


@pytest.mark.parametrize("name", ["sheets/Z1", "indicators/projects"])
def test_whatever_is_written_is_understood_or_told_with_its_place(name: str) -> None:
    files = {key: toml_of(EXAMPLE / f"{key}.toml") for key in ("sheets/Z1", "indicators/projects")}
    outcomes = set()
    for changed in changes(files[name]):
        try:
            own_of({**files, name: changed}, BUILT_IN)  # type: ignore[dict-item]
            outcomes.add("understood")
        except WrongDeclaration as wrong:
            said(wrong.says, **wrong.facts)
            outcomes.add("told")
    assert outcomes == {"understood", "told"}
