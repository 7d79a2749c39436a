"""The headings of an office's list: on which lines they stand, and which column is which."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from flows.county.new_county.named_sheets import sheet_named

SEARCHED_ROWS = 15
_DEEPEST = 3
_NOISE = re.compile(r"[\s（(\[【].*|[\s:：*＊]")

Grid = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Header:
    """The lowest line of a header, the columns it names, and the texts that stand in it over the names."""

    row: int
    kind: str
    columns: Mapping[str, int]
    sheets: Mapping[str, int] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()


@cache
def words() -> Mapping[str, Any]:
    """The headings and words that are understood, from `headings.toml`."""
    return tomllib.loads((files("flows.county.new_county") / "headings.toml").read_text("utf-8"))


def plain_heading(text: str) -> str:
    """A heading without blanks, brackets and what stands in them: 单 位（全称） → 单位."""
    return _NOISE.sub("", text)


def header_of(grid: Grid) -> Header | None:
    """The heading row, the one in which most columns of a list are named, its name among them, and those below it."""
    headers = (_as(kind, at, row) for at, row in enumerate(grid[:SEARCHED_ROWS]) for kind in ("units", "divisions"))
    named = [_with_lines_below(grid, header) for header in headers if "name" in header.columns]
    return max(named, key=lambda header: (len(header.columns) + len(header.sheets), -header.row), default=None)


def _with_lines_below(grid: Grid, header: Header) -> Header:
    """A header with what the lines below it add, down to the first with a name: 报送报表 over S7, 乡镇 over 名称."""
    above, texts = [plain_heading(text) for text in grid[header.row]], {grid[header.row][header.columns["name"]]}
    for at, row in enumerate(grid[header.row + 1 : header.row + _DEEPEST], start=header.row + 1):
        name = row[header.columns["name"]] if header.columns["name"] < len(row) else ""
        joined = [up + plain_heading(text) if text else "" for up, text in zip(above, row, strict=False)]
        below, both = _as(header.kind, at, row), _as(header.kind, at, joined)
        if name and "name" not in {*below.columns, *both.columns}:
            break
        if not (below.columns or below.sheets or both.columns):
            break
        columns = {**both.columns, **below.columns, **header.columns}
        sheets = {**below.sheets, **header.sheets}
        header, texts = replace(header, row=at, columns=columns, sheets=sheets), texts | {name}
    over_sheets = header.columns.get("sends") in header.sheets.values()
    columns = {name: n for name, n in header.columns.items() if not (over_sheets and name == "sends")}
    return replace(header, columns=columns, texts=frozenset(texts))


def _as(kind: str, at: int, row: Sequence[str]) -> Header:
    """A row as headings of a list; the first of two equal headings counts."""
    plain = ["" if _is_label(text) else plain_heading(text) for text in row]
    known = words()[kind]
    columns = {name: next((n for n, text in enumerate(plain) if text in texts), -1) for name, texts in known.items()}
    sheets = {sheet: n for n, text in reversed([*enumerate(row)]) if (sheet := sheet_named(text))}
    return Header(at, kind, {name: n for name, n in columns.items() if n >= 0}, sheets)


def _is_label(text: str) -> bool:
    """Whether a text is a label with its value behind it and no heading: 单位：财政局, 单位：."""
    return ":" in text or "：" in text
