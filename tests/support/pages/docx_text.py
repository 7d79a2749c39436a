"""What a .docx and an HTML page of the same report say, without blanks and without what is drawn."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

from report_templates.docx.words import LAMP

_SILENT = {"style", "script", "svg", "title"}


def docx_words(content: bytes) -> str:
    """The text of the body in its order, tables cell by cell."""
    body = Document(BytesIO(content)).element.body
    return tight("".join(text.text or "" for text in body.iter(qn("w:t"))))


def docx_everything(content: bytes) -> str:
    """All texts and attributes of all parts: body, heads and feet, metadata, alternatives of pictures."""
    with ZipFile(BytesIO(content)) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if not name.endswith(".png")]
    return "\n".join([*texts, *(re.sub("<[^>]*>", "", text) for text in texts)])


def page_words(page: str) -> str:
    """The text of an HTML page's head, content and foot, without that of its drawings."""
    reader = _Text()
    reader.feed(page)
    reader.close()
    return tight("".join(reader.words))


def tight(text: str) -> str:
    """Without blanks, and without the dot of a light, which a page draws."""
    return re.sub(r"\s", "", text.replace(LAMP, ""))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        self.inside += tag in {"header", "main", "footer"} and ("class", "readerhead") not in attrs

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT
        self.inside -= tag in {"header", "main", "footer"} and self.inside > 0

    def handle_data(self, data: str) -> None:
        if self.inside and not self.silent:
            self.words.append(data)
