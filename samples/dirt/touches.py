"""Ways to write a cell oddly (domain.md §12, M26–M82)."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from expectations.contract.contract import Column, Privacy
from expectations.county.county import County
from samples.story.setting import sunday
from samples.story.submission import Formula, Row, Value, meant
from samples.workbooks.wording import Shown, label, shown

_RADICALS = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
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


def retyped(*ways: Callable[[str], str]) -> Touch:
    """One of several ways to type the text of a filled cell."""
    return lambda scene, dice: dice.choice(ways)(scene.text) if scene.value is not None else None


def instead(*texts: str) -> Touch:
    """Words that stand where a value should stand."""
    return lambda scene, dice: dice.choice(texts) if scene.value is not None else None


def wide(text: str) -> str:
    """Full-width letters and digits."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def kangxi(scene: Scene, _: random.Random) -> Shown:
    """A character swapped for its Kangxi radical, as copied from a PDF (M35)."""
    character = next((c for c in scene.text if c in _RADICALS), None)
    return scene.text.replace(character, _RADICALS[character]) if character else None


def separator(scene: Scene, dice: random.Random) -> Shown:
    """Another mark between the parts of a minority name (M33)."""
    return scene.text.replace("·", dice.choice("•・．")) if "·" in scene.text else None


def id_as_number(scene: Scene, _: random.Random) -> Shown:
    """An id typed into a number cell, whose last digits are lost (M39)."""
    return float(scene.value) if isinstance(scene.value, str) and scene.value.isdigit() else None


def old_id(scene: Scene, _: random.Random) -> Shown:
    """The 15 digits of before 1999."""
    return scene.value[:6] + scene.value[8:17] if isinstance(scene.value, str) and scene.value[6:8] == "19" else None


def wrong_check(scene: Scene, _: random.Random) -> Shown:
    """An id with another last character (M42)."""
    return scene.value[:-1] + ("1" if scene.value[-1] != "1" else "2") if isinstance(scene.value, str) else None


def october(scene: Scene, _: random.Random) -> Shown:
    """1965.10 typed as a number; the id in the same row still tells the month (M53)."""
    born = scene.value
    known = isinstance(meant(scene.row, "id_no"), str)
    return float(f"{born.year}.1") if isinstance(born, dt.date) and born.month == 10 and known else None


def date(write: Callable[[dt.date], Shown]) -> Touch:
    """A date written another way."""
    return lambda scene, _: write(scene.value) if isinstance(scene.value, dt.date) else None


def without_year(scene: Scene, _: random.Random) -> Shown:
    """11月15日, for a day of the year that is already past (M54)."""
    day = scene.value
    last = sunday(scene.period)
    return f"{day.month}月{day.day}日" if isinstance(day, dt.date) and day.year == last.year and day <= last else None


def day_and_month(day: dt.date) -> Shown:
    """Day and month exchanged, where both can be either (M60)."""
    return f"{day:%d/%m/%Y}" if day.day <= 12 else None


def serial(day: dt.date) -> Shown:
    """The spreadsheet's own number of a day (M52)."""
    return float((day - _SPREADSHEET_EPOCH).days)


def year_end(day: dt.date) -> Shown:
    """2022年底前 for the last day of a year (M55)."""
    return f"{day.year}年底前" if (day.month, day.day) == (12, 31) else None


def number(write: Callable[[float], Shown]) -> Touch:
    """A number written another way."""

    def touch(scene: Scene, _: random.Random) -> Shown:
        value = scene.value
        return write(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    return touch


def numeral(value: float) -> Shown:
    """A single digit as a Chinese numeral."""
    return _WRITTEN_NUMBERS[int(value)] if value in range(1, 10) else None


def nothing(scene: Scene, dice: random.Random) -> Shown:
    """A token for “none” in a cell that is empty anyway."""
    return dice.choice(scene.column.nothing) if scene.value is None else None


def error_cell(scene: Scene, _: random.Random) -> Formula | None:
    """#N/A (M48)."""
    return Formula("=NA()", "#N/A") if scene.value is not None else None


def never_calculated(scene: Scene, _: random.Random) -> Formula | None:
    """A formula without a stored value (M48)."""
    return Formula("=1+1", "") if scene.value is not None else None


def tick(scene: Scene, dice: random.Random) -> Shown:
    """√ or × for yes or no (M62)."""
    return dice.choice("√Y" if scene.value else "×N") if scene.value is not None else None


def boxes(scene: Scene, _: random.Random) -> Shown:
    """Both answers with boxes, one of them ticked, as in forms made for paper (M62)."""
    return None if scene.value is None else "☑是 □否" if scene.value else "□是 ☑否"


def level_synonym(scene: Scene, dice: random.Random) -> Shown:
    """Another word for 县处级副职 (M61)."""
    return dice.choice(("副县级", "副处级", "副县处级")) if scene.value == "132" else None


def short_town(scene: Scene, _: random.Random) -> Shown:
    """A town without 镇 or 乡 (M64)."""
    return scene.text[:-1] if scene.text[-1:] in "镇乡" else None


def separators(scene: Scene, dice: random.Random) -> Shown:
    """Another mark between the words of a list (M65)."""
    several = isinstance(scene.value, tuple) and len(scene.value) > 1
    return scene.text.replace("、", dice.choice("，；,;")) if several else None


def unit_alias(scene: Scene, dice: random.Random) -> Shown:
    """Another name of the unit (M63)."""
    unit = scene.county.unit.get(str(scene.value))
    return dice.choice(unit.aliases) if unit and unit.aliases else None


def old_unit_name(scene: Scene, dice: random.Random) -> Shown:
    """A former name of the unit (M63)."""
    unit = scene.county.unit.get(str(scene.value))
    return dice.choice(unit.old_names) if unit and unit.old_names else None


def mistyped_town(scene: Scene, dice: random.Random) -> Shown:
    """The common mistyping of a town's name (M36)."""
    division = scene.county.division.get(str(scene.value))
    return dice.choice(division.mistyped) if division and division.mistyped else None


def as_above(scene: Scene, _: random.Random) -> Shown:
    """同上, where the row above says the same (M26)."""
    same = scene.above is not None and scene.above.get(scene.column.name) == scene.value is not None
    return "同上" if same else None


def other_code(scene: Scene, _: random.Random) -> Shown:
    """A code and the words of another one (M66)."""
    return f"{scene.value} {label('13', scene.column, scene.county)}" if scene.value == "01" else None


def running_in_words(scene: Scene, dice: random.Random) -> Shown:
    """A status written as a sentence (M67)."""
    return dice.choice(("正在推进，预计月底完成", "基本完成", "已完成90%")) if scene.value == "RUN" else None


_CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")


def with_phone(scene: Scene, dice: random.Random) -> Shown:
    """A resident's phone number in the text of an order, grouped or spelled as people write one."""
    if scene.column.privacy is not Privacy.P0 or not scene.value:
        return None
    groups = ("139", f"{dice.randrange(10**4):04}", f"{dice.randrange(10**4):04}")
    number = dice.choice(("", "", "-", "—", ".", " ", "\u200b")).join(groups)
    return f"{scene.text}，联系电话{number.translate(_CIRCLED) if dice.random() < 0.2 else number}"


def formula(scene: Scene, _: random.Random) -> Formula | None:
    """A formula that gives the text (M69)."""
    return Formula(f'="{scene.text}"', scene.text) if scene.value else None
