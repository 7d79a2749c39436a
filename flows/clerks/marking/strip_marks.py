"""Marks of an earlier return: they are taken off again before a workbook that came back is marked anew."""

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
    """Remove our colours and comments from a worksheet; a cell gets no fill, for its own is no longer known."""
    parts.put(part, _STYLED.sub(lambda found: found[1] + str(styles.bare(int(found[2]))).encode(), parts.read(part)))
    place = parts.linked(part, "comments")
    removed = _remove_comments(parts, place) if place else frozenset()
    for kind, drawing in parts.links(part).values():
        if kind == "vmlDrawing" and removed:
            parts.put(drawing, _BOX.sub(lambda box: b"" if _place(box[0]) in removed else box[0], parts.read(drawing)))


def _remove_comments(parts: Parts, place: str) -> frozenset[Place]:
    """Remove the comments that are ours; gives their cells."""
    xml = parts.read(place)
    found, patch, removed = elements(xml), Patch(xml), set()
    authors = [xml[one.inner : one.close] for one in found if one.local == "author"]
    ours = {str(number) for number, name in enumerate(authors) if name == AUTHOR.encode()}
    for one in found:
        reference = _REFERENCE.fullmatch(one.attributes.get("ref", ""))
        if one.local == "comment" and one.attributes.get("authorId") in ours and reference:
            patch.remove(one)
            removed.add((int(reference[2]) - 1, column_number(reference[1])))
    parts.put(place, patch.applied())
    return frozenset(removed)


def _place(box: bytes) -> Place | None:
    found = _BOX_PLACE.search(box)
    return (int(found[1]), int(found[2])) if found else None
