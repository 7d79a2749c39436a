"""The orders of the story: what residents asked for and who took it (S10) (domain.md §8)."""

from __future__ import annotations

import datetime as dt
import random

from samples.story.members import COMPOUNDS, Member, scaled
from samples.story.setting import Setting, days, monday
from samples.story.submission import Row, Submission, date_of

PROJECTS, ORDERS = 3827, 4100
PROJECTS_OF_LAST_WEEK, ORDERS_OF_LAST_WEEK = 37, 60

_WANTED = {
    "HJ": "楼道堆放杂物，希望清理",
    "TJ": "邻里因晾晒发生争执，希望调解",
    "BK": "独居老人需要代购药品",
    "XC": "希望讲解医保缴费政策",
    "WM": "希望劝导不文明养犬",
    "ZA": "夜间希望增加巡逻",
    "FK": "需要协助疫苗接种预约",
    "WX": "单元门禁损坏，希望维修",
    "FL": "咨询劳动合同问题",
    "WT": "希望组织广场舞排练",
}


def order_submissions(setting: Setting, period: str, orders: list[Row]) -> list[Submission]:
    """S10: orders posted in the week; the first week's files also carry all orders before it."""
    since = dt.date.min if period == setting.periods[0] else monday(period)
    week = [row for row in orders if since <= (date_of(row, "posted_on") or since) < monday(period) + days(7)]
    return setting.submissions("S10", period, week, lambda row: setting.unit_of_division(str(row["town"])))


def orders(setting: Setting, everybody: list[Member]) -> list[Row]:
    """Every order of the story, projects and ordinary ones."""
    dice, scale = setting.dice("orders"), setting.scale
    serving = [
        member
        for member in everybody
        if member.left_on is None and member.second_home is None and member.registered_on < monday(setting.periods[-1])
    ]
    numbered: dict[str, int] = {}
    rows: list[Row] = []
    for is_project, total, fresh in (
        (True, scaled(PROJECTS, scale), scaled(PROJECTS_OF_LAST_WEEK, scale)),
        (False, scaled(ORDERS, scale), scaled(ORDERS_OF_LAST_WEEK, scale)),
    ):
        for at in range(total):
            able, posted = dice.choice(serving), _posting_day(setting, dice, recent=at < fresh)
            count = numbered[able.home.number] = numbered.get(able.home.number, 0) + 1
            number = f"{able.home.number}-{setting.today:%y}-{count:04d}"
            rows.append(_order(setting, dice, able, posted, is_project) | {"order_no": number})
    return rows


def _posting_day(setting: Setting, dice: random.Random, *, recent: bool) -> dt.date:
    """In the last week its Monday; before it any week of the story, or the half year before the story."""
    if recent:
        return monday(setting.periods[-1])
    earlier = len(setting.periods[:-1]) * 7 + 180
    return monday(setting.periods[-1]) - days(int(earlier * dice.random() ** 2) + 4)


def _order(setting: Setting, dice: random.Random, able: Member, posted: dt.date, is_project: bool) -> Row:
    category = dice.choice(list(_WANTED))
    week_ends = posted + days(6 - posted.weekday())
    taken = min(posted + days(dice.randrange(2)), week_ends, setting.today)
    done = min(taken + days(dice.randrange(3)), week_ends)
    row: Row = {
        "town": able.home.town,
        "community_code": able.home.name,
        "compound": dice.choice(COMPOUNDS),
        "source": dice.choice(("RESIDENT", "GRID", "VISIT", "HOTLINE")),
        "category": category,
        "content": _WANTED[category],
        "posted_on": posted,
        "due": posted + days(15),
        "is_project": is_project,
        "project_name": f"{able.home.name}{_WANTED[category][:6]}项目" if is_project else None,
    }
    chance = dice.random()
    if not is_project and chance < 0.06:  # nobody took it, it was sent back, or it was void
        return row | {"status": "POSTED" if chance < 0.04 else "RETURNED" if chance < 0.05 else "VOID"}
    row |= {
        "person": able.person.id_no,
        "sent_on": posted,
        "taken_on": taken,
        "member_name": (able.person.name,),
        "id_no": able.person.id_no,
        "phone": able.person.phone,
        "member_unit": able.unit,
    }
    if chance > 0.95 or done > setting.today:
        return row | {"status": "TAKEN"}
    rated = dice.random() < 0.8
    return row | {
        "done_on": done,
        "status": "RATED" if rated else "DONE",
        "hours": dice.randrange(1, 17) / 2,
        "satisfaction": dice.choice("3333333333332") if rated else None,
    }
