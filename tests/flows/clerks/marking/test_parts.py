"""A marked copy differs from the original in nothing but styles, comments and the worksheet in front."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from expectations.contract.rules import Reaction
from flows.clerks.marking.letter import Note
from flows.clerks.marking.mark_file import CopyTask, mark_file
from flows.clerks.marking.ooxml.markup import NotPatchable
from flows.clerks.marking.patch import patched
from flows.read.workbook import read_bytes
from samples.dirt.dirt import soil
from samples.story.story import inboxes
from samples.week import write_inboxes
from tests.support.runs.counties import qichun
from tests.support.runs.weeks import W47
from tests.support.workbooks.marks import LETTER, find, own_grids, parts, sheets, tag
from tests.support.workbooks.odd import odd_workbooks
from transforms.recognise.cell_references import cell_reference
from transforms.recognise.grid import Grid
from transforms.recognise.return_sheet import NAME, is_return_sheet
from transforms.records.notice import Unreadable

pytestmark = pytest.mark.usefixtures("plainly")

ODD_FILES = [path for path in odd_workbooks() if path.suffix in {".xlsx", ".xlsm"}]

CHANGED = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml|xl/comments.*\.xml"
    r"|xl/(worksheets|chartsheets|dialogsheets|macrosheets)/(_rels/)?[^/]+|xl/drawings/vmlDrawing[^/]*\.vml",
    re.IGNORECASE,
)
"""Parts that a mark may touch."""

# CT_Worksheet, ECMA-376 part 1, 18.3.1.99
ORDER = re.findall(
    r"\w+",
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst",
)


def marks_on(grids: tuple[Grid, ...]) -> tuple[Note, ...]:
    """Marks of each severity: on the corners, in the middle, beside and below the data, and on no cell at all."""
    notes = [Note(None, None, None, None, Reaction.FILE, "整表有问题。")]
    for grid in grids:
        height, width = len(grid.rows), len(grid.rows[0]) if grid.rows else 1
        places = [
            (0, 0),
            (height // 2, width // 2),
            (max(height - 1, 0), width - 1),
            (height // 2, width),
            (height + 5, width + 2),
        ]
        for number, (row, column) in enumerate(dict.fromkeys(places)):
            reaction = (Reaction.CELL, Reaction.ROW, Reaction.FIXW)[number % 3]
            cell = cell_reference((row, column))
            notes.append(Note(grid.name, row + 1, cell, "列", reaction, "「列」<不对> & 请改正。", "应填文字", "某某"))
    return tuple(notes)


def events(xml: bytes) -> list[tuple[str, dict[str, str], str]]:
    """A worksheet without what marks change: styles of cells, empty cells and rows, the selection, the drawing."""
    root = ET.fromstring(xml)
    kept = []
    for element in root.iter():
        name = tag(element)
        content = len(element) or (element.text or "").strip()
        empty = (name == "c" and not len(element)) or (name == "row" and not any(len(cell) for cell in element))
        if name == "legacyDrawing" or empty:
            continue
        ignored = {"c": {"s"}, "sheetView": {"tabSelected"}}.get(name, set())
        kept.append(
            (
                element.tag,
                {k: v for k, v in element.attrib.items() if k not in ignored},
                element.text or "" if content else "",
            )
        )
    return kept


def check_untouched(before: bytes, after: bytes) -> None:
    old, new = parts(before), parts(after)
    assert old.keys() <= new.keys()
    for name, content in old.items():
        if not CHANGED.fullmatch(name):
            assert new[name] == content, name
        elif re.fullmatch(r"xl/(work|chart|dialog|macro)sheets/[^/]+", name, re.IGNORECASE) and name.endswith(".xml"):
            assert events(new[name]) == events(content), name
    for group in ("cellXfs", "fills", "fonts", "dxfs", "cellStyleXfs", "numFmts", "borders"):
        assert children(new, group)[: len(children(old, group))] == children(old, group)
    assert len(children(new, "dxfs")) == len(children(old, "dxfs"))


def children(contents: dict[str, bytes], group: str) -> list[bytes]:
    """The members of a group of the styles."""
    if "xl/styles.xml" not in contents:
        return []
    groups = [element for element in ET.fromstring(contents["xl/styles.xml"]) if tag(element) == group]
    return [ET.tostring(child) for child in groups[0]] if groups else []


def check_built_well(after: bytes) -> None:
    contents = parts(after)
    for name, content in contents.items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(content)  # raises on what is not well-formed
        if name.endswith(".rels"):
            only_once(re.findall(rb'\sId\s*=\s*["\']([^"\']*)', content))
        if name.endswith(".vml"):
            only_once(re.findall(rb'<v:shape\s[^>]*?id="([^"]*)"', content))
    only_once(
        override.attrib["PartName"].lower()
        for override in find(ET.fromstring(contents["[Content_Types].xml"]), "Override")
    )
    listed = find(ET.fromstring(contents["xl/workbook.xml"]), "sheet")
    only_once(entry.attrib["sheetId"] for entry in listed)
    only_once(entry.attrib["name"].lower() for entry in listed)
    assert listed[0].attrib["name"] == NAME
    selected = [
        selection
        for name in contents
        if "sheets/" in name and name.endswith(".xml")
        for selection in selections(contents[name])
    ]
    assert selected == ["1"]
    for sheet in sheets(after).values():
        order = [ORDER.index(tag(element)) for element in sheet.root if tag(element) in ORDER]
        assert order == sorted(order)
        cells = [cell.attrib["r"] for cell in find(sheet.root, "c") if "r" in cell.attrib]
        only_once(cells)


def selections(xml: bytes) -> list[str]:
    values = (view.attrib.get("tabSelected") for view in find(ET.fromstring(xml), "sheetView"))
    return [value for value in values if value in {"1", "true"}]


def only_once(values: Iterable[object]) -> None:
    assert [value for value, count in Counter(values).items() if count > 1] == []


@pytest.mark.skipif(not ODD_FILES, reason="the public odd workbooks are not at hand")
@pytest.mark.parametrize("path", ODD_FILES, ids=lambda path: path.name)
def test_odd_workbooks_keep_everything(path: Path) -> None:
    data = path.read_bytes()
    try:
        workbook = read_bytes(data)
    except Unreadable:
        pytest.skip("the reader refuses it")
    notes = marks_on(workbook.grids)
    copy = mark_file(CopyTask(data, notes, LETTER))
    values = [grid.rows for grid in workbook.grids]
    assert [grid.rows for grid in own_grids(copy)] == values
    assert is_return_sheet(read_bytes(copy).grids[0])
    check_built_well(copy)
    try:
        patched(data, notes, LETTER)
    except NotPatchable:
        return  # the copy was made anew, with equal values
    assert own_grids(copy) == list(workbook.grids)
    check_untouched(data, copy)


@pytest.mark.skipif(not ODD_FILES, reason="the public odd workbooks are not at hand")
def test_nearly_all_odd_workbooks_are_patched() -> None:
    refused = []
    for path in ODD_FILES:
        try:
            read_bytes(path.read_bytes())
            patched(path.read_bytes(), (), LETTER)
        except Unreadable:
            continue
        except NotPatchable:
            refused.append(path.name)
    assert len(refused) <= 2, refused


@pytest.fixture(scope="module")
def dirty_inbox(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("dirty")
    boxes = inboxes(qichun(), periods=(W47,), scale=0.05)
    soil(boxes, qichun(), 1.0, 7)
    write_inboxes(folder, boxes, qichun())
    return sorted((folder / "inbox" / W47).iterdir())


def test_sample_workbooks_keep_everything(dirty_inbox: list[Path]) -> None:
    checked = 0
    for path in dirty_inbox:
        data = path.read_bytes()
        try:
            workbook = read_bytes(data)
        except Unreadable:
            continue
        copy = mark_file(CopyTask(data, marks_on(workbook.grids), LETTER))
        assert own_grids(copy) == list(workbook.grids), path.name
        check_untouched(data, copy)
        check_built_well(copy)
        checked += 1
    assert checked > 20
