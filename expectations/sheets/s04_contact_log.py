"""S4 跟踪联系记录表: talks with cadres, one row per person or one row with a list of names (domain.md §4.5)."""

from __future__ import annotations

from expectations.contract.contract import Cadence, Kind, Sheet
from expectations.contract.rules import NotBefore
from expectations.sheets.declare import P0, RECOMMENDED, REQUIRED, ROW, column, event
from expectations.sheets.person_columns import ASKED_BIRTH_YM, BIRTH_RULES, UNIT_CODE

SHEET = Sheet(
    id="S4",
    name="contact_log",
    title="跟踪联系记录表",
    submitted_by="县委组织部及各跟踪联系人",
    cadence=Cadence.WEEKLY_ROWS,
    key=("person_id", "contact_date", "contact_by"),
    feeds="A9 跟踪联系覆盖率、A10 谈心谈话人次、A11 诉求办结率",
    source="domain.md §4.5",
    columns=(
        column(
            "name",
            "姓名",
            Kind.PEOPLE,
            "张三、李四",
            "联系对象、谈话对象、干部姓名、名字",
            need=REQUIRED,
            on_failure=ROW,
        ),
        UNIT_CODE,
        ASKED_BIRTH_YM,
        column(
            "contact_date",
            "联系日期",
            Kind.DATE,
            "{day:-13}",
            "谈话时间、日期、谈心时间、谈话日期",
            need=REQUIRED,
            on_failure=ROW,
        ),
        column("contact_type", "联系方式", Kind.CODE, "面谈", "方式、形式", codes="contact_type", need=REQUIRED),
        column("contact_by", "联系人", Kind.NAME, "王五", "谈话人、联系领导", need=REQUIRED),
        column("topic", "主题", Kind.CODE, "分工", "谈话主题、内容摘要", codes="topic"),
        column("mood", "思想动态", Kind.CODE, "稳定", "思想状况", codes="mood", privacy=P0),
        column("issue_text", "反映问题", Kind.TEXT, "希望尽快明确分工", "诉求、意见建议", privacy=P0),
        column(
            "issue_status",
            "办理情况",
            Kind.CODE,
            "在办",
            "解决情况、是否解决",
            codes="contact_issue_status",
            need=RECOMMENDED,
            nothing=("/", "—", "-", "null", "N/A"),
        ),
        column("issue_due", "办理时限", Kind.DUE, "{day:+17}", "解决时限"),
        column("next_contact", "下次联系日期", Kind.DATE, "{day:+43}", "下次谈话"),
    ),
    rules=(
        *BIRTH_RULES,
        *event("contact_date", "联系日期"),
        NotBefore(
            id="issue_due_after_contact",
            later="issue_due",
            earlier="contact_date",
            because="「办理时限」早于「联系日期」；请核对这两个日期。",
        ),
        NotBefore(
            id="next_contact_after_contact",
            later="next_contact",
            earlier="contact_date",
            because="「下次联系日期」早于「联系日期」；请填写尚未到来的联系日期。",
        ),
    ),
)
