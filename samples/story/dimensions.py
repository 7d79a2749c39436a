"""What the cadres can do (S2) and what they wish (S3): dimensions two to five of the dataset (domain.md §5)."""

from __future__ import annotations

import random

from samples.story.cadres import RETIRED, UNWILLING, Cadre, identity
from samples.story.setting import Setting, days
from samples.story.submission import Row, Submission

_MAJORS = ("农学", "汉语言文学", "法学", "经济管理", "水利工程", "会计学", "中医学", "土木工程", "历史学")
_SCHOOLS = ("华中农业大学", "湖北师范大学", "湖北省委党校", "武汉大学", "湖北中医药大学")
_SKILLS = (
    "招商引资",
    "项目管理",
    "财税金融",
    "农业技术",
    "水利",
    "应急处突",
    "信访维稳",
    "群众工作",
    "文史研究",
    "写作",
    "党务",
)


def expertise_submissions(setting: Setting, period: str, roster: list[Cadre]) -> list[Submission]:
    """S2: one to three lines for each cadre in the first week, sent by the former units where they send this sheet."""
    first = period == setting.periods[0]
    rows = [row for cadre in roster for row in _expertise_rows(setting, cadre)] if first else []
    return setting.submissions("S2", period, rows, lambda row: str(row["unit_code"]))


def willingness_submissions(setting: Setting, period: str, roster: list[Cadre]) -> list[Submission]:
    """S3: what each one said in the talks, in the first week."""
    first = period == setting.periods[0]
    rows = [_willingness_row(setting, cadre) for cadre in roster if cadre.role != RETIRED] if first else []
    return setting.submissions("S3", period, rows)


def _expertise_rows(setting: Setting, cadre: Cadre) -> list[Row]:
    """One line per strength; the first line also carries the years of experience."""
    dice = setting.dice(f"expertise/{cadre.at}")
    towns = [division.code for division in setting.county.divisions if division.reports]
    works = setting.codes("central_work")
    work = cadre.post.category if cadre.post and cadre.post.category != "QT" else dice.choice(works)
    skills = list(cadre.post.skills) if cadre.post else [dice.choice(_SKILLS)]
    level, degree = dice.choice((("21", "4"), ("21", "4"), ("31", None), ("14", "3")))
    education: Row = {
        "edu_level": level,
        "degree": degree,
        "edu_mode": dice.choice(("FT", "PT", "PS")),
        "school": dice.choice(_SCHOOLS),
        "major": dice.choice(_MAJORS),
        "tech_title": dice.choice(("无", "高级农艺师", "高级政工师", "经济师")),
        "domain_exp": (work, dice.choice([other for other in works if other != work])),
    }
    if cadre.at % 8 != 7:  # every eighth has years and places still to be filled in
        education |= {
            "exp_years": dice.randrange(3, 20),
            "grassroots_years": dice.randrange(0, 15),
            "known_towns": tuple(dice.sample(towns, 2)),
            "role_tags": ("ADVISE", "MENTOR"),
        }
    common = identity(cadre.person) | {"unit_code": cadre.unit} | education
    return [common | {"skill_tag": (skill,)} for skill in skills]


def _willingness_row(setting: Setting, cadre: Cadre) -> Row:
    dice = setting.dice(f"will/{cadre.at}")
    unwilling = cadre.role == UNWILLING
    row: Row = identity(cadre.person) | {
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
    others = [work for work in setting.codes("central_work") if work != cadre.post.category]
    wishes: Row = {
        "pref_category": (dice.choice(others) if elsewhere else cadre.post.category,),
        "pref_organ": cadre.post.organ,
    }
    if cadre.at % 10:
        wishes |= {"pref_post_2": "中医药研究", "pref_town": setting.county.divisions[0].code}
    return wishes if elsewhere or cadre.at % 2 == 0 else wishes | {"pref_post_1": cadre.post.code}
