"""The line of a TOML file in which something stands; the parser of the standard library does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"\s*\[\[?\s*([\w.\"']+)\s*\]\]?")
_ENTRY = re.compile(r"\s*\{")


def line_of(text: str, place: Sequence[str | int]) -> tuple[int, str]:
    """Number, from 1, and text of the line at a place as ("column", 2, "kind"); of a key that is missing its table's.

    The third column is the third [[column]], or the third line that begins with a brace below `column = [`.
    Without such a line (0, "").
    """
    lines, at = text.splitlines(), 0
    found, end = -1, len(lines)
    for part, following in zip(place, [*place[1:], None], strict=True):
        if isinstance(part, int):
            continue
        at, found, end = (
            _counted(lines, part, following, at, end, found)
            if isinstance(following, int)
            else _keyed(lines, part, at, end, found)
        )
    return (found + 1, lines[found].strip()) if found >= 0 else (0, "")


def _counted(lines: Sequence[str], name: str, wanted: int, at: int, end: int, found: int) -> tuple[int, int, int]:
    """Where the part no. `wanted` of an array begins, the line that shows it, and where it ends."""
    headers = [n for n in range(at, end) if (header := _HEADER.match(lines[n])) and header[1] == name]
    if wanted < len(headers):
        below = (n for n in range(headers[wanted] + 1, end) if _HEADER.match(lines[n]))
        return headers[wanted] + 1, headers[wanted], next(below, end)
    key, _, _ = _keyed(lines, name, at, end, found)
    entries = [n for n in range(key, end) if _ENTRY.match(lines[n])]
    if wanted < len(entries):
        return entries[wanted], entries[wanted], entries[wanted] + 1
    return at, found, end


def _keyed(lines: Sequence[str], key: str, at: int, end: int, found: int) -> tuple[int, int, int]:
    """The line in which a key is given, or its table begins; where it is not there, what was found before stays."""
    wanted = re.compile(rf"(?:.*[\s{{,])?[\"']?{re.escape(key)}[\"']?\s*=")
    for number in range(at, end):
        header = _HEADER.match(lines[number])
        if (header and header[1].split(".")[-1] == key) or (not header and wanted.match(lines[number])):
            return number, number, end
    return at, found, end
