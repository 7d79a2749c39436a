"""Numbers for the public: tables of counts and figures without small cells (domain.md §11.2, §11.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from expectations.county.county import County
from transforms.figures import Figure, Light, Measured, Part, figure_code
from transforms.indicators.declare.breakdown import UNKNOWN, labels
from transforms.indicators.suppression import suppressed

COVERED = "不公开"
TOTAL = "合计"
STATES = {"完成": ("C8", "乡镇"), "推进": ("C2", "在办"), "暂缓": ("C2", "暂缓")}
"""State of an item → the figure and the group of its parts that count the state by division."""


class PublicCount(NamedTuple):
    """A printed count and its source: the code of a figure, its numerator or denominator."""

    words: str
    code: str
    side: str


@dataclass(frozen=True, kw_only=True)
class PublicTable:
    """Counts ready to print, sums included in the last row and column; each row begins with its head.

    A table that is withheld has no rows: even which ages or towns occur would tell of its counts.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[PublicCount, ...]], ...]

    @property
    def suppressed(self) -> frozenset[str]:
        """The codes of its counts that are not printed."""
        counts = (count for _, line in self.rows for count in line)
        return frozenset(count.code for count in counts if not count.words.isdecimal())

    @property
    def withheld(self) -> bool:
        """Whether its counts are too small for any of them to be printed."""
        return not self.rows


class _Count(NamedTuple):
    """A count before suppression."""

    number: int
    code: str
    side: str = "n"


def public_tables(figures: Mapping[str, Figure], county: County) -> tuple[PublicTable, ...]:
    """Cadres by age and sex, items by town and state, orders of the period by category and by town.

    figures: the whole ones with their parts; the tables have no count below the county's `small_cell`.
    """
    tables = (_cadres(figures), _items(figures), _orders(figures, "类别", "诉求类别"), _orders(figures, "乡镇", "乡镇"))
    limit = int(county.settings["small_cell"])
    return tuple(_shown(cross, limit) for cross in tables if cross.rows)


@dataclass(frozen=True, kw_only=True)
class _Cross:
    """Counts by row and column; `sums` are those of the columns, with that of all at the end."""

    caption: str
    heads: tuple[str, ...]
    rows: Mapping[str, tuple[_Count, ...]]  # by label, the sum of the row at the end
    sums: tuple[_Count, ...]


def _cadres(figures: Mapping[str, Figure]) -> _Cross:
    """A column for each sex that occurs."""
    sexes = [label for label in (*labels("sex").values(), UNKNOWN.label) if _parts(figures["A1"], f"年龄（{label}）")]
    columns = {
        f"年龄（{sex}）": {part.label: part for part in _parts(figures["A1"], f"年龄（{sex}）")} for sex in sexes
    }
    rows = {
        whole.label: (
            *(_of("A1", cells.get(whole.label), absent=f"{group}.{whole.label}") for group, cells in columns.items()),
            _of("A1", whole),
        )
        for whole in _parts(figures["A1"], "年龄")
    }
    by_sex = {part.label: part for part in _parts(figures["A2"], "性别")}
    sums = (*(_of("A2", by_sex.get(sex), absent=f"性别.{sex}") for sex in sexes), _whole(figures["A1"]))
    return _Cross(caption="退出领导岗位干部", heads=("年龄", *sexes), rows=rows, sums=sums)


def _items(figures: Mapping[str, Figure]) -> _Cross:
    """A column for each state that occurs."""
    places = _parts(figures["C8"], "乡镇")
    extras = {part.code: part for part in figures["C2"].measured.extras}
    sums = {
        "完成": _whole(figures["C3"]),
        "推进": _of("C2", extras.get("open"), absent="open"),
        "暂缓": _of("C2", extras.get("held"), absent="held"),
    }
    shown = [state for state in STATES if sums[state].number]
    by_state = {
        state: {part.label: part for part in _parts(figures[figure], group)}
        for state, (figure, group) in STATES.items()
    }
    rows = {
        place.label: (
            *(
                _of(STATES[state][0], by_state[state].get(place.label), absent=f"{STATES[state][1]}.{place.label}")
                for state in shown
            ),
            _of("C8", place, "d"),
        )
        for place in places
    }
    return _Cross(
        caption="民生实事",
        heads=("乡镇", *shown),
        rows=rows,
        sums=(*(sums[state] for state in shown), _whole(figures["C2"])),
    )


def _orders(figures: Mapping[str, Figure], head: str, group: str) -> _Cross:
    """A single column, which is its own sum."""
    rows = {part.label: (_of("D10", part, "d"),) * 2 for part in _parts(figures["D10"], group)}
    return _Cross(caption=f"本期居民诉求按{head}", heads=(head, "件数"), rows=rows, sums=(_whole(figures["D10"]),) * 2)


def _parts(figure: Figure, group: str) -> list[Part]:
    return [part for part in figure.measured.parts if part.group == group]


def _of(figure: str, part: Part | None, side: str = "n", absent: str = "") -> _Count:
    """A part's count; 0 for a missing part, under its name `absent`."""
    if part is None:
        return _Count(0, figure_code(figure, "", absent), side)
    number = part.numerator if side == "n" else part.denominator
    return _Count(int(number or 0), figure_code(figure, "", part.name), side)


def _whole(figure: Figure) -> _Count:
    return _Count(int(figure.measured.numerator or 0), figure.code)


def _shown(cross: _Cross, limit: int) -> PublicTable:
    """The counts that may be shown, with their sums; none of a table that is withheld."""
    table = suppressed([[count.number for count in counts[:-1]] for counts in cross.rows.values()], limit)
    if table.withheld:
        return PublicTable(caption=cross.caption, heads=cross.heads, rows=())
    single = len(cross.heads) == 2
    heads = cross.heads if single else (*cross.heads, TOTAL)
    lines = zip([*cross.rows.items(), (TOTAL, cross.sums)], table.words(limit, COVERED), strict=True)
    rows = tuple((label, tuple(_printed(words, counts))[: len(heads) - 1]) for (label, counts), words in lines)
    return PublicTable(caption=cross.caption, heads=heads, rows=rows)


def _printed(words: Sequence[str], counts: Sequence[_Count]) -> Iterator[PublicCount]:
    for word, count in zip(words, counts, strict=True):
        yield PublicCount(word, count.code, count.side)


def public_figures(figures: Mapping[str, Figure], limit: int, tables: Sequence[PublicTable] = ()) -> dict[str, Figure]:
    """The figures without breakdowns, lights, earlier values and ranges, and without small counts.

    A count below `limit` is removed; so is a ratio whose numerator, or denominator − numerator, is below it, except
    where numerator and denominator are equal. So is what prints a sum that one of `tables` suppresses: beside it the
    counts that it covers could be derived.
    """
    sums = {code: figures[code].measured.numerator for table in tables for code in table.suppressed if code in figures}
    bare = {
        "light": Light.NONE,
        "previous": None,
        "first_previous": None,
        "restated": False,
        "range": None,
        "trend": (),
    }
    return {
        code: replace(
            figure,
            measured=Measured(value=None) if _tells(figure, sums) else _large(figure.measured, limit),
            **bare,  # type: ignore[arg-type] # its own fields
        )
        for code, figure in figures.items()
    }


def _tells(figure: Figure, sums: Mapping[str, float | None]) -> bool:
    """Whether a figure prints one of these sums: its own, or that of its family as numerator or denominator."""
    family = {number for code, number in sums.items() if code[0] == figure.code[0]}
    return figure.code in sums or not family.isdisjoint(
        {figure.measured.numerator, figure.measured.denominator} - {None}
    )


def _large(measured: Measured, limit: int) -> Measured:
    numerator, denominator = measured.numerator, measured.denominator
    bare = Measured(value=measured.value, numerator=numerator, denominator=denominator)
    if denominator is None:
        small = numerator is not None and numerator < limit
    else:
        lacking = denominator - (numerator or 0)
        small = denominator < limit or numerator is None or numerator < limit or 0 < lacking < limit
    return Measured(value=None) if small else bare
