"""The “six links” (六联) of the story: 47 leaders in post, 87 items, all done in the end (domain.md §8)."""

from __future__ import annotations

import datetime as dt
import random

from expectations.county.county import Division
from samples.story.people import Person
from samples.story.setting import Setting, days
from samples.story.submission import Row, Submission, date_of

LEADERS, ITEMS, DONE_IN_LAST_WEEK, LATE = 47, 87, 5, 3

_WORKS = (
    "农村饮水管网改造",
    "老旧小区雨污分流",
    "村级卫生室提档升级",
    "乡村小学食堂改造",
    "农贸市场升级改造",
    "通湾公路硬化",
    "危桥加固",
    "灌溉渠清淤",
    "社区养老服务点建设",
    "背街小巷亮化",
    "村级文化广场建设",
    "公厕新建改造",
    "防汛泵站维修",
    "农村客运候车亭建设",
    "残疾人家庭无障碍改造",
    "充电桩安装",
    "中药材种植培训",
    "农产品加工车间帮扶",
    "山塘整修",
    "垃圾中转站建设",
)


def leaders(setting: Setting) -> list[Person]:
    """The 47 deputy-county-level leaders in post."""
    return [setting.census.person(1963, 1982, only_one_of_the_name=True) for _ in range(LEADERS)]


def item_submissions(setting: Setting, period: str, in_post: list[Person]) -> list[Submission]:
    """The week's snapshot of all items (S8)."""
    as_of = setting.as_of(period)
    rows = [_as_seen(row, as_of) for row in _items(setting, in_post)]
    return setting.submissions("S8", period, rows)


def _items(setting: Setting, in_post: list[Person]) -> list[Row]:
    """Every item as it stands in the end; the last five were finished in the last week."""
    dice = setting.dice("items")
    towns = [division for division in setting.county.divisions if division.reports]
    offices = setting.units_of("ZF")
    return [
        _item(setting, dice, position, in_post[position % LEADERS].name, dice.choice(towns), dice.choice(offices))
        | _course(dice, setting.today, position)
        for position in range(ITEMS)
    ]


def _item(setting: Setting, dice: random.Random, position: int, leader: str, town: Division, office: str) -> Row:
    """What is to be done, where and by whom."""
    number = position + 1 + ITEMS * (setting.number - 1)
    work = _WORKS[position % len(_WORKS)]
    return {
        "item_code": f"MS{setting.today.year}-{number:03d}",
        "leader": leader,
        "link_type": f"L{position % 6 + 1}",
        "link_target": f"{town.name}{dice.choice('东西南北')}{dice.choice('岗畈湾塘')}村",
        "title": f"{town.name}{work}（{position // len(_WORKS) + 1}期）",
        "content": f"完成{work}并交付使用",
        "lead_unit": office,
        "town": town.code,
        "strategy": dice.choice(setting.codes("strategy")),
        "position": dice.choice(sorted(setting.codes("position"))),
        "funds": float(dice.randrange(10, 400)),
        "evidence_no": f"ZM-{number:03d}",
        "public_ok": dice.random() < 0.7,
        "beneficiaries": dice.randrange(60, 4000),
    }


def _course(dice: random.Random, today: dt.date, position: int) -> Row:
    """From claim to verification: when it began, was due, was done and was verified."""
    claimed = dt.date(today.year, 1, 18) + days(dice.randrange(60))
    if position < DONE_IN_LAST_WEEK:
        done = today - days(position % 2)
        due = done - days(7) if position == 0 else done + days(10 + position)
    else:
        done = today - days(dice.randrange(12, 170))
        due = done + days(dice.randrange(5, 30)) if position >= DONE_IN_LAST_WEEK + LATE - 1 else done - days(9)
    verified = done + days(7) if done <= today - days(9) and dice.random() < 0.95 else None
    return {
        "claimed_on": claimed,
        "start_plan": claimed + days(14),
        "due_original": due,
        "progress": 100,
        "status": "VERIFIED" if verified else "DONE",
        "done_on": done,
        "narrative": "已完工并投入使用",
        "verify_result": "PASS" if verified else None,
        "verified_on": verified,
    }


def _as_seen(row: Row, as_of: dt.date) -> Row:
    """The item as the ledger showed it on a day before it was done or verified."""
    done, verified = date_of(row, "done_on"), date_of(row, "verified_on")
    if done and done > as_of:
        running = {"status": "RUN", "done_on": None, "narrative": "正在推进", "progress": _progress(row, as_of)}
        return row | running | {"verify_result": None, "verified_on": None}
    if verified and verified > as_of:
        return row | {"status": "DONE", "verify_result": None, "verified_on": None}
    return dict(row)


def _progress(row: Row, day: dt.date) -> int:
    """Four points behind the schedule from start to completion."""
    started, done = date_of(row, "start_plan") or day, date_of(row, "done_on") or day
    return max(5, round(100 * (day - started) / (done - started)) - 4)
