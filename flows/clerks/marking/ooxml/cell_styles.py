"""The styles part: fills and cell styles are appended, existing ones keep their numbers."""

from __future__ import annotations

import re

from flows.clerks.marking.colours import COLOURS
from flows.clerks.marking.ooxml.markup import Element, NotPatchable, Patch, child, elements, with_attribute
from flows.clerks.marking.ooxml.parts import MAIN, Parts

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_MOST_STYLES = 64_000  # more cell styles than this a spreadsheet program does not open
_NONE = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<styleSheet xmlns="{MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf xfId="0"/></cellXfs></styleSheet>'
).encode()


class CellStyles:
    """Collects the styles that worksheets need; `finish` writes them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._part = parts.linked(parts.main, "styles") or self._added()
        self._xml = parts.read(self._part)
        nodes = elements(self._xml, lambda depth, *_: depth <= 2)
        self._prefix = nodes[0].prefix
        self._groups = {name: _group(nodes, name) for name in ("fonts", "fills", "cellXfs")}
        self._first = {name: _members(nodes, group) for name, group in self._groups.items()}
        self._new: dict[str, list[str]] = {name: [] for name in self._groups}
        self._known: dict[tuple[int, int], int] = {}
        ours = re.compile("|".join(COLOURS.values()).encode())
        fills = enumerate(self._first["fills"])
        self._ours = {str(number) for number, fill in fills if ours.search(self._xml, fill.start, fill.end)}

    def coloured(self, style: int, colour: str) -> int:
        """The number of a style like `style` with this fill."""
        return self._like(style, self.fill(colour))

    def bare(self, style: int) -> int:
        """The number of a style like `style`, without its fill where that is one of our colours."""
        cells = self._first["cellXfs"]
        fill = cells[style].attributes.get("fillId") if style < len(cells) else None
        return self._like(style, 0) if fill in self._ours else style

    def _like(self, style: int, fill: int) -> int:
        if (style, fill) not in self._known:
            cells = self._first["cellXfs"]
            if style >= len(cells):
                raise NotPatchable("a cell has a style that is not there")
            like = cells[style]
            tag = with_attribute(self._xml[like.start : like.inner], "fillId", str(fill))
            tag = with_attribute(tag, "applyFill", "1")
            new = (tag + self._xml[like.inner : like.end]).decode("utf-8")
            self._known[style, fill] = self._append("cellXfs", new)
        return self._known[style, fill]

    def fill(self, colour: str) -> int:
        """The number of a plain fill."""
        p = self._prefix
        return self._append(
            "fills",
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{colour}"/><{p}bgColor indexed="64"/>'
            f"</{p}patternFill></{p}fill>",
        )

    def text(self, *, bold: bool = False, link: bool = False, size: int = 11, fill: str | None = None) -> int:
        """The number of a style for words of ours, which wrap."""
        p = self._prefix
        look = f"<{p}b/>" * bold + f"<{p}u/>" * link + f'<{p}sz val="{size}"/>'
        look += f'<{p}color rgb="{"FF0563C1" if link else "FF000000"}"/><{p}name val="宋体"/>'
        font = self._append("fonts", f"<{p}font>{look}</{p}font>")
        colour = self.fill(fill) if fill else 0
        return self._append(
            "cellXfs",
            f'<{p}xf numFmtId="0" fontId="{font}" fillId="{colour}" borderId="0" applyFont="1" applyFill="1" '
            f'applyAlignment="1"><{p}alignment vertical="top" wrapText="1"/></{p}xf>',
        )

    def finish(self) -> None:
        """Write the styles part."""
        patch = Patch(self._xml)
        for name, group in self._groups.items():
            count = len(self._first[name]) + len(self._new[name])
            if name == "cellXfs" and count > _MOST_STYLES:
                raise NotPatchable("there are too many cell styles")
            if self._new[name]:
                patch.change(group, {"count": str(count)}, "".join(self._new[name]).encode())
        self._parts.put(self._part, patch.applied())

    def _append(self, group: str, xml: str) -> int:
        new = self._new[group]
        if xml not in new:
            new.append(xml)
        return len(self._first[group]) + new.index(xml)

    def _added(self) -> str:
        part = self._parts.add_as("/xl/styles.xml", _NONE, _TYPE)  # some programs look nowhere else
        self._parts.link(self._parts.main, "styles", part)
        return part


def _group(nodes: list[Element], name: str) -> Element:
    group = child(nodes, name)
    if group is None:
        raise NotPatchable(f"the styles have no {name}")
    return group


def _members(nodes: list[Element], group: Element) -> list[Element]:
    return [node for node in nodes if node.depth == 2 and group.start < node.start < group.end]
