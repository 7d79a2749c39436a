"""Remove the marks of an earlier return before a workbook is marked again."""

from __future__ import annotations

import re

from flows.clerks.marking.letter import AUTHOR
from flows.clerks.marking.ooxml.cell_styles import CellStyles
from flows.clerks.marking.ooxml.markup import Patch, elements
from flows.clerks.marking.ooxml.parts import Parts
from flows.read.xlsx_cells import column_number
from transforms.recognise.grid import Place

_STYLED = re.compile(rb"(<(?:\w+:)?c(?:\s[^<>]*?)?\ss=[\"'])([0-9]+)(?=[\"'])")
_BOX = re.compile(rb"<v:shape\s(?:(?!</v:shape>).)*?</v:shape>", re.DOTALL)
_BOX_PLACE = re.compile(rb"<x:Row>\s*([0-9]+)\s*</x:Row>\s*<x:Column>\s*([0-9]+)\s*</x:Column>")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def strip_marks(parts: Parts, styles: CellStyles, part: str) -> None:
    """Remove our colours and comments from a worksheet; a cell gets no fill, as its own is unknown."""
    parts.put(part, _STYLED.sub(lambda match: match[1] + str(styles.bare(int(match[2]))).encode(), parts.read(part)))
    comments = parts.linked(part, "comments")
    removed = _remove_comments(parts, comments) if comments else frozenset()
    for kind, drawing in parts.links(part).values():
        if kind == "vmlDrawing" and removed:
            parts.put(drawing, _BOX.sub(lambda box: b"" if _place(box[0]) in removed else box[0], parts.read(drawing)))


def _remove_comments(parts: Parts, comments: str) -> frozenset[Place]:
    """Remove the comments that are ours; gives their cells."""
    xml = parts.read(comments)
    nodes, patch, removed = elements(xml), Patch(xml), set()
    authors = [xml[node.inner : node.close] for node in nodes if node.local == "author"]
    ours = {str(number) for number, name in enumerate(authors) if name == AUTHOR.encode()}
    for node in nodes:
        reference = _REFERENCE.fullmatch(node.attributes.get("ref", ""))
        if node.local == "comment" and node.attributes.get("authorId") in ours and reference:
            patch.remove(node)
            removed.add((int(reference[2]) - 1, column_number(reference[1])))
    parts.put(comments, patch.applied())
    return frozenset(removed)


def _place(box: bytes) -> Place | None:
    match = _BOX_PLACE.search(box)
    return (int(match[1]), int(match[2])) if match else None
