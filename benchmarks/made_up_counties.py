"""Made-up counties for the simulation: persons, posts, and how well each would truly do, which no sheet says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from expectations.county.county import County, Deadline, Suggest
from transforms.join.five_dimensions import FIVE_DIM_SCHEMA
from transforms.suggest.proposal import Proposal, proposal

ORGANS = ("CW", "RD", "ZF", "ZX")
AS_OF = dt.date(2021, 11, 28)
PEOPLE, POSTS, SKILLS, CATEGORIES = 60, 45, 20, 10


@dataclass(frozen=True)
class Made:
    """A made-up county: its proposal, and how well each would truly do in each post (0–100), by pair."""

    proposal: Proposal
    truth: Mapping[tuple[str, str], float]


def made_up(rng: np.random.Generator) -> Made:
    """Sixty persons, forty-five posts of one or two seats, organs that take a fifth fewer than they have seats for."""
    skills = [set(rng.choice(SKILLS, 6, replace=False).tolist()) for _ in range(PEOPLE)]
    domains = [rng.choice(CATEGORIES, 3, replace=False).tolist() for _ in range(PEOPLE)]
    needs = [set(rng.choice(SKILLS, 3, replace=False).tolist()) for _ in range(POSTS)]
    categories, loads = rng.integers(0, CATEGORIES, POSTS).tolist(), rng.integers(1, 4, POSTS).tolist()
    truth = {
        (f"p{i:03}", f"{ORGANS[j % 4]}-{j:03}"): 20.0 * len(needs[j] & skills[i]) + 40.0 * (categories[j] in domains[i])
        for i in range(PEOPLE)
        for j in range(POSTS)
    }
    codes = [f"{ORGANS[j % 4]}-{j:03}" for j in range(POSTS)]
    true = [[truth[f"p{i:03}", code] for code in codes] for i in range(PEOPLE)]
    people = [_person(rng, i, skills[i], domains[i], true[i], codes) for i in range(PEOPLE)]
    capacity = rng.integers(1, 3, POSTS).tolist()
    posts = [
        {
            "post_code": code,
            "post_name": code,
            "organ": code[:2],
            "host_unit": None,
            "category": str(categories[j]),
            "capacity": capacity[j],
            "load": str(loads[j]),
            "need_skills": [str(skill) for skill in sorted(needs[j])],
            "post_kind": "ADVISOR",
            "post_status": "OPEN",
        }
        for j, code in enumerate(codes)
    ]
    quotas = {organ: int(0.8 * sum(capacity[j] for j in range(POSTS) if codes[j][:2] == organ)) for organ in ORGANS}
    tables = {
        "five_dim": _frame(FIVE_DIM_SCHEMA, people),
        "posts": _frame(_POSTS, posts),
        "assignments": _frame(_HELD, []),
    }
    return Made(proposal(tables, _county(quotas), AS_OF), truth)


def _person(
    rng: np.random.Generator, place: int, skills: set[int], domains: list[int], truth: list[float], codes: list[str]
) -> dict[str, object]:
    """Half of the skills and two of the domains are recorded; the wishes are what the person takes to be the best."""
    wished = np.argsort(-(np.array(truth) + rng.normal(0, 25, len(truth))))[:3]
    return {
        "person_id": f"p{place:03}",
        "submission": "S1",
        "row": place,
        "scope": "POOL",
        "person_status": "ACTIVE",
        "work_will": str(rng.choice(["2", "2", "2", "1"])),
        "work_capacity": str(rng.choice(["A", "A", "B", "C"])),
        "workload_pref": str(rng.choice(["FULL", "HALF"])),
        "skill_tags": [str(s) for s in sorted(skills)[::2]],
        "domain_exp": [str(domain) for domain in domains[:2]],
        "months_to_retire": int(rng.integers(6, 120)),
        **{f"pref_post_{n}": codes[post] for n, post in enumerate(wished.tolist(), 1) if rng.random() < 0.7},
    }


_POSTS: dict[str, pl.DataType] = {
    **dict.fromkeys(("post_code", "post_name", "organ", "host_unit", "category", "load", "place"), pl.String()),
    **dict.fromkeys(("post_kind", "post_status"), pl.String()),
    **dict.fromkeys(("need_skills", "need_major"), pl.List(pl.String())),
    "capacity": pl.Int64(),
    "start": pl.Date(),
    "end": pl.Date(),
}
_HELD: dict[str, pl.DataType] = {"person_id": pl.String(), "post_code": pl.String(), "in_effect": pl.Boolean()}


def _frame(schema: Mapping[str, pl.DataType], rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=dict(schema), orient="row")


def _county(quotas: Mapping[str, int]) -> County:
    deadline = Deadline(on_time_days=1, on_time_hour=dt.time(12), late_days=3, late_hour=dt.time(18))
    return County(
        code="421126",
        name="某县",
        divisions=(),
        units=(),
        expected={},
        deadline=deadline,
        suggest=Suggest(quotas=quotas),
    )
