"""The paths of a server's runs, from environment variables, so that no form of the server can change them.

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
    def here(cls, environ: Mapping[str, str] = os.environ) -> Installation:
        """The installation of the environment; missing variables get the defaults of the command line."""
        county = environ.get("WUWEI_COUNTY")
        return cls(
            out=Path(environ.get("WUWEI_OUT", "output")).resolve(),
            inbox=Path(environ.get("WUWEI_INBOX", "inbox")).resolve(),
            county=county_file(Path(county) if county else None).resolve(),
        )

    def environment(self) -> dict[str, str]:
        """The environment variables of this installation."""
        return {"WUWEI_OUT": str(self.out), "WUWEI_INBOX": str(self.inbox), "WUWEI_COUNTY": str(self.county)}

    def workspace(self) -> Workspace:
        """The county and its output folder. Raises WrongCountyFile."""
        return Workspace(self.out, load_county(self.county))
