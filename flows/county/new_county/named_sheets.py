"""Which sheets an office means by what it writes: numbers, ranges of numbers, titles and what they are shortened to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from expectations.catalogue import SHEETS

_IDS = re.compile(r"([SR]\d{1,2})(?!\d)(?:[-—–~～至到]+([SR]\d{1,2})(?!\d))?")
_QUOTES = str.maketrans("", "", '“”"')


def sheet_named(text: str) -> str | None:
    """The id of the sheet that a text names first, if any."""
    return next(iter(sheets_named(text)), None)


def sheets_named(text: str) -> tuple[str, ...]:
    """The ids of the sheets that a text names, by id or title: S5、S7, S1—S4, 履职周报, 民生实事台账."""
    ids = [name for first, last in _IDS.findall(text.upper()) for name in _ids_between(first, last or first)]
    parts = {part for quoted in (text, text.translate(_QUOTES)) for part in re.split(r"[、，,;；/|《》“”]+", quoted)}
    named = (name for name, sheet in SHEETS.items() if _titles(sheet.title) & parts)
    return tuple(dict.fromkeys([*ids, *named]))


def _ids_between(first: str, last: str) -> Sequence[str]:
    """The ids from one to another in the order of sheets; none where one of them is no sheet's."""
    ids = [*SHEETS]
    return ids[ids.index(first) : ids.index(last) + 1] if first in ids and last in ids else ()


def _titles(title: str) -> set[str]:
    """A title and what offices shorten it to: 履职周报, 岗位需求表, 民生实事台账 of “六联”责任制民生实事台账."""
    whole = title.translate(_QUOTES)
    return {whole, whole.removesuffix("表"), re.sub(r"（.*?）", "", whole), re.split("”(?:责任制)?", title)[-1]}
