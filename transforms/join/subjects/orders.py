"""Service orders of communities, and the members who took them (S10)."""

from __future__ import annotations

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County
from transforms.cells.personal_data.redaction import shareable
from transforms.clock import Clock
from transforms.join.crosschecks.orders import told_otherwise
from transforms.join.crosschecks.people import same_key_twice
from transforms.join.crosschecks.same_names import same_names
from transforms.join.kept_rows import merged_rows
from transforms.join.service.order_numbers import order_numbers, reused_numbers, with_order_numbers
from transforms.join.service.orders import order_members, orders
from transforms.join.subjects.joined import Joined


def order_tables(rows: pl.LazyFrame, takers: pl.DataFrame, clock: Clock, county: County) -> Joined:
    """Tables `orders` and `order_members`; FAILURES of S10.

    takers: the persons in its rows (`submission`, `row`, `name`, `unit`, `person_id`).
    """
    numbers = order_numbers(rows)
    ordered = with_order_numbers(rows, numbers)
    by_order = orders(shareable("S10", ordered), clock, county)
    failures = [
        reused_numbers(numbers),
        same_key_twice(SHEETS["S10"], ordered),
        same_names("S10", ordered),
        told_otherwise(ordered, by_order),
    ]
    return Joined(
        tables={"orders": by_order, "order_members": order_members(by_order, takers, ordered)},
        failures={"S10": pl.concat(failures)},
        merged=[merged_rows("S10", ordered, by_order)],
    )
