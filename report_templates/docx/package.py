"""The bytes of a .docx: the same for the same document, its metadata those of the edition."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document

from report_templates.model.report import Report

_FIRST = "[Content_Types].xml"
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The oldest a zip file knows, for all its entries."""


def packed(document: Document, report: Report) -> bytes:
    """The document as a file. python-docx writes the time of day into it; it is written anew without."""
    _describe(document, report)
    saved, made = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in sorted(before.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = ZipInfo(name, _MOMENT)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
            after.writestr(entry, before.read(name))
    return made.getvalue()


def _describe(document: Document, report: Report) -> None:
    head, facts = report.masthead, document.core_properties
    moment = dt.datetime.fromisoformat(head.created).astimezone(dt.UTC).replace(tzinfo=None)
    facts.title, facts.author, facts.language = report.title, head.issuer, "zh-CN"
    facts.subject = "，".join(filter(None, (head.week, head.edition, report.variant, head.rules, head.serial)))
    facts.created = facts.modified = moment
    facts.revision, facts.last_modified_by, facts.comments, facts.keywords = 1, "", "", ""
