"""The county file's table `[retention]`: retention terms; no edition depends on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.county.county_file import county_tables
from flows.county.said import said

DAYS_OF_A_MONTH = 30.44
"""On average; a day more or less does not matter."""


@dataclass(frozen=True)
class Terms:
    """Days and months after which something is removed; 0 keeps it for ever (domain.md §11.4)."""

    readings_days: int = 30
    reproduced_days: int = 30
    restricted_months: int = 6
    replaced_months: int = 24
    raw_months: int = 24
    left_months: int = 12

    def of(self, key: str) -> dt.timedelta | None:
        """The term under a key, None for ever."""
        number: int = asdict(self)[key]
        return dt.timedelta(days=number * (1 if key.endswith("_days") else DAYS_OF_A_MONTH)) if number else None


def terms_in(county_file: Path) -> Terms:
    """Read the table; missing keys keep their default. Raises WrongCountyFile."""
    table = county_tables(county_file)["retention"]
    known = asdict(Terms())
    table.check_keys(known)
    values = {key: table.value(key, int, said("a_whole_number", example=known[key])) for key in table.values}
    for key, number in values.items():
        if number < 0:
            raise table.wrong(key, said("below_nothing"))
    return Terms(**values)
