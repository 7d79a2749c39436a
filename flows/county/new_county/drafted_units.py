"""The units of a new county out of an office's list: short and usual names, systems, codes for the names of files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from expectations.county.codelist import codelist
from expectations.county.county import Division, DivisionKind, Unit
from flows.county.new_county.named_sheets import sheets_named
from flows.county.new_county.office_header import words
from flows.county.new_county.office_table import OfficeRow, several

_CODE = re.compile(r"[A-Z]+-[A-Z0-9]+")
_ORGANS = (
    ("RD", re.compile(r"人大")),
    ("ZX", re.compile(r"政协")),
    ("PROJ", re.compile(r"指挥部|专班")),
    ("CW", re.compile(r"[县区市旗]委|纪委|纪律检查|党校|总工会|团委|妇联")),
)
"""The system (四大家) of a unit by its name, where the list names none; any other is the government's."""


def drafted_units(
    county: str, rows: Sequence[OfficeRow], divisions: Sequence[Division]
) -> tuple[tuple[Unit, ...], dict[str, tuple[str, ...]], list[str]]:
    """The units in the order of the list, the divisions' own last; by code what each sends; what to look at."""
    units: dict[str, Unit] = {}
    sends: dict[str, tuple[str, ...]] = {}
    told: list[str] = []
    for row in rows:
        name, given = row.text("name"), row.text("code").upper()
        if again := next((code for code, unit in units.items() if unit.name == name), None):
            sends[again] += row.sends
            told.append(f"{row.place} {name}：重复，只登记一次。")
            continue
        own = next((division for division in divisions if _is_of(row, county, division)), None)
        code = given if _CODE.fullmatch(given) and given not in units else _next(units, own)
        if given not in ("", code):
            told.append(f"{row.place} {name}：代码“{given}”不是 DW-001 的样式或者重复，改用{code}。")
        told += [
            f"{row.place} {name}：看不出“{part}”是哪张表，没有登记；要报的，请在 wuwei.toml 的 [expected] 中补{code}。"
            for part in _unknown_sheets(row)
        ]
        units[code], sends[code] = _unit(row, code, county, own), row.sends
    there = {unit.division for unit in units.values()}
    for division in divisions:
        if division.code not in there:
            code = _next(units, division)
            units[code] = _of_division(division, code, county)
    if not rows:
        told.append("没有单位名录；请在 units.csv 中补上各部门，代码按 DW-001 的样式编。")
    return _with_usual_names(tuple(units.values()), county), sends, told


def _unknown_sheets(row: OfficeRow) -> list[str]:
    """What a list says a unit sends, and is no sheet that is known."""
    none = words()["words"]["none"]
    return [text for text in several(row.text("sends")) if text not in none and not sheets_named(text)]


def _with_usual_names(units: tuple[Unit, ...], county: str) -> tuple[Unit, ...]:
    """Units with the names that clerks use and no list writes down, each where one unit alone has it."""
    usual = {
        unit.code: {*_usual_names(unit.name, county), *_usual_names(_whole(unit, county), county)} for unit in units
    }
    often = Counter(chain.from_iterable(usual.values()))
    known = {name for unit in units for name in (unit.name, unit.short, *unit.aliases)}
    fresh = {code: sorted(name for name in names - known if often[name] == 1) for code, names in usual.items()}
    return tuple(replace(unit, aliases=(*unit.aliases, *fresh[unit.code])) for unit in units)


def _whole(unit: Unit, county: str) -> str:
    """The short name of a unit of the county as if it were its whole one: 平川县文旅局 of 文旅局 and of 县文旅局."""
    own = unit.division is None and county in unit.name
    return county + unit.short.removeprefix(county[-1]) if own else ""


def _usual_names(name: str, county: str) -> Iterator[str]:
    """县委组织部, 组织部 of 中共平川县委组织部; 县财政局, 财政局 of 平川县财政局; 城关镇人民政府."""
    kind, before, named, rest = county[-1], *name.partition(county)
    if not named or before not in ("", "中共"):
        return
    if not rest.endswith(("镇人民政府", "乡人民政府", "街道办事处")):
        yield kind + rest
    if rest.endswith(("部", "局", "镇人民政府", "乡人民政府", "街道办事处")):
        yield rest.removeprefix("委")


def _is_of(row: OfficeRow, county: str, division: Division) -> bool:
    """Whether a unit is a division's own: 城关镇, 城关镇人民政府, 平川县城关镇人民政府, or the list says so."""
    name = row.text("name").removeprefix(county)
    offices = ("", "人民政府", "政府", "党委", "办事处", "管委会")
    names = {division.name, *division.aliases}
    return row.text("division") in names or name in {known + office for known in names for office in offices}


def _next(units: Mapping[str, Unit], division: Division | None) -> str:
    """A code of the form of file names: DW-001 (单位), XZ-001 (乡镇)."""
    head = "XZ" if division else "DW"
    return next(code for n in range(1, 1000) if (code := f"{head}-{n:03}") not in units)


def _unit(row: OfficeRow, code: str, county: str, division: Division | None) -> Unit:
    name = row.text("name")
    short = row.text("short") or (division.name if division else _short(name, county))
    unit = Unit(code=code, name=name, short=short, aliases=several(row.text("aliases")), tier="COUNTY")
    if division:
        return replace(unit, organ="TOWN", division=division.code, tier="TOWN")
    return replace(unit, organ=codelist("organ").read(row.text("organ"))[0] or _organ(name))


def _short(name: str, county: str) -> str:
    """县财政局 of 平川县财政局, 县委组织部 of 中共平川县委组织部; 县 is the last character of the county's name."""
    before, named, rest = name.partition(county)
    return county[-1] + rest if named and before in ("", "中共") else name


def _organ(name: str) -> str:
    return next((organ for organ, pattern in _ORGANS if pattern.search(name)), "ZF")


def _of_division(division: Division, code: str, county: str) -> Unit:
    offices = (("办事处", ""), ("街道", "办事处"), ("", "人民政府"))
    office = next(office for end, office in offices if division.name.endswith(end))
    name = division.name if division.kind is DivisionKind.QUASI else f"{county}{division.name}{office}"
    return Unit(code=code, name=name, short=division.name, organ="TOWN", division=division.code, tier="TOWN")
