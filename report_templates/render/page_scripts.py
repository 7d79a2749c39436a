"""The inline scripts of a page; its content security policy allows each by hash and no other."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from markupsafe import Markup


@cache
def script(name: str) -> Markup:
    """The element with a script of `pages/scripts/`."""
    return Markup(f"<script>{_text(name)}</script>")  # noqa: S704 - our own file


@cache
def digest(name: str) -> Markup:
    """How a content security policy names it."""
    hashed = base64.b64encode(hashlib.sha256(_text(name).encode()).digest()).decode()
    return Markup(f"'sha256-{hashed}'")  # noqa: S704 - letters and digits


def _text(name: str) -> str:
    return (files("report_templates") / "pages" / "scripts" / name).read_text(encoding="utf-8")
