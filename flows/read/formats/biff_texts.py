"""The texts of an .xls: in Unicode since Excel 97, in a code page before ([MS-XLS] 2.5.293, 2.5.294)."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterable, Iterator, Sequence

_WIDE, _PHONETIC, _RUNS = 0x01, 0x04, 0x08
_CHINESE = "gb18030"
_CODE_PAGES = {936: _CHINESE, 10008: _CHINESE, 54936: _CHINESE, 52936: _CHINESE, 950: "big5hkscs", 10002: "big5hkscs"}
_CODE_PAGES |= {932: "cp932", 10001: "cp932", 949: "cp949", 10003: "cp949", 65001: "utf-8"}
_OTHERS = {10000: "mac-roman", 10007: "mac-cyrillic", 10029: "mac-latin2"}


class Pieces:
    """The content of a record and of those that continue it, read from the beginning. Raises ValueError at its end."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._ahead = list(reversed(pieces))
        self._piece, self._at = b"", 0

    def more(self) -> bool:
        """Whether anything is left."""
        while self._at >= len(self._piece) and self._ahead:
            self._piece, self._at = self._ahead.pop(), 0
        return self._at < len(self._piece)

    def numbers(self, layout: str) -> tuple[int, ...]:
        """The next numbers, which stand in one piece."""
        if not self.more():
            raise ValueError("a record is cut off")
        numbers = struct.unpack_from(layout, self._piece, self._at)
        self._at += struct.calcsize(layout)
        return numbers

    def skip(self, count: int) -> None:
        """Pass over bytes."""
        while count > 0 and self.more():
            step = min(count, len(self._piece) - self._at)
            self._at, count = self._at + step, count - step

    def characters(self, count: int, flags: int) -> str:
        """The next characters; where they go on in another piece, that says anew how wide they are."""
        parts = []
        while count > 0:
            if self._at >= len(self._piece):
                (flags,) = self.numbers("<B")
            size = 2 if flags & _WIDE else 1
            part = self._piece[self._at : self._at + count * size]
            part = part[: len(part) // size * size]
            if not part:
                raise ValueError("a text is cut off")
            parts.append(part.decode("utf-16-le" if size == 2 else "latin-1", "replace"))
            self._at, count = self._at + len(part), count - len(part) // size
        return "".join(parts)

    def rest(self) -> bytes:
        """All bytes that are left."""
        left = [self._piece[self._at :], *reversed(self._ahead)]
        self._piece, self._at, self._ahead = b"", 0, []
        return b"".join(left)


def unicode_text(pieces: Pieces, length: str = "<H") -> str:
    """A text of Excel 97 and later, whose number of characters is written as `length`."""
    (count,) = pieces.numbers(length)
    if not count and not pieces.more():  # some writers leave out what an empty text does not need
        return ""
    (flags,) = pieces.numbers("<B")
    runs = pieces.numbers("<H")[0] if flags & _RUNS else 0
    phonetic = pieces.numbers("<I")[0] if flags & _PHONETIC else 0
    text = pieces.characters(count, flags)
    pieces.skip(4 * runs + phonetic)
    return text


def shared_texts(pieces: Sequence[bytes]) -> Iterator[str]:
    """The texts that cells refer to by their number."""
    content = Pieces(pieces)
    content.skip(8)
    while content.more():
        yield unicode_text(content)


def encoding(code_page: int | None, texts: Iterable[bytes]) -> str:
    """The encoding of a workbook of before Excel 97, by the code page it names and by its texts.

    Programs write the code page of another machine, or none, before Chinese texts. So of a page that is not East Asian
    the texts decide: those that are all UTF-8, or all GB18030 and for the most part its common characters.
    """
    if code_page in _CODE_PAGES:
        return _CODE_PAGES[code_page]
    foreign = [text for text in texts if not text.isascii()]
    if foreign and _decoded(foreign, "utf-8"):
        return "utf-8"
    if _common(_decoded(foreign, _CHINESE)):
        return _CHINESE
    try:
        return codecs.lookup(_OTHERS.get(code_page or 0, f"cp{code_page}")).name
    except LookupError:
        return "cp1252"


def _decoded(texts: Sequence[bytes], name: str) -> str:
    """All texts together, empty where one is not in this encoding."""
    try:
        return "".join(text.decode(name) for text in texts)
    except UnicodeDecodeError:
        return ""


def _common(characters: str) -> bool:
    """Whether most of the characters that are not ASCII are the common Chinese ones."""
    foreign = "".join(character for character in characters if not character.isascii())
    return 2 * len(foreign.encode("gb2312", "ignore").decode("gb2312")) > len(foreign)
