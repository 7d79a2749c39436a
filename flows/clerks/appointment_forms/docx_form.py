"""任免审批表 as .docx: a table in which each label stands in the cell before its value (WordprocessingML)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.clerks.appointment_forms.fields import EDUCATIONS, LABELS, SCHOOL, Fields
from flows.clerks.appointment_forms.lrmx import no_form
from flows.read.opc_package import Package
from flows.read.xml_events import local, parse, xml_parser

DOCUMENT = "word/document.xml"
_BRACKETS = re.compile(r"[（(].*?[）)]", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_RELATIVES = ("家庭", "称谓")
_DEGREES = ("学士", "硕士", "博士", "学位")
_LABELLED = frozenset(LABELS) | {SCHOOL}


def docx_forms(data: bytes) -> tuple[Fields, ...]:
    """The fields of each form in a package that the guard has checked; of its parts only the text is opened.

    Raises Unreadable: no such form, one without a name, a broken package, a document type.
    """
    tables = _Tables()
    parse(xml_parser(tables.start, tables.end, tables.text), Package(data).part(DOCUMENT))
    forms = tuple(_fields(rows) for rows in _forms(tables.rows))
    if not forms or any("XingMing" not in fields for fields in forms):
        raise no_form()
    return forms


def _forms(rows: list[list[str]]) -> list[list[list[str]]]:
    """The rows of each form: one begins where name and sex are asked for."""
    forms: list[list[list[str]]] = []
    for row in rows:
        if {"姓名", "性别"} <= set(map(_label, row)):
            forms.append([])
        if forms:
            forms[-1].append(row)
    return forms


def _fields(rows: list[list[str]]) -> Fields:
    fields: dict[str, str] = {}
    for name, value in _values(rows):
        if value:
            fields.setdefault(name, value)
    return fields


def _values(rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Field and text of each label with a value behind it, up to the relatives, who have names, too."""
    for row in rows:
        labels = [_label(cell) for cell in row]
        if any(label.startswith(_RELATIVES) for label in labels):
            return
        education = EDUCATIONS[0]
        for label, after, value in zip(labels, labels[1:], row[1:], strict=False):
            if label in ("全日制教育", "在职教育"):
                education = EDUCATIONS[label == "在职教育"]
            if after in _LABELLED:
                continue
            if label == SCHOOL:
                yield f"{education}_XueLi_BiYeYuanXiaoXi", _BLANKS.sub("", value)
            elif label in ("全日制教育", "在职教育"):
                yield from _education(education, value)
            elif name := LABELS.get(label):
                yield name, _plain(name, value)


def _label(cell: str) -> str:
    return _BLANKS.sub("", _BRACKETS.sub("", cell))


def _plain(name: str, value: str) -> str:
    """A text of several lines as one; of the month of birth without the age behind it (1965.10（56岁）)."""
    return _BLANKS.sub("", _BRACKETS.sub("", value) if name == "ChuShengNianYue" else value)


def _education(education: str, value: str) -> Iterator[tuple[str, str]]:
    """学历 and 学位, which share a cell: 大学 above 农学学士."""
    for line in filter(None, map(str.strip, value.splitlines())):
        yield f"{education}_{'XueWei' if line.endswith(_DEGREES) else 'XueLi'}", _BLANKS.sub("", line)


class _Tables:
    """The texts of all cells by rows, a line for each paragraph; a table within a cell is no part of its text."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._open: list[list[str]] = []  # rows that are not at their end
        self._cells: list[list[str]] = []
        self._in_text = False
        self._left_out = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        tag = local(name)
        if self._left_out or tag == "Fallback":  # what older programs show instead: the same again
            self._left_out += 1
        elif tag == "tr":
            self._open.append([])
        elif tag == "tc":
            self._cells.append([])
        self._in_text = tag == "t" and not self._left_out

    def text(self, text: str) -> None:
        if self._in_text and self._cells:
            self._cells[-1].append(text)

    def end(self, name: str) -> None:
        tag, self._in_text = local(name), False
        if self._left_out:
            self._left_out -= 1
        elif tag in ("p", "br") and self._cells:
            self._cells[-1].append("\n")
        elif tag == "tc" and self._open:
            self._open[-1].append("".join(self._cells.pop()).strip())
        elif tag == "tr":
            self.rows.append(self._open.pop())
