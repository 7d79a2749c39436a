"""`wuwei.toml` and its reference tables → County. Every mistake is named by file, table and key, with what to write."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from expectations.catalogue import SHEETS
from expectations.county.codelist import AmbiguousText
from expectations.county.county import SETTINGS, County, Deadline, Division, Returns, Threshold, Unit
from expectations.county.county_codes import county_lists
from flows.county.county_table import CountyTable, WrongCountyFile
from flows.county.county_text import NotAText, county_text, quoted_line
from flows.county.limits import limits_in
from flows.county.principles import suggest_in
from flows.county.reference_tables import WrongReferenceTable, divisions_of, units_of, villages_of

ALL_DIVISIONS = "divisions"
_TABLES = (
    "county",
    "expected",
    "deadline",
    "returns",
    "thresholds",
    "six_links",
    "settings",
    "suggest",
    "limits",
    "report",
    "wording",
    "server",
    "retention",
)
_AREA_CODE = re.compile(r"0[0-9]{2,3}")
_INDICATOR = re.compile(r"[A-E][1-9]\d?")
_AT_LINE = re.compile(r"at line ([0-9]+)")
_EXAMPLE_ROOT = Path(__file__).resolve().parents[2]


class NoCountyFile(WrongCountyFile):
    """No county file is named, and none lies where one stands; the message says what to do."""


def shipped_example() -> Path:
    """The shipped county file: in a wheel with the samples, else at the project's root."""
    packaged = _EXAMPLE_ROOT / "samples" / "qichun" / "wuwei.toml"
    return packaged if packaged.is_file() else _EXAMPLE_ROOT / "wuwei.toml"


def county_file(named: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The county file that is named, here or by `WUWEI_COUNTY`; else `./wuwei.toml`. Raises NoCountyFile.

    Nothing falls back to the shipped example: a county's folder would take in another county's edition unnoticed.
    """
    if chosen := named or environ.get("WUWEI_COUNTY"):
        return Path(chosen)
    if (local := Path("wuwei.toml")).is_file():
        return local
    raise NoCountyFile(
        f"there is no wuwei.toml in {Path.cwd()}; go to the folder of your county, or name its file by --county or "
        f"WUWEI_COUNTY. To begin one, copy {shipped_example()} with its folder reference and edit both"
    )


def load_county(path: Path | None = None) -> County:
    """Read a county file, without a path that of `county_file`. Raises WrongCountyFile, NoCountyFile."""
    tables = county_tables(county_file(path))
    table = tables["county"]
    table.check_keys(("code", "name", "timezone", "area_code", "divisions", "units", "villages"))
    try:
        divisions = divisions_of(_table_path(table, "divisions"))
        units = units_of(_table_path(table, "units"), divisions)
        villages = villages_of(_table_path(table, "villages"), divisions) if "villages" in table.values else ()
    except WrongReferenceTable as wrong:
        raise WrongCountyFile(str(wrong)) from None
    county = County(
        code=table.value("code", str, 'the six-digit code in quotes, for example "421126"'),
        name=table.value("name", str, 'the county\'s full name, for example "蕲春县"'),
        timezone=_timezone(table),
        area_code=_area_code(table),
        divisions=divisions,
        units=units,
        villages=villages,
        expected=_expected(tables["expected"], divisions, units),
        deadline=_deadline(tables["deadline"]),
        returns=_returns(tables["returns"]),
        thresholds=_thresholds(tables["thresholds"]),
        six_links=_texts(tables["six_links"]),
        settings=_settings(tables["settings"]),
        suggest=suggest_in(tables["suggest"]),
        limits=limits_in(tables["limits"]),
        report=_texts(tables["report"]),
        wording=_wording(tables["wording"]),
    )
    try:
        county_lists(county)
    except AmbiguousText as ambiguous:
        raise table.wrong("units, divisions, villages", f"{ambiguous}; remove the name from one of them") from None
    return county


def _wording(table: CountyTable) -> Mapping[str, Mapping[str, object]]:
    """Overrides of the shipped wording: tables such as [wording.items] (docs/wording.md)."""
    if not table.values:
        return {}
    from report_templates.words.wording import WrongWording, checked  # noqa: PLC0415 - only where a county overrides words

    try:
        return checked(table.values)
    except WrongWording as wrong:
        raise CountyTable(table.file, f"wording.{wrong.section}", {}).wrong(wrong.key, str(wrong)) from None


def county_tables(path: Path) -> dict[str, CountyTable]:
    """The tables of a county file by name; a missing one is empty. Raises WrongCountyFile."""
    try:
        text = county_text(path).replace("\r\n", "\n")
        parsed = tomllib.loads(text)
    except FileNotFoundError:
        raise WrongCountyFile(f"{path} does not exist; copy {shipped_example()} there and edit it") from None
    except (IsADirectoryError, PermissionError) as error:
        raise WrongCountyFile(f"{path}: {error.strerror}; name the county file by --county") from None
    except NotAText as wrong:
        raise WrongCountyFile(str(wrong)) from None
    except tomllib.TOMLDecodeError as error:
        raise WrongCountyFile(f"{path} is not valid TOML: {error}{_quoted(text, str(error))}") from None
    if unknown := sorted(parsed.keys() - set(_TABLES)):
        raise WrongCountyFile(f"{path}, table [{unknown[0]}]: is not known; write one of {', '.join(_TABLES)}")
    for name in _TABLES:
        if not isinstance(parsed.setdefault(name, {}), dict):
            raise WrongCountyFile(f"{path}, key {name}: must be a table; write [{name}] and its keys below")
    return {name: CountyTable(path, name, parsed[name]) for name in _TABLES}


def _quoted(text: str, error: str) -> str:
    """The line that an error of the TOML reader is about."""
    at = _AT_LINE.search(error)
    return f": {quoted_line(text, int(at[1]) if at else 0)}"


def _table_path(county: CountyTable, key: str) -> Path:
    relative = county.value(key, str, f'the path of the table, for example "reference/{key}.csv"')
    path = county.file.parent / relative
    if not path.is_file():
        raise county.wrong(key, f"there is no file {path}; write its path relative to the county file")
    return path


def _timezone(county: CountyTable) -> str:
    name = county.value("timezone", str, '"Asia/Shanghai"')
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise county.wrong("timezone", 'is no time zone; write "Asia/Shanghai"') from None
    return name


def _area_code(county: CountyTable) -> str | None:
    if "area_code" not in county.values:
        return None
    write = 'a telephone area code in quotes, for example "0713"'
    code = county.value("area_code", str, write)
    if not _AREA_CODE.fullmatch(code):
        raise county.wrong("area_code", f"is no area code; write {write}")
    return code


def _expected(
    table: CountyTable, divisions: tuple[Division, ...], units: tuple[Unit, ...]
) -> dict[str, tuple[str, ...]]:
    table.check_keys(SHEETS)
    known = {unit.code for unit in units}
    reporting = {division.code for division in divisions if division.reports}
    expected: dict[str, tuple[str, ...]] = {}
    for sheet, senders in table.values.items():
        if senders == ALL_DIVISIONS:
            expected[sheet] = tuple(unit.code for unit in units if unit.division in reporting)
            continue
        for code in table.value(sheet, list, f'unit codes such as ["QC-ZZB"], or "{ALL_DIVISIONS}"'):
            if not isinstance(code, str) or code not in known:
                raise table.wrong(sheet, f"there is no unit {code}; write codes of the table of units")
        expected[sheet] = tuple(dict.fromkeys(senders))
    return expected


def _deadline(table: CountyTable) -> Deadline:
    table.check_keys(("on_time_days", "on_time_hour", "late_days", "late_hour"))
    days, hour = "a whole number of days after Sunday, for example 1", "a time of day, for example 12:00:00"
    deadline = Deadline(
        on_time_days=table.value("on_time_days", int, days),
        on_time_hour=table.value("on_time_hour", dt.time, hour),
        late_days=table.value("late_days", int, days),
        late_hour=table.value("late_hour", dt.time, hour),
    )
    if (deadline.late_days, deadline.late_hour) < (deadline.on_time_days, deadline.on_time_hour):
        raise table.wrong("late_days", "lies before the time until which a sheet is on time; write a later one")
    return deadline


def _returns(table: CountyTable) -> Returns:
    """Contact and deadline for returned workbooks; a missing key keeps its default."""
    known: dict[str, tuple[type, str]] = {
        "contact": (str, "whom a clerk may ask, with a telephone number"),
        "days": (int, "a whole number of days after the return, for example 2"),
        "hour": (dt.time, "a time of day, for example 18:00:00"),
    }
    table.check_keys(known)
    return Returns(**{key: table.value(key, *known[key]) for key in table.values})


def _thresholds(table: CountyTable) -> dict[str, Threshold]:
    thresholds = {}
    for indicator, limits in table.values.items():
        if not _INDICATOR.fullmatch(indicator):
            raise table.wrong(indicator, "is no indicator; write its code, for example A3")
        table.value(indicator, dict, "limits such as { green = 95, yellow = 85 }")
        limit = CountyTable(table.file, f"thresholds.{indicator}", limits)
        limit.check_keys(("green", "yellow", "lower_is_better"))
        green = limit.value("green", (int, float), "a number, for example 95")
        yellow = limit.value("yellow", (int, float), "a number, for example 85")
        lower = limit.value("lower_is_better", bool, "true or false") if "lower_is_better" in limits else False
        if (yellow < green) if lower else (yellow > green):
            raise limit.wrong("yellow", "is better than green; write a limit that is worse than green")
        thresholds[indicator] = Threshold(green=green, yellow=yellow, lower_is_better=lower)
    return thresholds


def _settings(table: CountyTable) -> dict[str, float]:
    table.check_keys(SETTINGS)
    given = {key: table.value(key, (int, float), f"a number, for example {SETTINGS[key]}") for key in table.values}
    return {**SETTINGS, **given}


def _texts(table: CountyTable) -> dict[str, str]:
    return {key: table.value(key, str, 'text in quotes, or "" for none') for key in table.values}
