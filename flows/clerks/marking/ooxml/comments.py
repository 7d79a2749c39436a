"""Comments on cells: the comments part with the words, and the legacy drawing (VML) with their boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.clerks.marking.letter import AUTHOR
from flows.clerks.marking.ooxml.cells import Page
from flows.clerks.marking.ooxml.markup import Element, NotPatchable, Patch, child, elements, text
from flows.clerks.marking.ooxml.parts import LINKS, MAIN, Parts
from transforms.recognise.cell_references import cell_reference
from transforms.recognise.grid import Place

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NO_COMMENTS = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<comments xmlns="{MAIN}"><authors></authors>'
    "<commentList></commentList></comments>"
).encode()
_SPACES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml"',
    b'xmlns:o="urn:schemas-microsoft-com:office:office"',
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"',
)
_NO_BOXES = (
    b"<xml "
    + b" ".join(_SPACES)
    + b'><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_BOX_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_BOX_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})\b")
_FIRST_NUMBER = 1025
_CHARACTERS_IN_LINE = 16
_AFTER_DRAWING = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent", "webPublishItems"}
    | {"tableParts", "extLst"}
)
"""The children of a worksheet that follow its legacy drawing (CT_Worksheet); only they may be alternatives."""


def comment(parts: Parts, part: str, patch: Patch, page: Page, words: Mapping[Place, str]) -> None:
    """Add a comment to each cell and keep existing ones; to one on the same cell our words are appended."""
    comments_part = parts.linked(part, "comments")
    if comments_part is None:
        comments_part = parts.add("/xl/comments{}.xml", _NO_COMMENTS, _TYPE)
        parts.link(part, "comments", comments_part)
    changed, uncommented = _with_comments(parts.read(comments_part), words)
    parts.put(comments_part, changed)
    drawing = child(page.top, "legacyDrawing", 1)
    if drawing is None:
        parts.declare_extension("vml", _VML_TYPE)
        boxes = parts.add("/xl/drawings/vmlDrawing{}.vml", _with_boxes(_NO_BOXES, words, uncommented))
        _show(patch, page, parts.link(part, "vmlDrawing", boxes))
    else:
        identity = next((value for name, value in drawing.attributes.items() if name.rpartition(":")[2] == "id"), "")
        _, boxes = parts.links(part).get(identity, ("", ""))
        if not parts.read(boxes):
            raise NotPatchable("the drawing of the comments is missing")
        parts.put(boxes, _with_boxes(parts.read(boxes), words, uncommented))


def _show(patch: Patch, page: Page, identity: str) -> None:
    following = (node.start for node in page.top if node.local in _AFTER_DRAWING and node.start > page.data.start)
    new = f'<{page.root.prefix}legacyDrawing xmlns:r="{LINKS}" r:id="{identity}"/>'
    patch.insert(next(following, page.root.close), new.encode())


def _with_comments(xml: bytes, words: Mapping[Place, str]) -> tuple[bytes, list[Place]]:
    """The comments part with ours, and the cells that had none."""
    nodes = elements(xml)
    authors, listed = child(nodes, "authors"), child(nodes, "commentList")
    if authors is None or listed is None:
        raise NotPatchable("the comments have no authors or no list")
    patch, p = Patch(xml), nodes[0].prefix
    names = [node for node in nodes if node.local == "author" and node.depth == 2]
    patch.change(authors, inside=f"<{p}author>{AUTHOR}</{p}author>".encode())
    existing = {node.attributes.get("ref", ""): node for node in nodes if node.local == "comment" and node.depth == 2}
    new, uncommented = [], []
    for place, note in sorted(words.items()):
        reference = cell_reference(place)
        if (old := existing.get(reference)) is None:
            uncommented.append(place)
            new.append(
                f'<{p}comment ref="{reference}" authorId="{len(names)}"><{p}text>{_run(p, note)}</{p}text></{p}comment>'
            )
        elif not _is_thread(xml, old, names):
            body = next((node for node in nodes if node.local == "text" and old.start < node.start < old.end), None)
            if body is None:
                raise NotPatchable("a comment has no text")
            patch.change(body, inside=_run(p, f"\n\n{note}").encode())
    patch.change(listed, inside="".join(new).encode())
    return patch.applied(), uncommented


def _is_thread(xml: bytes, comment: Element, authors: list[Element]) -> bool:
    """Whether a comment only stands for a thread of newer programs, which show nothing else there."""
    number = comment.attributes.get("authorId", "")
    author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else None
    return author is not None and xml[author.inner : author.close].startswith(b"tc=")


def _run(prefix: str, words: str) -> str:
    return (
        f'<{prefix}r><{prefix}rPr><{prefix}sz val="9"/><{prefix}rFont val="宋体"/></{prefix}rPr>'
        f'<{prefix}t xml:space="preserve">{text(words)}</{prefix}t></{prefix}r>'
    )


def _with_boxes(vml: bytes, words: Mapping[Place, str], places: list[Place]) -> bytes:
    """The legacy drawing with a box for the comment on each place; it need not be well-formed XML."""
    end = vml.rfind(b"</xml>")
    if end < 0 or not all(space in vml for space in _SPACES):
        raise NotPatchable("the drawing of the comments is of an unknown kind")
    first = max([_FIRST_NUMBER - 1, *map(int, _BOX_NUMBER.findall(vml))]) + 1
    new = [] if b'id="_x0000_t202"' in vml else [_BOX_TYPE]
    new += [_box(first + n, place, words[place]) for n, place in enumerate(places)]
    return vml[:end] + "".join(new).encode() + vml[end:]


def _box(number: int, place: Place, words: str) -> str:
    row, column = place
    lines = sum(1 + len(line) // _CHARACTERS_IN_LINE for line in words.split("\n"))
    top = max(row - 1, 0)
    return _BOX.format(
        number=number, left=column + 1, top=top, right=column + 4, bottom=top + lines + 1, row=row, column=column
    )
