"""The outermost streams of an OLE compound file, the container of .xls and .et ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_END = 0xFFFFFFFA  # from here on a sector number means the end of a chain, or no sector
_ENTRY = 128
_IN_HEADER = 109
_STREAM, _ROOT = 2, 5


class _Entry(NamedTuple):
    """An entry of the directory: siblings form a tree by `left` and `right`, `child` is the first a storage holds."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """A compound file without cyclic chains of sectors. Raises ValueError when it is broken.

    What an embedded document holds is none of its streams: a workbook may contain a Word object, or another workbook.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._shift, self._small_shift = struct.unpack_from("<HH", data, 30)
            folder, self._cutoff, small, spare = struct.unpack_from("<I4xI I4xI", data, 48)
            if self._shift not in (9, 12) or self._small_shift != 6:
                raise ValueError("sectors of an unknown size")
            self._next = self._table(self._table_sectors(spare))
            _check_chains(self._next)
            self._small_next = self._table(_chain(self._next, small))
            _check_chains(self._small_next)
            entries = self._directory(folder)
        except struct.error as error:
            raise ValueError("a header is cut off") from error
        self._root = next((entry for entry in entries if entry.kind == _ROOT), None)
        self._streams = {entry.name.casefold(): entry for entry in reversed(_outermost(entries, self._root))}

    def has(self, name: str) -> bool:
        """Whether there is a stream of this name; the case of letters does not matter."""
        return name.casefold() in self._streams

    def stream(self, *names: str) -> bytes:
        """The first of the named streams that exists. Raises ValueError when none does."""
        entry = next((self._streams[name.casefold()] for name in names if self.has(name)), None)
        if entry is None:
            raise ValueError("the stream is missing")
        small = entry.size < self._cutoff
        return (self._small(entry.start) if small else self._large(entry.start))[: entry.size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) << self._shift : (number + 2) << self._shift]

    def _large(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(self._next, start))

    def _small(self, start: int) -> bytes:
        holder, size = self._large(self._root.start) if self._root else b"", 1 << self._small_shift
        return b"".join(holder[number * size :][:size] for number in _chain(self._small_next, start))

    def _table_sectors(self, spare: int) -> Iterator[int]:
        """The sectors of the table of chains (DIFAT): the first are listed in the header, others in spare sectors."""
        yield from struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76)
        visited: set[int] = set()
        while spare < _END:
            if spare in visited:
                raise ValueError("a cyclic table of chains")
            visited.add(spare)
            *numbers, spare = _numbers(self._sector(spare)) or (_END,)
            yield from numbers

    def _table(self, sectors: Iterator[int]) -> list[int]:
        return [number for sector in sectors if sector < _END for number in _numbers(self._sector(sector))]

    def _directory(self, folder: int) -> list[_Entry]:
        directory = self._large(folder)
        return [_entry(directory, at) for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]


def _entry(directory: bytes, at: int) -> _Entry:
    length, kind, left, right, child = struct.unpack_from("<HBx3I", directory, at + 64)
    name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name, kind, left, right, child, *struct.unpack_from("<II", directory, at + 116))


def _outermost(entries: Sequence[_Entry], root: _Entry | None) -> list[_Entry]:
    """The streams of the outermost storage; where its tree leads nowhere, all streams in their order."""
    ahead, visited, streams = [root.child] if root else [], set[int](), []
    while ahead:
        at = ahead.pop()
        if at < len(entries) and at not in visited:
            visited.add(at)
            ahead += [entries[at].right, entries[at].left]
            streams += [entries[at]] if entries[at].kind == _STREAM else []
    return streams or [entry for entry in entries if entry.kind == _STREAM]


def _numbers(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _chain(following: Sequence[int], start: int) -> Iterator[int]:
    while start < len(following):
        yield start
        start = following[start]


def _check_chains(following: Sequence[int]) -> None:
    """Raises ValueError for a cyclic chain: readers would follow it for ever."""
    ending = bytearray(len(following))
    for start in range(len(following)):
        path = []
        at = start
        while at < len(following) and not ending[at]:
            ending[at] = 2
            path.append(at)
            at = following[at]
        if at < len(following) and ending[at] == 2:
            raise ValueError("a cyclic chain of sectors")
        for passed in path:
            ending[passed] = 1
