"""Reads the XML of a workbook as it comes, start tag by start tag; document types are refused, and so all entities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NoReturn
from xml.parsers import expat

from flows.receive.guard import damaged
from transforms.records.notice import Unreadable

Tag = tuple[int, str, dict[str, str]]
"""Depth from 0, local name and attributes of a start tag, all without namespace prefixes."""


def xml_parser(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None = None,
) -> expat.XMLParserType:
    """An XML parser, for `parse`, that refuses document types, and with them every entity.

    It calls `start` with the name and attributes of a start tag, `end` with the name of an end tag and `text` with the
    text between two tags, in their order; names have their prefixes. Its `CurrentByteIndex` is then where a tag begins.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    return parser


def _refuse(*_: object) -> NoReturn:
    raise Unreadable("xml_doctype", "文件内部含有不允许的内容。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上报。")


def parse(parser: expat.XMLParserType, xml: bytes) -> None:
    """Feeds a whole part to a parser. Raises Unreadable on broken XML and on a document type."""
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an encoding unknown to Python
        raise damaged() from error


def start_tags(xml: bytes) -> Iterator[Tag]:
    """The start tags of a small part in their order. Raises Unreadable on broken XML and on a document type."""
    starts: list[Tag] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        starts.append((depth, local(name), {local(key): value for key, value in attributes.items()}))
        depth += 1

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    if xml:
        parse(xml_parser(start, end), xml)
    return iter(starts)


def local(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]
