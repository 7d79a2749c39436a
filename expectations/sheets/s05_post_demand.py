"""S5 岗位（平台）需求表: which posts and platforms want an experienced cadre (domain.md §4.6)."""

from __future__ import annotations

from expectations.contract.contract import Cadence, Kind, Sheet
from expectations.contract.rules import NotBefore, Unique
from expectations.sheets.declare import FIXW, RECOMMENDED, REQUIRED, ROW, between, column, not_long_before_period

SHEET = Sheet(
    id="S5",
    name="post_demand",
    title="岗位（平台）需求表",
    submitted_by="县委办、县人大办、县政府办、县政协办、各指挥部和乡镇，由县委组织部汇总",
    cadence=Cadence.ON_CHANGE,
    key=("post_code",),
    feeds="二次分工方案",
    source="domain.md §4.6",
    columns=(
        column(
            "post_code",
            "岗位编号",
            Kind.TEXT,
            "ZF-001",
            "编号、岗位代码",
            need=REQUIRED,
            on_failure=FIXW,
            generated_from=("organ", "host_unit", "post_name"),
            hint="应填岗位的编号，各岗位不同",
            because="「岗位编号」没有填写，系统已临时编号；请按“ZF-001”的样式编号后重新报送。",
        ),
        column(
            "post_name",
            "岗位名称",
            Kind.TEXT,
            "乡村振兴督导员",
            "岗位、工作岗位、平台名称",
            need=REQUIRED,
            on_failure=ROW,
        ),
        column("organ", "所属系统", Kind.CODE, "县政府", "四大家、安排去向", codes="organ", need=REQUIRED),
        column("host_unit", "需求单位", Kind.CODE, "{units[0]}", "用人单位、接收单位", codes="units", need=REQUIRED),
        column(
            "category",
            "中心工作类别",
            Kind.CODE,
            "{central_work[0]}",
            "工作类别、工作领域",
            codes="central_work",
            need=REQUIRED,
        ),
        column("strategy", "战略类别", Kind.CODE, "{strategy[2]}", "战略", codes="strategy"),
        column("capacity", "需求人数", Kind.INTEGER, "2", "人数、名额、拟安排人数", unit="人", need=REQUIRED),
        column("load", "工作强度", Kind.CODE, "半职", "强度、工作量", codes="load", need=REQUIRED),
        column(
            "need_skills",
            "所需专长",
            Kind.TAGS,
            "{skill[1]}、{skill[2]}",
            "专长要求、能力要求",
            codes="skill",
            need=REQUIRED,
            on_failure=FIXW,
        ),
        column("need_major", "优先专业", Kind.CODES, "农学", "专业要求", codes="major_class"),
        column("place", "工作地点", Kind.CODE, "{divisions[0]}", "地点、所在乡镇", codes="divisions", need=RECOMMENDED),
        column("start", "开始日期", Kind.DATE, "{day:-6}", "开始时间、起止时间、起止日期", need=REQUIRED, until="end"),
        column("end", "结束日期", Kind.DUE, "{day:+398}", "结束时间"),
        column("post_kind", "岗位性质", Kind.CODE, "{post_kind[0]}", "性质", codes="post_kind", need=REQUIRED),
        column("exec_meeting", "是否参加政府常务会", Kind.FLAG, "否", "列席常务会、参与政府常务会", default=False),
        column(
            "post_status",
            "岗位状态",
            Kind.CODE,
            "待安排",
            "状态",
            codes="post_status",
            need=REQUIRED,
            on_failure=FIXW,
            default="OPEN",
        ),
    ),
    rules=(
        Unique(
            id="post_code_unique",
            on=("post_code",),
            reaction=FIXW,
            because="「岗位编号」与另一行重复而内容不同；请为每个岗位编一个不同的编号。",
        ),
        not_long_before_period("start", "开始日期"),
        between("capacity", "需求人数", 1, 20),
        NotBefore(
            id="end_after_start",
            later="end",
            earlier="start",
            because="「结束日期」早于「开始日期」；请核对这两个日期。",
        ),
    ),
)
