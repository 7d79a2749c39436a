"""The cadres of the story (domain.md §8): 26 who left leading posts (S1), nineteen of them with a new one (S6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from samples.story.people import Person
from samples.story.posts import Post
from samples.story.setting import Setting, days
from samples.story.submission import Row, Submission

ASSIGNED, WAITING, UNWILLING, RETIRED = "assigned", "waiting", "unwilling", "retired"
ROLES = [ASSIGNED] * 19 + [WAITING] + [UNWILLING] * 4 + [RETIRED] * 2
_FORMER_POSTS = ("党组书记", "党组副书记", "副主任", "局长", "主任", "四级调研员")


@dataclass(frozen=True)
class Cadre:
    """One of the 26: the person, the part in the story, the unit left and, for the nineteen, the post taken."""

    person: Person
    role: str
    unit: str
    officer: str
    at: int
    post: Post | None = None
    start: dt.date | None = None

    def starts_by(self, day: dt.date) -> bool:
        """On a post by that day."""
        return self.start is not None and self.start <= day


def cadres(setting: Setting, offered: list[Post], officers: list[Person]) -> list[Cadre]:
    """The 26, in the order of the roster; the nineteen first, in the order of the posts. Names are all different."""
    units = [unit for organ in ("CW", "RD", "ZF", "ZX") for unit in setting.units_of(organ)]
    roster = []
    for at, role in enumerate(ROLES):
        late = at % 9 == 8  # two of the nineteen take up their posts only in the last week
        born = (1960, 1960) if role == RETIRED else (1962, 1968)
        roster.append(
            Cadre(
                person=setting.census.person(*born, only_one_of_the_name=True),
                role=role,
                unit=units[(at * 5) % len(units)],
                officer=officers[at % len(officers)].name,
                at=at,
                post=offered[at] if role == ASSIGNED else None,
                start=setting.today - days(1 if late else 5) if role == ASSIGNED else None,
            )
        )
    return roster


def roster_submissions(setting: Setting, period: str, roster: list[Cadre]) -> list[Submission]:
    """S1: everybody in the first week, “no change” afterwards."""
    first = period == setting.periods[0]
    rows = [_roster_row(setting, cadre) for cadre in roster] if first else []
    return setting.submissions("S1", period, rows)


def assignment_submissions(setting: Setting, period: str, roster: list[Cadre]) -> list[Submission]:
    """S6: the nineteen as they stood at the end of each week."""
    as_of = setting.as_of(period)
    rows = [
        _assignment_row(setting, cadre, cadre.post, cadre.start)
        | {"status": "ON" if cadre.starts_by(as_of) else "PROPOSED"}
        for cadre in roster
        if cadre.post and cadre.start
    ]
    return setting.submissions("S6", period, rows)


def identity(person: Person) -> Row:
    """The columns by which a sheet names a person."""
    return {"name": person.name, "id_no": person.id_no, "birth_ym": person.birth_ym}


def _roster_row(setting: Setting, cadre: Cadre) -> Row:
    person, dice = cadre.person, setting.dice(f"roster/{cadre.at}")
    worked_from = dt.date(person.born.year + 19, 8, 1)
    return identity(person) | {
        "sex": person.sex,
        "ethnicity": "01",
        "native_place": setting.county.name,
        "political_status": "01",
        "party_join_ym": dt.date(person.born.year + 24, 7, 1),
        "work_start_ym": worked_from,
        "former_unit": cadre.unit,
        "former_post": dice.choice(_FORMER_POSTS),
        "post_level": "131" if cadre.role == WAITING else "132",
        "grade": "DY4",
        "level_since_ym": dt.date(dice.randrange(2009, 2017), dice.randrange(1, 13), 1),
        "exit_date": setting.today - days(dice.randrange(30, 150)),
        "exit_reason": dice.choice((("TERM",), ("TERM", "AGE"), ("AGE",), ("OTHER",))),
        "person_status": "RETIRED" if cadre.role == RETIRED else "ACTIVE",
        "mgmt_tier": "CITY" if cadre.at % 3 == 0 else "COUNTY",
        "contact_officer": cadre.officer,
        "eligible_flag": cadre.role != RETIRED,
    }


def _assignment_row(setting: Setting, cadre: Cadre, post: Post, start: dt.date) -> Row:
    planning = post.category == "HSDJ" and post.organ == "CW"
    year = setting.today.year
    return identity(cadre.person) | {
        "organ": post.organ,
        "post_code": post.code,
        "duty": post.task,
        "category": (post.category,),
        "exec_meeting": post.exec_meeting,
        "mentees": cadre.at % 4,
        "plan_no": f"YRYC-{cadre.at + 1:03d}",
        "plan_date": start - days(1),
        "deliverable": "红色党建基地规划方案" if planning else None,
        "deliver_due": setting.today + days(61) if planning else None,
        "decision_ref": f"县委常委会纪要〔{year}〕第18号",
        "decided_on": setting.today - days(7),
        "start": start,
        "source": "MANUAL",
    }
