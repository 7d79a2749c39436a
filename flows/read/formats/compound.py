"""The streams of an OLE compound file, the container of .xls and .et ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from flows.receive.guard import damaged

_END = 0xFFFFFFFA  # from here on a sector number means the end of a chain, or no sector
_ENTRY = 128
_IN_HEADER = 109


class Compound:
    """A compound file without cyclic chains of sectors. Raises Unreadable when it is broken."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._shift, self._small_shift = struct.unpack_from("<HH", data, 30)
            folder, self._cutoff, small, spare = struct.unpack_from("<I4xI I4xI", data, 48)
            if self._shift not in (9, 12) or self._small_shift != 6:
                raise damaged()
            self._next = self._table(self._table_sectors(spare))
            _check_chains(self._next)
            self._small_next = self._table(_chain(self._next, small))
            _check_chains(self._small_next)
            self._entries = self._listed(folder)
        except struct.error:
            raise damaged() from None

    def stream(self, *names: str) -> bytes:
        """The first of the named streams that exists. Raises Unreadable when none does."""
        entry = next((self._entries[name] for name in names if name in self._entries), None)
        if entry is None:
            raise damaged()
        start, size = entry
        return (self._small(start) if size < self._cutoff else self._large(start))[:size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) << self._shift : (number + 2) << self._shift]

    def _large(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(self._next, start))

    def _small(self, start: int) -> bytes:
        root, _ = self._entries["Root Entry"]
        holder, size = self._large(root), 1 << self._small_shift
        return b"".join(holder[number * size :][:size] for number in _chain(self._small_next, start))

    def _table_sectors(self, spare: int) -> Iterator[int]:
        """The sectors of the table of chains (DIFAT): the first are listed in the header, others in spare sectors."""
        yield from struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76)
        visited: set[int] = set()
        while spare < _END:
            if spare in visited:
                raise damaged()
            visited.add(spare)
            *numbers, spare = _numbers(self._sector(spare)) or (_END,)
            yield from numbers

    def _table(self, sectors: Iterator[int]) -> list[int]:
        return [number for sector in sectors if sector < _END for number in _numbers(self._sector(sector))]

    def _listed(self, folder: int) -> dict[str, tuple[int, int]]:
        """Name → (first sector, size) of every stream; of equal names the first, which is the outermost."""
        entries: dict[str, tuple[int, int]] = {}
        directory = self._large(folder)
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind:
                entries.setdefault("Root Entry" if kind == 5 else name, struct.unpack_from("<II", directory, at + 116))
        return entries


def _numbers(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _chain(following: Sequence[int], start: int) -> Iterator[int]:
    while start < len(following):
        yield start
        start = following[start]


def _check_chains(following: Sequence[int]) -> None:
    """Raises Unreadable for a cyclic chain: readers would follow it for ever."""
    ending = bytearray(len(following))
    for start in range(len(following)):
        path = []
        at = start
        while at < len(following) and not ending[at]:
            ending[at] = 2
            path.append(at)
            at = following[at]
        if at < len(following) and ending[at] == 2:
            raise damaged()
        for passed in path:
            ending[passed] = 1
