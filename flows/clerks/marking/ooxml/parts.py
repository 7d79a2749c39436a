"""Edit a workbook's package: parts are replaced or added, all others are kept as they are."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO

from flows.clerks.marking.ooxml.markup import Element, NotPatchable, Patch, attribute, child, elements
from flows.read.opc_package import Package
from flows.receive.guard import plain_name

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_LINKS = f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode()
_TYPES = "[Content_Types].xml"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
MAIN_TYPES = {
    f"{_SPREADSHEET}sheet.main+xml": ".xlsx",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": ".xlsm",
}
"""Content types of workbooks that a spreadsheet program opens to be filled in, with the file extension of each."""


class Parts:
    """The parts of a package that has passed the guard. Raises NotPatchable for kinds that are no plain workbook."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._zip = zipfile.ZipFile(BytesIO(data))
        self._members = {plain_name(name): name for name in self._zip.namelist()}
        self._new: dict[str, bytes] = {}
        self.main = self.linked("", "officeDocument") or ""
        kind = self.content_type(self.main) if self.read(_TYPES) else ""
        if kind not in MAIN_TYPES:
            raise NotPatchable("it is no plain workbook")
        self.extension = MAIN_TYPES[kind]
        if any(name.startswith("xl/revisions/") for name in self._members):
            raise NotPatchable("the changes of a shared workbook are recorded by worksheet")

    def read(self, part: str) -> bytes:
        """The current bytes of a part, empty where there is none."""
        return self._new.get(plain_name(part), b"") or self._package.part(part)

    def put(self, part: str, content: bytes) -> None:
        """Replace or add a part."""
        self._new[plain_name(part)] = content
        self._members.setdefault(plain_name(part), part.lstrip("/"))

    def add(self, pattern: str, content: bytes, content_type: str | None = None) -> str:
        """Add a part under the first free name; `pattern` holds {} for a number.

        Without a content type, that of its extension applies.
        """
        names = (pattern.format(number) for number in range(1, len(self._members) + 2))
        part = next(name for name in names if plain_name(name) not in self._members)
        self.put(part, content)
        if content_type:
            self._declare(part, content_type)
        return part

    def add_as(self, part: str, content: bytes, content_type: str) -> str:
        """Add a part under this name; one of that name to which nothing links is replaced."""
        self.put(part, content)
        if self.content_type(part) != content_type:
            self._declare(part, content_type)
        return part

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id → (kind, absolute name) of the parts that a part links to."""
        return self._package.related(part)

    def linked(self, part: str, kind: str) -> str | None:
        """The first part of a kind that a part links to."""
        return next((target for linked_kind, target in self.links(part).values() if linked_kind == kind), None)

    def link(self, part: str, kind: str, target: str) -> str:
        """Link a part to another; gives the relationship's id."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        xml = self.read(rels) or _NO_LINKS
        nodes = elements(xml)
        taken = {node.attributes.get("Id") for node in nodes}
        identity = next(new for n in range(1, len(nodes) + 2) if (new := f"rIdW{n}") not in taken)
        new = f"<{nodes[0].prefix}Relationship Id={attribute(identity)} Type={attribute(f'{LINKS}/{kind}')}"
        self._append(rels, xml, nodes[0], f"{new} Target={attribute(target)}/>")
        return identity

    def sheets(self) -> Iterator[tuple[str, str, str]]:
        """Name, kind and part of all sheets in their order, charts and dialogues too."""
        nodes = elements(self.read(self.main))
        if MAIN not in nodes[0].attributes.values():
            raise NotPatchable("it is strict OOXML, which has no legacy drawings for comments")
        links = self.links(self.main)
        for node in nodes:
            if node.depth == 2 and node.local == "sheet":
                identity = next((value for key, value in node.attributes.items() if key.rpartition(":")[2] == "id"), "")
                kind, part = links.get(identity, ("", ""))
                if not self.read(part):
                    raise NotPatchable("a sheet is missing")
                yield node.attributes.get("name", ""), kind, part

    def content_type(self, part: str) -> str:
        """The content type that is declared for a part, by its name or else by its extension."""
        declared = {
            plain_name(node.attributes.get("PartName", "") or f"*.{node.attributes.get('Extension', '')}"): node
            for node in elements(self.read(_TYPES))
        }
        declaration = declared.get(plain_name(part)) or declared.get(f"*.{plain_name(part).rpartition('.')[2]}")
        return declaration.attributes.get("ContentType", "") if declaration else ""

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Declare the content type of an extension, unless it is declared."""
        xml = self.read(_TYPES)
        nodes = elements(xml)
        if not any(node.attributes.get("Extension", "").lower() == extension for node in nodes):
            new = f"<{nodes[0].prefix}Default Extension={attribute(extension)} ContentType={attribute(content_type)}/>"
            patch = Patch(xml)
            if first := child(nodes, "Default") or child(nodes, "Override"):
                patch.insert(first.start, new.encode())
            self.put(_TYPES, patch.applied())

    def _declare(self, part: str, content_type: str) -> None:
        xml = self.read(_TYPES)
        root = elements(xml)[0]
        new = f"<{root.prefix}Override PartName={attribute(part)} ContentType={attribute(content_type)}/>"
        self._append(_TYPES, xml, root, new)

    def _append(self, part: str, xml: bytes, root: Element, new: str) -> None:
        patch = Patch(xml)
        patch.change(root, inside=new.encode())
        self.put(part, patch.applied())

    def written(self) -> bytes:
        """The package: kept members in their order with their dates and compression, then the added ones."""
        memory = BytesIO()
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as target:
            left = dict(self._new)
            for member in self._zip.infolist():
                replaced = left.pop(plain_name(member.filename), None)
                content = self._package.part(member.filename) if replaced is None else replaced
                kept = zipfile.ZipInfo(member.filename, member.date_time)
                kept.external_attr, kept.create_system = member.external_attr, member.create_system
                target.writestr(kept, content, member.compress_type)
            for name, content in left.items():
                target.writestr(zipfile.ZipInfo(self._members[name]), content, zipfile.ZIP_DEFLATED)
        return memory.getvalue()
