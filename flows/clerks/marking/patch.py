"""A copy of a workbook that differs only in colours, comments and the worksheet 修改说明 in front."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from flows.clerks.marking.colours import COLOURS
from flows.clerks.marking.first_sheet import add_first_sheet
from flows.clerks.marking.letter import AUTHOR, Letter, Note, by_worksheet, comment_of, in_order, severest
from flows.clerks.marking.ooxml.cell_styles import CellStyles
from flows.clerks.marking.ooxml.cells import anchors, colour, page
from flows.clerks.marking.ooxml.comments import comment
from flows.clerks.marking.ooxml.markup import Patch, elements
from flows.clerks.marking.ooxml.parts import Parts
from transforms.recognise.cell_references import cell_place
from transforms.recognise.grid import Place

_SELECTED = re.compile(rb"<(?:\w+:)?sheetView(?:\s[^>]*?)?\stabSelected\s*=\s*[\"'](1|true)[\"']")
_STYLED = re.compile(rb"(<(?:\w+:)?c(?:\s[^<>]*?)?\ss=[\"'])([0-9]+)(?=[\"'])")
_BOX = re.compile(rb"<v:shape\s(?:(?!</v:shape>).)*?</v:shape>", re.DOTALL)
_BOX_PLACE = re.compile(rb"<x:Row>\s*([0-9]+)\s*</x:Row>\s*<x:Column>\s*([0-9]+)\s*</x:Column>")


def patched(data: bytes, notes: Sequence[Note], letter: Letter, earlier: Collection[str] = ()) -> bytes:
    """The marked copy of an .xlsx or .xlsm that has passed the guard.

    Raises NotPatchable for a package that cannot be changed safely, such as strict OOXML, and Unreadable for a broken
    one. `earlier` names the worksheets 修改说明 of an earlier return: the marks made then are replaced.
    """
    parts = Parts(data)
    styles = CellStyles(parts)
    listed = in_order(notes)
    placed = by_worksheet(listed)
    for name, kind, part in parts.sheets():
        if earlier and kind == "worksheet":
            _strip_marks(parts, styles, part)
        patch = Patch(parts.read(part))
        _deselect(patch)
        if kind == "worksheet" and name in placed:
            _mark(parts, styles, part, patch, placed[name])
        if patch.edits:
            parts.put(part, patch.applied())
    add_first_sheet(parts, styles, listed, letter, len(notes), next(iter(earlier), None))
    styles.finish()
    return parts.written()


def _strip_marks(parts: Parts, styles: CellStyles, part: str) -> None:
    """Remove our colours and comments of an earlier return; a cell gets no fill, as its own is unknown."""
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
        place = cell_place(node.attributes.get("ref", ""))
        if node.local == "comment" and node.attributes.get("authorId") in ours and place:
            patch.remove(node)
            removed.add(place)
    parts.put(comments, patch.applied())
    return frozenset(removed)


def _place(box: bytes) -> Place | None:
    match = _BOX_PLACE.search(box)
    return (int(match[1]), int(match[2])) if match else None


def _deselect(patch: Patch) -> None:
    """Only 修改说明 is selected: with two selected worksheets, what is typed would go into both."""
    for match in _SELECTED.finditer(patch.xml):
        patch.edits.append((match.start(1), match.end(1), b"0"))


def _mark(parts: Parts, styles: CellStyles, part: str, patch: Patch, placed: Mapping[Place, Sequence[Note]]) -> None:
    shown: dict[Place, list[Note]] = {}
    for place, anchor in anchors(patch.xml, placed).items():
        shown.setdefault(anchor, []).extend(placed[place])
    sheet = page(patch.xml, {row for row, _ in shown})
    colours = {place: COLOURS[severest(cell_notes)] for place, cell_notes in shown.items()}
    colour(patch, sheet, colours, styles.coloured)
    comment(parts, part, patch, sheet, {place: comment_of(cell_notes) for place, cell_notes in shown.items()})
