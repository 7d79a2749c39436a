"""Names of files as a narrow column of a table prints them: shortened in the middle, for both ends tell them apart."""

from __future__ import annotations

from unicodedata import east_asian_width

GAP = "…"


def places(text: str) -> int:
    """How many digits wide a text is in a typeface of one width: a Chinese character is two."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def shortened(name: str, longest: int) -> str:
    """The name, or its beginning and its end where it is wider than so many places.

    A little more than half is left to the end, where period, version and kind of a file stand.
    """
    if places(name) <= longest:
        return name
    end = _fitting(name[::-1], longest // 2 + 1)[::-1]
    return f"{_fitting(name, longest - places(GAP) - places(end))}{GAP}{end}"


def _fitting(text: str, room: int) -> str:
    """As much of the beginning as has room."""
    while places(text) > room:
        text = text[:-1]
    return text
