"""The setting of a story: weeks, county, who sends which sheet, random generators."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from expectations.county.county import County
from samples.story.people import Census
from samples.story.submission import Row, Submission


def monday(period: str) -> dt.date:
    """First day of an ISO week such as 2021-W47."""
    return dt.date.fromisocalendar(int(period[:4]), int(period[6:]), 1)


def sunday(period: str) -> dt.date:
    """Last day of an ISO week."""
    return monday(period) + dt.timedelta(days=6)


def days(number: int) -> dt.timedelta:
    """A number of days."""
    return dt.timedelta(days=number)


@dataclass(frozen=True)
class Setting:
    """One county in the weeks of a story: `number` counts counties from 1, `scale` shrinks members and orders."""

    county: County
    number: int
    census: Census
    periods: tuple[str, ...]
    seed: int
    scale: float

    @property
    def today(self) -> dt.date:
        """The Tuesday of the last week: the reporting day of the story (2021-11-23 for 2021-W47)."""
        return monday(self.periods[-1]) + days(1)

    def as_of(self, period: str) -> dt.date:
        """Event cut-off of a week's report: its Sunday, for the last week the reporting day."""
        return self.today if period == self.periods[-1] else sunday(period)

    def dice(self, part: str) -> random.Random:
        """A random generator for each part of the story, so that a change in one leaves the others as they are."""
        return random.Random(f"{self.seed}/{self.number}/{part}")

    def codes(self, name: str) -> list[str]:
        """The codes of one of the county's lists, but for 其他."""
        return [code for code in self.county.codes(name).labels if code != "QT"]

    def units_of(self, organ: str) -> list[str]:
        """Codes of the units of an organ that are no division's own, in the county's order."""
        return [unit.code for unit in self.county.units if unit.organ == organ and unit.division is None]

    def unit_of_division(self, division: str) -> str:
        """The unit of a division."""
        return next(unit.code for unit in self.county.units if unit.division == division)

    def submissions(
        self, sheet: str, period: str, rows: Iterable[Row], owner: Callable[[Row], str] | None = None
    ) -> list[Submission]:
        """The week's files of a sheet, one per unit that must send it; rows of nobody else go to the first."""
        senders = self.county.expected.get(sheet, ())
        shares: dict[str, list[Row]] = {unit: [] for unit in senders}
        for row in rows:
            unit = owner(row) if owner else senders[0]
            shares[unit if unit in shares else senders[0]].append(row)
        return [
            Submission(sheet, unit, period, share, self._receipt(sheet, unit, period)) for unit, share in shares.items()
        ]

    def _receipt(self, sheet: str, unit: str, period: str) -> dt.datetime:
        """The Monday morning after the week; for the last week the morning of the reporting day; a few are late."""
        dice = random.Random(f"{self.seed}/{unit}/{sheet}/{period}")
        last = period == self.periods[-1]
        day = self.today if last else sunday(period) + days(1)
        morning = dt.datetime.combine(day, dt.time(7)) + dt.timedelta(minutes=dice.randrange(200))
        return morning if last or dice.random() > 0.05 else morning + dt.timedelta(hours=9)
