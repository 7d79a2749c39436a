"""Villages and communities by the county's table of them (domain.md §4.10, §12 M64)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from expectations.county.county import Village
from expectations.county.county_codes import county_lists
from flows.county.county_file import load_county
from flows.county.county_table import WrongCountyFile
from flows.read.inboxes import read_files
from flows.read.one_file import FileTask
from tests.support.messiness.messiness import case
from tests.support.messiness.messy import page
from tests.support.project import ROOT
from tests.support.runs.counties import qichun
from tests.support.workbooks.tables import received, written
from transforms.recognise.grid import Cell
from transforms.records.extract import Intake

pytestmark = pytest.mark.usefixtures("plainly")

CAOHE, QIZHOU = "421126100", "421126102"
EAST, OTHER_EAST, LAKE = f"{CAOHE}001", f"{QIZHOU}001", f"{QIZHOU}201"
COUNTY = replace(
    qichun(),
    villages=(
        Village(code=EAST, name="东门社区"),
        Village(code=OTHER_EAST, name="东门社区"),
        Village(code=LAKE, name="西湖村", aliases=("老西湖村",)),
    ),
)
"""Two towns with a community of one name. All are invented."""


def read(tmp_path: Path, **cells: Cell) -> Intake:
    """What a register of one member brings."""
    path = written(tmp_path / "QC-CHZ_S9_2021-W47_v1.xlsx", page("S9", cells, unit="漕河镇"))
    return read_files([FileTask(path, received(path.name))], COUNTY, processes=0)


def reactions(intake: Intake) -> set[tuple[str, str, str]]:
    """Column, rule and reaction of what was noted of community and town."""
    lines = intake.issues.select("column", "rule", "reaction").rows()
    return {line for line in lines if line[0] in {"community_code", "town"}}


@case("M64", FIX="town_told_by_community code_variant", FIXW="community_unknown community_of_other_town")
@pytest.mark.parametrize(
    ("town", "community", "read_as", "issues"),
    [
        ("漕河镇", "东门社区", (CAOHE, EAST), {("community_code", "code_variant", "FIX")}),
        ("蕲州", "东门社区居委会", (QIZHOU, OTHER_EAST), None),
        ("蕲州镇", LAKE, (QIZHOU, LAKE), set()),
        ("", "老西湖村", (QIZHOU, LAKE), {("town", "town_told_by_community", "FIX"),
                                     ("community_code", "code_variant", "FIX")}),
        ("", "蕲州镇东门居委会", (QIZHOU, OTHER_EAST), None),
        ("", "东门社区", (None, "东门社区"), {("community_code", "community_unknown", "FIXW")}),
        ("漕河镇", "南山社区", (CAOHE, "南山社区"), {("community_code", "community_unknown", "FIXW")}),
        ("漕河镇", "西湖村", (CAOHE, LAKE), {("community_code", "community_of_other_town", "FIXW")}),
        ("西湖村", "西湖村", (QIZHOU, LAKE), {("town", "code_understood", "FIXW"),
                                        ("community_code", "code_variant", "FIX")}),
    ],
)  # fmt: skip
def test_a_community_is_known_with_its_town(
    tmp_path: Path, town: str, community: str, read_as: tuple[str | None, str], issues: set[tuple[str, str, str]] | None
) -> None:
    intake = read(tmp_path, town=town, community_code=community)
    assert intake.rows["S9"].collect().select("town", "community_code").row(0) == read_as
    assert issues is None or reactions(intake) == issues


def test_a_village_of_one_name_in_two_towns_is_no_town() -> None:
    villages = county_lists(COUNTY)["villages"]
    assert villages.read("东门社区") == (None, False)
    assert villages.read("漕河东门社区") == (EAST, False)


def table_of(folder: Path, *lines: str) -> Path:
    """The shipped county file in a folder, with a table of villages beside it."""
    example = ROOT
    text = (example / "wuwei.toml").read_text(encoding="utf-8").replace('"reference/', f'"{example}/reference/')
    text = text.replace(f'# villages = "{example}/reference/villages.csv"', 'villages = "villages.csv"')
    (folder / "wuwei.toml").write_text(text, encoding="utf-8")
    (folder / "villages.csv").write_text("\n".join(("code,name,aliases", *lines)), encoding="utf-8")
    return folder / "wuwei.toml"


def test_the_county_file_may_name_a_table_of_villages(tmp_path: Path) -> None:
    county = load_county(table_of(tmp_path, f"{EAST},东门社区,", f"{LAKE},西湖村,老西湖村|西湖大队"))
    assert county.villages == (
        Village(code=EAST, name="东门社区"),
        Village(code=LAKE, name="西湖村", aliases=("老西湖村", "西湖大队")),
    )
    assert [village.division for village in county.villages] == [CAOHE, QIZHOU]


@pytest.mark.parametrize("code", ["421126999001", "42112610001", "东门"])
def test_a_village_in_no_division_is_told_by_its_line(tmp_path: Path, code: str) -> None:
    with pytest.raises(WrongCountyFile, match=r"villages\.csv, line 2, column code: .*12 digits"):
        load_county(table_of(tmp_path, f"{code},东门社区,"))


def test_two_villages_of_one_name_in_one_town_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongCountyFile, match="漕河镇东门社区 stands for both"):
        load_county(table_of(tmp_path, f"{EAST},东门社区,", f"{CAOHE}002,东门社区,"))
