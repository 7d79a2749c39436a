"""S7 履职周报表: what an assigned cadre did in the week (domain.md §4.8)."""

from __future__ import annotations

from expectations.contract.contract import Cadence, Kind, Sheet
from expectations.contract.rules import Named, NotBefore
from expectations.sheets.declare import (
    P1,
    RECOMMENDED,
    REQUIRED,
    ROW,
    at_least_zero,
    between,
    column,
)
from expectations.sheets.person_columns import ASKED_BIRTH_YM, BIRTH_RULES, NAME, REQUIRED_UNIT_CODE

SHEET = Sheet(
    id="S7",
    name="duty_weekly",
    title="履职周报表",
    submitted_by="接收单位和乡镇",
    cadence=Cadence.WEEKLY_ROWS,
    key=("person_id", "period", "unit_code"),
    feeds="B1—B6 履职情况",
    source="domain.md §4.8",
    columns=(
        # The lineage column `period` says which week the file is for; this is what the clerk wrote into the row.
        column(
            "stated_period",
            "期别",
            Kind.PERIOD,
            "{week}",
            "周次、报告周期、统计时间",
            need=RECOMMENDED,
            on_failure=ROW,
            because="「期别」应为“{week}”的样式，并与文件名中的期别一致；请改正，否则本行不予接收。",
        ),
        NAME,
        REQUIRED_UNIT_CODE,
        ASKED_BIRTH_YM,
        column("days_on", "到岗天数", Kind.NUMBER, "4.5", "出勤天数、在岗天数", unit="天", need=REQUIRED),
        column("days_field", "下乡(下沉)天数", Kind.NUMBER, "2", "下乡天数、驻村天数、下基层天数", unit="天"),
        column("tasks_open", "本周事项数", Kind.INTEGER, "5", "工作事项", unit="件", need=REQUIRED),
        column("tasks_done", "完成数", Kind.INTEGER, "3", "办结数", unit="件", need=REQUIRED),
        column("task_name", "重点任务", Kind.TEXT, "红色基地规划方案", "", need=RECOMMENDED),
        column("task_due", "时限", Kind.DUE, "{day:+56}", "完成时限", need=RECOMMENDED),
        column("task_pct", "进度", Kind.PERCENT, "60%", "完成率、进度(%)", unit="%", need=RECOMMENDED),
        column("exec_attended", "参加常务会次数", Kind.INTEGER, "1", "列席次数", unit="次"),
        column("suggestions", "建议被采纳数", Kind.INTEGER, "2", "意见建议", unit="条"),
        column("cases_solved", "化解矛盾(信访)件数", Kind.INTEGER, "1", "化解矛盾件数、调处件数", unit="件"),
        column("problem", "存在问题", Kind.TEXT, "资料收集进展较慢", "困难"),
        column("need_help", "需协调事项", Kind.TEXT, "请县档案馆提供资料", "需要协调的事项"),
        column("host_rating", "单位评价", Kind.CODE, "较好", "评价、考评", codes="rating", privacy=P1),
        column(
            "honour", "评先树优情况", Kind.CODE, "县级", "表扬激励、获奖情况", codes="honour_level", keeps_text=True
        ),
    ),
    rules=(
        *BIRTH_RULES,
        between("days_on", "到岗天数", 0, 7),
        between("days_field", "下乡(下沉)天数", 0, 7),
        *(
            Named(
                id=f"{name}_half_steps",
                check="half_steps",
                on=(name,),
                because=f"「{heading}」应以半天为单位，例如4或4.5；请按半天取整后重新填写。",
            )
            for name, heading in (("days_on", "到岗天数"), ("days_field", "下乡(下沉)天数"))
        ),
        NotBefore(
            id="days_field_within_days_on",
            later="days_on",
            earlier="days_field",
            blames="days_field",
            because="「下乡(下沉)天数」多于「到岗天数」；请核对这两个数字。",
        ),
        at_least_zero("tasks_open", "本周事项数"),
        at_least_zero("tasks_done", "完成数"),
        NotBefore(
            id="tasks_done_within_open",
            later="tasks_open",
            earlier="tasks_done",
            blames="tasks_done",
            because="「完成数」多于「本周事项数」；请核对这两个数字。",
        ),
        between("task_pct", "进度", 0, 100),
        between("exec_attended", "参加常务会次数", 0, 5),
        at_least_zero("suggestions", "建议被采纳数"),
        at_least_zero("cases_solved", "化解矛盾(信访)件数"),
    ),
)
