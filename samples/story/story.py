"""The story of a county over some weeks: every workbook of every unit, before a clerk lays it out.

The numbers are those of the acceptance case (domain.md §8) in the last week; the weeks before lead up to them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from expectations.county.county import County
from samples.story.cadres import (
    Cadre,
    assignment_submissions,
    cadres,
    roster_submissions,
)
from samples.story.contacts import contact_submissions, duty_submissions
from samples.story.counties import sister_counties
from samples.story.dimensions import expertise_submissions, willingness_submissions
from samples.story.items import item_submissions, leaders
from samples.story.members import Member, members, register_submissions
from samples.story.orders import order_submissions, orders
from samples.story.people import Census, Person
from samples.story.posts import Post, post_submissions, posts
from samples.story.setting import Setting, days
from samples.story.submission import Row, Submission

PERIODS = ("2021-W46", "2021-W47")
SEED = 20211123

Inboxes = dict[str, list[Submission]]
"""By period, the submissions that arrive in its inbox."""


@dataclass(frozen=True)
class Cast:
    """Everybody and everything that appears in one county's story."""

    setting: Setting
    in_post: list[Person]
    offered: list[Post]
    roster: list[Cadre]
    register: list[Member]
    orders: list[Row]


def inboxes(
    county: County, *, periods: tuple[str, ...] = PERIODS, seed: int = SEED, counties: int = 1, scale: float = 1.0
) -> Inboxes:
    """The clean workbooks of all weeks. `county` is the configuration of one county; see `counties.county_of`."""
    census = Census(random.Random(f"{seed}/people"))
    casts = [
        _cast(Setting(sister, number, census, periods, seed, scale))
        for number, sister in enumerate(sister_counties(county, counties), start=1)
    ]
    boxes: Inboxes = {}
    for period in periods:
        boxes[period] = [submission for cast in casts for submission in _week(cast, period)]
        boxes[period] += _control_totals(casts, period)
    return boxes


def _cast(setting: Setting) -> Cast:
    in_post, offered = leaders(setting), posts(setting)
    register = members(setting)
    return Cast(setting, in_post, offered, cadres(setting, offered, in_post), register, orders(setting, register))


def _week(cast: Cast, period: str) -> list[Submission]:
    setting, roster = cast.setting, cast.roster
    return [
        *_leader_submissions(setting, period, cast.in_post),
        *roster_submissions(setting, period, roster),
        *expertise_submissions(setting, period, roster),
        *willingness_submissions(setting, period, roster),
        *contact_submissions(setting, period, roster),
        *post_submissions(setting, period, cast.offered),
        *assignment_submissions(setting, period, roster),
        *duty_submissions(setting, period, roster),
        *item_submissions(setting, period, cast.in_post),
        *register_submissions(setting, period, cast.register),
        *order_submissions(setting, period, cast.orders),
    ]


def _leader_submissions(setting: Setting, period: str, in_post: list[Person]) -> list[Submission]:
    """R6: the leaders in post in the first week, “no change” afterwards."""
    organs = ("CW", "RD", "ZF", "ZX")
    titles = ("县委常委", "县人大常委会副主任", "副县长", "县政协副主席")
    rows: list[Row] = [
        {
            "leader": person.name,
            "post": titles[at % 4],
            "post_level": "132",
            "unit_code": setting.units_of(organs[at % 4])[0],
            "organ": organs[at % 4],
            "valid_from": setting.today - days(56),
        }
        for at, person in enumerate(in_post)
    ]
    return setting.submissions("R6", period, rows if period == setting.periods[0] else [])


def _control_totals(casts: list[Cast], period: str) -> list[Submission]:
    """R8: what the submitting departments say the counts are, all counties together."""
    setting = casts[0].setting
    as_of = setting.as_of(period)
    totals = {
        "ASSIGNED": sum(cadre.starts_by(as_of) for cast in casts for cadre in cast.roster),
        "LEADERS": sum(len(cast.in_post) for cast in casts),
        "ITEMS": 87 * len(casts),
        "MEMBERS": sum(member.serves_on(as_of) for cast in casts for member in cast.register),
    }
    rows: list[Row] = [{"total": total, "declared": count, "as_of": as_of} for total, count in totals.items()]
    return setting.submissions("R8", period, rows)
