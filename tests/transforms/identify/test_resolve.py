from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import SHEETS
from transforms.identify import blocking
from transforms.identify.advice import advice
from transforms.identify.mentions import CLUES, DIGEST_LENGTH
from transforms.identify.registry import REGISTRY, also_seen, persons, registry
from transforms.identify.resolve import QUEUE, identified, queue
from transforms.identify.resolver import NAME_ALONE, NOBODY, NOTHING_SHOWN, ONE_ID_TWO_NAMES, SEVERAL, akin

S4_NAME_ALONE = (
    "台账中有同名人员，但出生年月或单位不足以认定，"
    "请补填（一行一人；补填后仍不能认定的，请县级汇总单位核对名册）后重新报送。"
)
COLUMNS_ABOUT = ("id_no", "birth_ym", "phone", "unit_code", "former_unit", "member_unit")
MAY, JUNE = dt.date(1965, 5, 1), dt.date(1965, 6, 1)
_UNIT_OF = {"S1": "former_unit", "S10": "member_unit"}
_COLUMNS = {"birth": "birth_ym", "id": "id_no", "phone": "phone"}
_SCHEMA = {
    "submission": pl.String,
    "submitter": pl.String,
    "period": pl.String,
    "row": pl.Int64,
    "birth_ym": pl.Date,
    "id_no": pl.String,
    "phone": pl.String,
}


def keyed_digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()


def rows(sheet: str, *shown: dict[str, Any]) -> pl.DataFrame:
    """Rows of a sheet from what they show: name, unit, birth, id, phone; lineage is filled in."""
    name = "member_name" if sheet == "S10" else "name"
    names = pl.List(pl.String) if sheet in {"S4", "S10"} else pl.String()
    lineage = {"submission": sheet.lower(), "submitter": "ZZB", "period": "2021-W47"}
    columns = _COLUMNS | {"name": name, "unit": _UNIT_OF.get(sheet, "unit_code")}
    lines = [
        lineage | {"row": at} | {columns.get(key, key): value for key, value in row.items()}
        for at, row in enumerate(shown, start=2)
    ]
    return pl.DataFrame(lines, schema=_SCHEMA | {name: names, columns["unit"]: pl.String}, orient="row")


def known(s1: list[dict[str, Any]] | None = None, s9: list[dict[str, Any]] | None = None) -> pl.DataFrame:
    return registry({"S1": rows("S1", *s1 or ()), "S9": rows("S9", *s9 or ())}, keyed_digest)


def identity(sheet: str, row: dict[str, Any], among: pl.DataFrame) -> tuple[str | None, str | None, str | None]:
    """Name under which the person of the one row is registered, tier and doubt."""
    person_id, tier, doubt = (
        identified(sheet, rows(sheet, row), among, keyed_digest).select("person_id", "tier", "doubt").row(0)
    )
    name = persons(among).filter(person_id=person_id)["name"].to_list() if person_id else [None]
    return name[0], tier, doubt


def people(among: pl.DataFrame) -> int:
    return persons(among).height


# The rosters: who is one person and who is two (domain.md §9.1, §9.3).


@pytest.mark.parametrize(
    ("row", "other", "number"),
    [
        pytest.param({"id": "A", "unit": "X"}, {"id": "A", "unit": "Y"}, 1, id="T1 the same id in two units"),
        pytest.param({"birth": MAY, "unit": "X"}, {"birth": MAY, "unit": "X", "id": "A"}, 1, id="T2 an id came later"),
        pytest.param({"birth": MAY, "unit": "X"}, {"birth": MAY, "unit": "Y"}, 2, id="two units, two persons"),
        pytest.param(
            {"birth": MAY, "unit": "X", "id": "A"},
            {"birth": MAY, "unit": "X", "id": "B"},
            2,
            id="two ids are two persons whatever else agrees",
        ),
        pytest.param({"birth": dt.date(1965, 5, 9), "unit": "X"}, {"birth": MAY, "unit": "X"}, 1, id="month only"),
        pytest.param({"unit": "X", "phone": "1"}, {"birth": MAY, "phone": "1"}, 1, id="T3 the same phone"),
        pytest.param({"unit": "X", "birth": MAY}, {"unit": "X"}, 1, id="T4 the only one in the unit"),
        pytest.param({"unit": "X", "birth": MAY}, {"unit": "X", "birth": JUNE}, 2, id="births that contradict"),
        pytest.param({"birth": MAY}, {"birth": MAY, "unit": "X"}, 1, id="no unit, but unique by birth"),
        pytest.param({"unit": "X"}, {"unit": "Y"}, 2, id="never the name alone"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_two_rows_of_one_name(row: dict[str, Any], other: dict[str, Any], number: int, turned: bool) -> None:
    pair = [{"name": "王芳", **row}, {"name": "王芳", **other}]
    assert people(known(s9=pair[::-1] if turned else pair)) == number


def test_a_cadre_may_also_be_a_deployed_member() -> None:
    cadre = {"name": "王芳", "birth": MAY, "unit": "X"}
    among = known(s1=[cadre], s9=[cadre | {"id": "A"}])
    assert persons(among)["sheets"].to_list() == [["S1", "S9"]]


def test_units_and_names_seen_with_one_id_count_together() -> None:
    """A and B share an id, C has none but the birth and B's unit: one person."""
    chain = [
        {"name": "王小芳", "id": "A", "unit": "X", "birth": MAY},
        {"name": "王芳", "id": "A", "unit": "Y", "birth": MAY},
        {"name": "王小芳", "unit": "Y", "birth": MAY},
    ]
    assert persons(known(s9=chain))["name_keys"].to_list() == [["王小芳", "王芳"]]


def test_a_row_between_two_persons_is_queued_and_no_third_is_invented() -> None:
    twins = [{"name": "王芳", "birth": MAY, "unit": "X", "id": number} for number in "AB"]
    among = known(s9=[*twins, {"name": "王芳", "birth": MAY, "unit": "X"}])
    assert people(among) == 2
    assert identity("S9", {"name": "王芳", "birth": MAY, "unit": "X"}, among) == (None, None, SEVERAL)


def test_a_row_with_nothing_but_a_name_is_queued() -> None:
    among = known(s9=[{"name": "王芳"}, {"name": "王芳"}])
    assert people(among) == 0
    assert identity("S9", {"name": "王芳"}, among) == (None, None, NOTHING_SHOWN)


def test_one_id_with_two_names_queues_both() -> None:
    pair = [{"name": "王芳", "id": "A", "unit": "X"}, {"name": "李强", "id": "A", "unit": "Y"}]
    among = known(s9=pair)
    assert people(among) == 0
    assert [identity("S9", row, among)[2] for row in pair] == [ONE_ID_TWO_NAMES] * 2


def test_a_known_id_beside_another_name_is_queued_and_costs_the_person_nothing() -> None:
    among = known(s1=[{"name": "王芳", "id": "A", "unit": "X"}])
    assert identity("S6", {"name": "李强", "id": "A", "birth": MAY}, among) == (None, None, ONE_ID_TWO_NAMES)
    assert identity("S6", {"name": "王芳", "id": "A"}, among) == ("王芳", "T1", None)


@pytest.mark.parametrize(
    ("name", "other", "related"),
    [
        ("李建国", "李国", True),
        ("李建国", "李建国", True),
        ("李建国", "李强", False),
        ("李建国", "王建国", False),
        ("王芳", "王", False),
        ("阿布都·买买提", "阿布都", True),
    ],
)
def test_names_one_person_may_have_borne(name: str, other: str, related: bool) -> None:
    assert akin(name, other) is related
    assert akin(other, name) is related


# The other sheets: who is found (T1–T4) and who waits.

CADRES = [
    {"name": "张建国", "id": "A", "birth": MAY, "unit": "X"},
    {"name": "张建国", "birth": JUNE, "unit": "Y"},
    {"name": "李·明", "birth": MAY, "unit": "X"},
]


@pytest.mark.parametrize(
    ("sheet", "row", "tier"),
    [
        ("S2", {"name": "张建国", "id": "A", "unit": "Z"}, "T1"),
        ("S3", {"name": "张建国", "birth": JUNE, "unit": "Y"}, "T2"),
        ("S6", {"name": "张建国", "birth": JUNE, "unit": None}, "T2"),
        ("S4", {"name": ["张建国"], "unit": "Y"}, "T4"),
        ("S7", {"name": "張建國", "unit": "X"}, "T4"),
        ("S4", {"name": ["李•明"], "unit": None}, "T4"),
    ],
)
def test_tiers(sheet: str, row: dict[str, Any], tier: str) -> None:
    name, by, doubt = identity(sheet, row, known(s1=CADRES))
    assert (by, doubt) == (tier, None)
    assert name is not None


@pytest.mark.parametrize(
    ("sheet", "row", "doubt"),
    [
        pytest.param("S4", {"name": ["张建国"]}, SEVERAL, id="two of the name on the submitter's roster"),
        pytest.param("S4", {"name": ["李·明"], "submitter": "XWB"}, NAME_ALONE, id="another office keeps no roster"),
        pytest.param("S4", {"name": ["李·明"], "unit": "Z"}, NAME_ALONE, id="another unit"),
        pytest.param("S3", {"name": "李·明", "unit": "X", "birth": JUNE}, NAME_ALONE, id="another birth"),
        pytest.param("S6", {"name": "赵六", "birth": MAY}, NOBODY, id="not on the roster (M71)"),
        pytest.param("S2", {"name": "李·明", "id": "B", "unit": "Z"}, NAME_ALONE, id="an unknown id"),
    ],
)
def test_what_cannot_be_decided_is_queued_with_a_reason(sheet: str, row: dict[str, Any], doubt: str) -> None:
    assert identity(sheet, row, known(s1=CADRES)) == (None, None, doubt)


def test_sheets_about_cadres_look_only_among_cadres_and_orders_only_among_members() -> None:
    among = known(s1=[{"name": "王芳", "birth": MAY, "unit": "X"}], s9=[{"name": "王芳", "birth": JUNE, "unit": "X"}])
    cadre, member = (
        identified(sheet, rows(sheet, {"name": ["王芳"], "unit": "X"}), among, keyed_digest)["person_id"].item()
        for sheet in ("S4", "S10")
    )
    assert None not in {cadre, member}
    assert cadre != member
    only_member = known(s9=[{"name": "王芳", "id": "A", "unit": "X"}])
    assert identity("S6", {"name": "王芳", "id": "A"}, only_member) == (None, None, NOBODY)


def test_phone_finds_the_member_of_an_order() -> None:
    among = known(s9=[{"name": "王芳", "unit": unit, "phone": unit} for unit in "XY"])
    assert identity("S10", {"name": ["王芳"], "unit": "Z", "phone": "Y"}, among)[1] == "T3"


def test_a_list_of_names_becomes_one_mention_each_without_the_evidence_beside_it() -> None:
    members = [
        {"name": "王芳", "unit": "X", "phone": "1"},
        {"name": "李强", "unit": "X"},
        {"name": "赵六", "unit": "Y"},
    ]
    order = {"name": ["王芳", "李强", "赵六", "王芳"], "unit": "X", "phone": "1"}
    mentioned = identified("S10", rows("S10", order, {"name": None}, {"name": []}), known(s9=members), keyed_digest)
    assert mentioned.select("row", "name", "tier").rows() == [(2, "王芳", "T4"), (2, "李强", "T4"), (2, "赵六", None)]


def test_nineteen_names_of_the_roster_in_one_cell_are_nineteen_contacts() -> None:
    names = [f"张{chr(0x4E00 + n)}" for n in range(19)]
    among = known(s1=[{"name": name, "birth": MAY, "unit": f"U{n}"} for n, name in enumerate(names)])
    meeting = identified("S4", rows("S4", {"name": names, "unit": "U3"}), among, keyed_digest)
    assert meeting["person_id"].n_unique() == 19
    assert meeting["tier"].unique().to_list() == ["T4"]


def test_unknown_units_are_compared_by_their_text() -> None:
    shown = rows("S9", *[{"name": "王芳", "birth": MAY}] * 2).with_columns(
        unit_code_text=pl.Series(["甲公司", "乙公司"])
    )
    among = registry({"S9": shown}, keyed_digest)
    assert people(among) == 2
    assert identity("S9", {"name": "王芳", "birth": MAY, "unit": "?甲公司"}, among)[1] == "NEW"


def test_evidence_adds_units_but_never_persons() -> None:
    roster = {"S1": rows("S1", {"name": "王芳", "id": "A", "unit": "X"})}
    s2 = rows("S2", {"name": "王芳", "id": "A", "unit": "Y"}, {"name": "李强", "id": "B", "unit": "Y"})
    among = registry(roster, keyed_digest, {"S2": s2})
    assert people(among) == 1
    assert identity("S4", {"name": ["王芳"], "unit": "Y"}, among)[1] == "T4"


def test_also_seen_adds_the_host_unit() -> None:
    among = known(s1=[{"name": "王芳", "birth": MAY, "unit": "X"}, {"name": "王芳", "birth": JUNE, "unit": "Y"}])
    duty = {"name": "王芳", "unit": "HOST"}
    assert identity("S7", duty, among) == (None, None, NAME_ALONE)
    first = persons(among).filter(birth_month=MAY)["person_id"].item()
    hosted = also_seen(among, "S6", pl.DataFrame({"person_id": [first], "unit": ["HOST"]}))
    assert identified("S7", rows("S7", duty), hosted, keyed_digest)["person_id"].item() == first


def test_an_id_that_arrives_later_keeps_the_number() -> None:
    first = rows("S1", {"name": "王芳", "birth": MAY, "unit": "X", "period": "2021-W46"})
    later = rows("S1", {"name": "王芳", "birth": MAY, "unit": "X", "id": "A"})
    before, after = (persons(registry({"S1": pl.concat(sent)}, keyed_digest)) for sent in ([first], [first, later]))
    assert before["person_id"].to_list() == after["person_id"].to_list()
    assert after["id_digest"].to_list() == [keyed_digest("id", "A")[:DIGEST_LENGTH]]


def test_birth_of_the_roster_beats_that_of_the_register() -> None:
    among = known(
        s1=[{"name": "王芳", "id": "A", "birth": MAY, "unit": "X"}], s9=[{"name": "王芳", "id": "A", "birth": JUNE}]
    )
    assert persons(among)["birth_month"].to_list() == [MAY]


def test_ids_and_phones_leave_the_rows() -> None:
    among = known(s9=[{"name": "王芳", "id": "110105194912310021", "unit": "X", "phone": "13900000000"}])
    mentioned = identified(
        "S9", rows("S9", {"name": "王芳", "id": "110105194912310021", "unit": "X"}), among, keyed_digest
    )
    for frame in (among, persons(among), mentioned):
        assert not {"id_no", "phone"} & set(frame.columns)
        assert "110105194912310021" not in str(frame.rows())
        assert "13900000000" not in str(frame.rows())


def test_queue_tells_the_clerk_where_and_why() -> None:
    talks = rows("S4", {"name": ["李·明"], "unit": "Z"}, {"name": ["赵六", "李·明"], "unit": "Z"})
    waiting = queue("S4", identified("S4", talks, known(s1=CADRES), keyed_digest))
    assert dict(waiting.schema) == QUEUE
    assert waiting.rows() == [
        ("s4", "S4", 2, "李·明", "Z", S4_NAME_ALONE, 1),
        ("s4", "S4", 3, "赵六", None, NOBODY, 0),
    ]


def test_a_unit_without_a_code_is_queued_as_the_sheet_writes_it() -> None:
    duties = rows("S7", {"name": "赵六"}).with_columns(unit_code_text=pl.lit("甲公司"))
    waiting = queue("S7", identified("S7", duties, known(s1=CADRES), keyed_digest))
    assert waiting.select("name", "unit").rows() == [("赵六", "甲公司")]


def test_a_roster_row_the_registry_was_not_made_from_is_undecided_and_not_lost() -> None:
    mentioned = identified("S9", rows("S9", {"name": "赵六", "unit": "X"}), known(), keyed_digest)
    assert mentioned.select("row", "name", "unit", "person_id").rows() == [(2, "赵六", "X", None)]


def test_empty_sheets_keep_their_types() -> None:
    among = known()
    assert dict(among.schema) == REGISTRY
    mentioned = identified("S10", rows("S10"), among, keyed_digest)
    assert mentioned.schema["person_id"] == mentioned.schema["name"] == pl.String
    assert dict(queue("S10", mentioned).schema) == QUEUE


# Laws.

_mentions = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["王芳", "王小芳", "李强"]),
        "unit": st.sampled_from([None, "X", "Y"]),
        "birth": st.sampled_from([None, MAY, JUNE]),
        "id": st.sampled_from([None, None, "A", "B"]),
        "phone": st.sampled_from([None, None, "1", "2"]),
        "period": st.sampled_from(["2021-W46", "2021-W47"]),
    }
)


@given(st.lists(_mentions, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(shown: list[dict[str, Any]], random: Any) -> None:
    sheet = rows("S9", *shown)
    order = list(range(sheet.height))
    random.shuffle(order)
    assert registry({"S9": sheet}, keyed_digest).equals(registry({"S9": sheet[order]}, keyed_digest))


@pytest.mark.slow
@given(st.lists(_mentions, max_size=12), st.lists(_mentions, max_size=12))
def test_persons_do_not_depend_on_how_faces_are_parted(s1: list[dict[str, Any]], s4: list[dict[str, Any]]) -> None:
    talks = rows("S4", *(row | {"name": [row["name"]]} for row in s4))
    whole = known(s1)
    with patch.object(blocking, "MOST", 1):
        assert known(s1).equals(whole)
        parted = identified("S4", talks, whole, keyed_digest)
    assert parted.equals(identified("S4", talks, whole, keyed_digest))


@given(st.lists(_mentions, max_size=8), st.lists(_mentions, max_size=8), st.lists(_mentions, max_size=8))
def test_every_mention_is_resolved_or_queued_exactly_once(
    s1: list[dict[str, Any]], s9: list[dict[str, Any]], s10: list[dict[str, Any]]
) -> None:
    among = known(s1, s9)
    orders = [row | {"name": [row["name"], "赵六"]} for row in s10]
    for sheet, shown, mentions in (("S1", s1, 1), ("S9", s9, 1), ("S10", orders, 2)):
        mentioned = identified(sheet, rows(sheet, *shown), among, keyed_digest)
        assert mentioned.height == mentions * len(shown)
        resolved, waiting = mentioned.filter(pl.col("person_id").is_not_null()), queue(sheet, mentioned)
        assert resolved.height + waiting.height == mentioned.height
        assert resolved.filter(pl.col("tier").is_null() | pl.col("doubt").is_not_null()).is_empty()
        assert waiting["reason"].null_count() == 0


@given(st.lists(_mentions, max_size=12))
def test_nobody_has_two_ids_and_no_id_has_two_persons(shown: list[dict[str, Any]]) -> None:
    among = known(s9=shown).drop_nulls(["person_id", "id_digest"])
    assert among.group_by("person_id").agg(pl.col("id_digest").n_unique()).filter(pl.col("id_digest") > 1).is_empty()
    assert among.group_by("id_digest").agg(pl.col("person_id").n_unique()).filter(pl.col("person_id") > 1).is_empty()


@pytest.mark.parametrize("sheet", [*CLUES])
def test_the_queue_asks_only_for_what_the_sheet_has_a_column_for(sheet: str) -> None:
    own = {SHEETS[sheet].column[name].heading for name in COLUMNS_ABOUT if name in SHEETS[sheet].column}
    for sentence in advice(sheet).values():
        named = {heading for heading in ("身份证号", "出生年月", "联系电话") if heading in sentence}
        assert named
        assert named <= own


def test_a_namesake_of_the_same_unit_is_told_apart_by_the_month_of_birth() -> None:
    two = known(s1=[{"name": "张伟", "unit": "X", "birth": MAY}, {"name": "张伟", "unit": "X", "birth": JUNE}])
    for sheet, name in (("S7", "张伟"), ("S4", ["张伟"])):
        row = {"name": name, "unit": "X"}
        (reason,) = queue(sheet, identified(sheet, rows(sheet, row), two, keyed_digest))["reason"]
        assert reason.startswith("有多名同名人员与本行信息相符，请补填出生年月（")
        assert identity(sheet, row | {"birth": MAY}, two)[1:] == ("T2", None)
