"""Six workbooks of the kinds that offices keep for themselves; nobody has made them for us. All persons are made up."""

from __future__ import annotations

import datetime as dt
import re

from tests.support.workbooks.tables import Rows
from transforms.recognise.grid import Cell

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]+\.[0-9]")


def _row(words: str) -> list[Cell]:
    """Cells parted by blanks: · is an empty one, 2021-11-26 a date, 35.5 a number, '2021-11-26 a text."""
    return [_cell(word) for word in words.split()]


def _cell(word: str) -> Cell:
    if _DAY.fullmatch(word):
        return dt.date.fromisoformat(word)
    if _NUMBER.fullmatch(word):
        return float(word)
    return "" if word == "·" else word.removeprefix("'")


REGISTER: Rows = [
    _row("漕河镇在职党员“双报到”花名册"),
    _row("填报单位：漕河镇 · · · · · · 填报日期：2021-11-26"),
    _row("序号 姓名 性别 身份证号码 工作单位及职务 手机号 报到社区（村） 居住地所在小区 报到时间 认领岗位"),
    _row("1.0 汪志强 男 · 县财政局预算股股长 13900000001 东门社区 锦绣花园 2021.6.3 政策宣传岗"),
    _row("2.0 程丽华 女 11010519491231002X 县教育局办公室主任 13900000002 西河社区 滨江苑 2021年6月10日 治安巡逻岗"),
    _row("3.0 何文斌 男 · 县住建局 13900000003 东门社区 锦绣花园 2021-6-11 ·"),
    _row("合计：3人"),
]
"""双报到花名册: unit and post in one cell, no column for 党员类别."""

ITEMS: Rows = [
    _row("2021年民生实事进展统计表"),
    _row("填报单位：县委办公室督查室"),
    _row(
        "序号 项目名称 领办县领导 主要建设内容 主管单位 实施乡镇 计划投资（万元） 认领时间 计划完成时间 "
        "完成比例 目前状态 目前进展情况 存在问题及建议"
    ),
    _row(
        "1.0 新建村级卫生室 陈国栋 新建卫生室一处 县卫健局 漕河镇 35.5 2021-03-10 2021-11-30 0.8 推进中 "
        "主体已完工 设备采购在招标"
    ),
    _row("2.0 农村公路改造 周建平 改造12公里 县水利和湖泊局 横车镇 850.0 2021-03-10 2021-12-31 0.6 推进中 路基施工 ·"),
]
"""民生实事进展统计表: progress as a fraction."""

ORDERS: Rows = [
    _row("漕河镇群众点单台账"),
    _row("填报单位：漕河镇"),
    _row(
        "点单编号 乡镇（街道） 所属社区 点单群众 联系电话 群众诉求 诉求分类 点单日期 接单党员 "
        "接单党员所在单位 接单日期 办结日期 办理结果 评单结果"
    ),
    _row(
        "D-001 漕河镇 东门社区 陈某 13900000009 楼道堆放杂物 环境整治 2021-11-22 汪志强 县财政局 2021-11-23 "
        "2021-11-25 已办结 满意"
    ),
    _row("D-002 漕河镇 西河社区 吴某 13900000008 路灯不亮 环境整治 2021-11-23 程丽华 县教育局 2021-11-24 · 已接单 ·"),
]
"""群众点单台账: the telephone number is the resident's, not the member's."""

CADRES: Rows = [
    _row("退出干部情况表"),
    _row("填报单位：县委组织部"),
    _row(
        "序号 姓名 性别 出生年月 政治面貌 参加工作时间 工作单位及职务 职务级别 退出时间 退出原因 学历 "
        "所学专业 特长 曾分管工作 是否愿意工作 工作强度 健康状况 意愿领域 谈话日期 安排去向 分工内容 中心工作 "
        "决定日期 到岗时间 安排状态"
    ),
    _row(
        "1.0 张伯年 男 1963-02 中共党员 1982-07 县农业农村局党组书记 县处级副职 2021-09-28 年龄结构 本科毕业 "
        "农学 农业技术 乡村振兴 愿意 半职 A 乡村振兴 2021-11-08 县政府 协助推进乡村振兴 乡村振兴 2021-11-16 "
        "2021-11-18 已到岗"
    ),
    _row(
        "2.0 刘正清 男 1964-09 中共党员 1984-08 县财政局党组成员 县处级副职 2021-10-08 换届 大专毕业 会计 "
        "项目管理 乡村振兴 愿意 半职 B 乡村振兴 2021-11-09 · · · · · ·"
    ),
]
"""退出干部情况表: one table for S1, S2, S3 and S6; the second cadre has no assignment and nobody's state is written."""

PROGRESS: Rows = [
    _row("乡村振兴进度表（2021年）"),
    _row("填报单位：县委办公室督查室"),
    _row(
        "序号 项目名称 挂点县领导 主管部门 建设地点 建设规模及内容 财政衔接资金（万元） 批复时间 开工时间 "
        "计划竣工时间 竣工时间 进度（%） 工作状态 受益人口 是否监测户项目"
    ),
    _row(
        "1.0 蕲艾种植基地 陈国栋 县农业农村局 赤东镇 种植500亩 300.0 2021-03-15 2021-04-10 2021-12-31 · 80.0 "
        "推进中 1200.0 否"
    ),
    _row(
        "2.0 村级光伏电站 周建平 县乡村振兴局 青石镇 装机200千瓦 120.0 2021-04-01 2021-05-01 2021-10-31 "
        "2021-10-20 100.0 已完成 430.0 是"
    ),
]
"""乡村振兴进度表: progress in points, and a column that no sheet has."""

MEMBERS: Rows = [
    _row("县直机关党员下沉花名册"),
    _row("填报单位：漕河镇"),
    _row("姓名 单位 电话 下沉社区 下沉日期 是否在册 备注"),
    _row("汪志强 县财政局 13900000001 东门社区 '2021-06-03 在册 ·"),
    _row("程丽华 县教育局 13900000002 西河社区 '2021-06-10 在册 第二批"),
]
"""花名册: nobody's 党员类别 is written, all are members."""

WORKBOOKS: dict[str, tuple[Rows, tuple[str, ...]]] = {
    "双报到花名册.xlsx": (REGISTER, ("S9",)),
    "民生实事进展统计表.xlsx": (ITEMS, ("S8",)),
    "群众点单台账.xlsx": (ORDERS, ("S10",)),
    "退出干部情况表.xlsx": (CADRES, ("S1", "S2", "S3", "S6")),
    "乡村振兴进度表.xlsx": (PROGRESS, ("S8",)),
    "花名册.xlsx": (MEMBERS, ("S9",)),
}
"""File name → the rows of its worksheet, and the sheets somebody reads it as."""
