"""What is to be erased of one person, as plain data: found once, then applied, and resumed after a kill."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from flows.store.seals import sealed
from transforms.recognise.grid import Place

Line = tuple[str, int]
"""Submission and row, as the clerk counts rows."""


@dataclass(frozen=True)
class RedactionSpec:
    """What is redacted in a worksheet: whole `rows` (from 0), and `cells` (row, column, the replacing text)."""

    rows: tuple[int, ...]
    cells: tuple[tuple[int, int, str], ...] = ()

    @property
    def texts(self) -> dict[Place, str]:
        """The replacing texts by (row, column)."""
        return {(row, column): text for row, column, text in self.cells}


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """One person's data: who (`numbers`, `names`), the rows removed (`whole`), those redacted (`shared`), and where.

    `again` are the numbers the person would get if a row were sent again. `files` maps a file's SHA-256
    to the worksheets by their position; `packages` are the zip files that contained them, `inboxes` where they arrived.
    `unreadable` are files that could not be searched, `undecided` rows of the same name that are nobody's and stay,
    `errata` the numbers of those of the county folder about the person. It holds no id and no telephone number,
    but names: it is kept in the archive until it is applied, and is no record.
    """

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    whole: tuple[Line, ...]
    shared: tuple[Line, ...]
    files: Mapping[str, Mapping[int, RedactionSpec]]
    packages: tuple[str, ...] = ()
    inboxes: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    errata: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    by: str = ""
    because: str = ""
    at: str = ""
    editions: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Number of rows removed from workbooks."""
        return sum(len(spec.rows) for worksheets in self.files.values() for spec in worksheets.values())

    @property
    def cells(self) -> int:
        """Number of cells redacted in rows that stay."""
        return sum(len(spec.cells) for worksheets in self.files.values() for spec in worksheets.values())

    def to_bytes(self) -> bytes:
        """The erasure as JSON with a seal."""
        return sealed(asdict(self))


def erasure_from(data: bytes) -> Erasure:
    """The erasure that `to_bytes` wrote."""
    tree = json.loads(data)
    tree.pop("seal", None)
    files = {
        sha: {
            int(at): RedactionSpec(
                tuple(spec["rows"]), tuple((row, column, text) for row, column, text in spec["cells"])
            )
            for at, spec in worksheets.items()
        }
        for sha, worksheets in tree.pop("files").items()
    }
    for name in ("whole", "shared"):
        tree[name] = [(submission, row) for submission, row in tree[name]]
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in tree.items()}
    return Erasure(files=files, **plain)


def frame_of(lines: tuple[Line, ...]) -> pl.DataFrame:
    """Lines as a frame: submission, row."""
    return pl.DataFrame([*lines], schema={"submission": pl.String, "row": pl.Int64}, orient="row")
