"""S9 在职党员下沉报到花名册: which member serves in which community (domain.md §4.10)."""

from __future__ import annotations

from dataclasses import replace

from expectations.contract.contract import Cadence, Kind, Need, Sheet
from expectations.contract.rules import Named, NotBefore, OneOf, When
from expectations.sheets.declare import FIXW, RECOMMENDED, REQUIRED, ROW, column, event
from expectations.sheets.person_columns import (
    BIRTH_RULES,
    BIRTH_YM,
    ID_NO,
    ID_RULES,
    NAME,
    PHONE,
    REQUIRED_UNIT_CODE,
    SEX,
    SEX_RULE,
)

SHEET = Sheet(
    id="S9",
    name="party_register",
    title="在职党员下沉报到花名册",
    submitted_by="县直机关工委、下沉办会同各社区，由各乡镇汇总",
    cadence=Cadence.ON_CHANGE,
    key=("person_id", "community_code"),
    feeds="D1 在册下沉党员、D2 活跃率",
    source="domain.md §4.10",
    grouped_by="town",
    columns=(
        NAME,
        ID_NO,
        BIRTH_YM,
        replace(SEX, need=Need.OPTIONAL),
        REQUIRED_UNIT_CODE,
        PHONE,
        column("branch", "所在党支部", Kind.TEXT, "{units[0]}机关党支部", "党组织、支部", need=RECOMMENDED),
        column(
            "political_status",
            "党员类别",
            Kind.CODE,
            "中共党员",
            "政治面貌",
            codes="political_status",
            need=REQUIRED,
            on_failure=ROW,
        ),
        column(
            "community_code",
            "报到社区",
            Kind.TEXT,
            "{divisions[0]}某社区",
            "下沉社区、社区名称",
            need=REQUIRED,
            on_failure=FIXW,
            hint="应填社区名称或12位社区代码",
            because="「报到社区」应填社区名称或12位社区代码；请补填本人报到的社区。",
        ),
        column("compound", "报到小区", Kind.TEXT, "某某小区", "小区、居住小区"),
        column(
            "town", "所在乡镇", Kind.CODE, "{divisions[0]}", "街道(乡镇)、乡镇", codes="divisions", need=RECOMMENDED
        ),
        column("registered_on", "报到日期", Kind.DATE, "{day:-180}", "报到时间", need=REQUIRED),
        column("service_skill", "服务专长", Kind.TAGS, "{skill[18]}", "特长、服务意向", codes="skill", on_failure=FIXW),
        column("team", "服务队", Kind.TEXT, "党员先锋队", "志愿队、服务岗位"),
        column(
            "reg_status",
            "状态",
            Kind.CODE,
            "在册",
            "是否在册、备注(已转出)",
            codes="reg_status",
            need=REQUIRED,
            default="IN",
        ),
        column("left_on", "转出日期", Kind.DATE, "{day:-51}", "注销日期"),
    ),
    rules=(
        *ID_RULES,
        *BIRTH_RULES,
        SEX_RULE,
        OneOf(
            id="members_only",
            column="political_status",
            values=("01", "02"),
            reaction=ROW,
            because="「党员类别」不是中共党员或预备党员，本行不计入；请核对，非党员请从花名册中删去。",
        ),
        *event("registered_on", "报到日期", years=10),
        NotBefore(
            id="left_after_registered",
            later="left_on",
            earlier="registered_on",
            because="「转出日期」早于「报到日期」；请核对这两个日期。",
        ),
        Named(
            id="registered_and_left",
            check="after",
            on=("left_on", "period_end"),
            when=When("reg_status", ("IN",)),
            reaction=FIXW,
            because="「状态」为在册或没有填写，而「转出日期」已到，已按转出处理；请核对这两格，仍在册的请删去转出日期。",
        ),
        NotBefore(
            id="left_before_leaving",
            later="period_end",
            earlier="left_on",
            blames="left_on",
            when=When("reg_status", ("OUT", "RETIRED", "DELETED")),
            reaction=FIXW,
            because="「状态」为已不在册，而「转出日期」晚于本期最后一天，到那天前仍按在册处理；请核对这两格。",
        ),
    ),
)
