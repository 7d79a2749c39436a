"""The privacy class of every column of every table of an edition (domain.md §11.1).

A column that a contract declares has its class there; where several sheets declare it, the strictest counts. Only
derived columns are declared here.
"""

from __future__ import annotations

from collections.abc import Iterable

from expectations.catalogue import SHEETS
from expectations.contract.contract import LINEAGE, Privacy

MADE_OF: dict[str, tuple[str, ...]] = {
    "five_dim": ("S1", "S2", "S3", "S6", "S7"),
    "assignments": ("S5", "S6"),
    "contacts": ("S4",),
    "duties": ("S7",),
    "posts": ("S5",),
    "items": ("S8",),
    "registrations": ("S9",),
    "orders": ("S10",),
    "order_members": ("S10",),
    "leaders": ("R6",),
    "control_totals": ("R8",),
}
"""The sheets whose columns a table takes over under their own names."""

_EVERYWHERE = {**dict.fromkeys((*LINEAGE, "person_id", "tier", "light", "light_reason"), Privacy.P2)}
"""Lineage and identity of a row: visible inside the county's offices, not to the public."""


def _classed(p1: Iterable[str] = (), p2: Iterable[str] = (), p3: Iterable[str] = ()) -> dict[str, Privacy]:
    return {**dict.fromkeys(p1, Privacy.P1), **dict.fromkeys(p2, Privacy.P2), **dict.fromkeys(p3, Privacy.P3)}


_BIRTH = ("retire_ym", "delay_months", "months_to_retire")  # from the month of birth, and back to it
_WILL = ("pref_declared_on", "pref_age_days", "pref_hit", "will_declared_on", "will_age_days")
_WILL_IN_S3 = ("pref_category", "pref_organ", "pref_town", "workload_pref", "signed")  # read with the other wishes
_TALKS = ("last_contact_on", "contact_gap_days", "contacts_90d", "open_issues")
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
_OF_ITEM = (
    *("leaders", "progress_before", "title_before", "missed", "stale", "progress_fell", "due_moved"),
    *("claimed", "cancelled", "reopened", "completed", "verified", "open", "no_due", "on_time", "on_time_original"),
    *("late_completed", "overdue", "overdue_days", "due_soon", "scheduled_pct", "deviation"),
)
_OF_ISSUE = (
    *("file", "sheet", "worksheet", "column", "heading", "cell", "rule", "reaction", "message", "value", "read_as"),
    *("issue", "confirmed_by", "confirmed_because", "confirmed_at"),
)
_OF_FILE = (
    *("file", "sha256", "inbox", "received_at", "worksheet", "sheet", "version", "zero_report", "rows_read"),
    *("refused", "standing", "status", "late", "days_overdue", "rows_accepted"),
)

DERIVED: dict[str, dict[str, Privacy]] = {
    "five_dim": _classed(
        p1=(*_BIRTH, *_WILL, *_WILL_IN_S3, *_TALKS, *_SCORES, *_SCORED), p2=(*_SOURCES, *_PERIOD, *_OF_PERSON)
    ),
    "assignments": _classed(p2=("assignment_id", "in_effect", "is_primary")),
    "contacts": _classed(p1=("contact_id", "contact_type", "topic", "issue_status")),
    "duties": _classed(p2=("duty_id",)),
    "items": _classed(p2=_OF_ITEM),
    "registrations": _classed(p2=("registration_id", "unit", "doubt", "candidates", "counted")),
    "orders": _classed(p2=("void", "posted", "taken", "done", "on_time", "days_to_take")),
    "submissions": _classed(p2=_OF_FILE),
    "files": _classed(p2=_OF_FILE),
    "places": _classed(p2=("column", "letter")),
    "ledger": _classed(p2=("sheet", "worksheet", "fate", "reason", "cells")),
    "issues": _classed(p2=_OF_ISSUE),
    "confirmed": _classed(p2=_OF_ISSUE),
    "queue": _classed(p2=("sheet", "name", "unit", "reason", "candidates")),
    "validations": _classed(
        p3=("sheet", "rule", "heading", "expectation", "demands", "because", "reaction", "checked", "failed")
    ),
}
"""Columns no sheet declares, and those that reveal more in this table than alone; the strictest class counts."""


class Unclassed(Exception):
    """A column of a table has no privacy class; declare it in `DERIVED` or in its sheet's contract."""


def privacy_of(table: str, column: str) -> Privacy:
    """The class of a column. Raises Unclassed."""
    candidates = [DERIVED.get(table, {}).get(column), _EVERYWHERE.get(column)]
    candidates += [
        declared.privacy
        for sheet in MADE_OF.get(table, ())
        for declared in SHEETS[sheet].columns
        if column in declared.schema
    ]
    classes = [privacy for privacy in candidates if privacy is not None]
    if not classes:
        raise Unclassed(f"the column {column} of the table {table} has no privacy class")
    return min(classes, key=lambda privacy: privacy.value)
