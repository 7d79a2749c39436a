"""Workbooks of the synthetic county drawn once, and read once, in a test process: cases differ in a file or two.

To draw and to read its 120 workbooks takes two thirds of what a case of the acceptance costs.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from expectations.county.county import County
from flows.read import inboxes
from flows.read.one_file import FileTask, extract_file
from samples.story.submission import Submission
from samples.workbooks import workbooks
from transforms.records.columnar import FileExtract
from transforms.records.notice import Unreadable

_MOST = 1_000
"""As many are kept: some weeks of the county, as they are and with changes."""
_draw = workbooks.workbook_bytes
_workbooks: dict[bytes, bytes] = {}
_extracts: dict[tuple[Any, ...], tuple[FileExtract, Unreadable | None]] = {}


@contextmanager
def drawn_once() -> Iterator[None]:
    """Within, no submission is drawn that this process has drawn before."""

    def drawn(submission: Submission, county: County) -> bytes:
        key = hashlib.sha256(pickle.dumps((submission, county.code))).digest()
        return _kept(_workbooks, key, lambda: _draw(submission, county))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbooks, "workbook_bytes", drawn)
        yield


@contextmanager
def read_once() -> Iterator[None]:
    """Within, no file is read that came to the same county in the same way and was read in this process before."""

    def extracted(task: FileTask, **county: Any) -> tuple[FileExtract, Unreadable | None]:
        came = task.received
        return _kept(_extracts, (came, came.own_folder), lambda: extract_file(task, **county))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inboxes, "extract_file", extracted)
        yield


def _kept(kept: dict[Any, Any], key: object, make: Any) -> Any:
    if key not in kept:
        if len(kept) >= _MOST:
            kept.clear()
        kept[key] = make()
    return kept[key]
