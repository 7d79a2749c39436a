"""Tables of cadres and of what they do after leaving their posts (二次分工)."""

from __future__ import annotations

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy
from transforms.tables.table import ALL, NamedBy, Table, Variant

_BIRTH = ("retire_ym", "delay_months", "months_to_retire")  # from the month of birth, and back to it
_WILL = ("pref_declared_on", "pref_age_days", "pref_hit", "will_declared_on", "will_age_days")
_WILL_IN_S3 = ("pref_category", "pref_organ", "pref_town", "workload_pref", "signed")  # read with the other wishes
_TALKS = ("last_contact_on", "contact_gap_days", "contacts_90d", "open_issues")
_ORIGIN = ("native_here",)  # says of the place of origin whether it is this county
_SCORES = ("c_d1", "c_d2", "c_d3", "c_d4", "c_d5", "c_total", "c_min", "five_complete", "fit_score")
_SCORED = ("missing_fields", "stale_fields")
_SOURCES = tuple(
    f"src_{sheet}_{part}" for sheet in ("S1", "S2", "S3", "S4", "S6", "S7") for part in ("submission", "row")
)
_PERIOD = ("period_id", "period_start", "period_end", "knowledge_time", "rule_version")
_OF_PERSON = (
    *("age_years", "age_band", "party_years", "work_years", "years_in_level", "months_since_exit", "scope"),
    *("skill_tags", "exp_years_max", "major_class", "tech_level", "retire_base", "retire_band"),
    *("assigned", "host_unit", "plan_signed", "assigned_on", "weekly_report_present"),
    *("tasks_overdue", "exec_attended_cum", "suggestions_cum", "cases_cum", "honours_cum", "row_hash"),
)
_LEAVER = (
    *("person_id", "post_level", "former_unit", "former_post", "organ", "host_unit", "age_band", "sex"),
    *("days_on", "tasks_open", "tasks_done"),
)
_ON_DUTY = (
    *("duty_id", "person_id", "period", "unit_code", "task_name", "task_due", "task_pct", "problem", "need_help"),
    *("light", "light_reason"),
)
_IN_POST = (
    *("person_id", "name", "organ", "host_unit", "post_code", "post_name", "duty", "category", "exec_meeting"),
    *("status", "start", "plan_no", "plan_date", "in_effect", "is_primary"),
)

TABLES = (
    Table(
        name="five_dim",
        title="五维数据集",
        row="cadre in scope: the five dimensions (五维), assignment, progress, contact, retirement, completeness",
        key=("person_id",),
        made_of=("S1", "S2", "S3", "S6", "S7"),
        derived={
            Privacy.P1: (*_BIRTH, *_WILL, *_WILL_IN_S3, *_TALKS, *_ORIGIN, *_SCORES, *_SCORED),
            Privacy.P2: (*_SOURCES, *_PERIOD, *_OF_PERSON),
        },
        seen_by={Variant.COUNTY: _LEAVER, Variant.ANALYST: ALL},
        units=NamedBy("host_unit"),
        roster=True,
    ),
    Table(
        name="assignments",
        title=SHEETS["S6"].title,
        row="post in the second division of work (二次分工)",
        key=("assignment_id",),
        made_of=("S5", "S6"),
        derived={Privacy.P2: ("assignment_id", "in_effect", "vacated", "is_primary")},
        seen_by={
            **dict.fromkeys((Variant.COUNTY, Variant.TOWNSHIP), _IN_POST),
            Variant.ANALYST: ALL,
            Variant.GROUP: ("organ", "start", "is_primary"),
        },
        units=NamedBy("host_unit"),
    ),
    Table(
        name="duties",
        title=SHEETS["S7"].title,
        row="cadre and week reported on",
        key=("duty_id",),
        made_of=("S7",),
        derived={Privacy.P2: ("duty_id", "reporting_unit", "counted", "in_scope", "left_on")},
        seen_by={Variant.COUNTY: _ON_DUTY, Variant.ANALYST: ALL},
        units=NamedBy("unit_code"),
    ),
    Table(
        name="contacts",
        title=SHEETS["S4"].title,
        row="person and talk",
        key=("contact_id",),
        made_of=("S4",),
        derived={Privacy.P1: ("contact_id", "contact_type", "topic", "issue_status")},
        seen_by={Variant.ANALYST: ALL},
    ),
    Table(
        name="due_contacts",
        title="应跟踪联系人员",
        row="cadre in scope and ground on which a tracking contact (跟踪联系) is to come, with the day it is due",
        key=("person_id", "ground"),
        made_of=("S1",),
        derived={Privacy.P1: ("ground", "since", "due_on", "overdue_days", "state", "last_contact_on")},
        seen_by={Variant.ANALYST: ALL},
    ),
    Table(
        name="posts",
        title=SHEETS["S5"].title,
        row="post or platform on offer",
        key=("post_code",),
        made_of=("S5",),
        seen_by={Variant.COUNTY: ALL, Variant.ANALYST: ALL},
        units=NamedBy("host_unit"),
    ),
)
