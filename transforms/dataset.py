"""The tables of one edition under their names in code, lake and docs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import polars as pl

from expectations.county.county import County
from transforms.clock import Clock
from transforms.judge.coverage import arrived
from transforms.records.unit_rows import Positions, concerned

KEYS: dict[str, tuple[str, ...]] = {
    "five_dim": ("person_id",),
    "assignments": ("assignment_id",),
    "duties": ("duty_id",),
    "contacts": ("contact_id",),
    "posts": ("post_code",),
    "items": ("item_code",),
    "registrations": ("registration_id",),
    "orders": ("order_no",),
    "order_members": ("order_no", "person_id", "member_name"),
    "leaders": ("leader",),
    "control_totals": ("total", "as_of"),
    "submissions": ("submitter", "sheet", "period"),
    "ledger": ("submission", "worksheet", "row"),
    "validations": ("sheet", "rule"),
    "queue": ("submission", "row"),
    "files": ("inbox", "submission", "worksheet", "sheet"),
    "places": ("submission", "column"),
    "issues": ("issue",),
    "confirmed": ("issue",),
    "history": ("period", "code"),
}
"""The columns that name a row; a table without any has no row that is the same in another edition."""

COUNTED_BY: dict[str, tuple[str, ...]] = KEYS | {"issues": ("submission", "worksheet", "cell")}
"""The key columns of the rows behind a figure, joined by a colon; issues are counted by cell."""


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """All tables the indicators read. All keep `submission` and `row`, so that figures can be traced to cells.

    five_dim       one row per person in scope (domain.md §5.2), key person_id
    assignments    S6 with person_id and is_primary, key assignment_id
    duties         S7 with person_id, key duty_id
    contacts       S4, one row per person and contact, key contact_id
    posts          S5, key post_code
    items          S8 with completed, verified, on_time, overdue_days, deviation, light; key item_code
    registrations  S9 with person_id, key registration_id
    orders         S10 with one row per order, key order_no
    order_members  order_no, person_id, member_name: who took which order
    leaders        R6, key leader
    control_totals R8, key total and as_of
    submissions    expected and received: submitter, sheet, status, days_overdue, submission, file
    files          every worksheet and file known up to the period, and whether it is in force
    places         spreadsheet column letter of each column of a submission's sheet (`extract.COLUMN_LETTERS`)
    ledger         one row per row read: submission, worksheet, row, fate, reason, and how many cells its sheet has
    issues         every change and refusal with its cell and number
    confirmed      warnings that were confirmed, and by whom
    validations    one row per sheet and rule: rows checked and failed by the Great Expectations suites
    queue          rows whose person, or item, could not be decided
    """

    clock: Clock
    county: County
    five_dim: pl.DataFrame
    assignments: pl.DataFrame
    contacts: pl.DataFrame
    duties: pl.DataFrame
    posts: pl.DataFrame
    items: pl.DataFrame
    registrations: pl.DataFrame
    orders: pl.DataFrame
    order_members: pl.DataFrame
    leaders: pl.DataFrame
    control_totals: pl.DataFrame
    submissions: pl.DataFrame
    files: pl.DataFrame
    places: pl.DataFrame
    ledger: pl.DataFrame
    issues: pl.DataFrame
    confirmed: pl.DataFrame
    validations: pl.DataFrame
    queue: pl.DataFrame

    @cached_property
    def received(self) -> pl.DataFrame:
        """`submitter`, `sheet`, `period` of everything that has arrived; cached, every figure needs it."""
        return arrived(self.submissions, self.files)

    @cached_property
    def concerned(self) -> dict[str, Positions]:
        """By table and unit the positions of the rows that concern it; cached, every unit's report needs them."""
        return concerned(self.tables(), self.county)

    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables by name, as they are called in the lake."""
        return {
            attribute.name: frame
            for attribute in fields(self)
            if isinstance(frame := getattr(self, attribute.name), pl.DataFrame)
        }
