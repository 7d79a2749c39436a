"""任免审批表 as .lrmx: one XML file of a person, each field an element of that name (docs/domain.md §3.1)."""

from __future__ import annotations

import re

from flows.clerks.appointment_forms.fields import WANTED, Fields
from flows.read.formats.encodings import decoded
from flows.read.xml_events import local, parse, xml_parser
from transforms.records.notice import Unreadable

ROOT = "Person"
_DECLARED = re.compile(r"\A\s*<\?xml[^<>]*\?>")


def lrmx_fields(data: bytes) -> Fields:
    """The WANTED fields; all others, a photograph among them, are passed over unread.

    Raises Unreadable: no such form, broken XML, a document type (and so every entity).
    """
    person = _Person()
    # Writers declare GB2312, which expat does not know, or another encoding than they write.
    xml = _DECLARED.sub("", decoded(data).lstrip("\ufeff")).encode()
    parse(xml_parser(person.start, person.end, person.text), xml)
    return {name: text for name, parts in person.fields.items() if (text := "".join(parts).strip())}


class _Person:
    """Fields are children of the root; those of relatives, named alike, lie deeper."""

    def __init__(self) -> None:
        self.fields: dict[str, list[str]] = {}
        self._depth = 0
        self._field: str | None = None

    def start(self, name: str, _: dict[str, str]) -> None:
        tag = local(name)
        if self._depth == 0 and tag != ROOT:
            raise no_form()
        self._depth += 1
        self._field = tag if self._depth == 2 and tag in WANTED else None
        if self._field:
            self.fields.setdefault(self._field, [])

    def text(self, text: str) -> None:
        if self._field:
            self.fields[self._field].append(text)

    def end(self, _: str) -> None:
        self._depth -= 1
        self._field = None


def no_form() -> Unreadable:
    """The refusal of a file that is no appointment form."""
    return Unreadable(
        "no_appointment_form",
        "文件不是干部任免审批表。请提供任免审批表编辑器保存的 .lrmx 文件，或以表格填写的 .docx 文件。",
    )
