"""A second county for tests, as an office would begin it: 平川县, its seat called 城关镇, out of an .xlsx of its own.

Code, names and numbers are of no real county.
"""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

CODE, NAME = "999901", "平川县"
OF_ANOTHER_COUNTY = ("蕲", "QC-", "2021", "421126", "漕河", "李时珍", "0713", "五强五兴", "一城两区", "黄冈")
"""What only the shipped county's files may hold."""

DIVISIONS = ("城关镇", "柳河镇", "青山乡", "城东街道", "国营东风农场")
UNITS = (
    # 所属系统, a merged cell where it repeats; 单位全称; 规范简称; 报送报表
    ("县委", "中共平川县委办公室", "县委办", "S5、S7"),
    ("县委", "中共平川县委组织部", "", "S1、S2、S3、S4、S6、R6、R8"),
    ("县委", "中共平川县委督查室", "县委督查室", "民生实事台账"),
    ("县人大", "平川县人大常委会办公室", "县人大办", "S5，S7"),
    ("县政府", "平川县人民政府办公室", "县政府办", "S5 S7"),
    ("县政府", "平川县财政局", "县财政局", ""),
    ("县政协", "政协平川县委员会办公室", "县政协办", "S5/S7"),
    ("", "城南新区建设指挥部", "城南指挥部", "S7"),
)


def office_list(path: Path) -> Path:
    """The workbook of an office: titles above headings with blanks, merged cells, a total, a note, a page more."""
    with xlsxwriter.Workbook(path) as book:
        towns = book.add_worksheet("乡镇名录")
        towns.merge_range(0, 0, 0, 2, "平川县乡镇（街道）基本情况表")
        towns.write(1, 0, "单位：个")
        towns.write_row(2, 0, ["序 号", "乡镇（街道）\n名称", "备注"])
        for at, name in enumerate(DIVISIONS, start=1):
            towns.write_row(2 + at, 0, [at, name])
        towns.write_row(3 + len(DIVISIONS), 0, ["合计", "合计"])
        towns.write(4 + len(DIVISIONS), 0, "注：含参照乡镇管理的单位")
        units = book.add_worksheet("单位")
        units.merge_range(0, 0, 0, 4, "报送单位一览表")
        units.write_row(1, 0, ["序号", "所属系统", "单位全称", "规范简称", "报送报表"])
        for at, (organ, *others) in enumerate(UNITS, start=1):
            units.write_row(1 + at, 0, [at, organ, *others])
        units.merge_range(2, 1, 4, 1, "县委")
        book.add_worksheet("会议签到").write(0, 0, "某某")
    return path
