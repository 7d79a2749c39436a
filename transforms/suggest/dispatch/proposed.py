"""Members proposed for orders that wait (派单建议): a few for each order, town by town, nobody asked too often.

A proposal is no ranking: nothing here is a worth of a person, and the members of an order are given in the order of the
register. The community decides, and its decision comes back in S10 (docs/domain.md §10.6).
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from expectations.county.county import Dispatch

Whole = NDArray[np.int64]

OTHER_SKILL, OTHER_COMMUNITY, EACH_ORDER, EACH_LATELY, MOST_LATELY = 40, 30, 20, 5, 4
"""What speaks against asking somebody: no 服务专长 for the category, another community of the town, each order in hand
or proposed at the same time, each order of the last quarter (at most so many count)."""

PROPOSED = {"order_no": pl.String, "person_id": pl.String}


@cache
def skills_for() -> Mapping[str, frozenset[str]]:
    """By category of orders the skills that help."""
    given = tomllib.loads((files(__package__) / "skills.toml").read_text(encoding="utf-8"))
    return {category: frozenset(skills) for category, skills in given.items()}


def proposed(
    orders: pl.DataFrame, members: pl.DataFrame, takers: pl.DataFrame, dispatch: Dispatch, as_of: dt.date
) -> pl.DataFrame:
    """PROPOSED: up to `dispatch.members` different members of the town for each order, in the order of the register.

    orders, members: those of `waiting`. takers: the table `order_members`; who has an order is not proposed for it.
    Nobody has more than `dispatch.most` orders, in hand and proposed together. Orders of no town get nobody.
    """
    given: Counter[str] = Counter()
    of_town = members.partition_by("town", as_dict=True)
    rows: list[tuple[str, str]] = []
    for (town,), own in (
        orders.filter(pl.col("town").is_not_null()).partition_by("town", as_dict=True, maintain_order=True).items()
    ):
        if (there := of_town.get((town,))) is not None:
            rows += _of_town(own, there, takers, dispatch, given, as_of)
    return pl.DataFrame(rows, schema=PROPOSED, orient="row")


def _of_town(
    orders: pl.DataFrame,
    members: pl.DataFrame,
    takers: pl.DataFrame,
    dispatch: Dispatch,
    given: Counter[str],
    as_of: dt.date,
) -> list[tuple[str, str]]:
    """The pairs of one town; `given`, how often each person is proposed already, goes on counting."""
    people, numbers = members["person_id"].to_list(), orders["order_no"].to_list()
    against, free = _against(orders, members), _free(numbers, people, takers)
    asked = np.array([given[person] for person in people], dtype=np.int64)
    turn = np.roll(np.arange(len(people)), as_of.toordinal() // 7 * len(numbers))
    chosen = np.zeros(against.shape, dtype=np.bool_)
    for _ in range(dispatch.members):
        load = members["in_hand"].to_numpy() + asked
        rows, columns = _one_each(against, free & ~chosen, load, dispatch.most, turn)
        chosen[rows, columns] = True
        asked += np.bincount(columns, minlength=len(people))
    given.update({person: int(chosen[:, place].sum()) for place, person in enumerate(people)})
    return [(numbers[row], people[column]) for row, column in np.argwhere(chosen).tolist()]


def _one_each(against: Whole, free: NDArray[np.bool_], load: Whole, most: int, turn: Whole) -> tuple[Whole, Whole]:
    """One member for as many orders as can be, who is against it least: orders, and the member of each.

    A member stands there as often as they may be asked, each time dearer, so that orders are spread. Among equal ones
    the register counts, read from a place that moves on each week (`turn`): not always the same ones are asked.
    """
    orders, people = against.shape
    times = min(most, orders)
    dearer = np.concatenate([EACH_ORDER * (load + time) for time in range(times)])
    room = np.concatenate([load + time < most for time in range(times)])
    cost = (np.tile(against, times) + dearer) * people + np.tile(turn, times)
    worth = np.where(np.tile(free, times) & room, (cost.max(initial=0) + 1) * (orders + 1) - cost, 0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    placed = worth[rows, columns] > 0
    return rows[placed], columns[placed] % people


def _against(orders: pl.DataFrame, members: pl.DataFrame) -> Whole:
    """Orders × members: what speaks against each pair, but for the load of now."""
    needed, communities, skills = skills_for(), members["communities"].to_list(), members["skills"].to_list()
    elsewhere = _table(orders["community_code"], lambda place: (place not in own for own in communities))
    unskilled = _table(orders["category"], lambda kind: (_unhelpful(needed.get(kind), own) for own in skills))
    lately = members["lately"].clip(upper_bound=MOST_LATELY).to_numpy()
    against: Whole = OTHER_COMMUNITY * elsewhere + OTHER_SKILL * unskilled + EACH_LATELY * lately
    return against


def _unhelpful(needed: frozenset[str] | None, skills: Sequence[str]) -> bool:
    return needed is not None and needed.isdisjoint(skills)


def _table(values: pl.Series, row: Callable[[str], Iterable[bool]]) -> Whole:
    """A row of 0 and 1 for each value, made once for equal ones."""
    rows = {value: np.fromiter(row(value), dtype=np.int64) for value in values.unique(maintain_order=True)}
    return np.stack([rows[value] for value in values])


def _free(numbers: Sequence[str], people: Sequence[str], takers: pl.DataFrame) -> NDArray[np.bool_]:
    """Whether a member has not taken the order already."""
    free = np.ones((len(numbers), len(people)), dtype=np.bool_)
    row, column = ({value: place for place, value in enumerate(values)} for values in (numbers, people))
    for number, person in takers.select("order_no", "person_id").iter_rows():
        if number in row and person in column:
            free[row[number], column[person]] = False
    return free
