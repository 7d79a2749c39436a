"""Stands in for `report_templates.render.weasy`: a PDF without pages, whose bytes depend on what would be printed."""

from __future__ import annotations

import hashlib
from collections import namedtuple

Enclosed = namedtuple("Enclosed", "name description content moment")


def printed(page: str, *enclosed: Enclosed) -> bytes:
    """Begins and ends as a PDF."""
    digest = hashlib.sha256(page.encode())
    for file in enclosed:
        digest.update(file.content)
    return f"%PDF-1.7\n%{digest.hexdigest()}\n%%EOF\n".encode()
