"""S3 干部意愿登记表: which post a cadre wishes, and whether and how much he or she wants to work (domain.md §4.4)."""

from __future__ import annotations

from expectations.contract.contract import Cadence, Kind, Sheet
from expectations.contract.rules import Required, When
from expectations.sheets.declare import (
    CELL,
    P0,
    P1,
    RECOMMENDED,
    REQUIRED,
    ROW,
    at_most_characters,
    column,
    event,
)
from expectations.sheets.person_columns import BIRTH_RULES, BIRTH_YM, ID_NO, ID_RULES, NAME, UNIT_CODE

SHEET = Sheet(
    id="S3",
    name="willingness",
    title="干部意愿登记表",
    submitted_by="县委组织部（依据谈心谈话，由本人签字确认）",
    cadence=Cadence.ON_CHANGE,
    key=("person_id", "declared_on"),
    feeds="D3 岗位意愿、D5 工作意愿",
    source="domain.md §4.4",
    columns=(
        NAME,
        ID_NO,
        BIRTH_YM,
        UNIT_CODE,
        column(
            "work_will",
            "工作意愿",
            Kind.CODE,
            "愿意",
            "是否愿意工作、继续工作意愿、意愿",
            codes="work_will",
            need=REQUIRED,
            privacy=P1,
        ),
        column(
            "workload_pref",
            "可承担强度",
            Kind.CODE,
            "半职",
            "工作强度、全职/半职、工作时间",
            codes="workload",
            need=REQUIRED,
        ),
        column(
            "work_capacity",
            "可承担程度",
            Kind.CODE,
            "B",
            "身体状况、健康状况、健康情况",
            codes="work_capacity",
            need=REQUIRED,
            privacy=P1,
            hint="应填A（全日制）、B（半日制）、C（仅顾问）、D（暂不宜）中的一项",
            because="「可承担程度」只填A（全日制）、B（半日制）、C（仅顾问）、D（暂不宜）中的一项；"
            "请删去病情描述，改填字母。",
        ),
        *(
            column(f"pref_post_{rank}", f"意愿岗位{word}", Kind.TEXT, example, variants, need=need, privacy=P1)
            for rank, word, example, variants, need in (
                (1, "一", "ZF-001", "意愿岗位、意愿岗位(一)、意愿岗位1、岗位意愿、第一志愿、意向岗位", RECOMMENDED),
                (2, "二", "乡村振兴督导", "意愿岗位(二)、意愿岗位2、第二志愿", RECOMMENDED),
                (3, "三", "文史资料整理", "意愿岗位(三)、意愿岗位3、第三志愿", RECOMMENDED),
            )
        ),
        column("pref_organ", "意愿单位", Kind.CODE, "县政府", "意向单位、意愿去向", codes="organ"),
        column(
            "pref_category",
            "意愿领域",
            Kind.CODES,
            "{wish_category[0]}、{wish_category[3]}",
            "意向领域、意愿工作",
            codes="wish_category",
            need=RECOMMENDED,
        ),
        column("pref_town", "意愿乡镇", Kind.CODE, "{divisions[1]}", "意向乡镇", codes="divisions"),
        column(
            "refuse_category",
            "不愿从事",
            Kind.CODES,
            "{central_work[2]}",
            "不希望的岗位、不考虑",
            codes="central_work",
            privacy=P1,
        ),
        column(
            "avoid_units",
            "需回避单位",
            Kind.CODES,
            "{units[0]}",
            "回避情况、任职回避、亲属任职情况",
            codes="units",
            need=RECOMMENDED,
            privacy=P1,
            because="「需回避单位」只填需要回避的单位名称，多个之间用顿号分开；请不要填写亲属的姓名和关系。",
        ),
        column("note", "特殊情况说明", Kind.TEXT, "希望就近安排", "个人诉求、说明", privacy=P0),
        column(
            "declared_on",
            "填写日期",
            Kind.DATE,
            "{day:-20}",
            "登记日期、谈话日期",
            need=REQUIRED,
            on_failure=ROW,
            hint="应填本人表达意愿的日期，年月日齐全",
            because="「填写日期」应为本人表达意愿的日期，例如“{day:-20}”；请补填，缺少日期的行不予接收。",
        ),
        column("signed", "本人确认", Kind.FLAG, "是", "本人签字、是否确认", need=REQUIRED, default=False),
    ),
    rules=(
        *ID_RULES,
        *BIRTH_RULES,
        Required(
            id="pref_category_of_the_willing",
            column="pref_category",
            when=When("work_will", ("2", "1")),
            reaction=CELL,
            because="本人愿意工作，但「意愿领域」没有填写；请填写意愿领域，服从安排的请填“服从组织安排”。",
        ),
        at_most_characters("pref_post_1", "意愿岗位一", 50),
        *event("declared_on", "填写日期"),
    ),
)
