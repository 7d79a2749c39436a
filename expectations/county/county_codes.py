"""The code lists a county declares by itself: units, divisions, villages, six links (domain.md §3.2, §3.3, M64)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from expectations.county.codelist import AmbiguousText, CodeList, code_list, code_text, codelist_names
from expectations.county.county import County, Division, DivisionKind, Unit, Village

_STREET = ("街道", "街道办事处", "办事处")
_ENDINGS = {
    DivisionKind.SEAT: ("镇",),
    DivisionKind.TOWN: ("镇",),
    DivisionKind.TOWNSHIP: ("乡",),
    DivisionKind.SUBDISTRICT: _STREET,
    DivisionKind.QUASI: ("",),
}
"""The words for a kind of division, with or without which its name is written."""

_SEAT = ("县城", "城区", "县城区", "城关")
"""What the seat is called in any county, unless a name of the county's own says otherwise: 城关镇 may lie elsewhere."""


COUNTY_LISTS = ("units", "divisions", "villages", "link_type")
"""The lists that are made of a county's tables."""


def county_lists(county: County) -> dict[str, CodeList]:
    """The COUNTY_LISTS by name.

    Raises AmbiguousText with all names of all four that stand for two.
    """
    lists: dict[str, CodeList] = {}
    ambiguous: list[AmbiguousText] = []
    for made in (_units, _divisions, _villages, _link_types):
        try:
            codes = made(county)
            lists[codes.name] = codes
        except AmbiguousText as error:
            ambiguous.append(error)
    if ambiguous:
        clashes = tuple(clash for error in ambiguous for clash in error.clashes)
        raise AmbiguousText("; ".join(map(str, ambiguous)), clashes)
    return lists


def all_codes(county: County) -> dict[str, CodeList]:
    """Every code list by name: the shipped ones and the county's own."""
    named = (*codelist_names(), *county.own_codes)
    return {name: county.codes(name) for name in named} | county_lists(county)


def _units(county: County) -> CodeList:
    """Units by every name, with and without the county's; old names and wrong spellings are warned."""
    return code_list(
        "units",
        "单位名录",
        f"{county.name}单位名录",
        {unit.code: (unit.short, *_in_county(county, _names(county, unit))) for unit in county.units},
        warned={unit.code: tuple(_in_county(county, _doubtful_names(county, unit))) for unit in county.units},
    )


def _names(county: County, unit: Unit) -> Iterable[str]:
    """A unit's own names; the unit of a division goes by the division's names too."""
    division = county.division.get(unit.division or "")
    yield from (unit.name, unit.short, *unit.aliases)
    yield from _forms(division, (division.name, *division.aliases)) if division else ()


def _doubtful_names(county: County, unit: Unit) -> Iterable[str]:
    division = county.division.get(unit.division or "")
    yield from unit.old_names
    yield from _forms(division, division.mistyped) if division else ()


def _divisions(county: County) -> CodeList:
    """Divisions with and without 镇 or 乡 and the county's name; the county's own code stands for 全县."""
    codes = {d.code: (d.name, *_in_county(county, _forms(d, (d.name, *d.aliases)))) for d in county.divisions}
    warned = {d.code: [*_in_county(county, _forms(d, d.mistyped))] for d in county.divisions}
    named = {code_text(name) for names in (*codes.values(), *warned.values()) for name in names}
    for division in county.divisions:
        if division.kind is DivisionKind.SEAT:
            warned[division.code] += [text for text in _SEAT if text not in named]
    kind = county.name[-1]
    everywhere = (f"全{kind}", county.name, f"{kind}域", f"全{kind}范围", "全县", "各乡镇")
    whole = {county.code: tuple(text for text in dict.fromkeys(everywhere) if text not in named)}
    return code_list("divisions", "乡镇（园区）", f"{county.name}乡级区划", codes | whole, warned=warned)


_VILLAGE_ENDS = (
    ("社区", "社区居委会", "社区居民委员会", "居委会"),
    ("村", "村委会", "村民委员会"),
)


def _villages(county: County) -> CodeList:
    """Villages and communities behind their town's name, and alone where no other town has one of that name."""
    named = {village.code: {*_village_forms((village.name, *village.aliases))} for village in county.villages}
    often = Counter(form for forms in named.values() for form in forms)
    codes = {
        village.code: (
            county.division[village.division].name + village.name,
            *(town + form for town in _towns(county, village) for form in sorted(named[village.code])),
            *(form for form in sorted(named[village.code]) if often[form] == 1),
        )
        for village in county.villages
    }
    return code_list("villages", "村（社区）", f"{county.name}村级区划", codes)


def _towns(county: County, village: Village) -> Iterable[str]:
    division = county.division[village.division]
    return _forms(division, (division.name, *division.aliases))


def _village_forms(names: Iterable[str]) -> Iterable[str]:
    """Each name with every word for its committee: 东门社区, 东门社区居委会, 东门居委会; a bare 东门 is no village."""
    for name in names:
        yield name
        for ends in _VILLAGE_ENDS:
            if ending := next((end for end in ends if name.endswith(end)), None):
                yield from (name.removesuffix(ending) + end for end in ends)


def _forms(division: Division, names: Iterable[str]) -> Iterable[str]:
    """Each name with and without the word for its kind: 漕河镇, 漕河; 城东街道, 城东办事处, 城东."""
    endings = _STREET if division.name.endswith(_STREET) else _ENDINGS[division.kind]
    for name in names:
        stem = next((name.removesuffix(ending) for ending in endings if ending and name.endswith(ending)), name)
        yield from (*(stem + ending for ending in endings), stem)


def _in_county(county: County, names: Iterable[str]) -> Iterable[str]:
    """Each name as it stands and behind the county's name, 县 not said twice: 县财政局, 蕲春县财政局."""
    for name in names:
        yield from (name, county.name + name.removeprefix(county.name[-1]))


def _link_types(county: County) -> CodeList:
    """The six links; one without a label is known by its code alone (domain.md §1.3, U4)."""
    codes = {code: (label or code,) for code, label in county.six_links.items()}
    return code_list("link_type", "六联类型", f"{county.name}“六联”责任制", codes)
