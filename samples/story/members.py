"""The members of the story: who registered in which community (S9) (domain.md §8)."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from samples.story.people import Person
from samples.story.setting import Setting, days, monday
from samples.story.submission import Row, Submission, date_of

MEMBERS, TWICE, LEFT = 7600, 37, 12
JOINED_IN_LAST_WEEK, LEFT_IN_LAST_WEEK = 23, 5
NAMESAKES = 5

_COMMUNITIES = ("东壁", "李山", "莲花", "新建", "胜利", "桥头", "河西", "长林", "凤凰", "齐昌")
COMPOUNDS = ("一小区", "怡园小区", "锦绣花园", "阳光苑", "滨河家园")
_SKILLS = ("群众工作", "写作", "卫生健康", "中医药", "应急处突", "城建规划", "财税金融")


@dataclass(frozen=True)
class Community:
    """A community of a division; `number` are the six digits its orders are numbered with."""

    town: str
    name: str
    number: str


@dataclass(frozen=True)
class Member:
    """A member of the Party in service: the unit worked for and the community, or two, registered in."""

    person: Person
    unit: str
    home: Community
    registered_on: dt.date
    left_on: dt.date | None = None
    second_home: Community | None = None

    def serves_on(self, day: dt.date) -> bool:
        """Registered by that day and not yet transferred out."""
        return self.registered_on <= day and (self.left_on is None or self.left_on > day)


def scaled(number: int, scale: float) -> int:
    """A count shrunk by the story's scale, never below one."""
    return max(1, round(number * scale))


def communities(setting: Setting) -> list[Community]:
    """Five communities of made-up names in each division that reports."""
    return [
        Community(
            division.code, f"{division.name}{name}社区", f"{division.code[-3:]}{at + 20 * (setting.number - 1):03d}"
        )
        for division in setting.county.divisions
        if division.reports
        for at, name in enumerate(_COMMUNITIES[int(division.code[-1]) % 2 :: 2], start=1)
    ]


def members(setting: Setting) -> list[Member]:
    """Members in their final state: those registered, 37 of them twice, then those who were transferred out."""
    dice, places = setting.dice("members"), communities(setting)
    offices = [unit for organ in ("CW", "RD", "ZF", "ZX") for unit in setting.units_of(organ)]
    staying, leaving = scaled(MEMBERS, setting.scale), scaled(LEFT, setting.scale)
    register: list[Member] = []
    for at in range(staying + leaving):
        person, unit = setting.census.person(1962, 1998), dice.choice(offices)
        if at < NAMESAKES:  # the same name and month of birth in different units (domain.md §8, case 4)
            unit = offices[at % len(offices)]
        elif at < 2 * NAMESAKES:
            person, unit = setting.census.namesake(register[at - NAMESAKES].person), offices[at % len(offices)]
        register.append(_member(setting, dice, at, staying, person, unit, places))
    return register


def _member(
    setting: Setting,
    dice: random.Random,
    at: int,
    staying: int,
    person: Person,
    unit: str,
    places: list[Community],
) -> Member:
    last_monday = monday(setting.periods[-1])
    registered, left, second = last_monday - days(dice.randrange(20, 300)), None, None
    if staying - scaled(JOINED_IN_LAST_WEEK, setting.scale) <= at < staying:
        registered = last_monday
    if at >= staying:
        left = last_monday - days(0 if at < staying + scaled(LEFT_IN_LAST_WEEK, setting.scale) else 10)
    home = places[at % len(places)]
    if 20 <= at < 20 + scaled(TWICE, setting.scale):
        second = dice.choice([place for place in places if place != home])
    return Member(person, unit, home, registered, left, second)


def register_submissions(setting: Setting, period: str, everybody: list[Member]) -> list[Submission]:
    """S9: every division's whole register in the first week, afterwards only where it changed."""
    as_of, first = setting.as_of(period), period == setting.periods[0]
    registrations = [
        row for member in everybody if member.registered_on <= as_of for row in _registrations(member, as_of)
    ]
    submissions = setting.submissions(
        "S9", period, registrations, lambda row: setting.unit_of_division(str(row["town"]))
    )
    for submission in submissions:
        if not first and not any(_changed_since(row, monday(period)) for row in submission.rows):
            submission.rows = []
    return submissions


def _changed_since(row: Row, day: dt.date) -> bool:
    return any((date_of(row, column) or dt.date.min) >= day for column in ("registered_on", "left_on"))


def _registrations(member: Member, as_of: dt.date) -> Iterator[Row]:
    gone = not member.serves_on(as_of)
    person = member.person
    for community in (member.home, member.second_home):
        if community is None:
            continue
        yield {
            "person": person.id_no,
            "name": person.name,
            "id_no": person.id_no,
            "birth_ym": person.birth_ym,
            "sex": person.sex,
            "unit_code": member.unit,
            "phone": person.phone,
            "branch": "机关党支部",
            "political_status": "01",
            "community_code": community.name,
            "compound": COMPOUNDS[person.born.day % len(COMPOUNDS)],
            "town": community.town,
            "registered_on": member.registered_on,
            "service_skill": (_SKILLS[person.born.month % len(_SKILLS)],),
            "team": "党员先锋队",
            "reg_status": "OUT" if gone else "IN",
            "left_on": member.left_on if gone else None,
        }
