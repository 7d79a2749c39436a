"""The extent a worksheet declares (ECMA-376 part 1, 18.3.1.35), which some programs write as `A0:B2` or leave empty.

No value depends on it, but the native reader gives a workbook up for one that it cannot read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from flows.receive.guard import plain_name

_DECLARED = re.compile(rb"<(?:\w+:)?dimension(?:\s[^<>]*)?(?:/>|>\s*</(?:\w+:)?dimension\s*>)")
_READABLE = re.compile(rb"""\sref=["'][A-Za-z]{1,3}[1-9][0-9]*(?::[A-Za-z]{1,3}[1-9][0-9]*)?["']""")
_HEAD = 4096  # it is one of the first elements


def without_broken_extent(xml: bytes) -> bytes:
    """A worksheet's XML as it is, or without an extent that names no cells."""
    declared = _DECLARED.search(xml, 0, _HEAD)
    if declared is None or _READABLE.search(declared[0]):
        return xml
    return xml[: declared.start()] + xml[declared.end() :]


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A package the guard has checked, with some parts replaced, by their names."""
    new_parts, memory = {plain_name(name): part for name, part in parts.items()}, BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(memory, "w") as new:
        for member in old.infolist():
            part = new_parts.get(plain_name(member.filename))
            new.writestr(member.filename, old.read(member) if part is None else part)
    return memory.getvalue()
