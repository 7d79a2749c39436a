"""Which version of a file its name says, as offices write it: 台账_v2, 台账（第二版）, 台账_改2 (domain.md M02)."""

from __future__ import annotations

import re
import unicodedata

from transforms.cells.numerals import numeral
from transforms.recognise.return_sheet import FILE_SUFFIX

_NUMBERED = re.compile(
    r"(?<![A-Za-z0-9])v\.?(\d{1,2})(?![0-9A-Za-z])|第(\d{1,2}|[一二三四五六七八九十]{1,3})[版稿]", re.I
)
_CORRECTED = re.compile(r"(?:(?<=[(\[【_\-\s])已?改|已?(?:修改|更正|修订|改正))[版稿后]?(\d{0,2})[)\]】]?$")
"""At the end of a name only, and 改 alone only set apart: a ledger of 整改 is no correction."""
_COPY = re.compile(r"\s*\(\d+\)$")


def written_version(name: str) -> int:
    """The number a file's name gives; of a correction without one 2, the next of those before it (改2 → 3); else 1.

    What a copy was numbered when it was saved, as in 台账 (1), says nothing.
    """
    stem = unicodedata.normalize("NFKC", name).rpartition("/")[2].rpartition(".")[0]
    stem = _COPY.sub("", stem).removesuffix(FILE_SUFFIX)
    if numbered := [*_NUMBERED.finditer(stem)]:
        digits = numbered[-1][1] or numbered[-1][2]
        return (int(digits) if digits.isdigit() else numeral(digits)) or 1
    corrected = _CORRECTED.search(stem)
    return 1 + int(corrected[1] or 1) if corrected else 1
