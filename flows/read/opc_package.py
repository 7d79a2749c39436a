"""The parts of an Excel package and their relationships (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import NamedTuple

from flows.read.xml_events import start_tags
from flows.receive.guard import Limits, damaged, plain_name

_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the two that OPC allows
_BEGINNING = 200  # bytes that hold the declaration of XML
_SMALL = 16 << 10
_DEFLATE_MOST = 1032  # a deflate stream cannot grow more than this many times


class ListedSheet(NamedTuple):
    """A sheet as the workbook lists it; kind and part are empty where nothing belongs to it."""

    name: str
    state: str
    kind: str
    part: str


class Package:
    """A zip package whose directory the guard has checked."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(BytesIO(data))
        self._small: dict[str, bytes] = {}  # parts that are asked for several times, such as links
        self._members = {plain_name(member.filename): member for member in self._zip.infolist()}
        self._main = next((part for kind, part in self.related("").values() if kind == "officeDocument"), "")
        self._parts = self.related(self._main)

    def beginning(self, name: str) -> bytes:
        """The first bytes of a part. Raises as `part` does."""
        return self.part(name)[:_BEGINNING]

    def part(self, name: str) -> bytes:
        """A part's bytes, empty where it is missing. Raises Unreadable when it is broken or longer than declared."""
        member = self._members.get(plain_name(name))
        if member is None:
            return b""
        if member.filename not in self._small:
            content = self._unpacked(member)
            if len(content) > _SMALL:
                return content
            self._small[member.filename] = content
        return self._small[member.filename]

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        if member.compress_type not in _COMPRESSIONS:
            raise damaged()
        try:
            return self._zip.read(member)  # never more than the declared size; the checksum detects a wrong one
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise damaged() from error

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id → (kind, part) of a part; "" stands for the package itself."""
        folder, name = posixpath.split(part)
        return {
            link.get("Id", ""): (link.get("Type", "").rpartition("/")[2], _absolute(folder, link["Target"]))
            for _, tag, link in start_tags(self.part(posixpath.join(folder, "_rels", f"{name}.rels")))
            if tag == "Relationship" and "Target" in link and link.get("TargetMode") != "External"
        }

    def main(self) -> bytes:
        """The part of the workbook itself."""
        return self.part(self._main)

    def linked(self, link: str) -> tuple[str, str]:
        """(kind, part) of a relationship id of the workbook; both empty where it is unknown."""
        return self._parts.get(link, ("", ""))

    def has(self, part: str) -> bool:
        """Whether the package has a part."""
        return plain_name(part) in self._members

    @property
    def main_part(self) -> str:
        """The name of the part of the workbook itself."""
        return self._main

    def sheets(self) -> list[ListedSheet]:
        """All sheets of an .xlsx, in the order of the workbook."""
        listed = (sheet for _, tag, sheet in start_tags(self.main()) if tag == "sheet")
        return [
            ListedSheet(sheet.get("name", ""), sheet.get("state", "visible"), *self.linked(sheet.get("id", "")))
            for sheet in listed
        ]

    def from_1904(self) -> bool:
        """Whether the days of an .xlsx count from 1904."""
        properties = (tag for _, name, tag in start_tags(self.main()) if name == "workbookPr")
        return any(tag.get("date1904") in ("1", "true") for tag in properties)

    def of_kind(self, wanted: str) -> str:
        """The name of the first part of a kind that the workbook links to, empty where there is none."""
        return next((part for kind, part in self._parts.values() if kind == wanted), "")

    def styles(self) -> bytes:
        """The styles part."""
        return self.part(self.of_kind("styles"))

    def shared_texts(self) -> bytes:
        """The part with the texts that cells refer to."""
        return self.part(self.of_kind("sharedStrings"))

    def check_unseen(self, limits: Limits) -> None:
        """Unpacks the part only the native reader reads, if by its packed size it could exceed the limit undeclared."""
        for kind, part in self._parts.values():
            member = self._members.get(plain_name(part))
            if kind == "sharedStrings" and member and member.compress_size * _DEFLATE_MOST > limits.max_unpacked_bytes:
                self.part(part)


def _absolute(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/")))
