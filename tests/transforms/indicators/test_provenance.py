"""Every printed number follows from the rows behind its code (design.md §5.6)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from flows.store.edition import Edition
from tests.support.runs.weeks import TUESDAY, W46, W47, published, received, story
from transforms.figures import Form
from transforms.indicators.catalogue import INDICATORS
from transforms.indicators.declare.declaration import key_of
from transforms.indicators.provenance import recomputed
from transforms.indicators.trace import trace
from transforms.recognise.cell_references import cell_place
from transforms.tables.catalogue import KEYS

pytestmark = pytest.mark.usefixtures("plainly")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The second of two dirty weeks of a small county."""
    workspace = received(tmp_path_factory.mktemp("opened"), story(scale=0.05, dirt=0.3))
    published(workspace, W46, TUESDAY)
    return published(workspace, W47, TUESDAY)


def tables_of(edition: Edition) -> dict[str, pl.DataFrame]:
    return {path.stem: edition.table(path.stem) for path in sorted(Path(edition.folder).glob("*.parquet"))}


def wrong(edition: Edition) -> Iterator[str]:
    """Numbers that do not follow from their rows."""
    tables = tables_of(edition)
    behind = tables["figure_rows"].partition_by("code", as_dict=True)
    nothing = tables["figure_rows"].clear()
    for line in tables["figures"].iter_rows(named=True):
        recounted = recomputed(line, behind.get((line["code"],), nothing), tables)
        printed = line["value"]
        if printed is not None and recounted != pytest.approx(printed, rel=1e-9):
            yield f"{line['code']}: printed {printed}, its rows give {recounted}"


def test_every_number_of_an_edition_follows_from_the_rows_behind_its_code(edition: Edition) -> None:
    assert list(wrong(edition)) == []


def test_every_figure_that_is_known_has_its_rows(edition: Edition) -> None:
    figures, rows = edition.table("figures"), edition.table("figure_rows")
    known = figures.filter(pl.col("value").fill_null(0) != 0)
    assert set(known["code"]) - set(rows["code"]) == set()
    assert known.height > len(INDICATORS)


def test_codes_are_unique_and_every_indicator_has_one(edition: Edition) -> None:
    codes = edition.table("figures")["code"]
    assert codes.is_duplicated().sum() == 0
    assert set(INDICATORS) <= set(codes)
    assert {"A6-CW", "A3-D1", "C5-longest", "A2-性别.男", "E1-S1", "C3-漕河镇", "C5-漕河镇-longest"} <= set(codes)


def test_the_cells_of_a_figure_hold_in_the_workbooks_what_was_read(edition: Edition) -> None:
    inbox = edition.folder.parents[2] / "inbox" / W47
    cells = trace("C9", tables_of(edition)).cells.filter(pl.col("column") == "beneficiaries")
    compared = 0
    for file, worksheet, cell, value in cells.select("file", "worksheet", "cell", "value").iter_rows():
        if str(file).endswith(".xlsx"):
            rows = (
                CalamineWorkbook.from_path(inbox / file).get_sheet_by_name(worksheet).to_python(skip_empty_area=False)
            )
            place = cell_place(cell)
            assert place
            written = rows[place[0]][place[1]]
            if isinstance(written, float):
                compared += 1
                assert float(value) == written
    assert compared


def test_an_edition_has_the_declared_tables_and_no_other(edition: Edition) -> None:
    assert sorted(edition.manifest["tables"]) == sorted(KEYS)


@pytest.mark.parametrize("table", KEYS)
def test_a_key_names_one_row(edition: Edition, table: str) -> None:
    assert edition.table(table).select(key_of(table)).to_series().is_duplicated().sum() == 0


@pytest.mark.parametrize(
    ("form", "n", "d", "value"),
    [
        (Form.NUMERATOR, 3, None, 3),
        (Form.HUNDREDFOLD, 0.5, None, 50),
        (Form.PERCENT, 19, 20, 95),
        (Form.PERCENT, 0, 0, None),
        (Form.PERCENT, 1, None, None),
        (Form.PER_THOUSAND, 3, 1000, 3),
        (Form.QUOTIENT, 87, 58, 1.5),
        (Form.DIFFERENCE, 18, 19, -1),
        (Form.DIFFERENCE, None, 19, None),
    ],
)
def test_how_a_value_follows(form: Form, n: float | None, d: float | None, value: float | None) -> None:
    assert form.of(n, d) == value
