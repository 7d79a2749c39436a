from __future__ import annotations

import pytest

from flows.read.xml_events import parse, start_tags, xml_parser
from transforms.records.notice import Unreadable


def events(xml: str) -> list[tuple[object, ...]]:
    record: list[tuple[object, ...]] = []
    parser = xml_parser(
        lambda name, attributes: record.append(("start", name, attributes)),
        lambda name: record.append(("end", name)),
        lambda text: record.append(("text", text)),
    )
    parse(parser, xml.encode())
    return record


def test_tags_and_the_text_between_them_come_in_their_order() -> None:
    assert events('<x:row r="1"><v>1&amp;\n2</v><f/></x:row>') == [
        ("start", "x:row", {"r": "1"}),
        ("start", "v", {}),
        ("text", "1&\n2"),
        ("end", "v"),
        ("start", "f", {}),
        ("end", "f"),
        ("end", "x:row"),
    ]


def test_start_tags_of_a_part_have_their_depth_and_no_prefixes() -> None:
    assert [*start_tags(b'<x:book><sheet x:id="a"/><sheet/></x:book>')] == [
        (0, "book", {}),
        (1, "sheet", {"id": "a"}),
        (1, "sheet", {}),
    ]
    assert [*start_tags(b"")] == []  # a part that is missing


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xml_doctype"),
        ('<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', "xml_doctype"),
        ("<a>&b;</a>", "file_damaged"),
        ("<a><b></a>", "file_damaged"),
        ("", "file_damaged"),
        ('<?xml version="1.0" encoding="x-none"?><a/>', "file_damaged"),
    ],
)
def test_document_types_and_broken_xml_are_refused(xml: str, rule: str) -> None:
    with pytest.raises(Unreadable) as caught:
        events(xml)
    assert caught.value.notice.rule == rule


def test_the_parser_knows_where_a_tag_begins() -> None:
    offsets: list[int] = []
    parser = xml_parser(lambda *_: offsets.append(parser.CurrentByteIndex), lambda _: None)
    parse(parser, "<姓名><b/></姓名>".encode())
    assert offsets == [0, 8]
