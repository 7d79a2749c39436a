"""Talks with the cadres (S4) and their weekly reports (S7)."""

from __future__ import annotations

import datetime as dt

from samples.story.cadres import ASSIGNED, RETIRED, WAITING, Cadre
from samples.story.posts import Post
from samples.story.setting import Setting, days, monday
from samples.story.submission import Row, Submission, date_of

OUT_OF_TOUCH = 23
"""The one of the other five whom nobody has talked to in ninety days (domain.md §8)."""

_TASKS = ("走访联系点", "召开协调会", "开展专题调研", "督办问题整改", "撰写工作建议")


def contact_submissions(setting: Setting, period: str, roster: list[Cadre]) -> list[Submission]:
    """S4: talks of the week; the first week's file also carries the talks before it, the symposium among them."""
    since = dt.date.min if period == setting.periods[0] else monday(period)
    rows = [row for row in _talks(setting, roster) if since <= _day(row) <= setting.as_of(period)]
    return setting.submissions("S4", period, rows)


def _talks(setting: Setting, roster: list[Cadre]) -> list[Row]:
    """One talk with everybody in scope before the symposium, the symposium, and a few talks in the last week."""
    symposium = monday(setting.periods[-1]) - days(7)
    rows = []
    for cadre in roster:
        if cadre.role != RETIRED:
            ago = 140 if cadre.at == OUT_OF_TOUCH else 5 + 3 * cadre.at
            rows.append(_talk(cadre) | {"contact_date": symposium - days(ago), "contact_type": "FACE"})
    rows.append(
        {
            "name": tuple(cadre.person.name for cadre in roster if cadre.role == ASSIGNED),
            "contact_date": symposium,
            "contact_type": "MEETING",
            "contact_by": roster[0].officer,
            "topic": "DIVISION",
        }
    )
    last_monday = monday(setting.periods[-1])
    called = [cadre for cadre in roster if cadre.role == WAITING or cadre.start == last_monday]
    return rows + [_talk(cadre) | {"contact_date": last_monday, "contact_type": "PHONE"} for cadre in called]


def _day(row: Row) -> dt.date:
    return date_of(row, "contact_date") or dt.date.max


def _talk(cadre: Cadre) -> Row:
    concern = cadre.at % 5 == 0
    return {
        "name": (cadre.person.name,),
        "unit_code": cadre.unit,
        "contact_by": cadre.officer,
        "topic": "THOUGHT" if concern else "WORK",
        "mood": "WORRIED" if concern else "STEADY",
        "issue_text": "希望尽快明确分工安排" if concern else None,
        "issue_status": ("RUN" if cadre.at == 10 else "DONE") if concern else "NONE",
    }


def duty_submissions(setting: Setting, period: str, roster: list[Cadre]) -> list[Submission]:
    """S7: one row per cadre on a post, sent by the host unit."""
    on_duty = [(cadre, cadre.post) for cadre in roster if cadre.post and cadre.starts_by(setting.as_of(period))]
    host = {cadre.person.name: post.host for cadre, post in on_duty}
    rows = [_duty_row(setting, period, cadre, post) for cadre, post in on_duty]
    return setting.submissions("S7", period, rows, lambda row: host[str(row["name"])])


_HINDRANCES: tuple[Row, ...] = (
    {},
    {"problem": "基础资料收集较慢", "need_help": "请县档案馆提供历年资料"},
    {"problem": "村级配套资金尚未到位", "need_help": "请县财政局协调配套资金"},
    {"problem": "涉及的三个村意见不一", "need_help": "请所在乡镇召开协调会"},
    {"problem": "连续降雨影响施工进度"},
)
"""What hinders a task, if anything, and the help that is asked for."""


def _duty_row(setting: Setting, period: str, cadre: Cadre, post: Post) -> Row:
    dice = setting.dice(f"duty/{period}/{cadre.at}")
    days_on = dice.choice((0.5, 1.0) if period == setting.periods[-1] else (1.5, 2.0, 2.5, 3.0))
    tasks = dice.randrange(1, 6)
    return {
        "stated_period": period,
        "name": cadre.person.name,
        "unit_code": cadre.unit,
        "days_on": days_on,
        "days_field": dice.choice((0.0, 0.5, days_on)) if days_on >= 0.5 else 0.0,
        "tasks_open": tasks,
        "tasks_done": dice.randrange(0, tasks + 1),
        "task_name": post.task if dice.random() < 0.6 else dice.choice(_TASKS),
        "task_due": setting.today + days(dice.randrange(20, 70)),
        "task_pct": dice.randrange(2, 12) * 5,
        "exec_attended": 1 if post.exec_meeting and dice.random() < 0.6 else 0,
        "suggestions": dice.randrange(0, 3),
        "cases_solved": dice.randrange(0, 2),
        "host_rating": dice.choice(("GOOD", "FAIR")),
        **dice.choices(_HINDRANCES, weights=(12, 1, 1, 1, 1))[0],
    }
