"""Tables of livelihood items (民生实事), of party members in communities (下沉) and of the orders they take (接单)."""

from __future__ import annotations

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy
from transforms.tables.table import ALL, Following, NamedBy, Table, Variant

_OF_ITEM = (
    *("leaders", "progress_before", "title_before", "missed", "stale", "progress_fell", "due_moved"),
    *("claimed", "cancelled", "reopened", "completed", "verified", "open", "no_due", "on_time", "on_time_original"),
    *("late_completed", "overdue", "overdue_days", "due_soon", "scheduled_pct", "deviation", "carried_over"),
)
_ITEM_UNNAMED = (
    "item_code",
    "title",
    "town",
    "done_on",
    "claimed",
    "carried_over",
    "late_completed",
    "overdue",
    "overdue_days",
)
_MEMBER = (
    *("registration_id", "name", "unit_code", "community_code", "town", "registered_on", "reg_status", "counted"),
)
_ORDER = (
    *("order_no", "town", "community_code", "category", "is_project", "posted_on", "taken_on", "due", "done_on"),
    *(
        "status",
        "hours",
        "satisfaction",
        "void",
        "posted",
        "taken",
        "done",
        "on_time",
        "overdue",
        "overdue_days",
        "light",
        "light_reason",
    ),
)

TABLES = (
    Table(
        name="items",
        title=SHEETS["S8"].title,
        row="livelihood item (民生实事) with its state on the as-of day",
        key=("item_code",),
        made_of=("S8",),
        derived={Privacy.P2: _OF_ITEM},
        seen_by={
            **dict.fromkeys((Variant.COUNTY, Variant.ANALYST, Variant.INSPECTION, Variant.TOWNSHIP), ALL),
            Variant.PUBLIC: ("title", "lead_unit", "town", "status"),
            Variant.GROUP: _ITEM_UNNAMED,
        },
        units=NamedBy("lead_unit", lying=True),
    ),
    Table(
        name="registrations",
        title=SHEETS["S9"].title,
        row="member and community (下沉报到)",
        key=("registration_id",),
        made_of=("S9",),
        derived={Privacy.P2: ("registration_id", "unit", "doubt", "candidates", "counted")},
        seen_by={Variant.ANALYST: ALL, Variant.TOWNSHIP: _MEMBER},
        units=NamedBy("unit_code", lying=True, elsewhere=False),
        roster=True,
    ),
    Table(
        name="orders",
        title=SHEETS["S10"].title,
        row="order (接单) with its state on the as-of day; a number that names several has place and day behind it",
        key=("order_no",),
        made_of=("S10",),
        derived={Privacy.P2: ("void", "posted", "taken", "done", "on_time", "overdue", "overdue_days", "days_to_take")},
        seen_by={Variant.ANALYST: ALL, Variant.TOWNSHIP: _ORDER},
        units=NamedBy("member_unit", lying=True, elsewhere=False),
    ),
    Table(
        name="order_members",
        title="接单党员",
        row="order and member who took it",
        key=("order_no", "person_id", "member_name"),
        made_of=("S10",),
        seen_by={Variant.ANALYST: ALL},
        units=Following("orders", "order_no"),
    ),
    Table(
        name="leaders",
        title=SHEETS["R6"].title,
        row="county leader in post",
        key=("leader",),
        made_of=("R6",),
        seen_by=dict.fromkeys((Variant.COUNTY, Variant.ANALYST, Variant.INSPECTION), ALL),
    ),
    Table(
        name="control_totals",
        title=SHEETS["R8"].title,
        row="number a department declares",
        key=("total", "as_of"),
        made_of=("R8",),
        seen_by=dict.fromkeys((Variant.COUNTY, Variant.ANALYST), ALL),
    ),
)
