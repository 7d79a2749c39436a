"""What docs/privacy.md says of columns, terms, folders and what is never used is what the code declares."""

from __future__ import annotations

import re

import pytest

from expectations.catalogue import SHEETS
from expectations.contract.contract import Privacy
from flows.county.county_file import county_tables, shipped_example
from flows.editions.distributed_papers import PRIVATE
from flows.report.per_audience import MODES
from tests.support.project import ROOT
from transforms.suggest.candidates import PERSON

PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")


def row(first: str) -> str:
    """The line of a table that begins so."""
    (line,) = re.findall(rf"^\| {first}.*$", PAGE, re.MULTILINE)
    return str(line)


@pytest.mark.parametrize(("first", "privacy"), [("P0 vault", Privacy.P0), ("P1 restricted", Privacy.P1)])
def test_the_columns_of_a_class_are_those_of_the_sheets(first: str, privacy: Privacy) -> None:
    named = {
        sheet: set(re.findall(r"`(\w+)`", columns))
        for sheet, columns in re.findall(r"([SR]\d+)((?: `\w+`)+)", row(first))
    }
    declared = {
        sheet.id: {column.name for column in sheet.columns if column.privacy is privacy} for sheet in SHEETS.values()
    }
    assert named == {sheet: columns for sheet, columns in declared.items() if columns}


def test_the_terms_are_those_of_the_shipped_county() -> None:
    named = {key: int(days) for key, days in re.findall(r"^\| `(\w+)` \| (\d+) \|", PAGE, re.MULTILINE)}
    assert named == dict(county_tables(shipped_example())["retention"].values)


def test_the_folders_have_the_modes_it_says() -> None:
    assert all("(mode 700)" in row(f"`periods/…/{folder}/`") for folder in PRIVATE)
    for variant, mode in MODES.items():
        (line,) = [
            line for line in PAGE.splitlines() if line.startswith("| `periods/…/readers/") and f"{variant}/`" in line
        ]
        assert f"(mode {mode:o})" in line


def test_what_is_never_used_is_not_read() -> None:
    for column in ("sex", "ethnicity", "political_status", "edu_level", "native_place", "growth_place", "birth_ym"):
        assert column not in PERSON
