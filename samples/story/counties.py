"""One county made into many: the size dial. Places and units get codes and names of their own."""

from __future__ import annotations

from dataclasses import replace

from expectations.county.county import County, Division, DivisionKind, Unit

ONE_ONLY = frozenset({"R8"})
"""Sheets that one unit sends for everybody, however many counties there are."""


def sister_counties(county: County, counties: int) -> list[County]:
    """The county itself and fictional sisters of it, no code and no name of a unit or division in common."""
    return [county] + [_sister(county, number) for number in range(2, counties + 1)]


def county_of(county: County, counties: int) -> County:
    """All sisters as one large county: the configuration that goes with `write_weeks(counties=…)`."""
    sisters = sister_counties(county, counties)
    return replace(
        county,
        divisions=tuple(division for sister in sisters for division in sister.divisions),
        units=tuple(unit for sister in sisters for unit in sister.units),
        expected={
            sheet: senders if sheet in ONE_ONLY else tuple(code for s in sisters for code in s.expected[sheet])
            for sheet, senders in county.expected.items()
        },
    )


def _sister(county: County, number: int) -> County:
    return replace(
        county,
        code=_place(county.code, number),
        name=_name(county.name, number),
        divisions=tuple(_sister_division(division, number) for division in county.divisions),
        units=tuple(_sister_unit(unit, number) for unit in county.units),
        expected={
            sheet: () if sheet in ONE_ONLY else tuple(_unit(code, number) for code in senders)
            for sheet, senders in county.expected.items()
        },
    )


def _sister_division(division: Division, number: int) -> Division:
    return replace(
        division,
        code=_place(division.code, number),
        name=_name(division.name, number),
        kind=DivisionKind.TOWN
        if division.kind is DivisionKind.SEAT
        else division.kind,  # one place is “the county town”
        aliases=tuple(_name(alias, number) for alias in division.aliases),
        mistyped=tuple(_name(text, number) for text in division.mistyped),
    )


def _sister_unit(unit: Unit, number: int) -> Unit:
    return replace(
        unit,
        code=_unit(unit.code, number),
        name=_name(unit.name, number),
        short=_name(unit.short, number),
        aliases=tuple(_name(alias, number) for alias in unit.aliases),
        old_names=tuple(_name(name, number) for name in unit.old_names),
        division=unit.division and _place(unit.division, number),
        successor=unit.successor and _unit(unit.successor, number),
    )


def _place(code: str, number: int) -> str:
    """A division code of no real province: 990002 for the second county."""
    return f"99{number:04d}{code[6:]}"


def _unit(code: str, number: int) -> str:
    county, dash, unit = code.partition("-")
    return f"{county}{number}{dash}{unit}"


def _name(name: str, number: int) -> str:
    return f"{number}号{name}"
