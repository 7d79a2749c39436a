"""A county's reference tables out of an office's lists, and what somebody still has to look at.

Nothing is guessed in silence: every code that was made up and every kind or sender that was inferred is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from expectations.catalogue import SHEETS
from expectations.county.county import Division, Unit
from flows.county.new_county.drafted_divisions import Ask, drafted_divisions
from flows.county.new_county.drafted_units import drafted_units
from flows.county.new_county.office_table import OfficeRow, OfficeTables

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
    divisions, about_divisions = drafted_divisions(code, tables.divisions, ask)
    units, sends, about_units = drafted_units(name, tables.units, divisions)
    expected, about_senders = _expected(units, _with_ticks_of_divisions(units, sends, divisions, tables.divisions))
    passed = [f"工作表“{sheet}”里没有找到乡镇或单位的列名，没有读取。" for sheet in tables.passed_over]
    return Draft(divisions, units, expected, (*passed, *about_divisions, *about_units, *about_senders))


def _with_ticks_of_divisions(
    units: Sequence[Unit],
    sends: Mapping[str, tuple[str, ...]],
    divisions: Sequence[Division],
    rows: Sequence[OfficeRow],
) -> dict[str, tuple[str, ...]]:
    """By code what each unit sends by either list: a division's ticks are those of its first unit."""
    joined, names = dict(sends), {division.code: division.name for division in divisions}
    own = {names[unit.division]: unit.code for unit in reversed(units) if unit.division}
    for row in rows:
        code = own[row.text("name")]
        joined[code] = (*joined.get(code, ()), *row.sends)
    return joined


def _expected(
    units: Sequence[Unit], sends: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, Sequence[str]], list[str]]:
    """By sheet the senders: those the lists name, else the offices that send it in most counties; what to look at."""
    expected: dict[str, Sequence[str]] = {}
    if not units:
        return expected, ["各表由谁报送还没有填；补好 units.csv 以后，请在 wuwei.toml 的 [expected] 中逐表填单位代码。"]
    told = []
    towns = {unit.code for unit in units if unit.division}
    for sheet, declared in SHEETS.items():
        listed = [unit.code for unit in units if sheet in sends.get(unit.code, ())]
        if towns and (towns == {*listed} or (sheet in _OF_DIVISIONS and not listed)):
            expected[sheet] = "divisions"
            continue
        expected[sheet] = listed or [*_usual_senders(sheet, units)]
        shorts = "、".join(unit.short for unit in units if unit.code in expected[sheet])
        if not expected[sheet]:
            told.append(f"{sheet} {declared.title}：没有找到由谁报送；请在 wuwei.toml 的 [expected] 中填单位代码。")
        elif not listed:
            told.append(f"{sheet} {declared.title}：名录没有写明由谁报送，暂定{shorts}。")
        elif sheet in _OF_DIVISIONS and not towns <= {*listed}:
            told.append(
                f"{sheet} {declared.title}：名录只写明由{shorts}报送，未列的乡镇没有登记；"
                '各乡镇都报的，请在 wuwei.toml 的 [expected] 中改为 "divisions"。'
            )
    return expected, told


def _usual_senders(sheet: str, units: Sequence[Unit]) -> Iterator[str]:
    for word, sheets in _OF_OFFICE.items():
        if sheet in sheets:
            office = next((unit for unit in units if word in unit.name or word in unit.short), None)
            yield from [office.code] if office else []
