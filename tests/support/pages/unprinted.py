"""Editions whose PDFs and pictures are of no pages: for tests of what is kept, named or told, not of what is drawn."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.runs.stand_ins import no_pages, no_picture


@contextmanager
def no_pages_printed() -> Iterator[None]:
    """Within, what this process would print has bytes that depend on it, and no pages: a paper costs a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "report_templates.render.weasy", no_pages)
        patch.setitem(sys.modules, "report_templates.render.picture", no_picture)
        yield
