"""The divisions of a new county out of an office's list: kinds by their names, codes where the list has none."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from expectations.county.county import Division, DivisionKind
from flows.county.new_county.office_header import words
from flows.county.new_county.office_table import OfficeRow, several

_OF_DIVISION = 9
"""Digits of a division's code (GB/T 10114)."""

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
    by_name = {name: named[name] for name in kinds}
    codes = _codes(code, by_name, kinds)
    divisions = [
        Division(code=codes[name], name=name, kind=kind or DivisionKind.QUASI, aliases=_aliases(named[name]))
        for name, kind in kinds.items()
    ]
    if not rows:
        told.append(
            "没有乡镇名录；请在 divisions.csv 中补上各乡镇、街道、园区，每行一个，写明9位区划代码、名称和类别。"
        )
    again = [row for row in rows if row is not named[row.text("name")]]
    told += [f"{row.place} {row.text('name')}：重复，只登记一次。" for row in again]
    return tuple(divisions), told + _about_codes(code, by_name, codes)


def _codes(county: str, named: Mapping[str, OfficeRow], kinds: Mapping[str, DivisionKind | None]) -> dict[str, str]:
    """A code for each division by name: that of the list, the first of two equal ones, else the next by kind."""
    codes: dict[str, str] = {}
    for name, row in named.items():
        if (given := _given(county, row)) and given not in codes.values():
            codes[name] = given
    for name in (name for name in named if name not in codes):
        codes[name] = _free(county, kinds[name] or DivisionKind.QUASI, {*codes.values()})
    return codes


def _about_codes(county: str, named: Mapping[str, OfficeRow], codes: Mapping[str, str]) -> list[str]:
    """What to look at: each code of the list that was not taken and what stands for it, and how many had none."""
    replaced = {name: row for name, row in named.items() if row.text("code") and _given(county, row) != codes[name]}
    told = [
        f"{row.place} {name}：区划代码“{row.text('code')}”不是以{county}开头的9位数字或者重复，"
        f"临时编为{codes[name]}；请在 divisions.csv 中改正。"
        for name, row in replaced.items()
    ]
    others = Counter(digits[:6] for row in replaced.values() if len(digits := _digits(row)) >= _OF_DIVISION)
    if others and 2 * max(others.values()) > len(named):
        told.insert(
            0, f"名录中的区划代码多以{max(others, key=others.__getitem__)}开头；请核对 --code {county} 是否填对。"
        )
    if made_up := [codes[name] for name, row in named.items() if not row.text("code")]:
        told.append(
            f"{len(made_up)}个乡镇没有9位区划代码，临时编为{made_up[0]}等；请在 divisions.csv 中改为统计用区划代码。"
        )
    return told


def _aliases(row: OfficeRow) -> tuple[str, ...]:
    """The aliases a list gives, and 城东街道 of 城东街道办事处."""
    street = re.findall(r"^(.+街道)办事处$", row.text("name"))
    return tuple(dict.fromkeys([*several(row.text("aliases")), *street]))


def _given(county: str, row: OfficeRow) -> str:
    """The nine digits a list gives: written with the county's, or with the zeros of villages behind them."""
    digits = _digits(row)
    whole = county + digits if len(digits) == 3 else digits[:_OF_DIVISION]
    return whole if len(whole) == _OF_DIVISION and whole.startswith(county) else ""


def _digits(row: OfficeRow) -> str:
    """The digits of a code, full-width ones too (４２１１２６)."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", row.text("code")))


def _free(county: str, kind: DivisionKind, taken: set[str]) -> str:
    return next(code for n in range(_FIRST[kind], 999) if (code := f"{county}{n:03}") not in taken)


def _kind(row: OfficeRow) -> DivisionKind | None:
    """The kind a list names, or that the name ends with; 城关镇 is the seat wherever nothing else is said."""
    for kind, texts in words()["words"]["kinds"].items():
        if row.text("kind") in texts:
            return DivisionKind(kind)
    return next((kind for pattern, kind in _BY_NAME if pattern.search(row.text("name"))), None)
