"""Datasets out of literal rows: what a test does not name is null, empty and typed. All people are fictional."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County, Deadline, Division, DivisionKind, Threshold, Unit
from expectations.evaluate.validations import VALIDATIONS
from transforms.cells.personal_data.redaction import shareable, vault_columns
from transforms.clock import Clock, period_end
from transforms.dataset import Dataset
from transforms.identify.resolve import QUEUE
from transforms.identify.review import REVIEW
from transforms.join.cadres.due_contacts import DUE_CONTACTS
from transforms.join.disagreements import DISAGREEMENTS
from transforms.join.five_dimensions import FIVE_DIM_SCHEMA
from transforms.join.items import items
from transforms.join.lights import task_light
from transforms.join.service.orders import order_members, orders
from transforms.join.service.registrations import registrations
from transforms.judge.arrivals import ARRIVALS
from transforms.judge.confirmations import CONFIRMED
from transforms.judge.in_force import FILES
from transforms.judge.issue_ids import NUMBERED
from transforms.records.extract import COLUMN_LETTERS, ERRATA
from transforms.records.ledger import LEDGER, with_cells

Row = Mapping[str, Any]
Schema = Mapping[str, pl.DataType]

PERIOD = "2021-W47"
AS_OF = dt.date(2021, 11, 23)
UNIT = "QC-AAA"

HIGHER = {
    "A3": (95, 85), "A4": (95, 85), "A5": (95, 80), "A8": (80, 60), "A9": (95, 80), "A11": (90, 70), "A12": (95, 80),
    "B1": (95, 85), "B3": (95, 85),
    "C1": (100, 90), "C4": (95, 85), "C6": (-10, -30), "C7": (90, 70), "D2": (40, 20), "D5": (90, 70), "D6": (90, 75),
    "D7": (95, 90), "D8": (95, 80), "E1": (95, 85), "E2": (98, 95),
}  # fmt: skip
LOWER = {"C5": (0, 2), "D11": (0, 5), "D12": (0, 10), "E4": (0, 10)}

COUNTY = County(
    code="421126",
    name="某县",
    divisions=(
        Division(code="421126100", name="甲镇", kind=DivisionKind.TOWN),
        Division(code="421126101", name="乙镇", kind=DivisionKind.TOWN),
    ),
    units=(Unit(code=UNIT, name="县甲局", short="甲局"), Unit(code="QC-BBB", name="县乙局", short="乙局")),
    expected={sheet: (UNIT,) for sheet in SHEETS if sheet.startswith("S")},
    deadline=Deadline(on_time_days=1, on_time_hour=dt.time(12), late_days=3, late_hour=dt.time(18)),
    thresholds={code: Threshold(green=green, yellow=yellow) for code, (green, yellow) in HIGHER.items()}
    | {code: Threshold(green=green, yellow=yellow, lower_is_better=True) for code, (green, yellow) in LOWER.items()},
)

PERSON: Schema = {"person_id": pl.String()}


def shared(sheet: str) -> Schema:
    """The columns of a sheet that may stand in a table of an edition."""
    return {name: dtype for name, dtype in SHEETS[sheet].schema.items() if name not in vault_columns(sheet)}


ASSIGNMENTS: Schema = {
    **shared("S6"), **PERSON, "assignment_id": pl.String(), "in_effect": pl.Boolean(), "is_primary": pl.Boolean(),
    "vacated": pl.String(),
    **dict.fromkeys(("post_name", "host_unit", "load"), pl.String()),
}  # fmt: skip
CONTACTS: Schema = {**shared("S4"), "name": pl.String(), **PERSON, "contact_id": pl.String()}
DUTIES: Schema = {
    **PERSON, "duty_id": pl.String(), "reporting_unit": pl.String(), "left_on": pl.Date(),
    **dict.fromkeys(("counted", "in_scope"), pl.Boolean()),
}  # fmt: skip
MENTIONS: Schema = {"submission": pl.String(), "row": pl.Int64(), "name": pl.String(), **PERSON}


def clock(as_of: dt.date = AS_OF, period: str = PERIOD) -> Clock:
    return Clock(period, as_of, dt.datetime(2021, 11, 29, 4, tzinfo=dt.UTC))


def table(schema: Schema, rows: Sequence[Row]) -> pl.DataFrame:
    """Literal rows as a typed frame; a column that is not in the schema is a mistake of the test."""
    assert {name for row in rows for name in row} <= schema.keys()
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=dict(schema), orient="row")


def sheet_rows(sheet: str, rows: Sequence[Row], period: str = PERIOD, more: Schema | None = None) -> pl.DataFrame:
    """Cleaned rows of a sheet with their lineage, in one submission per period."""

    def lineage(week: str) -> Row:
        return {"submission": f"{sheet}-{period}", "submitter": UNIT, "period": week, "period_end": period_end(week)}

    schema = {**SHEETS[sheet].schema, **(more or {})}
    lines = [{**lineage(row.get("period", period)), "row": place, **row} for place, row in enumerate(rows, start=2)]
    return table(schema, lines)


def item(code: str, **cells: Any) -> Row:
    """An item of S8: claimed in March, due at the end of November, half done."""
    return {
        "item_code": code,
        "leader": ["赵六"],
        "title": f"事项{code}",
        "claimed_on": dt.date(2021, 3, 1),
        "due_original": dt.date(2021, 11, 30),
        "progress": 50.0,
        "status": "RUN",
        **cells,
    }


def done_item(code: str, day: dt.date = dt.date(2021, 11, 20), **cells: Any) -> Row:
    return item(code, status="DONE", progress=100.0, done_on=day, **cells)


def order(number: str, **cells: Any) -> Row:
    """An order of S10, posted, taken and finished on the Monday and Tuesday of the period."""
    return {
        "order_no": number,
        "community_code": "甲社区",
        "category": "HJ",
        "posted_on": dt.date(2021, 11, 22),
        "taken_on": dt.date(2021, 11, 22),
        "done_on": dt.date(2021, 11, 23),
        "status": "DONE",
        "is_project": False,
        **cells,
    }


def member(person: str, community: str = "甲社区", **cells: Any) -> Row:
    return {
        "person_id": person,
        "community_code": community,
        "registered_on": dt.date(2021, 10, 1),
        "reg_status": "IN",
        **cells,
    }


def arrival(sheet: str, status: str = "on_time", submitter: str = UNIT, **cells: Any) -> Row:
    return {"submitter": submitter, "sheet": sheet, "period": PERIOD, "status": status, "late": False, **cells}


def dataset(
    *,
    period: str = PERIOD,
    as_of: dt.date = AS_OF,
    county: County = COUNTY,
    sent: Sequence[Row] | None = None,
    five_dim: Sequence[Row] = (),
    assignments: Sequence[Row] = (),
    contacts: Sequence[Row] = (),
    due_contacts: Sequence[Row] = (),
    duties: Sequence[Row] = (),
    item_rows: Sequence[Row] = (),
    register: Sequence[Row] = (),
    order_rows: Sequence[Row] = (),
    mentions: Sequence[Row] = (),
    leaders: Sequence[Row] = (),
    control_totals: Sequence[Row] = (),
    ledger: Sequence[Row] = (),
    errata: Sequence[Row] = (),
    issues: Sequence[Row] = (),
    validations: Sequence[Row] = (),
    queue: Sequence[Row] = (),
) -> Dataset:
    """A dataset of one period; unless `sent` says otherwise, every expected sheet came in time."""
    now = clock(as_of, period)
    arrived = [arrival(sheet) for sheet in county.expected] if sent is None else sent
    ordered = sheet_rows("S10", order_rows).lazy()
    taken = orders(shareable("S10", ordered), now, county)
    return Dataset(
        clock=now,
        county=county,
        five_dim=table(FIVE_DIM_SCHEMA, five_dim),
        assignments=table(ASSIGNMENTS, assignments),
        contacts=table(CONTACTS, contacts),
        due_contacts=table(DUE_CONTACTS, due_contacts),
        duties=sheet_rows(
            "S7", [{"counted": True, "in_scope": True, **row} for row in duties], more=DUTIES
        ).with_columns(task_light(county, as_of)),
        posts=sheet_rows("S5", []),
        items=items(sheet_rows("S8", item_rows), None, now, county),
        registrations=registrations(shareable("S9", sheet_rows("S9", register, more=PERSON).lazy()), now),
        orders=taken,
        order_members=order_members(taken, table(MENTIONS, mentions), ordered),
        leaders=sheet_rows("R6", leaders),
        control_totals=sheet_rows("R8", control_totals),
        submissions=table(ARRIVALS, arrived),
        files=table(FILES, []),
        places=table(COLUMN_LETTERS, []),
        ledger=with_cells(table(LEDGER, ledger)),
        errata=table(ERRATA, errata),
        issues=table(NUMBERED, issues),
        confirmed=table(CONFIRMED, []),
        validations=table(VALIDATIONS, validations),
        queue=table(QUEUE, queue),
        candidate_pairs=table(REVIEW, ()),
        disagreements=table(DISAGREEMENTS, ()),
    )
