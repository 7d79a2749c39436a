"""S6 二次分工安排表: the decided second division of work (domain.md §4.7)."""

from __future__ import annotations

from expectations.contract.contract import Cadence, Kind, Sheet
from expectations.contract.rules import NotBefore, Required, Unique, When
from expectations.sheets.declare import (
    FIXW,
    RECOMMENDED,
    REQUIRED,
    ROW,
    at_most_characters,
    between,
    column,
    event,
    not_long_before_period,
)
from expectations.sheets.person_columns import BIRTH_RULES, ID_NO, ID_RULES, NAME, REQUIRED_BIRTH_YM

_ON = When("status", ("ON",))

SHEET = Sheet(
    id="S6",
    name="assignment",
    title="二次分工安排表",
    submitted_by="县委组织部（县委研究决定后报送）",
    cadence=Cadence.ON_CHANGE,
    key=("person_id", "post_code", "start"),
    feeds="A5 二次分工人数、A6 去向分布、A7 参与政府常务会、A12 一人一策签订率、A16 建议采纳率",
    source="domain.md §4.7",
    columns=(
        NAME,
        ID_NO,
        REQUIRED_BIRTH_YM,
        column(
            "organ",
            "安排去向",
            Kind.CODE,
            "县政府",
            "去向、四大家、分工去向、工作单位(县委/人大/政府/政协)",
            codes="organ",
            need=REQUIRED,
            on_failure=ROW,
            because="「安排去向」应填县委、县人大、县政府、县政协、乡镇或指挥部专班；请从选项中选择，否则本行不予接收。",
        ),
        column("post_code", "岗位编号", Kind.TEXT, "ZF-001", "编号、岗位代码", need=RECOMMENDED, on_failure=FIXW),
        column("duty", "分工内容", Kind.TEXT, "协助推进乡村振兴工作", "主要职责、工作分工、联系工作", need=REQUIRED),
        column(
            "category",
            "中心工作类别",
            Kind.CODES,
            "{central_work[0]}",
            "中心工作、工作类别",
            codes="central_work",
            need=REQUIRED,
        ),
        column(
            "exec_meeting",
            "参与政府常务会",
            Kind.FLAG,
            "是",
            "是否参加常务会、列席政府常务会、是否参加政府常务会",
            need=REQUIRED,
            default=False,
        ),
        column("mentees", "传帮带人数", Kind.INTEGER, "3", "传帮带对象数", unit="人"),
        column("plan_no", "一人一策编号", Kind.TEXT, "YRYC-001", "方案编号", need=RECOMMENDED),
        column("plan_date", "签订日期", Kind.DATE, "{day:-10}", "一人一策签订日期", need=RECOMMENDED),
        column("deliverable", "主要任务成果", Kind.TEXT, "红色党建基地规划方案", "目标任务"),
        column("deliver_due", "完成时限", Kind.DUE, "{day:+56}", "成果完成时限"),
        column("decision_ref", "决定会议/文号", Kind.TEXT, "县委常委会纪要〔{year}〕第18号", "文号、会议纪要"),
        column("decided_on", "决定日期", Kind.DATE, "{day:-12}", "研究日期", need=REQUIRED),
        column(
            "start",
            "到岗日期",
            Kind.DATE,
            "{day:-10}",
            "任职时间、到岗时间、起止时间",
            need=REQUIRED,
            until="end",
        ),
        column("end", "结束日期", Kind.DUE, "{day:+398}", "结束时间"),
        column("status", "安排状态", Kind.CODE, "已到岗", "状态", codes="assignment_status", need=REQUIRED),
        column(
            "source",
            "方案来源",
            Kind.CODE,
            "人工",
            "是否系统建议",
            codes="assignment_source",
            need=RECOMMENDED,
            on_failure=FIXW,
            default="MANUAL",
        ),
        column("deviation", "偏离建议理由", Kind.TEXT, "尊重本人意愿", "说明", on_failure=FIXW),
    ),
    rules=(
        *ID_RULES,
        *BIRTH_RULES,
        Unique(
            id="assignment_unique",
            on=("name", "birth_ym", "post_code", "start"),
            reaction=ROW,
            because="同一人、同一岗位、同一到岗日期填了两行而内容不同，两行都未接收；请只保留正确的一行后重新报送。",
        ),
        at_most_characters("duty", "分工内容", 200),
        between("mentees", "传帮带人数", 0, 50),
        Required(
            id="decision_ref_of_on",
            column="decision_ref",
            when=_ON,
            reaction=FIXW,
            because="安排状态为“已到岗”，但「决定会议/文号」没有填写；请补填县委研究决定的会议或文号。",
        ),
        *event("decided_on", "决定日期", years=10),
        not_long_before_period("plan_date", "签订日期", years=10),
        NotBefore(
            id="start_after_decision",
            later="start",
            earlier="decided_on",
            because="「到岗日期」早于「决定日期」；请核对这两个日期。",
        ),
        NotBefore(
            id="end_after_start",
            later="end",
            earlier="start",
            because="「结束日期」早于「到岗日期」；请核对这两个日期。",
        ),
        NotBefore(
            id="start_of_on_after_period",
            later="period_end",
            earlier="start",
            blames="start",
            when=_ON,
            reaction=FIXW,
            because="安排状态为“已到岗”，而「到岗日期」晚于本期最后一天，到岗前不计入二次分工人数；"
            "请核对到岗日期，尚未到岗的请将「安排状态」改为“拟安排”。",
        ),
        NotBefore(
            id="end_of_on_before_period_end",
            later="end",
            earlier="period_end",
            when=_ON,
            reaction=FIXW,
            because="安排状态为“已到岗”，而「结束日期」早于本期最后一天，结束后不计入二次分工人数；"
            "请核对结束日期，已结束的请将「安排状态」改为“结束”。",
        ),
    ),
)
