"""Workbooks that say the same in another way: parts elsewhere or in UTF-16, values in pieces, sheets of other kinds."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from flows.read.workbook import read_bytes
from flows.receive.unpacking import files_in
from tests.support.workbooks.marks import packed
from tests.support.workbooks.packages import MAIN, SHEET
from tests.support.workbooks.tables import received
from transforms.recognise.grid import Cell, Grid
from transforms.records.notice import Unreadable

ROWS: list[list[Cell]] = [["姓名", "人数"], ["张三", 12.0], ["李四", -34.5], ["王五", 0.25]]
BOOK, LINKS, TEXTS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"
ROOT_LINKS, TYPES = "_rels/.rels", "[Content_Types].xml"

Change = Callable[[bytes], bytes]


def parts_of_a_workbook() -> dict[str, bytes]:
    memory = BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("表")
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(ROWS):
            page.write_row(at, 0, row)
        page.write_number(2, 1, -34.5, date)
    with zipfile.ZipFile(memory) as package:
        return {name: package.read(name) for name in package.namelist()}


PARTS = parts_of_a_workbook()


def changed(*names: str, change: Change) -> bytes:
    return packed({name: change(xml) if name in names else xml for name, xml in PARTS.items()})


def grids_of(data: bytes) -> tuple[Grid, ...]:
    workbook = read_bytes(data)
    assert workbook.format == "xlsx"
    return workbook.grids


def values(change: Callable[[bytes], bytes]) -> Change:
    """Changes the stored text of every value of a worksheet."""
    return lambda xml: re.sub(rb"(?<=<v>)[^<]*(?=</v>)", lambda value: change(value[0]), xml)


def utf16(xml: bytes) -> bytes:
    return re.sub('encoding="[^"]*"', 'encoding="UTF-16"', xml.decode()).encode("utf-16")


def referred(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


WRITTEN: dict[str, tuple[str, Change]] = {
    "blanks": (SHEET, values(lambda value: b" " + value + b"\n")),
    "a tab before": (SHEET, values(lambda value: b"\t" + value)),
    "a section": (SHEET, values(lambda value: b"<![CDATA[" + value + b"]]>")),
    "a section in the middle": (SHEET, values(lambda value: value[:1] + b"<![CDATA[" + value[1:] + b"]]>")),
    "references": (SHEET, values(lambda value: referred(value.decode()).encode())),
    "a reference first": (SHEET, values(lambda value: referred(value[:1].decode()).encode() + value[1:])),
    "hexadecimal references": (SHEET, values(lambda value: b"".join(b"&#x%x;" % byte for byte in value))),
    "a comment": (SHEET, values(lambda value: value[:1] + b"<!-- -->" + value[1:])),
    "an instruction": (SHEET, values(lambda value: value[:1] + b"<?x y?>" + value[1:])),
    "texts in sections": (TEXTS, lambda xml: re.sub(rb"<t>([^<]*)</t>", rb"<t><![CDATA[\1]]></t>", xml)),
    "texts as references": (
        TEXTS,
        lambda xml: re.sub("(?<=<t>)[^<]*(?=</t>)", lambda text: referred(text[0]), xml.decode()).encode(),
    ),
    "single quotes": (SHEET, lambda xml: xml.replace(b'"', b"'")),
    "a byte order mark": (SHEET, lambda xml: b"\xef\xbb\xbf" + xml),
    "another namespace prefix": (
        SHEET,
        lambda xml: re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x="),
    ),
    "a prefix and blanks": (
        SHEET,
        lambda xml: re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", values(lambda value: b" " + value + b" ")(xml)).replace(
            b"xmlns=", b"xmlns:x="
        ),
    ),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_values_are_the_same_however_they_are_written(how: str) -> None:
    name, change = WRITTEN[how]
    assert change(PARTS[name]) != PARTS[name]
    assert [grid.rows for grid in grids_of(changed(name, change=change))] == [ROWS]


@pytest.mark.parametrize("name", [SHEET, TEXTS, BOOK, STYLES, LINKS, ROOT_LINKS, TYPES])
def test_a_part_may_be_written_in_utf16(name: str) -> None:
    assert [grid.rows for grid in grids_of(changed(name, change=utf16))] == [ROWS]


def test_all_parts_may_be_written_in_utf16() -> None:
    assert [grid.rows for grid in grids_of(changed(*PARTS, change=utf16))] == [ROWS]


def moved(place: str) -> bytes:
    """The workbook with its main part elsewhere; its links are made absolute."""
    folder, name = posixpath.split(place)
    parts = {
        {BOOK: place, LINKS: posixpath.join(folder, "_rels", f"{name}.rels")}.get(part, part): xml
        for part, xml in PARTS.items()
    }
    links = posixpath.join(folder, "_rels", f"{name}.rels")
    parts[links] = parts[links].replace(b'Target="', b'Target="/xl/')
    for part in (ROOT_LINKS, TYPES):
        parts[part] = parts[part].replace(BOOK.encode(), place.encode())
    return packed(parts)


@pytest.mark.parametrize("place", ["workbook.xml", "xl/workbook2.xml", "book/main.xml", "xl/a/b.xml"])
def test_the_main_part_may_lie_anywhere(place: str) -> None:
    data = moved(place)
    assert [grid.rows for grid in grids_of(data)] == [ROWS]
    assert [len(content or b"") for _, content in files_in(received(), data)] == [len(data)]  # no package of files


@pytest.mark.parametrize(("part", "place"), [(TEXTS, "xl/t/texts.xml"), (STYLES, "looks.xml"), (SHEET, "data/tab.xml")])
def test_the_other_parts_may_lie_anywhere(part: str, place: str) -> None:
    parts = {place if name == part else name: xml for name, xml in PARTS.items()}
    parts[LINKS] = parts[LINKS].replace(part.removeprefix("xl/").encode(), f"/{place}".encode())
    assert [grid.rows for grid in grids_of(packed(parts))] == [ROWS]


def listing(entry: bytes, link: bytes = b"", *, first: bool = False, add: dict[str, bytes] | None = None) -> bytes:
    """The workbook that lists another sheet."""
    parts = PARTS | (add or {})
    mark = b"<sheets>" if first else b"</sheets>"
    parts[BOOK] = parts[BOOK].replace(mark, mark + entry if first else entry + mark)
    parts[LINKS] = parts[LINKS].replace(b"</Relationships>", link + b"</Relationships>")
    return packed(parts)


RELATION = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MICROSOFT = b"http://schemas.microsoft.com/office/2006/relationships/"
LINKED = b'<sheet name="other" sheetId="9" r:id="rId99"/>'


def link(kind: bytes, target: bytes) -> bytes:
    return b'<Relationship Id="rId99" Type="%s" Target="%s"/>' % (kind, target)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("entry", "relation"),
    [
        (b'<sheet name="other" sheetId="9"/>', b""),
        (LINKED, b""),
        (LINKED, link(RELATION + b"worksheet", b"worksheets/sheet9.xml")),
    ],
)
def test_a_worksheet_that_is_listed_and_not_there_costs_no_other(entry: bytes, relation: bytes, first: bool) -> None:
    grids = grids_of(listing(entry, relation, first=first))
    assert [(grid.name, grid.rows, grid.lost) for grid in grids] == [("表", ROWS, False), ("other", [], True)]


def test_a_workbook_of_which_no_worksheet_is_there_is_damaged() -> None:
    with pytest.raises(Unreadable) as caught:
        grids_of(packed({name: xml for name, xml in PARTS.items() if name != SHEET}))
    assert caught.value.notice.rule == "file_damaged"


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    ("kind", "root"),
    [
        (RELATION + b"dialogsheet", "dialogsheet"),
        (RELATION + b"chartsheet", "chartsheet"),
        (MICROSOFT + b"xlMacrosheet", "macrosheet"),
        (MICROSOFT + b"xlIntlMacrosheet", "macrosheet"),
        (MICROSOFT + b"something", "worksheet"),
    ],
)
def test_sheets_of_other_kinds_are_passed_over(kind: bytes, root: str, first: bool) -> None:
    xml = f'<{root} xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></{root}>'.encode()
    data = listing(LINKED, link(kind, b"others/sheet1.xml"), first=first, add={"xl/others/sheet1.xml": xml})
    assert [grid.rows for grid in grids_of(data)] == [ROWS]


@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda number: round(number, 3)), min_size=1, max_size=5),
    st.sampled_from([*WRITTEN]),
    st.sampled_from(["yyyy-mm-dd", "h:mm", "0.00", "[h]:mm"]),
)
def test_no_negative_number_becomes_a_date(numbers: list[float], how: str, code: str) -> None:
    memory = BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as workbook:
        shown = workbook.add_format({"num_format": code})
        page = workbook.add_worksheet("表")
        for at, number in enumerate(numbers):
            page.write_number(at, 0, number, shown)
        page.write(len(numbers), 0, "末行")
    with zipfile.ZipFile(memory) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name, change = WRITTEN[how]
    parts[name] = change(parts[name])
    (grid,) = grids_of(packed(parts))
    for number, (cell,) in zip(numbers, grid.rows, strict=False):
        assert cell == number if number < 0 or code == "0.00" else not isinstance(cell, str)
