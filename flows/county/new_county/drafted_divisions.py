"""The divisions of a new county out of an office's list: kinds by their names, codes where the list has none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from expectations.county.county import Division, DivisionKind
from flows.county.new_county.office_table import OfficeRow, several, words

Ask = Callable[[str], str]
"""Asks a person a question in Chinese; an empty answer leaves it open."""

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


def drafted_divisions(code: str, rows: Sequence[OfficeRow], ask: Ask) -> tuple[tuple[Division, ...], list[str]]:
    """The divisions of a list in its order, and what to look at; `code` is the county's, `ask` asks for the seat."""
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
        divisions.append(Division(code=number, name=name, kind=kind, aliases=_aliases(named[name])))
    if not rows:
        told.append(
            "没有乡镇名录；请在 divisions.csv 中补上各乡镇、街道、园区，每行一个，写明9位区划代码、名称和类别。"
        )
    if made_up:
        told.append(
            f"{len(made_up)}个乡镇没有9位区划代码，临时编为{made_up[0]}等；请在 divisions.csv 中改为统计用区划代码。"
        )
    return tuple(divisions), told


def _aliases(row: OfficeRow) -> tuple[str, ...]:
    """The aliases a list gives, and 城东街道 of 城东街道办事处."""
    street = re.findall(r"^(.+街道)办事处$", row.text("name"))
    return tuple(dict.fromkeys([*several(row.text("aliases")), *street]))


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
