"""Detects the format of a file by its first bytes, never by its name (domain.md §12, M04, M05, M08)."""

from __future__ import annotations

import re
from collections.abc import Collection

from flows.receive.compound import Compound

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x09\x08", "xls"),  # the stream of a workbook without its container, as scripts of web sites write it
    (b"\x09\x04", "biff"),
    (b"\x09\x02", "biff"),
    (b"\x09\0\4\0", "biff"),
)
_IMAGES = (
    re.compile(rb"GIF8[79]a.{0,6}\0", re.DOTALL),
    re.compile(rb"BM.{4}\0{4}", re.DOTALL),
    re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    re.compile(rb"\0.{3}ftyp", re.DOTALL),
)
"""Images whose first bytes are letters, with which a heading may begin as well; no text has the zeros behind them."""
_PACKAGE = (b"PK\3\4", b"PK\5\6", b"PK\7\x08")
_MEMBERS = (
    ("encryptedpackage", "encrypted"),
    ("encrypted-package", "encrypted"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "document"),
    ("ppt/presentation.xml", "document"),
    ("content.xml", "ods"),
)
CONTENT_TYPES = "[content_types].xml"
"""The member of an Office package that says what its parts are, in small letters."""
_DECLARED = (
    (b"sheet.binary.macroenabled.main", "xlsb"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"sheet.macroenabled.main+xml", "xlsx"),
    (b"template.macroenabled.main+xml", "xlsx"),
    (b"wordprocessingml", "document"),
    (b"presentationml", "document"),
)
_STREAMS = (("Workbook", "xls"), ("Book", "xls"), ("EncryptedPackage", "encrypted"), ("WordDocument", "document"))
_MARKUP = (
    (re.compile(r"<Person[\s>][^<]*<XingMing[\s>/]"), "lrmx"),
    (re.compile(r"<(?:\w+:)?document\s[^<>]*opendocument", re.IGNORECASE), "fods"),
    (re.compile(r"<(?:\w+:)?Workbook\s[^<>]*urn:schemas-microsoft-com:office:spreadsheet"), "spreadsheetml"),
    (re.compile(r"<(?:html|table|body|head|meta|!doctype html)[\s>]", re.IGNORECASE), "html"),
)
_WRITTEN = (
    (re.compile(r"\{\\rtf\d"), "document"),
    (re.compile(r"ID;P[^\r\n]*[\r\n]+(?:[A-Z];|NN|E\r?\n)"), "exchange"),  # .slk
    (re.compile(r"TABLE\r?\n0,1\r?\n"), "exchange"),  # .dif
)
"""Documents and tables written as lines of text, which are no delimited cells."""
_TAG = re.compile(r"<[?!/A-Za-z_]")
_MHTML = re.compile(r"(?:mime-version|from|content-type|message-id|x-[\w-]+):.*multipart/related", re.I | re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DELIMITED = re.compile(r"[\r\n\t,;<]")
_HEAD = 8192


def is_package(data: bytes) -> bool:
    """Whether a file begins as zip packages do; the letters PK alone may be those of a heading."""
    return data.startswith(_PACKAGE)


def package_format(members: Collection[str]) -> str:
    """The format of a zip package by the names of its members; `zip` for one that is no document."""
    return next((kind for name, kind in _MEMBERS if name in members), "zip")


def declared_format(content_types: bytes) -> str:
    """The format of an Office package whose main part lies elsewhere, by the content types it declares; else `zip`."""
    declared = content_types.replace(b"\0", b"").lower()  # in UTF-16, too
    return next((kind for name, kind in _DECLARED if name in declared), "zip")


def plain_format(data: bytes) -> str:
    """The format of a file that is no zip package."""
    if not data:
        return "empty"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound_format(data)
    if any(image.match(data) for image in _IMAGES):
        return "image"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None) or _text_format(data[:_HEAD])


def _compound_format(data: bytes) -> str:
    try:
        has = Compound(data).has
    except ValueError:  # broken: which names occur says what it was
        return next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data), "ole")
    return next((kind for stream, kind in _STREAMS if has(stream)), "ole")


def _text_format(head: bytes) -> str:
    text = _legible(head).lstrip("\ufeff \t\r\n\f")
    if _TAG.match(text):
        return next((kind for pattern, kind in _MARKUP if pattern.search(text)), "xml")
    if _MHTML.match(text):
        return "mhtml"
    if written := next((kind for pattern, kind in _WRITTEN if pattern.match(text)), None):
        return written
    return "unknown" if _CONTROL.search(text) else "csv"


def _legible(head: bytes) -> str:
    """Enough of the text to detect its format, whatever its encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    return head.decode(unmarked_utf16(head) or "latin-1", "ignore").removeprefix("\xef\xbb\xbf")


def unmarked_utf16(head: bytes) -> str | None:
    """The encoding of text in UTF-16 without a byte order mark: its delimiters have a zero byte, all on one side."""
    high, low = head[::2].count(0), head[1::2].count(0)
    encoding = "utf-16-be" if high > low else "utf-16-le"
    if max(high, low) <= 3 * min(high, low):
        return None
    return encoding if _DELIMITED.search(head.decode(encoding, "ignore")) else None
