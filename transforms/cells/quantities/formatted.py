"""A number as its format writes it: 7 as 0007, 12 as CH012, 0.85 as 85% (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_PART = re.compile(r'"([^"]*)"|[\\!](.)|(\[[^\]]*\]|[_*].)|([0#?])|([-/ ()+:\u3400-\u9fff])|(.)')
_PADDED = re.compile(r"(?<![.0#?,])00")
_PERCENT = re.compile(r"0(?:\.(0+))?%")
DECIMALS = re.compile(r"#*0\.(0+)")
_LARGEST = 1e15  # from there on a number has lost digits


def writes_more(code: str) -> bool:
    """Whether a format pads a number with zeros or writes words beside it, so that it is read as another text."""
    section = code.split(";", maxsplit=1)[0]
    words = "".join(part for part, _ in _parts(section))
    return bool(words.strip()) or _PADDED.search(re.sub(r'"[^"]*"|[\\!].', "", section)) is not None


@lru_cache(maxsize=256)
def formatted(code: str, number: float) -> str | None:
    """The text that a format shows for a number; None where it is too involved to say, as with #,##0.0."""
    section = code.split(";", maxsplit=1)[0]
    if percent := _PERCENT.fullmatch(section):
        return f"{number * 100:.{len(percent[1] or '')}f}%"
    if fixed := DECIMALS.fullmatch(section):
        rounded = f"{number:.{len(fixed[1])}f}"
        return rounded if float(rounded) == number else None
    if number < 0 or number >= _LARGEST or number != int(number):
        return None
    parts = [*_parts(section)]
    places = [at for at, (_, place) in enumerate(parts) if place]
    if not places or any(place == "?" for _, place in parts):
        return None
    digits = str(int(number)) if number else ""
    shown = [word for word, _ in parts]
    for at in reversed(places):
        shown[at] = digits[-1:] or ("0" if parts[at][1] == "0" else "")
        digits = digits[:-1]
    shown[places[0]] = digits + shown[places[0]]
    return "".join(shown)


def _parts(section: str) -> Iterator[tuple[str, str]]:
    """The pieces of a format as they stand: (word, "") or ("", placeholder); ? for what is neither."""
    for quoted, escaped, hidden, place, sign, other in _PART.findall(section):
        if not hidden:
            yield quoted or escaped or sign, place or ("?" if other else "")
