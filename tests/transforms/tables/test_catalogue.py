"""A declared table lacks nothing: a frame, a key, columns with a class, readers, and the units its rows concern."""

from __future__ import annotations

import pytest

from expectations.catalogue import SHEETS
from tests.support.frames import dataset
from transforms.audience.column_classes import privacy_of
from transforms.tables.catalogue import TABLES
from transforms.tables.table import ALL, Following, NamedBy, Table, Variant

PRINTED = ("figures", "figure_rows", "history", "corrections", "demands")
ADDED_BY_IDENTITY = {"unit", "doubt", "candidates"}
"""Columns the literal rows of the register come without."""

FRAMES = dataset().tables()


def unit_columns(table: Table) -> set[str]:
    match table.units:
        case NamedBy(column, lying=lying):
            return {column, "town"} if lying else {column}
        case Following(_, column):
            return {column}
    return set()


def test_every_table_is_declared_once_and_has_a_frame() -> None:
    assert sorted(TABLES) == sorted([*FRAMES, *PRINTED])
    assert len({table.title for table in TABLES.values()}) == len(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_declaration_says_what_it_is_and_what_names_a_row(name: str) -> None:
    table = TABLES[name]
    assert table.title
    assert table.row
    assert table.key


@pytest.mark.parametrize("name", FRAMES)
def test_the_frame_has_the_columns_its_declaration_names(name: str) -> None:
    table = TABLES[name]
    derived = {column for columns in table.derived.values() for column in columns}
    named = {*table.key, *table.counted_by, *unit_columns(table), *derived}
    assert named - ADDED_BY_IDENTITY - set(FRAMES[name].columns) == set()


@pytest.mark.parametrize("name", FRAMES)
def test_the_declaration_gives_every_column_of_the_frame_a_class(name: str) -> None:
    assert [column for column in FRAMES[name].columns if not privacy_of(name, column)] == []  # else it raises Unclassed


@pytest.mark.parametrize("name", FRAMES)
def test_the_organisation_department_sees_every_table_of_the_dataset(name: str) -> None:
    assert TABLES[name].seen_by[Variant.ANALYST] == ALL


@pytest.mark.parametrize("name", PRINTED)
def test_nobody_is_named_to_see_the_rows_behind_printed_numbers(name: str) -> None:
    assert TABLES[name].seen_by == {}


@pytest.mark.parametrize("name", TABLES)
def test_what_a_declaration_refers_to_is_declared(name: str) -> None:
    table = TABLES[name]
    assert set(table.made_of) <= set(SHEETS)
    if isinstance(table.units, Following):
        assert isinstance(TABLES[table.units.table].units, NamedBy)
        assert table.units.column in FRAMES[table.units.table].columns
