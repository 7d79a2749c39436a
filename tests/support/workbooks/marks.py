"""Marked copies taken apart: parts, worksheets and what stands on a cell, for tests."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree as ET

from expectations.contract.rules import Reaction
from flows.clerks.marking.letter import Letter, Note
from flows.read.workbook import read_bytes
from transforms.recognise.grid import Grid
from transforms.recognise.return_sheet import is_return_sheet

LETTER = Letter(deadline="2021年12月1日18时", contact="县委组织部某某室（示例）", unit="县委组织部", period="2021-W47")
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def parts(data: bytes) -> dict[str, bytes]:
    """The members of a package."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert len({*package.namelist()}) == len(package.namelist())
        return {name: package.read(name) for name in package.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    """A package of these members."""
    memory = BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return memory.getvalue()


def own_grids(data: bytes) -> list[Grid]:
    """What the reader gives of the clerk's own worksheets."""
    return [grid for grid in read_bytes(data).grids if not is_return_sheet(grid)]


def tag(element: ET.Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def find(root: ET.Element, name: str) -> list[ET.Element]:
    """All elements of a name, in any namespace."""
    return [element for element in root.iter() if isinstance(element.tag, str) and tag(element) == name]


@dataclass
class Sheet:
    """A worksheet of a package: its part, colours and comments by cell, and links by cell."""

    part: str
    root: ET.Element
    colours: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


def sheets(data: bytes) -> dict[str, Sheet]:
    """The worksheets of a workbook by name, as another program would look them up."""
    contents = parts(data)
    book = ET.fromstring(contents["xl/workbook.xml"])
    targets = _links(contents, "xl/workbook.xml")
    fills = _fills(contents["xl/styles.xml"])
    return {
        entry.attrib["name"]: _sheet(contents, targets[entry.attrib[f"{_R}id"]], fills)
        for entry in find(book, "sheet")
        if "worksheets/" in targets[entry.attrib[f"{_R}id"]]
    }


def _links(contents: dict[str, bytes], part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    xml = contents.get(f"{folder}/_rels/{name}.rels")
    links = find(ET.fromstring(xml), "Relationship") if xml else []
    return {
        link.attrib["Id"]: posixpath.normpath(posixpath.join("/", folder, link.attrib["Target"])).lstrip("/")
        for link in links
    }


def _fills(styles: bytes) -> list[str]:
    """The colour of each cell style."""
    root = ET.fromstring(styles)
    colours = [
        next((colour.attrib.get("rgb", "") for colour in find(fill, "fgColor")), "")
        for fill in next(group for group in root if tag(group) == "fills")
    ]
    cells = next(group for group in root if tag(group) == "cellXfs")
    return [colours[int(style.attrib.get("fillId", "0"))] for style in cells]


def _sheet(contents: dict[str, bytes], part: str, fills: list[str]) -> Sheet:
    root = ET.fromstring(contents[part])
    sheet = Sheet(part, root)
    sheet.colours = {
        cell.attrib["r"]: fills[int(cell.attrib.get("s", "0"))] for cell in find(root, "c") if "r" in cell.attrib
    }
    sheet.links = {link.attrib["ref"]: link.attrib.get("location", "") for link in find(root, "hyperlink")}
    for target in _links(contents, part).values():
        if "comments" in target and target.endswith(".xml") and "threaded" not in target.lower():
            comments = find(ET.fromstring(contents[target]), "comment")
            sheet.comments = {
                comment.attrib["ref"]: "".join(t.text or "" for t in find(comment, "t")) for comment in comments
            }
    return sheet


def note(worksheet: str | None, cell: str | None, reaction: str = "CELL", message: str = "「姓名」不对。") -> Note:
    """A note on a cell."""
    row = int("".join(filter(str.isdigit, cell))) if cell else None
    return Note(worksheet, row, cell, "姓名", Reaction(reaction), message)
