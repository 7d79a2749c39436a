"""`wuwei.toml` and its reference tables → County. Every mistake is named by file, table and key, with what to write."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from expectations.catalogue import SHEETS
from expectations.county.codelist import AmbiguousText
from expectations.county.county import (
    SETTINGS,
    ContactRule,
    County,
    Deadline,
    Demands,
    Division,
    Returns,
    Threshold,
    Unit,
    Village,
)
from expectations.county.county_codes import county_lists
from expectations.own.declared import lists_beside
from expectations.own.in_use import Own, declare
from expectations.own.wrong import WrongDeclaration
from flows.county.county_table import CountyTable, WrongCountyFile, toml_of, wrong_file
from flows.county.declarations.files import Declarations, declarations_of, located, own_in
from flows.county.errata_file import errata_of
from flows.county.headings_file import own_tables_of
from flows.county.limits import limits_in
from flows.county.own_codes import own_codes_in
from flows.county.principles import dispatch_in, suggest_in
from flows.county.reference_tables import divisions_of, units_of, villages_of
from flows.county.said import Said, said
from flows.county.table_file import WrongReferenceTable

ALL_DIVISIONS = "divisions"
_TABLES = (
    "county",
    "expected",
    "deadline",
    "returns",
    "thresholds",
    "demands",
    "six_links",
    "settings",
    "contact",
    "suggest",
    "dispatch",
    "limits",
    "report",
    "wording",
    "server",
    "retention",
)
_AREA_CODE = re.compile(r"0[0-9]{2,3}")
_INDICATOR = re.compile(r"[A-F][1-9]\d?")
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
    nowhere = said("no_county_file", folder=Path.cwd())
    raise NoCountyFile(f"{nowhere.en}\n{nowhere.zh}。")


def load_county(path: Path | None = None) -> County:
    """Read a county file, without a path that of `county_file`; its own sheets are in use from then on.

    Raises WrongCountyFile, NoCountyFile.
    """
    file = county_file(path)
    tables, declarations = county_tables(file), declarations_of(file)
    own = own_in(file, declarations)
    declare(own)
    table = tables["county"]
    table.check_keys(("code", "name", "timezone", "area_code", "divisions", "units", "villages", "codes"))
    try:
        divisions = divisions_of(_table_path(table, "divisions"))
        units = units_of(_table_path(table, "units"), divisions)
        villages = villages_of(_table_path(table, "villages"), divisions) if "villages" in table.values else ()
    except WrongReferenceTable as wrong:
        raise WrongCountyFile(str(wrong)) from None
    county = County(
        code=table.value("code", str, said("a_code")),
        name=table.value("name", str, said("a_name")),
        timezone=_timezone(table),
        area_code=_area_code(table),
        divisions=divisions,
        units=units,
        villages=villages,
        expected=_expected(tables["expected"], declarations, divisions, units),
        deadline=_deadline(tables["deadline"]),
        returns=_returns(tables["returns"]),
        thresholds=_own_thresholds(own) | _thresholds(tables["thresholds"]),
        demands=_demands(tables["demands"], units),
        six_links=_texts(tables["six_links"]),
        settings=_settings(tables["settings"]),
        contact=_contact(tables["contact"]),
        suggest=suggest_in(tables["suggest"]),
        dispatch=dispatch_in(tables["dispatch"]),
        limits=limits_in(tables["limits"]),
        report=_texts(tables["report"]),
        wording=_wording(tables["wording"]),
        own_codes=own_codes_in(table) | lists_beside(declarations),
        declarations=declarations,
        own_tables=own_tables_of(file, {unit.code for unit in units}),
        errata=errata_of(file, {unit.code for unit in units}),
    )
    try:
        county.own_codelists  # noqa: B018 - they are built when they are asked for
    except AmbiguousText as ambiguous:
        raise table.wrong("codes", said("ambiguous_code", why=ambiguous)) from None
    try:
        county_lists(county)
    except AmbiguousText as ambiguous:
        raise table.wrong(
            "units, divisions, villages", said("ambiguous_name", why=_ambiguous(ambiguous, county))
        ) from None
    return county


def _ambiguous(ambiguous: AmbiguousText, county: County) -> Said:
    """Everything that stands for two things, with the names of both.

    A name with something round it (平川县办公室) is not said beside the name itself: it goes with that.
    """
    if not ambiguous.clashes:
        return Said(str(ambiguous), str(ambiguous))
    named: tuple[Unit | Division | Village, ...] = (*county.units, *county.divisions, *county.villages)
    names = {each.code: f"{each.code} {each.name}" for each in named}
    told = [
        said("stands_for_both", text=text, one=names.get(one, one), other=names.get(other, other))
        for text, one, other in ambiguous.clashes
        if not any(less in text and less != text for less, *of in ambiguous.clashes if of == [one, other])
    ]
    return Said("; ".join(each.en for each in told), "；".join(each.zh for each in told))


def _wording(table: CountyTable) -> Mapping[str, Mapping[str, object]]:
    """Overrides of the shipped wording: tables such as [wording.items] (docs/wording.md)."""
    if not table.values:
        return {}
    from report_templates.words.wording import WrongWording, checked  # noqa: PLC0415 - only where a county overrides words

    try:
        return checked(table.values)
    except WrongWording as wrong:
        raise CountyTable(table.file, f"wording.{wrong.section}", {}).wrong(
            wrong.key, said("wording", why=wrong)
        ) from None


def county_tables(path: Path) -> dict[str, CountyTable]:
    """The tables of a county file by name; a missing one is empty. Raises WrongCountyFile."""
    try:
        parsed = toml_of(path)
    except FileNotFoundError:
        raise wrong_file(path, said("absent")) from None
    except (IsADirectoryError, PermissionError) as error:
        raise wrong_file(path, said("unreadable", error=error.strerror)) from None
    if unknown := sorted(parsed.keys() - set(_TABLES)):
        raise CountyTable(path, unknown[0], {}).wrong(unknown[0], said("unknown_key", known=", ".join(_TABLES)))
    for name in _TABLES:
        if not isinstance(parsed.setdefault(name, {}), dict):
            raise CountyTable(path, name, {}).wrong(name, said("no_table", name=name))
    return {name: CountyTable(path, name, parsed[name]) for name in _TABLES}


def _table_path(county: CountyTable, key: str) -> Path:
    relative = county.value(key, str, said("a_table", key=key))
    path = county.file.parent / relative
    if not path.is_file():
        raise county.wrong(key, said("no_file", path=path))
    return path


def _timezone(county: CountyTable) -> str:
    name = county.value("timezone", str, said("a_timezone"))
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise county.wrong("timezone", said("no_timezone")) from None
    return name


def _area_code(county: CountyTable) -> str | None:
    if "area_code" not in county.values:
        return None
    write = said("an_area_code")
    code = county.value("area_code", str, write)
    if not _AREA_CODE.fullmatch(code):
        raise county.wrong("area_code", said("no_area_code", write=write))
    return code


def _expected(
    table: CountyTable, declarations: Declarations, divisions: tuple[Division, ...], units: tuple[Unit, ...]
) -> dict[str, tuple[str, ...]]:
    """By sheet who must send it: as the county file says, else as an own sheet says of itself."""
    table.check_keys(SHEETS)
    known = {unit.code for unit in units}
    reporting = {division.code for division in divisions if division.reports}
    towns = tuple(unit.code for unit in units if unit.division in reporting)

    expected = {}
    for sheet, senders in table.values.items():
        codes = towns if senders == ALL_DIVISIONS else table.value(sheet, list, said("senders"))
        for code in _unknown(codes, known):
            raise table.wrong(sheet, said("no_unit", code=code))
        expected[sheet] = tuple(dict.fromkeys(codes))
    for name, data in declarations.items():
        if "senders" in data and data["id"] not in expected:
            senders = data["senders"] if isinstance(data["senders"], list) else [data["senders"]]
            codes = towns if senders == [ALL_DIVISIONS] else senders
            for code in _unknown(codes, known):
                raise located(table.file, WrongDeclaration((name, "senders"), "no_unit", code=code))
            expected[data["id"]] = tuple(dict.fromkeys(codes))
    return expected


def _unknown(codes: Sequence[Any], known: Set[str]) -> list[Any]:
    return [code for code in codes if not isinstance(code, str) or code not in known]


def _own_thresholds(own: Own) -> dict[str, Threshold]:
    """The limits that own indicators name themselves."""
    return {indicator.id: indicator.light for indicator in own.indicators.values() if indicator.light}


def _deadline(table: CountyTable) -> Deadline:
    table.check_keys(("on_time_days", "on_time_hour", "late_days", "late_hour"))
    days, hour = said("days_after_sunday"), said("an_hour", example="12:00:00")
    deadline = Deadline(
        on_time_days=table.value("on_time_days", int, days),
        on_time_hour=table.value("on_time_hour", dt.time, hour),
        late_days=table.value("late_days", int, days),
        late_hour=table.value("late_hour", dt.time, hour),
    )
    if (deadline.late_days, deadline.late_hour) < (deadline.on_time_days, deadline.on_time_hour):
        raise table.wrong("late_days", said("late_too_early"))
    return deadline


def _returns(table: CountyTable) -> Returns:
    """Contact and deadline for returned workbooks; a missing key keeps its default."""
    known: dict[str, tuple[type, Said]] = {
        "contact": (str, said("a_contact")),
        "days": (int, said("days_after_return")),
        "hour": (dt.time, said("an_hour", example="18:00:00")),
    }
    table.check_keys(known)
    return Returns(**{key: table.value(key, *known[key]) for key in table.values})


def _thresholds(table: CountyTable) -> dict[str, Threshold]:
    thresholds = {}
    for indicator, limits in table.values.items():
        if not _INDICATOR.fullmatch(indicator):
            raise table.wrong(indicator, said("no_indicator"))
        table.value(indicator, dict, said("limits"))
        limit = CountyTable(table.file, f"thresholds.{indicator}", limits)
        limit.check_keys(("green", "yellow", "lower_is_better"))
        green = limit.value("green", (int, float), said("a_number", example=95))
        yellow = limit.value("yellow", (int, float), said("a_number", example=85))
        lower = limit.value("lower_is_better", bool, said("true_or_false")) if "lower_is_better" in limits else False
        if (yellow < green) if lower else (yellow > green):
            raise limit.wrong("yellow", said("yellow_better"))
        thresholds[indicator] = Threshold(green=green, yellow=yellow, lower_is_better=lower)
    return thresholds


def _demands(table: CountyTable, units: tuple[Unit, ...]) -> Demands:
    """Of whom something is demanded for an indicator, and for which yellow ones; both may be missing."""
    table.check_keys(("yellow", "owners"))
    yellow = table.value("yellow", list, said("indicators")) if "yellow" in table.values else []
    owners = table.value("owners", dict, said("owners")) if "owners" in table.values else {}
    for key, codes in (("yellow", yellow), ("owners", owners)):
        if wrong := [code for code in codes if not (isinstance(code, str) and _INDICATOR.fullmatch(code))]:
            raise table.wrong(key, said("no_indicator_named", code=str(wrong[0])))
    known = {unit.code for unit in units}
    if unknown := [unit for unit in owners.values() if unit not in known]:
        raise table.wrong("owners", said("no_unit", code=unknown[0]))
    return Demands(yellow=tuple(yellow), owners=owners)


def _settings(table: CountyTable) -> dict[str, float]:
    table.check_keys(SETTINGS)
    given = {key: table.value(key, (int, float), said("a_number", example=SETTINGS[key])) for key in table.values}
    return {**SETTINGS, **given}


def _contact(table: CountyTable) -> ContactRule:
    """When cadres are to be talked to; a missing key keeps its default."""
    known = [each.name for each in fields(ContactRule)]
    table.check_keys(known)
    given = {key: table.value(key, int, said("a_contact_rule")) for key in table.values}
    for key, number in given.items():
        if number < 0:
            raise table.wrong(key, said("write", write=said("a_contact_rule")))
    return ContactRule(**given)


def _texts(table: CountyTable) -> dict[str, str]:
    return {key: table.value(key, str, said("a_text")) for key in table.values}
