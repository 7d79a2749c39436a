"""R8 控制数: how many the submitting department says there are, to be compared with the computed count (E5)."""

from __future__ import annotations

from expectations.contract.contract import Cadence, Kind, Sheet
from expectations.contract.rules import Named
from expectations.sheets.declare import P3, REQUIRED, ROW, at_least_zero, column, event

SHEET = Sheet(
    id="R8",
    name="control_totals",
    title="控制数表",
    submitted_by="县委组织部（汇总各牵头部门）",
    cadence=Cadence.ON_CHANGE,
    key=("total", "as_of"),
    feeds="E5 控制数核对",
    source="domain.md §3.4",
    columns=(
        column(
            "total",
            "控制数项目",
            Kind.CODE,
            "二次分工人数",
            "项目、指标、指标名称",
            codes="control_total",
            need=REQUIRED,
            privacy=P3,
            on_failure=ROW,
        ),
        column(
            "declared",
            "申报数",
            Kind.INTEGER,
            "19",
            "数量、数值、控制数",
            need=REQUIRED,
            privacy=P3,
            on_failure=ROW,
        ),
        column("as_of", "截止日期", Kind.DATE, "{day:-5}", "统计日期、截止时间", need=REQUIRED, privacy=P3),
        column("note", "说明", Kind.TEXT, "不含乡镇管理干部", "口径说明", privacy=P3),
    ),
    rules=(
        Named(
            id="total_given_twice",
            check="one_number",
            on=("declared", "total", "as_of"),
            reaction=ROW,
            because="「申报数」与同一项目、同一截止日期的另一行不同，看不出以哪一行为准，都未接收；请只保留正确的一行。",
        ),
        at_least_zero("declared", "申报数"),
        *event("as_of", "截止日期"),
    ),
)
