"""The proposals for orders that wait (派单建议): 7,600 members, 3,800 orders, in 19 divisions.

python -m benchmarks.dispatching
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from benchmarks.cost import best_of
from expectations.county.county import Dispatch
from transforms.suggest.dispatch.proposed import proposed, skills_for

MEMBERS, ORDERS, DIVISIONS, COMMUNITIES = 7_600, 3_800, 19, 5
LIMIT = 5.0
"""CPU seconds."""


def made_up() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Orders and members of a county, as `transforms.suggest.dispatch.waiting` gives them; the same each time."""
    rng = np.random.default_rng(1)
    kinds, skills = sorted(skills_for()), sorted(frozenset().union(*skills_for().values()))
    places = [f"{place:02}" for place in rng.integers(0, COMMUNITIES, ORDERS + MEMBERS)]
    orders = pl.DataFrame(
        {
            "order_no": [f"{n:05}" for n in range(ORDERS)],
            "town": [f"{n % DIVISIONS:02}" for n in range(ORDERS)],
            "community_code": places[:ORDERS],
            "category": rng.choice(kinds, ORDERS).tolist(),
        }
    )
    members = pl.DataFrame(
        {
            "person_id": [f"{n:05}" for n in range(MEMBERS)],
            "town": [f"{n % DIVISIONS:02}" for n in range(MEMBERS)],
            "communities": [[place] for place in places[ORDERS:]],
            "skills": [[skill] for skill in rng.choice(skills, MEMBERS).tolist()],
            "in_hand": rng.binomial(3, 0.05, MEMBERS),
            "lately": rng.poisson(0.6, MEMBERS),
        }
    )
    return orders, members


if __name__ == "__main__":
    orders, members = made_up()
    nobody = pl.DataFrame(schema={"order_no": pl.String, "person_id": pl.String})
    day, dispatch = dt.date(2021, 11, 28), Dispatch()
    cost = best_of(3, lambda: proposed(orders, members, nobody, dispatch, day)).cpu
    pairs = proposed(orders, members, nobody, dispatch, day)
    most = pairs.group_by("person_id").len().select(pl.col("len").max()).item()
    print(
        f"{MEMBERS} members, {ORDERS} orders, {DIVISIONS} divisions: {cost:.2f} CPU s (at most {LIMIT}); "
        f"{pairs.height} proposals for {pairs['order_no'].n_unique()} orders, at most {most} a member"
    )
