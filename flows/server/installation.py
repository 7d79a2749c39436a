"""Where a server's runs find the county's work: the environment says so, so that no form of the server can change it.

WUWEI_OUT     folder for everything that is made
WUWEI_INBOX   folder of workbooks, with a folder for each period
WUWEI_COUNTY  the county file
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.county.county_file import county_file, load_county
from flows.county.workspace import Workspace


@dataclass(frozen=True)
class Installation:
    """The folders and the county file of one county's office."""

    out: Path
    inbox: Path
    county: Path

    @classmethod
    def here(cls, told: Mapping[str, str] = os.environ) -> Installation:
        """What the environment says; else the folders and the county file the command line would take."""
        named = told.get("WUWEI_COUNTY")
        return cls(
            out=Path(told.get("WUWEI_OUT", "output")).resolve(),
            inbox=Path(told.get("WUWEI_INBOX", "inbox")).resolve(),
            county=county_file(Path(named) if named else None).resolve(),
        )

    def environment(self) -> dict[str, str]:
        """The variables that lead a process here."""
        return {"WUWEI_OUT": str(self.out), "WUWEI_INBOX": str(self.inbox), "WUWEI_COUNTY": str(self.county)}

    def workspace(self) -> Workspace:
        """The county and its output folder. Raises WrongCountyFile."""
        return Workspace(self.out, load_county(self.county))
