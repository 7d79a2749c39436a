"""What is particular to one county: places, units, who must send what, deadlines, thresholds, names of the six links.

The values come from `wuwei.toml` and its reference tables (`flows.county.county_file` reads them); nothing of it is
code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from expectations.county.codelist import CodeList, Declared, codelist, own_codelists
from expectations.county.errata import Erratum
from expectations.county.own_tables import OwnTable


class DivisionKind(StrEnum):
    """What kind of place a division is; `seat` is the town in which the county's seat lies."""

    SEAT = "seat"
    TOWN = "town"
    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"  # 街道
    QUASI = "quasi"  # counted like a township: a development zone, a farm, a park


@dataclass(frozen=True, kw_only=True)
class Division:
    """A township-level division (domain.md §3.2); `mistyped` are wrong spellings that are understood with a warning."""

    code: str
    name: str
    kind: DivisionKind
    aliases: tuple[str, ...] = ()
    mistyped: tuple[str, ...] = ()
    reports: bool = True
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Village:
    """A village or an urban community (村、社区) by its 12-digit code, of which the first nine are its division's."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()

    @property
    def division(self) -> str:
        """Code of the division it belongs to."""
        return self.code[:9]


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit that submits or is named in sheets (domain.md §3.3); a division's own unit carries its `division`.

    `aliases` are understood silently, `old_names` with a warning; a unit that was merged names its `successor`.
    """

    code: str
    name: str
    short: str
    aliases: tuple[str, ...] = ()
    old_names: tuple[str, ...] = ()
    organ: str | None = None
    division: str | None = None
    tier: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successor: str | None = None


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Days after period end (Sunday) and the hour; until `on_time` is on time, until `late` is late, then missing."""

    on_time_days: int
    on_time_hour: dt.time
    late_days: int
    late_hour: dt.time


@dataclass(frozen=True, kw_only=True)
class Returns:
    """What a returned workbook says: whom to ask, and until when it is wanted back (days after its return, hour)."""

    contact: str = "下发本表的单位"
    days: int = 2
    hour: dt.time = dt.time(18)


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """Green and yellow limits of one indicator; `lower_is_better` turns the comparison round."""

    green: float
    yellow: float
    lower_is_better: bool = False


@dataclass(frozen=True, kw_only=True)
class Demands:
    """What the leaders' paper demands beside what is red.

    `yellow` are the indicators of which something is demanded where they are yellow, too. `owners`: indicator → the
    unit it is demanded of, where that is none of those who send its sheets.
    """

    yellow: tuple[str, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ContactRule:
    """When cadres are to be talked to (跟踪联系): days after what happened, times a quarter; 0 asks for none."""

    after_exit: int = 30
    after_assignment: int = 30
    per_quarter: int = 1
    after_appeal: int = 15


SETTINGS: Mapping[str, float] = {
    "wish_stale_days": 180,  # 意愿 older than this counts half (domain.md §5.3)
    "expertise_stale_days": 365,  # 特长 likewise
    "contact_window_days": 90,  # A9
    "active_window_days": 28,  # D2
    "retiring_within_months": 12,  # A13
    "verification_days": 14,  # self-reported DONE without verification turns yellow (§7.2)
    "due_soon_days": 7,
    "due_soon_progress": 80,
    "long_overdue_days": 30,  # turns a unit or town red
    "yellow_item_share": 20,  # per cent of items; above it a unit or town turns yellow
    "on_time_red_percent": 85,  # fewer items done on time turn a unit or town red
    "on_time_yellow_percent": 95,  # and fewer than these yellow
    "fewest_items": 3,  # below it a unit or town gets no light
    "demand_days": 7,  # a demand is due so many days after the report is issued, to finish orders after twice as many
    "order_due_days": 15,  # an order without a date is due so many days after it was posted (§4.11)
    "roster_change_percent": 10,  # a roster that grows or shrinks by more is to be confirmed (§12, M73)
    "roster_change_rows": 3,  # and only where it is at least so many rows: of a roster of five one is 20 %
    "rounded_to": 100,  # 3,827 → 3800余 (§7.4)
    "small_cell": 5,  # smaller counts are hidden in public reports (§11.3)
}
"""Numbers a county may set, with the value that holds where it does not."""


@dataclass(frozen=True, kw_only=True)
class Suggest:
    """How `wuwei suggest` weighs the four principles (per cent, together 100; domain.md §10.2), and at most how many
    persons each organ takes (`quotas`, by code of the list `organ`)."""

    continuity: int = 25  # 工作连续性
    wish: int = 25  # 尊重个人意愿
    fit: int = 25  # 人岗相适
    age: int = 25  # 年龄照顾
    quotas: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """How many members `wuwei dispatch` proposes for an order (`members`), and how many orders, in hand and proposed
    together, nobody exceeds (`most`)."""

    members: int = 3
    most: int = 3


@dataclass(frozen=True, kw_only=True)
class County:
    """One county's particulars.

    `expected` maps a sheet id to the codes of the units that must send it; `own_tables` are those that
    offices keep for themselves, and how they are read; `errata` are the reviewed corrections of cells (勘误).
    """

    code: str
    name: str
    divisions: tuple[Division, ...]
    units: tuple[Unit, ...]
    expected: Mapping[str, tuple[str, ...]]
    deadline: Deadline
    villages: tuple[Village, ...] = ()  # none: names of communities are kept as they are written
    returns: Returns = field(default_factory=Returns)
    demands: Demands = field(default_factory=Demands)
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    six_links: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, float] = field(default_factory=lambda: SETTINGS)
    contact: ContactRule = field(default_factory=ContactRule)
    suggest: Suggest = field(default_factory=Suggest, repr=False)  # no edition depends on it: not in `rule_version`
    dispatch: Dispatch = field(default_factory=Dispatch, repr=False)  # nor on this
    limits: Mapping[str, int] = field(
        default_factory=dict
    )  # what one file may cost; flows.county.limits knows the keys
    report: Mapping[str, str] = field(default_factory=dict)
    wording: Mapping[str, Mapping[str, object]] = field(default_factory=dict)  # in place of the shipped words
    own_codes: Mapping[str, Declared] = field(default_factory=dict)  # in place of the shipped code lists
    timezone: str = "Asia/Shanghai"
    own_tables: tuple[OwnTable, ...] = ()
    declarations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # own sheets and indicators, as written
    errata: tuple[Erratum, ...] = field(default=(), repr=False)  # an input of their own: not in `rule_version`
    area_code: str | None = None  # completes local telephone numbers (domain.md M43)

    def at(self, day: dt.date) -> County:
        """The county as units stood on a day: nothing is expected of those that were not there then."""
        there = {unit.code for unit in self.units if _valid(unit, day)}
        return replace(self, expected={s: tuple(c for c in codes if c in there) for s, codes in self.expected.items()})

    def wanted_back(self, returned: dt.datetime) -> dt.datetime:
        """Until when, in the county's time, what was returned at this moment is wanted back (`returns`)."""
        day = returned.astimezone(ZoneInfo(self.timezone)).date() + dt.timedelta(days=self.returns.days)
        return dt.datetime.combine(day, self.returns.hour, ZoneInfo(self.timezone))

    def codes(self, name: str) -> CodeList:
        """A code list: the county's own, or the shipped one. Raises UnknownList, AmbiguousText."""
        return self.own_codelists.get(name) or codelist(name)

    @cached_property
    def own_codelists(self) -> dict[str, CodeList]:
        """The code lists in which the county differs, by name. Raises AmbiguousText."""
        return own_codelists(self.own_codes)

    @cached_property
    def unit(self) -> dict[str, Unit]:
        """Units by code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def division(self) -> dict[str, Division]:
        """Divisions by code."""
        return {division.code: division for division in self.divisions}

    @cached_property
    def village(self) -> dict[str, str]:
        """Names of villages and communities by code."""
        return {village.code: village.name for village in self.villages}


def _valid(unit: Unit, day: dt.date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or day <= unit.valid_to)
