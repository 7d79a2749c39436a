"""HTML → PDF with WeasyPrint; its warnings (such as a missing glyph) and errors raise RenderFailed."""

from __future__ import annotations

import datetime as dt
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from weasyprint import HTML, Attachment
from weasyprint.document import Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from report_templates.render.justify import justify
from report_templates.render.preflight import ADVICE, RenderFailed

VARIANT = "pdf/a-3a"
"""Archival and tagged: the text can be read aloud and read out again in a hundred years."""


class _WarningCollector(logging.Handler):
    """Collects WeasyPrint's warnings about a page."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _no_warning() -> Iterator[None]:
    """Raises RenderFailed at the end if WeasyPrint logged a warning or an error, or asked for something outside."""
    logger, warnings = logging.getLogger("weasyprint"), _WarningCollector()
    logger.addHandler(warnings)
    try:
        yield
    except FatalURLFetchingError as error:  # derives from BaseException only
        raise RenderFailed(f"The page asks for something that does not belong to it: {error}") from error
    finally:
        logger.removeHandler(warnings)
    if warnings.messages:
        messages = "; ".join(dict.fromkeys(warnings.messages))
        raise RenderFailed(f"The PDF would not be right: {messages}. If a glyph is missing: {ADVICE}")


def laid_out(page: str) -> Document:
    """The pages of an HTML text. Only `data:` may be fetched; all else is a fatal error."""
    fetcher = URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    return HTML(string=page, url_fetcher=fetcher).render(pdf_variant=VARIANT)


@dataclass(frozen=True)
class Enclosed:
    """A file attached to a PDF; its name is ASCII, its date that of the document."""

    name: str
    description: str
    content: bytes
    moment: dt.datetime


def printed(page: str, *enclosed: Enclosed) -> bytes:
    """The PDF of an HTML text, the same bytes for the same text and enclosures. Raises RenderFailed."""
    with _no_warning(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile to be closed by Python
        document = laid_out(page)
        justify(document)
        content: bytes = document.write_pdf(
            pdf_variant=VARIANT, pdf_tags=True, attachments=[_attachment(file) for file in enclosed]
        )
    return content


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
