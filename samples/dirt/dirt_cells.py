"""The messiness of single cells (domain.md §12, M26–M82): where it happens and what must be made of it."""

from __future__ import annotations

from dataclasses import dataclass

from expectations.contract.contract import Column, Kind
from expectations.contract.rules import Reaction
from samples.dirt import touches
from samples.dirt.touches import Touch, date, instead, number, retyped, wide


@dataclass(frozen=True)
class CellDirt:
    """One entry of the catalogue, as it happens to cells of some kinds, or of some columns only.

    With `reaction` CELL nothing can be made of the cell and it must come back; otherwise it still means what it meant.
    """

    number: str
    reaction: Reaction
    touch: Touch
    kinds: tuple[Kind, ...]
    columns: tuple[str, ...]

    @property
    def lost(self) -> bool:
        """The value is gone."""
        return self.reaction is Reaction.CELL

    def suits(self, column: Column) -> bool:
        """Whether it can happen in this column at all."""
        return column.kind in self.kinds and (not self.columns or column.name in self.columns)


def _silent(number: str, touch: Touch, *kinds: Kind, only: tuple[str, ...] = ()) -> CellDirt:
    return CellDirt(number, Reaction.FIX, touch, kinds, only)


def _warned(number: str, touch: Touch, *kinds: Kind, only: tuple[str, ...] = ()) -> CellDirt:
    return CellDirt(number, Reaction.FIXW, touch, kinds, only)


def _lost(number: str, touch: Touch, *kinds: Kind, only: tuple[str, ...] = ()) -> CellDirt:
    return CellDirt(number, Reaction.CELL, touch, kinds, only)


_AMOUNTS = (Kind.INTEGER, Kind.NUMBER, Kind.HOURS, Kind.MONEY)
_UNITS = ("lead_unit", "host_unit", "former_unit")
_REMARKS = ("narrative", "problem", "need_help", "duty", "task_name", "link_target")

CELL_DIRT: tuple[CellDirt, ...] = (
    _warned("M26", touches.as_above, Kind.TEXT, only=("branch",)),
    _silent("M31", retyped("　".join, lambda t: f"{t[0]}\u200b{t[1:]}", lambda t: f" {t}\u00a0"), Kind.NAME),
    _warned("M32", retyped(lambda t: f"{t}*", lambda t: f"{t}（挂职）"), Kind.NAME, only=("name",)),
    _silent("M33", touches.separator, Kind.NAME),
    _silent("M35", touches.kangxi, Kind.NAME, only=("name",)),
    _warned("M36", touches.mistyped_town, Kind.CODE, only=("town",)),
    _lost("M37", instead("王书记", "李主任"), Kind.NAME, only=("contact_by",)),
    _lost("M38", retyped(lambda t: f"{t}、李四等2人"), Kind.NAME, only=("name",)),
    _lost("M39", touches.id_as_number, Kind.ID),
    _silent("M40", retyped(lambda t: f"'{t}", lambda t: f"{t[:6]} {t[6:]}", wide, str.lower), Kind.ID),
    _silent("M41", touches.old_id, Kind.ID),
    _lost("M42", touches.wrong_check, Kind.ID),
    _silent("M43", retyped(lambda t: f"+86{t}", lambda t: f"{t[:3]} {t[3:7]} {t[7:]}"), Kind.PHONE),
    _lost("M43", instead("见工作群", "1380"), Kind.PHONE),
    _silent("M44", number(lambda n: wide(f"{n:g}")), *_AMOUNTS),
    _warned("M44", number(touches.numeral), Kind.INTEGER),
    _lost("M44", number(lambda n: f"约{n:g}"), *_AMOUNTS),
    _lost("M44", number(lambda n: f"{n:g}\n{n + 1:g}"), *_AMOUNTS),
    _lost("M45", number(lambda n: n * 100 if n > 10 else None), Kind.PERCENT),
    _lost("M46", number(lambda n: f"{n:g}户"), Kind.INTEGER, only=("beneficiaries",)),
    _silent("M47", touches.nothing, Kind.TEXT, Kind.DATE, Kind.INTEGER),
    _lost("M48", touches.error_cell, Kind.DATE, Kind.CODE, *_AMOUNTS),
    _lost("M48", touches.never_calculated, *_AMOUNTS),
    _lost("M49", number(lambda n: -n if n else None), *_AMOUNTS),
    _silent("M51", date(lambda day: f"{day.year}年{day.month}月{day.day}日"), Kind.DATE),
    _silent("M51", date(lambda day: f"{day.year}/{day.month}/{day.day}"), Kind.DATE),
    _silent("M51", date(lambda day: f"{day:%Y.%m.%d}"), Kind.DATE),
    _silent("M51", date(lambda day: f"{day:%Y%m%d}"), Kind.DATE),
    _warned("M51", date(lambda day: f"{day:%y.%m.%d}"), Kind.DATE),
    _silent("M51", date(lambda day: f"{day.year}年{day.month}月"), Kind.BIRTH, Kind.MONTH),
    _warned("M52", date(touches.serial), Kind.DATE),
    _warned("M53", touches.october, Kind.BIRTH),
    _warned("M54", touches.without_year, Kind.DATE),
    _warned("M55", date(touches.year_end), Kind.DUE),
    _lost("M56", date(lambda day: f"{day.year}-02-30"), Kind.DATE),
    _lost("M56", date(lambda day: f"{day.year}-13"), Kind.MONTH),
    _lost("M57", instead("农历八月十五", "民国一一〇年"), Kind.DATE),
    _lost("M60", date(touches.day_and_month), Kind.DATE),
    _silent("M61", touches.level_synonym, Kind.CODE, only=("post_level",)),
    _silent("M62", touches.tick, Kind.FLAG),
    _silent("M62", touches.boxes, Kind.FLAG),
    _silent("M63", touches.unit_alias, Kind.CODE, only=_UNITS),
    _warned("M63", touches.old_unit_name, Kind.CODE, only=_UNITS),
    _silent("M64", touches.short_town, Kind.CODE, only=("town",)),
    _silent("M65", touches.separators, Kind.CODES, Kind.TAGS),
    _lost("M66", touches.other_code, Kind.CODE, only=("political_status",)),
    _warned("M67", touches.running_in_words, Kind.CODE, only=("status",)),
    _silent("M69", touches.formula, Kind.TEXT, only=(*_REMARKS, "content")),
    _silent("M70", retyped(lambda t: f"{t[:2]}\u200b{t[2:]}", lambda t: f"{t}\n"), Kind.TEXT, only=_REMARKS),
    _warned("M82", touches.with_phone, Kind.TEXT, only=("content",)),
)
