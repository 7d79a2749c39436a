"""The room of the cadres: 26 who left leading posts, what they can and wish to do, who got which post (domain.md §8)."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from samples.people import Person
from samples.posts import Post
from samples.setting import Setting, days
from samples.submission import Row, Submission

ASSIGNED, WAITING, UNWILLING, RETIRED = "assigned", "waiting", "unwilling", "retired"
ROLES = [ASSIGNED] * 19 + [WAITING] + [UNWILLING] * 4 + [RETIRED] * 2
_FORMER_POSTS = ("党组书记", "党组副书记", "副主任", "局长", "主任", "四级调研员")
_MAJORS = ("农学", "汉语言文学", "法学", "经济管理", "水利工程", "会计学", "中医学", "土木工程", "历史学")
_SCHOOLS = ("华中农业大学", "黄冈师范学院", "湖北省委党校", "武汉大学", "湖北中医药大学")
_SKILLS = ("招商引资", "项目管理", "财税金融", "农业技术", "水利", "应急处突", "信访维稳", "群众工作", "文史研究", "写作", "党务")
_WORKS = ("XCZX", "HSDJ", "XFWW", "FX", "FY", "QACY", "ZBJS", "JKLY", "WSZL", "DJZD")


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
    made = []
    for at, role in enumerate(ROLES):
        late = at % 9 == 8  # two of the nineteen take up their posts only in the last week
        born = (1960, 1960) if role == RETIRED else (1962, 1968)
        made.append(
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
    return made


def roster_submissions(setting: Setting, period: str, roster: list[Cadre]) -> list[Submission]:
    """S1: everybody in the first week, “no change” afterwards."""
    first = period == setting.periods[0]
    rows = [_roster_row(setting, cadre) for cadre in roster] if first else []
    return setting.submissions("S1", period, rows, lambda row: None)


def expertise_submissions(setting: Setting, period: str, roster: list[Cadre]) -> list[Submission]:
    """S2: one to three lines for each cadre in the first week, sent by the former units where they send this sheet."""
    first = period == setting.periods[0]
    rows = [row for cadre in roster for row in _expertise_rows(setting, cadre)] if first else []
    return setting.submissions("S2", period, rows, lambda row: str(row["unit_code"]))


def willingness_submissions(setting: Setting, period: str, roster: list[Cadre]) -> list[Submission]:
    """S3: what each one said in the talks, in the first week."""
    first = period == setting.periods[0]
    rows = [_willingness_row(setting, cadre) for cadre in roster if cadre.role != RETIRED] if first else []
    return setting.submissions("S3", period, rows, lambda row: None)


def assignment_submissions(setting: Setting, period: str, roster: list[Cadre]) -> list[Submission]:
    """S6: the nineteen as they stood at the end of each week."""
    as_of = setting.as_of(period)
    rows = [
        _assignment_row(setting, cadre, cadre.post, cadre.start) | {"status": "ON" if cadre.starts_by(as_of) else "PROPOSED"}
        for cadre in roster
        if cadre.post and cadre.start
    ]
    return setting.submissions("S6", period, rows, lambda row: None)


def _identity(person: Person) -> Row:
    return {"name": person.name, "id_no": person.id_no, "birth_ym": person.birth_ym}


def _roster_row(setting: Setting, cadre: Cadre) -> Row:
    person, dice = cadre.person, setting.dice(f"roster/{cadre.at}")
    worked_from = dt.date(person.born.year + 19, 8, 1)
    return _identity(person) | {
        "sex": person.sex,
        "ethnicity": "01",
        "native_place": "湖北蕲春",
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


def _expertise_rows(setting: Setting, cadre: Cadre) -> list[Row]:
    """One line per strength; the first line also carries the years of experience."""
    dice = setting.dice(f"expertise/{cadre.at}")
    towns = [division.code for division in setting.county.divisions if division.reports]
    work = cadre.post.category if cadre.post and cadre.post.category != "QT" else dice.choice(_WORKS)
    skills = list(cadre.post.skills) if cadre.post else [dice.choice(_SKILLS)]
    level, degree = dice.choice((("21", "4"), ("21", "4"), ("31", None), ("14", "3")))
    education: Row = {
        "edu_level": level,
        "degree": degree,
        "edu_mode": dice.choice(("FT", "PT", "PS")),
        "school": dice.choice(_SCHOOLS),
        "major": dice.choice(_MAJORS),
        "tech_title": dice.choice(("无", "高级农艺师", "高级政工师", "经济师")),
        "domain_exp": (work, dice.choice([other for other in _WORKS if other != work])),
    }
    if cadre.at % 8 != 7:  # every eighth has years and places still to be filled in
        education |= {
            "exp_years": dice.randrange(3, 20),
            "grassroots_years": dice.randrange(0, 15),
            "known_towns": tuple(dice.sample(towns, 2)),
            "role_tags": ("ADVISE", "MENTOR"),
        }
    common = _identity(cadre.person) | {"unit_code": cadre.unit} | education
    return [common | {"skill_tag": (skill,)} for skill in skills]


def _willingness_row(setting: Setting, cadre: Cadre) -> Row:
    dice = setting.dice(f"will/{cadre.at}")
    unwilling = cadre.role == UNWILLING
    row: Row = _identity(cadre.person) | {
        "unit_code": cadre.unit,
        "work_will": "0" if unwilling else dice.choice(("2", "2", "2", "1")),
        "workload_pref": "ADVISE" if unwilling else dice.choice(("HALF", "HALF", "FULL")),
        "work_capacity": dice.choice("BC") if unwilling else dice.choice("AAB"),
        "declared_on": setting.today - days(200 if cadre.at == 21 else dice.randrange(10, 60)),
        "signed": cadre.at != 5,
    }
    return row if unwilling else row | _wishes(setting, cadre, dice)


def _wishes(setting: Setting, cadre: Cadre, dice: random.Random) -> Row:
    """Of the nineteen two leave it to the organisation, two wish for something else; the rest get what they wish."""
    if cadre.post is None or cadre.at in (4, 12):
        return {"pref_category": ("ANY",)}
    elsewhere = cadre.at in (9, 17)
    others = [work for work in _WORKS if work != cadre.post.category]
    wishes: Row = {
        "pref_category": (dice.choice(others) if elsewhere else cadre.post.category,),
        "pref_organ": cadre.post.organ,
    }
    if cadre.at % 10:
        wishes |= {"pref_post_2": "中医药研究", "pref_town": setting.county.divisions[0].code}
    return wishes if elsewhere or cadre.at % 2 == 0 else wishes | {"pref_post_1": cadre.post.code}


def _assignment_row(setting: Setting, cadre: Cadre, post: Post, start: dt.date) -> Row:
    planning = post.category == "HSDJ" and post.organ == "CW"
    year = setting.today.year
    return _identity(cadre.person) | {
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
