"""What a server's runs are set to: their paths, and the table `[server]` of the county file.

The paths come from environment variables, so that no form of the server can change them:

WUWEI_OUT     folder for everything that is made
WUWEI_INBOX   folder of workbooks, with a folder for each period
WUWEI_COUNTY  the county file
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.county.county_file import county_file, county_tables, load_county
from flows.county.said import Said, said
from flows.county.workspace import Workspace


@dataclass(frozen=True)
class Installation:
    """The folders and the county file of one county's office."""

    out: Path
    inbox: Path
    county: Path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Installation:
        """The installation of the environment; missing variables get the defaults of the command line."""
        return cls(
            out=Path(environ.get("WUWEI_OUT", "output")).resolve(),
            inbox=Path(environ.get("WUWEI_INBOX", "inbox")).resolve(),
            county=county_file(None, environ).resolve(),
        )

    def environment(self) -> dict[str, str]:
        """The environment variables of this installation."""
        return {"WUWEI_OUT": str(self.out), "WUWEI_INBOX": str(self.inbox), "WUWEI_COUNTY": str(self.county)}

    def workspace(self) -> Workspace:
        """The county and its output folder. Raises WrongCountyFile, AnotherCounty."""
        workspace = Workspace(self.out, load_county(self.county))
        workspace.check_county()
        return workspace


@dataclass(frozen=True)
class ServerSettings:
    """E-mail recipients (nobody where `mail_to` is empty), the address that serves `<out>`, and waiting times.

    No edition depends on them.
    """

    mail_to: tuple[str, ...] = ()
    mail_from: str = ""
    site: str = ""
    approval_hours: int = 72
    wait_minutes: int = 60


def server_settings(county: Path) -> ServerSettings:
    """Read the table `[server]` of a county file; missing keys keep their default. Raises WrongCountyFile."""
    table = county_tables(county)["server"]
    known: dict[str, tuple[type, Said]] = {
        "mail_to": (list, said("addresses")),
        "mail_from": (str, said("an_address")),
        "site": (str, said("a_site")),
        "approval_hours": (int, said("a_whole_number", example=72)),
        "wait_minutes": (int, said("a_whole_number", example=60)),
    }
    table.check_keys(known)
    values: dict[str, Any] = {key: table.value(key, *known[key]) for key in table.values}
    if not all(isinstance(address, str) and "@" in address for address in values.get("mail_to", ())):
        raise table.wrong("mail_to", said("write", write=known["mail_to"][1]))
    for key in ("approval_hours", "wait_minutes"):
        if values.get(key, 1) < 1:
            raise table.wrong(key, said("write", write=known[key][1]))
    if values.get("mail_to") and not values.get("mail_from"):
        raise table.wrong("mail_from", said("missing", write=known["mail_from"][1]))
    values["mail_to"] = tuple(values.get("mail_to", ()))
    return ServerSettings(**values)
