"""What is particular to one county: places, units, who must send what, deadlines, thresholds, names of the six links.

The values come from `wuwei.toml` and its reference tables (`flows.county_file` reads them); nothing of it is code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Division:
    """A township-level division (domain.md §3.2)."""

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    reports: bool = True
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit that submits or is named in sheets (domain.md §3.3); a division's own unit carries its `division`."""

    code: str
    name: str
    short: str
    aliases: tuple[str, ...] = ()
    old_names: tuple[str, ...] = ()
    organ: str | None = None
    division: str | None = None
    uscc: str | None = None
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
class Threshold:
    """Green and yellow limits of one indicator; `lower_is_better` turns the comparison round."""

    green: float
    yellow: float
    lower_is_better: bool = False


@dataclass(frozen=True, kw_only=True)
class County:
    """One county's particulars. `expected` maps a sheet id to the codes of the units that must send it."""

    code: str
    name: str
    divisions: tuple[Division, ...]
    units: tuple[Unit, ...]
    expected: Mapping[str, tuple[str, ...]]
    deadline: Deadline
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    six_links: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, float] = field(default_factory=dict)
    report: Mapping[str, str] = field(default_factory=dict)
    timezone: str = "Asia/Shanghai"

    @cached_property
    def unit(self) -> dict[str, Unit]:
        """Units by code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def division(self) -> dict[str, Division]:
        """Divisions by code."""
        return {division.code: division for division in self.divisions}
