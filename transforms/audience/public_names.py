"""Names of persons in what the public reads as free text: masked as domain.md §11.3 wants it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from transforms.cells.names import masked_name

_LONGEST = 6
_HAN = re.compile("[\u3400-\u9fff·]{2,}")
_OF_A_PLACE = frozenset("村镇乡街路社区组湾塆垸桥河山水库县市小中学院厂公园广")
"""A name of two characters before one of these is more likely that of a place: 文明路, 高山村."""


def with_masked_names(text: str, names: Collection[str]) -> str:
    """The text with each of these names masked (张三家门前路灯 → 张*家门前路灯), the longest first."""
    return _HAN.sub(lambda run: "".join(_masked(run[0], names)), text)


def _masked(run: str, names: Collection[str]) -> Iterator[str]:
    place = 0
    while place < len(run):
        name = next((run[place:end] for end in _ends(run, place) if run[place:end] in names), "")
        if len(name) == 2 and run[place + 2 : place + 3] in _OF_A_PLACE:
            name = ""
        yield masked_name(name) if name else run[place]
        place += len(name) or 1


def _ends(run: str, place: int) -> range:
    return range(min(len(run), place + _LONGEST), place + 1, -1)
