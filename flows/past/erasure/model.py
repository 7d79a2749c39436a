"""What is to be removed of one person, as plain data: found once, then done, and gone on with where it was killed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from transforms.recognise.grid import Place

Line = tuple[str, int]
"""Submission and row, as the clerk counts rows."""


@dataclass(frozen=True)
class RedactionSpec:
    """What goes from a worksheet: whole `rows` (from 0), and `cells` (row, column, the text that stands there then)."""

    rows: tuple[int, ...]
    cells: tuple[tuple[int, int, str], ...] = ()

    @property
    def texts(self) -> dict[Place, str]:
        """The cells by their place."""
        return {(row, column): text for row, column, text in self.cells}


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """One person's traces: who (`numbers`, `names`), the rows that go and those that stay, and where they lie.

    `again` are the numbers by which the person would be known, were a row sent once more. `files` maps a file's SHA-256
    to the worksheets by their position; `packages` are the zip files such files came in, `inboxes` where they lay.
    `unreadable` are files nobody could look into. It holds no id and no telephone number, but names: it lies in the
    archive until it is done, and is no record.
    """

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    whole: tuple[Line, ...]
    shared: tuple[Line, ...]
    files: Mapping[str, Mapping[int, RedactionSpec]]
    packages: tuple[str, ...] = ()
    inboxes: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    by: str = ""
    because: str = ""
    at: str = ""
    editions: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows of workbooks go."""
        return sum(len(marks.rows) for worksheets in self.files.values() for marks in worksheets.values())

    @property
    def cells(self) -> int:
        """How many cells are changed in rows that stay."""
        return sum(len(marks.cells) for worksheets in self.files.values() for marks in worksheets.values())

    def to_bytes(self) -> bytes:
        """As a file."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def erasure_from(data: bytes) -> Erasure:
    """What `to_bytes` wrote."""
    told = json.loads(data)
    files = {
        sha: {
            int(at): RedactionSpec(tuple(one["rows"]), tuple((row, column, text) for row, column, text in one["cells"]))
            for at, one in worksheets.items()
        }
        for sha, worksheets in told.pop("files").items()
    }
    for name in ("whole", "shared"):
        told[name] = [(submission, row) for submission, row in told[name]]
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return Erasure(files=files, **plain)


def frame_of(lines: tuple[Line, ...]) -> pl.DataFrame:
    """Lines as a frame: submission, row."""
    return pl.DataFrame([*lines], schema={"submission": pl.String, "row": pl.Int64}, orient="row")
