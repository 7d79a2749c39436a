"""What each reader may hold (domain.md §11.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, cast

import polars as pl
import pytest

from expectations.contract.contract import Privacy
from expectations.county.county import Unit
from tests.support.figures import figures
from tests.support.frames import COUNTY, UNIT, dataset, item, member, order
from transforms.audience.audiences import TERMS, Audience, Terms, audiences, dataset_for, figures_for
from transforms.audience.column_classes import Unclassed, privacy_of
from transforms.dataset import Dataset
from transforms.tables.table import Variant

TOWN = "421126100"
SEAT = Unit(code="QC-JZ", name="甲镇人民政府", short="甲镇", division=TOWN)
WITH_TOWN = replace(COUNTY, units=(*COUNTY.units, SEAT), expected={**COUNTY.expected, "S9": (UNIT, SEAT.code)})


def people() -> Dataset:
    return dataset(
        county=WITH_TOWN,
        five_dim=[{"person_id": "p1", "work_will": "2", "age_years": 57, "host_unit": UNIT, "age_band": "56–58"}],
        assignments=[{"person_id": "p1", "name": "张三", "host_unit": UNIT, "in_effect": True, "assignment_id": "a"}],
        item_rows=[item("1", town=TOWN, public_ok=True), item("2", town="421126101", public_ok=False)],
        register=[member("m1", town=TOWN), member("m2", town="421126101")],
        order_rows=[order("o1", town=TOWN), order("o2", town="421126101")],
    )


@pytest.mark.parametrize("table", dataset().tables())
def test_every_column_of_every_table_has_a_class(table: str) -> None:
    for column in dataset().tables()[table].columns:
        assert privacy_of(table, column) is not Privacy.P0


def test_a_column_or_table_without_a_declaration_is_an_error() -> None:
    with pytest.raises(Unclassed, match="shoe_size of the table five_dim"):
        privacy_of("five_dim", "shoe_size")
    with pytest.raises(Unclassed, match="the table shoes is not declared; declare it in transforms/tables"):
        privacy_of("shoes", "size")


@pytest.mark.parametrize(
    ("table", "column", "privacy"),
    [
        ("five_dim", "work_will", Privacy.P1),  # as S3 declares it
        ("five_dim", "pref_town", Privacy.P1),  # S3 alone says P2; beside the other wishes it tells more
        ("five_dim", "retire_ym", Privacy.P1),  # leads back to the month of birth
        ("five_dim", "age_years", Privacy.P2),
        ("registrations", "birth_ym_precision", Privacy.P1),  # a companion has the class of its column
        ("orders", "content", Privacy.P0),
        ("validations", "failed", Privacy.P3),
    ],
)
def test_a_derived_column_inherits_or_declares(table: str, column: str, privacy: Privacy) -> None:
    assert privacy_of(table, column) is privacy


@pytest.mark.parametrize("variant", Variant)
def test_no_reader_holds_a_column_above_his_class(variant: Variant) -> None:
    data = dataset_for(Audience(variant, UNIT), people())
    for table, frame in data.tables().items():
        assert [c for c in frame.columns if privacy_of(table, c) < TERMS[variant].ceiling] == []


@pytest.mark.parametrize("variant", Variant)
def test_a_column_without_a_class_stops_every_audience(variant: Variant) -> None:
    data = people()
    data = replace(data, leaders=data.leaders.with_columns(shoe_size=pl.lit(42)))
    unit = SEAT.code if variant is Variant.TOWNSHIP else None
    with pytest.raises(Unclassed, match="shoe_size of the table leaders"):
        dataset_for(Audience(variant, unit), data)


def test_what_is_restricted_to_persons_stays_with_the_organisation_department() -> None:
    """Of class P1 nobody else reads anything, of P0 nobody at all (domain.md §11.1)."""
    ceilings = {variant: terms.ceiling for variant, terms in TERMS.items()}
    assert ceilings == {**dict.fromkeys(Variant, Privacy.P2), Variant.ANALYST: Privacy.P1}


@pytest.mark.parametrize("variant", [variant for variant in Variant if variant is not Variant.ANALYST])
def test_a_restricted_column_that_is_named_by_mistake_is_left_out(
    variant: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = replace(TERMS[variant], tables={"registrations": ("registration_id", "birth_ym")})
    monkeypatch.setitem(cast(dict[Variant, Terms], TERMS), variant, terms)
    unit = SEAT.code if variant is Variant.TOWNSHIP else None
    assert dataset_for(Audience(variant, unit), people()).registrations.columns == ["registration_id"]


@pytest.mark.parametrize("variant", Variant)
def test_every_column_named_in_the_terms_exists(variant: Variant) -> None:
    tables = dataset().tables()
    for table, columns in TERMS[variant].tables.items():
        made_later = {"post_name", "host_unit", "duty_id"}
        assert set(columns) - {"*"} - made_later <= set(tables[table].columns)


def columns_of(variant: Variant, table: str, unit: str | None = None) -> set[str]:
    return set(dataset_for(Audience(variant, unit), people()).tables()[table].columns)


def test_leaders_read_age_bands_and_no_wish_or_health() -> None:
    columns = columns_of(Variant.COUNTY, "five_dim")
    assert "age_band" in columns
    assert not columns & {"age_years", "work_will", "work_capacity", "exit_reason", "c_total", "last_contact_on"}
    assert columns_of(Variant.COUNTY, "contacts") == set()
    assert columns_of(Variant.COUNTY, "registrations") == set()


def test_the_organisation_department_reads_codes_and_nothing_of_the_vault() -> None:
    assert {"work_will", "age_years", "c_total"} <= columns_of(Variant.ANALYST, "five_dim")
    assert "birth_ym" in columns_of(Variant.ANALYST, "registrations")
    assert not columns_of(Variant.ANALYST, "orders") & {"content", "phone", "id_no"}


def test_the_inspection_reads_items_and_no_person() -> None:
    assert {"leader", "light"} <= columns_of(Variant.INSPECTION, "items")
    for table in ("five_dim", "assignments", "registrations", "orders", "order_members", "queue"):
        assert columns_of(Variant.INSPECTION, table) == set()


def test_a_work_group_reads_of_nobody_by_name() -> None:
    """Its message may be passed on: no leader, no cadre, no member, and nobody in the title of an item."""
    assert columns_of(Variant.GROUP, "assignments") == {"organ", "start", "is_primary"}
    assert {"title", "town", "overdue_days"} <= columns_of(Variant.GROUP, "items")
    assert not columns_of(Variant.GROUP, "items") & {"leader", "leaders", "contact", "remark"}
    for table in set(people().tables()) - {"assignments", "items"}:
        assert columns_of(Variant.GROUP, table) == set()
    rows = people()
    titled = replace(rows, items=rows.items.with_columns(title=pl.lit("张三家门前路灯")))
    assert dataset_for(Audience(Variant.GROUP), titled).items["title"].to_list() == ["张*家门前路灯"] * 2


def test_a_township_holds_its_own_rows_only() -> None:
    own = dataset_for(Audience(Variant.TOWNSHIP, SEAT.code), people())
    assert own.items["item_code"].to_list() == ["1"]
    assert own.registrations.height == 1
    assert own.orders["order_no"].to_list() == ["o1"]
    assert own.assignments.is_empty()
    assert set(own.submissions["submitter"]) <= {SEAT.code}
    assert "content" not in own.orders.columns


def test_a_unit_holds_whom_it_hosts() -> None:
    own = dataset_for(Audience(Variant.TOWNSHIP, UNIT), people())
    assert own.assignments["name"].to_list() == ["张三"]
    assert own.five_dim.columns == []
    assert own.items.is_empty()


def test_returned_cells_of_a_unit_come_without_values() -> None:
    cell: dict[str, Any] = {"submitter": UNIT, "cell": "D3", "rule": "r", "value": "***", "read_as": "x", "row": 3}
    own = dataset_for(Audience(Variant.TOWNSHIP, UNIT), dataset(issues=[cell, {**cell, "submitter": "QC-BBB"}]))
    assert own.issues.height == 1
    assert not {"value", "read_as"} & set(own.issues.columns)


def test_the_public_holds_four_columns_of_public_items_and_nothing_else() -> None:
    data = dataset_for(Audience(Variant.PUBLIC), people())
    assert data.items.columns == ["title", "lead_unit", "town", "status"]
    assert data.items["title"].to_list() == ["事项1"]
    assert [name for name, frame in data.tables().items() if frame.columns and name != "items"] == []


@pytest.mark.parametrize(
    ("variant", "families"), [("county", "ABCDE"), ("inspection", "CDE"), ("public", "ACD"), ("analyst", "ABCDE")]
)
def test_figures_by_family(variant: str, families: str) -> None:
    readable = figures_for(Audience(Variant(variant)), figures(people()))
    assert {code[0] for code in readable} <= set(families)
    assert all((figure.measured.rows is None) or variant == "analyst" for figure in readable.values())


def test_readers_are_the_offices_and_the_units_with_something_to_read() -> None:
    assert list(map(str, audiences(people()))) == [
        *("county", "analyst", "inspection", "public", "group", f"township:{UNIT}", f"township:{SEAT.code}"),
    ]


def test_the_dataset_itself_is_left_as_it_is() -> None:
    whole = people()
    before = {name: frame.columns for name, frame in whole.tables().items()}
    dataset_for(Audience(Variant.PUBLIC), whole)
    assert {name: frame.columns for name, frame in whole.tables().items()} == before
    assert isinstance(whole.clock.as_of, dt.date)
    assert isinstance(whole.items, pl.DataFrame)


@pytest.mark.parametrize(
    ("title", "public"),
    [
        ("张三家门前路灯", "张*家门前路灯"),
        ("为欧阳明珠等户通水", "为欧**等户通水"),
        ("高山村水渠", "高山村水渠"),  # a place, though somebody is called 高山
        ("赵六挂点村道路", "赵六挂点村道路"),  # a leader of an item, in his duty
        ("新建路灯120盏", "新建路灯120盏"),
        (None, None),
    ],
)
def test_the_public_reads_no_whole_name_in_the_title_of_an_item(title: str | None, public: str | None) -> None:
    named = [{"person_id": name, "name": name, "assignment_id": name} for name in ("张三", "欧阳明珠", "高山", "赵六")]
    data = dataset(assignments=named, item_rows=[item("1", title=title, leader=["赵六"], public_ok=True)])
    assert dataset_for(Audience(Variant.PUBLIC), data).items["title"].to_list() == [public]
    assert dataset_for(Audience(Variant.COUNTY), data).items["title"].to_list() == [title]
