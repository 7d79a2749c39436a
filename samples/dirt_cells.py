"""The messiness of single cells (domain.md §12, M31–M70, M82): what a clerk types, and what must be made of it."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from expectations.contract import Column, Kind
from expectations.county import County
from expectations.rules import Reaction
from samples.setting import sunday
from samples.submission import Formula, Row, Value, meant
from samples.wording import Shown, label, shown

_FIX, _FIXW, _CELL = Reaction.FIX, Reaction.FIXW, Reaction.CELL
_WRITTEN_NUMBERS = "零一二三四五六七八九"
_SPREADSHEET_EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Scene:
    """A cell in its surroundings: its column, what it means, its row and the row above, the county, the week."""

    column: Column
    value: Value
    row: Row
    above: Row | None
    county: County
    period: str

    @property
    def text(self) -> str:
        """What a careful clerk would have typed."""
        return str(shown(self.value, self.column, self.county, "%Y-%m-%d"))


Touch = Callable[[Scene, random.Random], Shown | Formula]
"""What is typed instead; None where this dirt cannot happen to this cell."""


@dataclass(frozen=True)
class CellDirt:
    """One entry of the catalogue, as it happens to cells of some kinds, or of some columns only.

    With `lost` nothing can be made of the cell and it must come back; otherwise it still means what it meant.
    """

    number: str
    kinds: frozenset[Kind]
    touch: Touch
    reaction: Reaction
    lost: bool = False
    columns: frozenset[str] = frozenset()

    def suits(self, column: Column) -> bool:
        """Whether it can happen in this column at all."""
        return column.kind in self.kinds and (not self.columns or column.name in self.columns)


def _one(*ways: Callable[[str], str]) -> Touch:
    """One of several ways to type the text of a filled cell."""
    return lambda scene, dice: dice.choice(ways)(scene.text) if scene.value is not None else None


def _instead(*texts: str) -> Touch:
    """Words that stand where a value should stand."""
    return lambda scene, dice: dice.choice(texts) if scene.value is not None else None


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _kangxi(text: str) -> str | None:
    """The text with a character swapped for its Kangxi radical, as copied from a PDF."""
    radicals = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
    found = next((c for c in text if c in radicals), None)
    return text.replace(found, radicals[found]) if found else None


def _id_as_number(scene: Scene, _: random.Random) -> Shown:
    return float(scene.value) if isinstance(scene.value, str) and scene.value.isdigit() else None


def _old_id(scene: Scene, _: random.Random) -> Shown:
    """The 15 digits of before 1999."""
    return scene.value[:6] + scene.value[8:17] if isinstance(scene.value, str) and scene.value[6:8] == "19" else None


def _wrong_check(scene: Scene, _: random.Random) -> Shown:
    return scene.value[:-1] + ("1" if scene.value[-1] != "1" else "2") if isinstance(scene.value, str) else None


def _october(scene: Scene, _: random.Random) -> Shown:
    """1965.10 typed as a number; the id in the same row still tells the month (M53)."""
    born = scene.value
    known = isinstance(meant(scene.row, "id_no"), str)
    return float(f"{born.year}.1") if isinstance(born, dt.date) and born.month == 10 and known else None


def _date(write: Callable[[dt.date], Shown]) -> Touch:
    return lambda scene, _: write(scene.value) if isinstance(scene.value, dt.date) else None


def _without_year(scene: Scene, _: random.Random) -> Shown:
    day = scene.value
    last = sunday(scene.period)
    return f"{day.month}月{day.day}日" if isinstance(day, dt.date) and day.year == last.year and day <= last else None


def _day_and_month(day: dt.date) -> Shown:
    return f"{day:%d/%m/%Y}" if day.day <= 12 else None


def _number(write: Callable[[float], Shown]) -> Touch:
    def touch(scene: Scene, _: random.Random) -> Shown:
        value = scene.value
        return write(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    return touch


def _numeral(value: float) -> Shown:
    return _WRITTEN_NUMBERS[int(value)] if value in range(1, 10) else None


def _nothing(scene: Scene, dice: random.Random) -> Shown:
    """A token for “none” in a cell that is empty anyway."""
    return dice.choice(scene.column.nothing) if scene.value is None else None


def _separators(scene: Scene, dice: random.Random) -> Shown:
    several = isinstance(scene.value, tuple) and len(scene.value) > 1
    return scene.text.replace("、", dice.choice("，；,;")) if several else None


def _unit_alias(scene: Scene, dice: random.Random) -> Shown:
    unit = scene.county.unit.get(str(scene.value))
    return dice.choice(unit.aliases) if unit and unit.aliases else None


def _old_unit_name(scene: Scene, dice: random.Random) -> Shown:
    unit = scene.county.unit.get(str(scene.value))
    return dice.choice(unit.old_names) if unit and unit.old_names else None


def _mistyped_town(scene: Scene, dice: random.Random) -> Shown:
    division = scene.county.division.get(str(scene.value))
    return dice.choice(division.mistyped) if division and division.mistyped else None


def _as_above(scene: Scene, _: random.Random) -> Shown:
    same = scene.above is not None and scene.above.get(scene.column.name) == scene.value is not None
    return "同上" if same else None


def _other_code(scene: Scene, _: random.Random) -> Shown:
    return f"{scene.value} {label('13', scene.column, scene.county)}" if scene.value == "01" else None


def _running_in_words(scene: Scene, dice: random.Random) -> Shown:
    return dice.choice(("正在推进，预计月底完成", "基本完成", "已完成90%")) if scene.value == "RUN" else None


def _with_phone(scene: Scene, dice: random.Random) -> Shown:
    return f"{scene.text}，联系电话139{dice.randrange(10**8):08d}" if scene.value else None


def _formula(scene: Scene, _: random.Random) -> Formula | None:
    return Formula(f'="{scene.text}"', scene.text) if scene.value else None


_NAMES = frozenset({Kind.NAME})
_DATES = frozenset({Kind.DATE})
_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.HOURS, Kind.MONEY})
_TEXTS = frozenset({Kind.TEXT})
_CODES = frozenset({Kind.CODE})
_REMARKS = frozenset({"narrative", "problem", "need_help", "content", "duty", "task_name", "link_target"})
_ANY = frozenset({Kind.DATE, Kind.INTEGER, Kind.NUMBER, Kind.HOURS, Kind.MONEY, Kind.CODE})

CELL_DIRT: tuple[CellDirt, ...] = (
    CellDirt("M26", _TEXTS, _as_above, _FIXW, columns=frozenset({"branch"})),
    CellDirt("M31", _NAMES, _one(lambda t: "　".join(t), lambda t: t[0] + "\u200b" + t[1:], lambda t: f" {t}\u00a0"), _FIX),
    CellDirt("M32", _NAMES, _one(lambda t: f"{t}*", lambda t: f"{t}（挂职）"), _FIXW, columns=frozenset({"name"})),
    CellDirt("M33", _NAMES, lambda s, d: s.text.replace("·", d.choice("•・．")) if "·" in s.text else None, _FIX),
    CellDirt("M35", _NAMES, lambda s, _: _kangxi(s.text), _FIX, columns=frozenset({"name"})),
    CellDirt("M36", _CODES, _mistyped_town, _FIXW, columns=frozenset({"town"})),
    CellDirt("M37", _NAMES, _instead("王书记", "李主任"), _CELL, lost=True, columns=frozenset({"contact_by"})),
    CellDirt("M38", _NAMES, _one(lambda t: f"{t}、李四等2人"), _CELL, lost=True, columns=frozenset({"name"})),
    CellDirt("M39", frozenset({Kind.ID}), _id_as_number, _CELL, lost=True),
    CellDirt("M40", frozenset({Kind.ID}), _one(lambda t: f"'{t}", lambda t: f"{t[:6]} {t[6:]}", _wide, str.lower), _FIX),
    CellDirt("M41", frozenset({Kind.ID}), _old_id, _FIX),
    CellDirt("M42", frozenset({Kind.ID}), _wrong_check, _CELL, lost=True),
    CellDirt("M43", frozenset({Kind.PHONE}), _one(lambda t: f"+86{t}", lambda t: f"{t[:3]} {t[3:7]} {t[7:]}"), _FIX),
    CellDirt("M43", frozenset({Kind.PHONE}), _instead("见工作群", "1380"), _CELL, lost=True),
    CellDirt("M44", _NUMBERS, _number(lambda n: _wide(f"{n:g}")), _FIX),
    CellDirt("M44", frozenset({Kind.INTEGER}), _number(_numeral), _FIXW),
    CellDirt("M44", _NUMBERS, _number(lambda n: f"约{n:g}"), _CELL, lost=True),
    CellDirt("M45", frozenset({Kind.PERCENT}), _number(lambda n: n * 100 if n > 10 else None), _CELL, lost=True),
    CellDirt("M46", frozenset({Kind.INTEGER}), _one(lambda t: f"{t.removesuffix('.0')}户"), _CELL, lost=True,
             columns=frozenset({"beneficiaries"})),
    CellDirt("M47", frozenset({Kind.TEXT, Kind.DATE, Kind.INTEGER}), _nothing, _FIX),
    CellDirt("M48", _ANY, lambda s, _: Formula("=NA()", "#N/A") if s.value is not None else None, _CELL, lost=True),
    CellDirt("M48", _NUMBERS, lambda s, _: Formula("=1+1", "") if s.value is not None else None, _CELL, lost=True),
    CellDirt("M49", _NUMBERS, _number(lambda n: -n if n else None), _CELL, lost=True),
    CellDirt("M51", _DATES, _date(lambda day: f"{day.year}年{day.month}月{day.day}日"), _FIX),
    CellDirt("M51", _DATES, _date(lambda day: f"{day.year}/{day.month}/{day.day}"), _FIX),
    CellDirt("M51", _DATES, _date(lambda day: f"{day:%Y.%m.%d}"), _FIX),
    CellDirt("M51", _DATES, _date(lambda day: f"{day:%Y%m%d}"), _FIX),
    CellDirt("M51", _DATES, _date(lambda day: f"{day:%y.%m.%d}"), _FIXW),
    CellDirt("M51", frozenset({Kind.BIRTH, Kind.MONTH}), _date(lambda day: f"{day.year}年{day.month}月"), _FIX),
    CellDirt("M52", _DATES, _date(lambda day: float((day - _SPREADSHEET_EPOCH).days)), _FIXW),
    CellDirt("M53", frozenset({Kind.BIRTH}), _october, _FIXW),
    CellDirt("M54", _DATES, _without_year, _FIXW),
    CellDirt("M55", frozenset({Kind.DUE}), _date(lambda d: f"{d.year}年底前" if (d.month, d.day) == (12, 31) else None), _FIXW),
    CellDirt("M56", _DATES, _date(lambda day: f"{day.year}-02-30"), _CELL, lost=True),
    CellDirt("M56", frozenset({Kind.MONTH}), _date(lambda day: f"{day.year}-13"), _CELL, lost=True),
    CellDirt("M57", _DATES, _instead("农历八月十五", "民国一一〇年"), _CELL, lost=True),
    CellDirt("M60", _DATES, _date(_day_and_month), _CELL, lost=True),
    CellDirt("M61", _CODES, lambda s, d: d.choice(("副县级", "副处级", "副县处级")) if s.value == "132" else None, _FIX,
             columns=frozenset({"post_level"})),
    CellDirt("M62", frozenset({Kind.FLAG}), lambda s, d: d.choice("√Y" if s.value else "×N") if s.value is not None else None,
             _FIX),
    CellDirt("M63", _CODES, _unit_alias, _FIX, columns=frozenset({"lead_unit", "host_unit", "former_unit"})),
    CellDirt("M63", _CODES, _old_unit_name, _FIXW, columns=frozenset({"lead_unit", "host_unit", "former_unit"})),
    CellDirt("M64", _CODES, lambda s, _: s.text[:-1] if s.text[-1:] in "镇乡" else None, _FIX, columns=frozenset({"town"})),
    CellDirt("M65", frozenset({Kind.CODES, Kind.TAGS}), _separators, _FIX),
    CellDirt("M66", _CODES, _other_code, _CELL, lost=True, columns=frozenset({"political_status"})),
    CellDirt("M67", _CODES, _running_in_words, _FIXW, columns=frozenset({"status"})),
    CellDirt("M69", _TEXTS, _formula, _FIX, columns=_REMARKS),
    CellDirt("M70", _TEXTS, _one(lambda t: f"{t[:2]}\n{t[2:]}", lambda t: f"{t}\n"), _FIX, columns=_REMARKS - {"content"}),
    CellDirt("M82", _TEXTS, _with_phone, _FIXW, columns=frozenset({"content"})),
)  # fmt: skip
