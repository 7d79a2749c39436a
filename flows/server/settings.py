"""The county file's table `[server]`: settings for a Prefect server; no edition depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.county.county_file import county_tables

_ADDRESS = 'an address in quotes, for example "http://10.0.0.5/wuwei/"'


@dataclass(frozen=True)
class ServerSettings:
    """E-mail recipients (nobody where `mail_to` is empty), the address that serves `<out>`, and waiting times."""

    mail_to: tuple[str, ...] = ()
    mail_from: str = ""
    site: str = ""
    approval_hours: int = 72
    wait_minutes: int = 60


def server_settings(county_file: Path) -> ServerSettings:
    """Read the table; missing keys keep their default. Raises WrongCountyFile."""
    table = county_tables(county_file)["server"]
    known: dict[str, tuple[type, str]] = {
        "mail_to": (list, 'addresses such as ["office@example.com"], or [] for nobody'),
        "mail_from": (str, 'the sender\'s address in quotes, for example "wuwei@example.com"'),
        "site": (str, _ADDRESS),
        "approval_hours": (int, "a whole number of hours, for example 72"),
        "wait_minutes": (int, "a whole number of minutes, for example 60"),
    }
    table.check_keys(known)
    values: dict[str, Any] = {key: table.value(key, *known[key]) for key in table.values}
    if not all(isinstance(address, str) and "@" in address for address in values.get("mail_to", ())):
        raise table.wrong("mail_to", f"write {known['mail_to'][1]}")
    for key in ("approval_hours", "wait_minutes"):
        if values.get(key, 1) < 1:
            raise table.wrong(key, f"write {known[key][1]}")
    if values.get("mail_to") and not values.get("mail_from"):
        raise table.wrong("mail_from", f"is missing; write {known['mail_from'][1]}")
    values["mail_to"] = tuple(values.get("mail_to", ()))
    return ServerSettings(**values)
