"""Edit XML in place: elements are located by byte offsets, everything between them is kept.

A part that was not written in UTF-8, or that declares a document type, is refused; entities are never expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from flows.read.xml_events import local, parse, xml_parser

_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)[\"']")
_TAG = re.compile(rb"<[^\s/>]+(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = r"(\s{}\s*=\s*)(\"[^\"]*\"|'[^']*')"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Wanted = Callable[[int, str, Mapping[str, str], int], bool]
"""Depth from 0, local name, attributes and offset of an element → whether it is kept."""


class NotPatchable(Exception):
    """The package is built in a way that cannot be changed safely; the message says how."""


@dataclass
class Element:
    """An element of a part: `start` to `inner` is its start tag, `close` to `end` its end tag, empty if it has none."""

    name: str
    attributes: dict[str, str]
    depth: int
    start: int
    inner: int
    close: int = 0
    end: int = 0

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return local(self.name)

    @property
    def prefix(self) -> str:
        """The prefix with its colon, or nothing."""
        return self.name[: -len(self.local)]

    @property
    def empty(self) -> bool:
        """Whether it has no end tag."""
        return self.close == self.end


def elements(xml: bytes, wanted: Wanted = lambda *_: True) -> list[Element]:
    """The wanted elements in the order of their start tags. Raises NotPatchable, and Unreadable on broken XML."""
    declared = _ENCODING.match(xml.removeprefix(b"\xef\xbb\xbf"))
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise NotPatchable("a part is not written in UTF-8")
    nodes: list[Element] = []
    open_now: list[Element | None] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        element, at = None, parser.CurrentByteIndex
        if wanted(len(open_now), local(name), attributes, at):
            tag = _TAG.match(xml, at)
            if tag is None:
                raise NotPatchable("a tag cannot be found again")
            element = Element(name, attributes, len(open_now), at, tag.end())
            nodes.append(element)
        open_now.append(element)

    def end(_: str) -> None:
        if element := open_now.pop():
            element.close = parser.CurrentByteIndex
            empty = xml[element.inner - 2 : element.inner] == b"/>"
            element.end = element.close if empty else xml.index(b">", element.close) + 1

    parser = xml_parser(start, end)
    parse(parser, xml)
    return nodes


def whole(written: str) -> int:
    """The whole number in an attribute. Raises NotPatchable when it is none."""
    if not (written.isascii() and written.isdecimal()):
        raise NotPatchable("an attribute is no whole number")
    return int(written)


def child(nodes: list[Element], name: str, depth: int = 1) -> Element | None:
    """The first element with this local name at this depth."""
    return next((node for node in nodes if node.depth == depth and node.local == name), None)


@dataclass
class Patch:
    """Edits of one part; all offsets are those of the part as it was."""

    xml: bytes
    edits: list[tuple[int, int, bytes]] = field(default_factory=list)

    def insert(self, at: int, new: bytes) -> None:
        """Insert bytes; several at one offset in the order of the calls."""
        self.edits.append((at, at, new))

    def remove(self, element: Element) -> None:
        """Remove an element with its content."""
        self.edits.append((element.start, element.end, b""))

    def change(self, element: Element, attributes: Mapping[str, str] | None = None, inside: bytes = b"") -> None:
        """Set attributes of an element and insert bytes before its end; at most once for an element."""
        tag = self.xml[element.start : element.inner]
        for name, value in (attributes or {}).items():
            tag = with_attribute(tag, name, value)
        if inside and element.empty:
            tag = tag[:-2].rstrip() + b">" + inside + f"</{element.name}>".encode()
        elif inside:
            self.insert(element.close, inside)
        self.edits.append((element.start, element.inner, tag))

    def applied(self) -> bytes:
        """The part with all edits."""
        pieces, at = [], 0
        for start, end, new in sorted(self.edits, key=lambda edit: edit[:2]):
            pieces += [self.xml[at:start], new]
            at = max(at, end)
        return b"".join([*pieces, self.xml[at:]])


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """A start tag with an attribute set."""
    written = quoteattr(value).encode()
    pattern = re.compile(_ATTRIBUTE.format(re.escape(name)).encode())
    if match := pattern.search(tag):
        return tag[: match.start(2)] + written + tag[match.end(2) :]
    cut = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:cut].rstrip() + f" {name}=".encode() + written + tag[cut:]


def text(words: str) -> str:
    """Words as they may stand between tags; what XML cannot hold is left out."""
    return escape(_NOT_XML.sub("", words))


def attribute(words: str) -> str:
    """Words as an attribute's value, with its quotes."""
    return quoteattr(_NOT_XML.sub("", words))
