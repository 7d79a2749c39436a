"""One week's workbook, to be written by many programs: items (S8) and orders (S10) of 县委督查室, all made up.

It has what writers treat in their own ways: dates and shares that only a number format makes, texts of digits with a
zero first, truth values, blanks, line feeds, markup, characters beyond 16 bits, a title over merged cells.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from transforms.recognise.grid import Cell


class Formatted(NamedTuple):
    """A value under a number format."""

    value: float | dt.date
    code: str


Row = list[Cell | Formatted]


class Page(NamedTuple):
    """A worksheet; its first row is merged over all columns."""

    sheet: str
    name: str
    rows: list[Row]


def day(text: str, code: str = "yyyy-mm-dd") -> Formatted:
    """A day, or a moment where the text has a time."""
    moment = dt.datetime.fromisoformat(text)
    return Formatted(moment if " " in text else moment.date(), code)


def _titled(title: str, headings: str, rows: list[Row]) -> list[Row]:
    heads: Row = [*headings.split()]
    top: list[Row] = [[f"{title}（2021年第47周）"], ["填报单位：县委督查室　填报日期：2021-11-26"], heads]
    return [row + [""] * (len(heads) - len(row)) for row in [*top, *rows]]


_ITEM_HEADINGS = (
    "序号 事项编号 责任领导 六联类型 事项名称 责任单位 所在乡镇 五强五兴 资金(万元) 认领日期 计划开始 完成时限 "
    "当前进度 状态 实际完成日期 进展情况 受益人数 佐证材料编号 是否公开"
)
_ITEM_ROWS: list[Row] = [
    [
        *(1.0, "MS2021-001", "赵六", "L1", "新建村级卫生室", "县卫健局", "漕河镇", "强基兴民", Formatted(35.5, "0.00")),
        *(day("2021-03-10"), day("2021-03-15"), day("2021-11-30"), Formatted(0.8, "0%"), "推进中", ""),
        *("主体工程已完工；A&B <标段> \"甲\"'乙'", Formatted(1200.0, "#,##0"), "ZJ-001", False),
    ],
    [
        *(
            2.0,
            "MS2021-002",
            "赵六、孙七",
            "",
            "修缮水渠①—镕䶮𠮷",
            "县水利局",
            "蕲州镇",
            "",
            Formatted(1200000.0, "#,##0.00"),
        ),
        *(
            day("2021-01-04", 'yyyy"年"m"月"d"日"'),
            "",
            day("2021-12-31", "yyyy/m/d"),
            Formatted(0.355, "0.0%"),
            "推进中",
        ),
        *("", "第一行\n第二行", Formatted(85.0, "0"), "", True),
    ],
    [
        *(3.0, "MS2021-003", "孙七", "", "  老旧小区改造  ", "县住建局", "漕河镇", "", 12345.678, day("2021-02-28")),
        *(
            day("2021-03-01"),
            day("2021-11-20"),
            Formatted(1.0, "0%"),
            "已完成",
            day("2021-11-20", "m/d/yyyy"),
            "已验收",
        ),
        *("", "007", ""),
    ],
    [
        *(4.0, "0004", "孙七", "", "村道加宽", "县交通局", "横车镇", "", 0.0, day("2021-04-01"), "", day("2021-12-15")),
        *(Formatted(0.0, "0%"), "未启动", "", "", 0.0, "", "否"),
    ],
]
_ORDER_HEADINGS = (
    "接单编号 乡镇 社区 诉求类别 诉求内容 发布日期 接单日期 接单党员 身份证号 联系电话 是否领办实事项目 办结日期 "
    "办理状态 服务时长 群众评价"
)
_PLACE = ("漕河镇", "漕河镇某社区", "环境整治")
_ORDER_ROWS: list[Row] = [
    [
        *("100001-21-0001", *_PLACE, "楼道堆放杂物，希望清理", day("2021-11-22 09:30:00", "yyyy-mm-dd hh:mm")),
        *(day("2021-11-23"), "张三", "11010519491231002X", "13900000000", "否", day("2021-11-26"), "已办结"),
        *(Formatted(2.5, "0.0"), "满意"),
    ],
    [
        *("21002", *_PLACE, "路灯不亮", day("2021-11-23", "m月d日"), day("2021-11-24", 'yyyy"年"mm"月"dd"日"'), "李四"),
        *("421126196510150013", Formatted(13900000001.0, "0"), "否", "", "已接单", "", ""),
    ],
    [21003.0, *_PLACE, "-5楼积水=1+1", day("2021-11-24"), "", "", "", "", "否", "", "待接单", 0.0, ""],
]
PAGES = (
    Page("S8", "民生实事", _titled("“六联”责任制民生实事台账", _ITEM_HEADINGS, _ITEM_ROWS)),
    Page("S10", "接单 & 服务", _titled("“接单服务”办理台账", _ORDER_HEADINGS, _ORDER_ROWS)),
)

ACCEPTED: dict[str, list[dict[str, object]]] = {
    "S8": [
        {
            "item_code": "MS2021-001",
            "leader": ["赵六"],
            "link_type": "L1",
            "title": "新建村级卫生室",
            "lead_unit": "QC-WJJ",
            "town": "421126100",
            "strategy": "WQ5",
            "funds": 35.5,
            "claimed_on": dt.date(2021, 3, 10),
            "start_plan": dt.date(2021, 3, 15),
            "due_original": dt.date(2021, 11, 30),
            "progress": 80.0,
            "status": "RUN",
            "narrative": "主体工程已完工；A&B <标段> \"甲\"'乙'",
            "beneficiaries": 1200,
            "evidence_no": "ZJ-001",
            "public_ok": False,
        },
        {
            "item_code": "MS2021-002",
            "leader": ["赵六", "孙七"],
            "title": "修缮水渠①—镕䶮𠮷",
            "lead_unit": "QC-SLJ",
            "town": "421126102",
            "funds": 1200000.0,
            "claimed_on": dt.date(2021, 1, 4),
            "due_original": dt.date(2021, 12, 31),
            "progress": 35.5,
            "status": "RUN",
            "narrative": "第一行\n第二行",
            "beneficiaries": 85,
            "public_ok": True,
        },
        {
            "item_code": "MS2021-003",
            "leader": ["孙七"],
            "title": "老旧小区改造",
            "lead_unit": "QC-ZJJ",
            "town": "421126100",
            "funds": 12345.678,
            "claimed_on": dt.date(2021, 2, 28),
            "start_plan": dt.date(2021, 3, 1),
            "due_original": dt.date(2021, 11, 20),
            "progress": 100.0,
            "status": "DONE",
            "done_on": dt.date(2021, 11, 20),
            "narrative": "已验收",
            "evidence_no": "007",
            "public_ok": False,
        },
        {
            "item_code": "0004",
            "leader": ["孙七"],
            "title": "村道加宽",
            "lead_unit_text": "县交通局",
            "town": "421126105",
            "funds": 0.0,
            "claimed_on": dt.date(2021, 4, 1),
            "due_original": dt.date(2021, 12, 15),
            "progress": 0.0,
            "status": "NEW",
            "beneficiaries": 0,
            "public_ok": False,
        },
    ],
    "S10": [
        {
            "order_no": "100001-21-0001",
            "town": "421126100",
            "community_code": "漕河镇某社区",
            "category": "HJ",
            "content": "楼道堆放杂物，希望清理",
            "posted_on": dt.date(2021, 11, 22),
            "taken_on": dt.date(2021, 11, 23),
            "member_name": ["张三"],
            "id_no": "11010519491231002X",
            "phone": "13900000000",
            "is_project": False,
            "done_on": dt.date(2021, 11, 26),
            "status": "DONE",
            "hours": 2.5,
            "satisfaction": "3",
        },
        {
            "order_no": "21002",
            "town": "421126100",
            "community_code": "漕河镇某社区",
            "category": "HJ",
            "content": "路灯不亮",
            "posted_on": dt.date(2021, 11, 23),
            "taken_on": dt.date(2021, 11, 24),
            "member_name": ["李四"],
            "id_no": "421126196510150013",
            "phone": "13900000001",
            "is_project": False,
            "status": "TAKEN",
        },
        {
            "order_no": "21003",
            "town": "421126100",
            "community_code": "漕河镇某社区",
            "category": "HJ",
            "content": "-5楼积水=1+1",
            "posted_on": dt.date(2021, 11, 24),
            "is_project": False,
            "status": "SENT",
            "hours": 0.0,
        },
    ],
}
"""What is accepted of it, by sheet: the filled columns of each row, without those that say whose and of when it is."""

WARNED: dict[str, set[tuple[str, str | None]]] = {
    "S8": {("code_understood", "lead_unit"), ("people_split", "leader"), ("unlisted_text", "lead_unit")},
    "S10": set(),
}
"""What the clerk is told of it: rule and column."""
