"""A county with a sheet and indicators of its own (docs/own-sheets.md): two towns, and an office with one cadre."""

from __future__ import annotations

import shutil
from pathlib import Path

from expectations.county.county import Division, DivisionKind, Unit
from flows.county.new_county.county_folder import write_county_folder
from flows.county.new_county.draft import Draft
from tests.support.project import ROOT
from tests.support.second_county import CODE, NAME
from tests.support.workbooks.tables import Rows

EXAMPLE = ROOT / "docs" / "examples" / "own-sheets"
TOWNS = (
    Division(code=f"{CODE}100", name="城关镇", kind=DivisionKind.SEAT),
    Division(code=f"{CODE}101", name="柳河镇", kind=DivisionKind.TOWN),
)
SEAT, WILLOW, OFFICE = "XZ-001", "XZ-002", "DW-001"
UNITS = (
    Unit(code=OFFICE, name="中共平川县委组织部", short="县委组织部"),
    Unit(code=SEAT, name="城关镇", short="城关镇", division=TOWNS[0].code),
    Unit(code=WILLOW, name="柳河镇", short="柳河镇", division=TOWNS[1].code),
)
HEADINGS = (
    *("项目编号", "项目名称", "所在乡镇", "所在村", "计划投资", "已拨资金", "建设状态"),
    *("计划完工日期", "实际完工日期", "包联干部", "包联干部电话"),
)


def county_folder(folder: Path) -> Path:
    """The county file of a folder as `wuwei init` writes it, with the sheets and indicators of the example."""
    county_file = write_county_folder(folder, CODE, NAME, Draft(TOWNS, UNITS, {"S1": (OFFICE,)}))
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    return county_file


def projects(unit: str, *rows: list[object], week: str = "2026年第5周") -> Rows:
    """A worksheet of projects as a town types it: title, unit, headings, rows."""
    return [[f"乡村振兴重点项目进度表（{week}）"], [f"填报单位：{unit}"], [*HEADINGS], *rows]  # type: ignore[list-item]
