"""The lines of a town's list of orders to be dispatched: what each cell says, without content, telephone or age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from expectations.county.county import County


@dataclass(frozen=True)
class Line:
    """The cells of an order by what they show, its members apart."""

    community: str | None
    cells: Mapping[str, str]
    members: tuple[str, ...]


def lines(
    orders: pl.DataFrame, members: pl.DataFrame, proposed: pl.DataFrame, county: County, words: Mapping[str, Any]
) -> tuple[Line, ...]:
    """A line for each order of one town (`transforms.suggest.dispatch.waiting`), in its order.

    members: those of the town, in the order of the register, in which those proposed stand, too.
    """
    categories = county.codes("order_category").labels
    of_order = dict(proposed.group_by("order_no", maintain_order=True).agg("person_id").iter_rows())
    known = {row["person_id"]: row for row in members.iter_rows(named=True)}
    units = {unit.code: unit.short for unit in county.units}

    def named(number: str, community: str | None) -> str:
        member = known[number]
        unit = units.get(member["unit_code"], member["unit_code"]) or words["no_unit"]
        near = community in member["communities"] or not member["communities"]
        elsewhere = "" if near else member["communities"][0]
        form = words["from_community" if elsewhere else "member"]
        return str(form.format(name=member["name"], unit=unit, community=elsewhere))

    def of(order: Mapping[str, Any]) -> Line:
        days = {name: f"{order[name]:%Y-%m-%d}" if order[name] else "" for name in ("posted_on", "due")}
        cells = {
            **days,
            "order_no": order["order_no"],
            "category": categories.get(order["category"], order["category"] or ""),
            "state": _state(order, words["states"]),
        }
        community = order["community_code"]
        return Line(community, cells, tuple(named(one, community) for one in of_order.get(order["order_no"], ())))

    return tuple(map(of, orders.iter_rows(named=True)))


def by_community(every: Sequence[Line]) -> Iterator[tuple[str | None, list[Line]]]:
    """The lines of each community, in their order."""
    for community in dict.fromkeys(line.community for line in every):
        yield community, [line for line in every if line.community == community]


def _state(order: Mapping[str, Any], states: Mapping[str, str]) -> str:
    if order["taken"]:
        return states["unfinished"].format(days=order["overdue_days"])
    return states["late" if order["overdue_days"] else "untaken"].format(days=order["overdue_days"])
