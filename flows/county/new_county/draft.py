"""A county's reference tables out of an office's lists, and what somebody still has to look at.

Nothing is guessed in silence: every code that was made up and every kind, organ or sender that was inferred is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from expectations.catalogue import SHEETS
from expectations.county.codelist import codelist
from expectations.county.county import Division, DivisionKind, Unit
from flows.county.new_county.office_table import OfficeRow, OfficeTables, words

Ask = Callable[[str], str]
"""Asks a person a question in Chinese; an empty answer leaves it open."""

_CODE = re.compile(r"[A-Z]+-[A-Z0-9]+")
_FIRST = {
    DivisionKind.SUBDISTRICT: 1,
    DivisionKind.SEAT: 100,
    DivisionKind.TOWN: 100,
    DivisionKind.TOWNSHIP: 200,
    DivisionKind.QUASI: 400,
}
"""Where the last three digits of a division's code begin, by kind (GB/T 10114)."""
_BY_NAME = (
    (re.compile(r"城关镇$"), DivisionKind.SEAT),
    (re.compile(r"(街道|办事处)$"), DivisionKind.SUBDISTRICT),
    (re.compile(r"镇$"), DivisionKind.TOWN),
    (re.compile(r"乡$"), DivisionKind.TOWNSHIP),
    (re.compile(r"(区|园|场|管委会|管理处)$"), DivisionKind.QUASI),
)
"""The kind of a division by its name, where the list names none; 城关镇 is the seat wherever nothing else is said."""
_ORGANS = (
    ("RD", re.compile(r"人大")),
    ("ZX", re.compile(r"政协")),
    ("PROJ", re.compile(r"指挥部|专班")),
    ("CW", re.compile(r"[县区市旗]委|纪委|纪律检查|党校|总工会|团委|妇联")),
)
"""The system (四大家) of a unit by its name, where the list names none; any other is the government's."""
_OF_OFFICE: Mapping[str, tuple[str, ...]] = {
    "组织部": ("S1", "S2", "S3", "S4", "S6", "R6", "R8"),
    "督查": ("S8",),
    "委办公室": ("S5", "S7"),
    "人大": ("S5", "S7"),
    "政府办": ("S5", "S7"),
    "政协": ("S5", "S7"),
}
"""Which sheets an office sends in most counties, where the list does not say (domain.md §4)."""
_OF_DIVISIONS = ("S9", "S10")


@dataclass(frozen=True)
class Draft:
    """The tables of a new county, and sentences about what to look at, for the person who began it."""

    divisions: tuple[Division, ...] = ()
    units: tuple[Unit, ...] = ()
    expected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    open: tuple[str, ...] = ()


def draft(code: str, name: str, tables: OfficeTables, ask: Ask = lambda _: "") -> Draft:
    """The draft of a county with a six-digit code and a full name.

    A division gets a unit of its own, that which the list of units names for it or a new one.
    """
    divisions, about_divisions = _divisions(code, tables.divisions, ask)
    units, sends, about_units = _units(name, tables.units, divisions)
    expected, about_senders = _expected(units, sends)
    passed = [f"工作表“{sheet}”里没有找到乡镇或单位的列名，没有读取。" for sheet in tables.passed_over]
    return Draft(divisions, units, expected, (*passed, *about_divisions, *about_units, *about_senders))


def _divisions(code: str, rows: Sequence[OfficeRow], ask: Ask) -> tuple[tuple[Division, ...], list[str]]:
    named = {row.text("name"): row for row in reversed(rows)}  # the first of a name counts
    kinds = {name: _kind(named[name]) for name in dict.fromkeys(row.text("name") for row in rows)}
    told = [
        f"{named[n].place} {n}：看不出是镇、乡还是街道，按园区、农场一类登记。" for n, kind in kinds.items() if not kind
    ]
    if kinds and DivisionKind.SEAT not in kinds.values():
        seat = ask(f"县城在哪个乡镇（街道）？{'、'.join(kinds)}")
        told += [] if seat in kinds else ["看不出县城在哪个乡镇；请在 divisions.csv 中把它的“类别”改为“县城”。"]
        kinds |= {seat: DivisionKind.SEAT} if seat in kinds else {}
    taken, made_up = {given for row in rows if (given := _given(code, row))}, []
    divisions = []
    for name, known in kinds.items():
        kind, number = known or DivisionKind.QUASI, _given(code, named[name])
        if not number:
            made_up.append(number := _free(code, kind, taken))
        taken.add(number)
        divisions.append(Division(code=number, name=name, kind=kind, aliases=_several(named[name].text("aliases"))))
    if made_up:
        told.append(
            f"{len(made_up)}个乡镇没有9位区划代码，临时编为{made_up[0]}等；请在 divisions.csv 中改为统计用区划代码。"
        )
    return tuple(divisions), told


def _given(county: str, row: OfficeRow) -> str:
    """The nine digits a list gives: written with the county's, or with the zeros of villages behind them."""
    digits = re.sub(r"\D", "", row.text("code"))
    whole = county + digits if len(digits) == 3 else digits[:9]
    return whole if len(whole) == 9 and whole.startswith(county) else ""


def _free(county: str, kind: DivisionKind, taken: set[str]) -> str:
    return next(code for n in range(_FIRST[kind], 999) if (code := f"{county}{n:03}") not in taken)


def _kind(row: OfficeRow) -> DivisionKind | None:
    """The kind a list names, or that the name ends with; 城关镇 is the seat wherever nothing else is said."""
    for kind, texts in words()["words"]["kinds"].items():
        if row.text("kind") in texts:
            return DivisionKind(kind)
    return next((kind for pattern, kind in _BY_NAME if pattern.search(row.text("name"))), None)


def _several(text: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[、，,;；/|]", text)))


def _units(
    county: str, rows: Sequence[OfficeRow], divisions: Sequence[Division]
) -> tuple[tuple[Unit, ...], dict[str, tuple[str, ...]], list[str]]:
    """The units in the order of the list, the divisions' own last; by code what each sends; what to look at."""
    units: dict[str, Unit] = {}
    sends: dict[str, tuple[str, ...]] = {}
    told: list[str] = []
    for row in rows:
        name, given = row.text("name"), row.text("code").upper()
        if name in {unit.name for unit in units.values()}:
            told.append(f"{row.place} {name}：重复，只登记一次。")
            continue
        own = next((division for division in divisions if _is_of(row, county, division)), None)
        code = given if _CODE.fullmatch(given) and given not in units else _next(units, own)
        if given not in ("", code):
            told.append(f"{row.place} {name}：代码“{given}”不是 DW-001 的样式或者重复，改用{code}。")
        units[code], sends[code] = _unit(row, code, county, own), row.sends
    there = {unit.division for unit in units.values()}
    for division in divisions:
        if division.code not in there:
            code = _next(units, division)
            units[code] = _of_division(division, code, county)
    if not rows:
        told.append("没有单位名录；请在 units.csv 中补上各部门，代码按 DW-001 的样式编。")
    return _with_usual_names(tuple(units.values()), county), sends, told


def _with_usual_names(units: tuple[Unit, ...], county: str) -> tuple[Unit, ...]:
    """Units with the names that clerks use and no list writes down, each where one unit alone has it."""
    usual = {unit.code: {*_usual_names(unit.name, county)} for unit in units}
    often = Counter(chain.from_iterable(usual.values()))
    known = {name for unit in units for name in (unit.name, unit.short, *unit.aliases)}
    fresh = {code: sorted(name for name in names - known if often[name] == 1) for code, names in usual.items()}
    return tuple(replace(unit, aliases=(*unit.aliases, *fresh[unit.code])) for unit in units)


def _usual_names(name: str, county: str) -> Iterator[str]:
    """县委组织部, 组织部 of 中共平川县委组织部; 县财政局, 财政局 of 平川县财政局; 城关镇人民政府."""
    kind, before, named, rest = county[-1], *name.partition(county)
    if not named or before not in ("", "中共"):
        return
    if not rest.endswith(("镇人民政府", "乡人民政府", "街道办事处")):
        yield kind + rest
    if rest.endswith(("部", "局", "镇人民政府", "乡人民政府", "街道办事处")):
        yield rest.removeprefix("委") if before else rest


def _is_of(row: OfficeRow, county: str, division: Division) -> bool:
    """Whether a unit is a division's own: 城关镇, 城关镇人民政府, 平川县城关镇人民政府, or the list says so."""
    name = row.text("name").removeprefix(county)
    offices = ("", "人民政府", "政府", "党委", "办事处", "管委会")
    return row.text("division") == division.name or name in {division.name + office for office in offices}


def _next(units: Mapping[str, Unit], division: Division | None) -> str:
    """A code of the form of file names: DW-001 (单位), XZ-001 (乡镇)."""
    head = "XZ" if division else "DW"
    return next(code for n in range(1, 1000) if (code := f"{head}-{n:03}") not in units)


def _unit(row: OfficeRow, code: str, county: str, division: Division | None) -> Unit:
    name = row.text("name")
    short = row.text("short") or (division.name if division else _short(name, county))
    unit = Unit(code=code, name=name, short=short, aliases=_several(row.text("aliases")), tier="COUNTY")
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
    office = "办事处" if division.name.endswith("街道") else "人民政府"
    name = division.name if division.kind is DivisionKind.QUASI else f"{county}{division.name}{office}"
    return Unit(code=code, name=name, short=division.name, organ="TOWN", division=division.code, tier="TOWN")


def _expected(
    units: Sequence[Unit], sends: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, Sequence[str]], list[str]]:
    """By sheet the senders: those the list names, else the offices that send it in most counties."""
    expected: dict[str, Sequence[str]] = {}
    told = []
    for sheet, declared in SHEETS.items():
        listed = [code for code, own in sends.items() if sheet in own]
        if sheet in _OF_DIVISIONS and not listed and any(unit.division for unit in units):
            expected[sheet] = "divisions"
            continue
        expected[sheet] = listed or [*_usual_senders(sheet, units)]
        if not expected[sheet]:
            told.append(f"{sheet} {declared.title}：没有找到由谁报送；请在 wuwei.toml 的 [expected] 中填单位代码。")
        elif not listed:
            shorts = "、".join(unit.short for unit in units if unit.code in expected[sheet])
            told.append(f"{sheet} {declared.title}：名录没有写明由谁报送，暂定{shorts}。")
    return expected, told


def _usual_senders(sheet: str, units: Sequence[Unit]) -> Iterator[str]:
    for word, sheets in _OF_OFFICE.items():
        if sheet in sheets:
            office = next((unit for unit in units if word in unit.name or word in unit.short), None)
            yield from [office.code] if office else []
