"""HTML → PDF with WeasyPrint: a rare character no font has becomes □, all else it warns of raises RenderFailed."""

from __future__ import annotations

import datetime as dt
import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from weasyprint import HTML, Attachment
from weasyprint.document import Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from report_templates.render.continued import mark_continued
from report_templates.render.drawn_once import draw_backgrounds_once
from report_templates.render.justify import justify
from report_templates.render.preflight import ADVICE, RenderFailed
from report_templates.words.typeset import ABSENT, may_be_absent

VARIANT = "pdf/a-3a"
"""Archival and tagged: the text can be read aloud and read out again in a hundred years."""
_NO_GLYPH = ".notdef glyph"
"""How WeasyPrint's warning begins; the character is its first argument."""


class _WarningCollector(logging.Handler):
    """Collects WeasyPrint's warnings about a page, and the rare characters it had no glyph for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self.absent: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        char = str(record.args[0]) if isinstance(record.args, tuple) and record.args else ""
        if str(record.msg).startswith(_NO_GLYPH) and len(char) == 1 and may_be_absent(char):
            self.absent.add(char)
        else:
            self.messages.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[_WarningCollector]:
    """Yields what WeasyPrint warns of. Raises RenderFailed if the page asked for something outside."""
    logger, collector = logging.getLogger("weasyprint"), _WarningCollector()
    logger.addHandler(collector)
    try:
        yield collector
    except FatalURLFetchingError as error:  # derives from BaseException only
        raise RenderFailed(f"The page asks for something that does not belong to it: {error}") from error
    finally:
        logger.removeHandler(collector)


def laid_out(page: str) -> Document:
    """The pages of an HTML text. Only `data:` may be fetched; all else is a fatal error."""
    fetcher = URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    document = HTML(string=page, url_fetcher=fetcher).render(pdf_variant=VARIANT)
    mark_continued(document)
    return document


@dataclass(frozen=True)
class Enclosed:
    """A file attached to a PDF; its name is ASCII, its date that of the document."""

    name: str
    description: str
    content: bytes
    moment: dt.datetime


def printed(page: str, *enclosed: Enclosed) -> bytes:
    """The PDF of an HTML text, the same bytes for the same text and enclosures.

    Raises RenderFailed, but not for a rare character that no installed font has: it is printed as □. Where an ordinary
    one has no glyph, the fonts are not those of a report.
    """
    content, warned = _drawn(page, enclosed)
    if warned.absent:
        content, warned = _drawn(_without(page, warned.absent), enclosed)
    if messages := [*warned.messages, *warned.absent]:
        listed = "; ".join(dict.fromkeys(messages))
        raise RenderFailed(f"The PDF would not be right: {listed}. If a glyph is missing: {ADVICE}")
    return content


def _without(page: str, absent: Iterable[str]) -> str:
    """The page with □ for these characters."""
    for char in absent:
        page = page.replace(char, ABSENT)
    return page


def _drawn(page: str, enclosed: tuple[Enclosed, ...]) -> tuple[bytes, _WarningCollector]:
    """The PDF, and what WeasyPrint warned of."""
    with _warnings() as warned, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile to be closed by Python
        document = laid_out(page)
        justify(document)
        draw_backgrounds_once(document)
        content: bytes = document.write_pdf(
            pdf_variant=VARIANT, pdf_tags=True, attachments=[_attachment(file) for file in enclosed]
        )
    return content, warned


def _attachment(file: Enclosed) -> Attachment:
    moment = file.moment.astimezone(dt.UTC)
    return Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        created=moment,
        modified=moment,
        relationship="Data",
    )
