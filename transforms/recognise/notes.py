"""Notes in the lines above and below a table: unit, period, who filled it in and when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from transforms.clock import UnknownPeriod, monday_of
from transforms.recognise.measures import first_units, measure
from transforms.recognise.row_words import is_label

_STAMP = r"\s*(?:[（(][^:：）)]*[)）])?[:：\s]+([^\s:：（()）【】［］\[\]]+)"  # 填报单位（盖章）：县财政局（公章）
_SENDER = r"(?:填\s*[报表]\s*单\s*位|报送单位|上报单位)"
_UNIT = (
    re.compile(_SENDER + _STAMP),
    re.compile(r"(?:^|[\s（(【［\[])单\s*位(?:名称)?" + _STAMP),
)
_ORGAN = r"([\u3400-\u9fff]{1,30}(?:局|委|办|部|室|镇|乡|街道|政府|公司|中心|院|社|会|处|站|所|校|学|队))"
"""A text that can be nothing but a unit's name: where no colon says so."""
_UNMARKED = re.compile(
    rf"(?:^|[\s（(【［\[]){_SENDER}\s*[（(【［\[]?{_ORGAN}(?=$|[\s）)】］\]])"
)  # （填报单位县财政局）
_OPEN = re.compile(rf"{_SENDER}\s*[:：]?\s*$")
_ALONE = re.compile(_ORGAN)
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z]")
_COUNTED = re.compile(r"[十百千万亿个人名户件条次天年月日亩元圆位项家所座台套只头株斤吨米%％、/,，和]+")  # 人、万元
_FILLED_ON = re.compile(
    r"(?:填\s*[报表]|报送|上报|制表)\s*(?:日期|时间)\s*[:：\s]\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})"
)
_FILLED_BY = re.compile(r"(?:填\s*[表报]|制\s*表)\s*人\s*[:：]\s*([^\s:：]+)")
_WEEK = re.compile(r"(\d{4})\s*年?\s*(?:度?\s*第\s*(\d{1,2})\s*[周期]|-?\s*[Ww](\d{1,2}))")


_READ_LINES = 100
"""Maximum lines of title and foot that are parsed."""


@dataclass(frozen=True)
class Notes:
    """What the title and foot lines say about the submission; None where they say nothing.

    `other_units` are further ones that stand behind 填报单位, `measures` the units of measure (单位：万元).
    """

    unit: str | None = None
    other_units: tuple[str, ...] = ()
    period: str | None = None
    filled_on: dt.date | None = None
    filled_by: str | None = None
    measures: tuple[str, ...] = ()


def period_in(text: str) -> str | None:
    """The ISO week a text names (2021年第47周, 2021-W47, 2021W47), or None."""
    if match := _WEEK.search(text):
        period = f"{int(match[1])}-W{int(match[2] or match[3]):02d}"
        try:
            monday_of(period)
        except UnknownPeriod:
            return None
        return period
    return None


def _filled_on(text: str) -> dt.date | None:
    if match := _FILLED_ON.search(text):
        try:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    return None


def notes_in(above: list[str], below: list[str]) -> Notes:
    """Notes of title and foot lines; a week is read from title lines only."""
    lines = [*above[:_READ_LINES], *below[-_READ_LINES:]]
    said = [*_continued(above[:_READ_LINES]), *_continued(below[-_READ_LINES:])]
    senders = [*dict.fromkeys(name for line in said if (name := _sender(_UNIT[0], line) or _sender(_UNMARKED, line)))]
    unit = next(iter(senders), None) or next((name for line in lines if (name := _sender(_UNIT[1], line))), None)
    filler = next((match for line in lines if (match := _FILLED_BY.search(line))), None)
    return Notes(
        unit=unit,
        other_units=tuple(senders[1:]),
        period=next((period for line in above[:_READ_LINES] if (period := period_in(line))), None),
        filled_on=next((day for line in lines if (day := _filled_on(line))), None),
        filled_by=filler[1] if filler else None,
        measures=first_units(lines),
    )


def _continued(lines: list[str]) -> Iterator[str]:
    """The lines, one that ends with 填报单位： together with the unit that alone fills the line below."""
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        yield f"{line} {below}" if _OPEN.search(line) and _ALONE.fullmatch(below.strip()) else line


def names_unit(text: str) -> bool:
    """Whether a line says which unit fills the table in: above a second table of a worksheet it starts a new part."""
    return any(_sender(form, text) for form in (*_UNIT, _UNMARKED))


def _sender(form: re.Pattern[str], line: str) -> str | None:
    """The unit a line names behind 单位：, unless that is a unit of measure, left blank or the next label (填报人)."""
    names = (match[1] for match in form.finditer(line))
    return next(
        (
            name
            for name in names
            if _NAME.search(name) and not (_COUNTED.fullmatch(name) or measure(name) or is_label(name))
        ),
        None,
    )
