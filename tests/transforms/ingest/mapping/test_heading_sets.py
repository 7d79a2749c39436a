"""Forty sets of headings that offices use: how much of them is proposed right, and that nothing wrong goes unasked.

The sets of `unseen.toml` were written before the matcher and opened when it was made (docs/decisions/0018). What each
heading means is what a person would say, not what the matcher says.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.workbooks.tables import W47, grid, reader
from transforms.ingest.mapping.heading_likeness import HeadingWords, heading_words
from transforms.ingest.mapping.propose import Proposal, proposal
from transforms.recognise.grid import Cell

SETS = Path(__file__).parent / "heading_sets"
SHARED = {"name", "id_no", "birth_ym", "unit_code", "sex"}
"""What each sheet of a table of persons may have, whichever the set names it for."""


@cache
def words() -> HeadingWords:
    return heading_words()


@cache
def sets(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((SETS / f"{name}.toml").read_text(encoding="utf-8"))["set"])


@cache
def proposals(name: str) -> tuple[Proposal | None, ...]:
    return tuple(_proposal(table) for table in sets(name))


def _proposal(table: dict[str, Any]) -> Proposal | None:
    columns = table["columns"]
    rows: list[list[Cell]] = [[_cell(column[n]) for column in columns] for n in (0, 2, 3)]
    return proposal(grid([[table["title"]], *rows]), words(), reader().context(W47))


def _cell(value: str | float) -> Cell:
    return value if isinstance(value, str) else float(value)


def verdicts(name: str) -> Counter[str]:
    every = zip(sets(name), proposals(name), strict=True)
    return Counter(verdict for table, found in every for verdict in _verdicts(table, found))


def _verdicts(table: dict[str, Any], found: Proposal | None) -> list[str]:
    lines = found.lines if found else ()
    of = [(c[0], c[1], [line for line in lines if c[0] in line.source.headings]) for c in table["columns"]]
    return [_verdict({*filter(None, wanted.split("+"))}, own, table["sheets"]) for _, wanted, own in of]


def _verdict(wanted: set[str], lines: list[Any], sheets: list[str]) -> str:
    if not lines:
        return "left open" if wanted else "right"
    named = {f"{line.sheet}.{line.column}" for line in lines}
    further = {f"{sheet}.{column}" for sheet in sheets for column in SHARED}
    right = bool(wanted) and wanted <= named and named - wanted <= further
    sure = all(line.sure for line in lines)
    return ("right" if right else "wrong") + ("" if sure else " if agreed to")


@pytest.mark.parametrize("name", ["seen", "unseen"])
def test_nothing_wrong_is_proposed_without_a_question(name: str) -> None:
    assert verdicts(name)["wrong"] == 0


@pytest.mark.parametrize(("name", "columns"), [("seen", 218), ("unseen", 237)])
def test_of_a_hundred_columns_ninety_eight_are_right_and_half_need_no_question(name: str, columns: int) -> None:
    counts = verdicts(name)
    assert counts.total() == columns
    assert counts["right"] + counts["right if agreed to"] >= 0.98 * columns
    assert counts["right"] >= 0.5 * columns


@pytest.mark.parametrize("name", ["seen", "unseen"])
def test_each_table_is_known_for_the_sheets_it_is(name: str) -> None:
    found = {
        table["title"]: set(found.sheets) if found else set()
        for table, found in zip(sets(name), proposals(name), strict=True)
    }
    assert found == {table["title"]: set(table["sheets"]) for table in sets(name)}
