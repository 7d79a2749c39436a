"""The pairs of an edition: who asks, beside whom, what was said, and what is asked again."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import polars as pl
import pytest

from transforms.identify.edges import DECISIONS, edges, mention_digest
from transforms.identify.mentions import MENTION
from transforms.identify.registry import registry
from transforms.identify.resolve import resolved_mentions
from transforms.identify.review import mentioned, review, waiting

MAY, JUNE = dt.date(1965, 5, 1), dt.date(1965, 6, 1)
W46, W47 = "2021-W46", "2021-W47"
WHOLE = {"name": "王建国", "birth_ym": MAY, "unit_code": "U1"}
DAMAGED = {"name": "王健国", "birth_ym": MAY, "unit_code": "U1"}
STRANGERS = [
    {"name": "赵卫东", "unit_code": "U2", "birth_ym": dt.date(1971, 1, 1)},
    {"name": "孙丽华", "unit_code": "U3", "birth_ym": dt.date(1982, 2, 1)},
    {"name": "周志强", "unit_code": "U4", "birth_ym": dt.date(1959, 9, 1)},
    {"name": "吴敏", "unit_code": "U5", "birth_ym": dt.date(1966, 12, 1)},
]
NO_ANSWER = pl.DataFrame(schema=DECISIONS)
Row = dict[str, Any]


def keyed_digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()


def sheet(period: str, *shown: Row) -> pl.DataFrame:
    lineage = {"submission": period, "submitter": "ZZB", "period": period}
    texts = ("submission", "submitter", "period", "name", "unit_code", "id_no", "phone")
    schema = dict.fromkeys(texts, pl.String()) | {"row": pl.Int64(), "birth_ym": pl.Date()}
    return pl.DataFrame([lineage | {"row": at} | row for at, row in enumerate(shown, start=2)], schema=schema)


def pairs(
    now: list[Row],
    before: list[Row] | None = None,
    decisions: pl.DataFrame = NO_ANSWER,
    duties: list[Row] | None = None,
) -> pl.DataFrame:
    """The pairs of a week: a register in force, one it has replaced, and members' reports (as S7, of cadres)."""
    in_force, older = sheet(W47, *now), sheet(W46, *(before or []))
    said = edges(decisions, keyed_digest)
    cadres = {"S1": older.rename({"unit_code": "former_unit"})} if duties else {}
    known = registry({"S9": pl.concat([older, in_force]), **cadres}, keyed_digest, edges=said)
    resolved = {"S9": resolved_mentions("S9", in_force, known, keyed_digest, said)}
    if duties:
        resolved["S7"] = resolved_mentions("S7", sheet(W47, *duties), known, keyed_digest, said)
    return review(mentioned(resolved), known, decisions, said)


def digest(row: Row) -> str:
    shown = {"name_key": row["name"], "birth_month": row.get("birth_ym"), "unit": row.get("unit_code")}
    id_digest = keyed_digest("id", row["id_no"])[:32] if "id_no" in row else None
    return mention_digest([*shown.values(), id_digest, None, None], keyed_digest)


def answer(row: Row, other: Row, judgement: str, **more: Any) -> pl.DataFrame:
    line = {"mention": digest(row), "other": digest(other), "judgement": judgement, "since": W46, "standing": True}
    return pl.DataFrame([line | {"by": "甲", "because": "核实"} | more], schema=DECISIONS)


def asked(frame: pl.DataFrame) -> list[tuple[str, str]]:
    return waiting(frame).select("name", "candidate_name").rows()


def test_a_damaged_row_asks_about_the_person_of_the_register_before() -> None:
    assert asked(pairs([DAMAGED, *STRANGERS], [WHOLE, *STRANGERS])) == [("王健国", "王建国")]


def test_the_first_register_asks_only_about_those_alike() -> None:
    assert asked(pairs([WHOLE, *STRANGERS])) == []
    assert asked(pairs([WHOLE, DAMAGED, *STRANGERS])) == [("王健国", "王建国")]


def test_a_report_nobody_could_decide_on_asks_among_the_cadres_alone() -> None:
    report = {"name": "王健国", "unit_code": "U1"}
    shown = pairs([*STRANGERS, {**WHOLE, "birth_ym": JUNE}], [WHOLE, *STRANGERS], duties=[report])
    assert shown.filter(sheet="S7").select("name", "candidate_name").rows() == [("王健国", "王建国")]


def test_a_name_alone_is_not_asked_about() -> None:
    """An answer would hold for everybody of that name."""
    shown = pairs([*STRANGERS], [WHOLE, *STRANGERS], duties=[{"name": "王建国"}, {"name": "王健国"}])
    assert shown.filter(sheet="S7").is_empty()


def test_one_id_with_two_names_is_one_pair_of_two_that_are_nobody_yet() -> None:
    before, after = (
        WHOLE | {"id_no": "A"},
        {"name": "李秀英", "birth_ym": dt.date(1980, 2, 1), "unit_code": "U9", "id_no": "A"},
    )
    (pair,) = pairs([before, after, *STRANGERS]).to_dicts()
    assert {pair["name"], pair["candidate_name"]} == {"王建国", "李秀英"}
    assert (pair["candidate"], pair["agrees"]) == (None, "身份证号相同")


def test_a_corrected_id_number_asks_who_it_is() -> None:
    old, new = WHOLE | {"id_no": "A"}, WHOLE | {"id_no": "B"}
    (pair,) = pairs([new, *STRANGERS], [old, *STRANGERS]).to_dicts()
    assert (pair["agrees"], pair["differs"]) == ("姓名相同；出生年月相同；单位相同", "身份证号不同")


@pytest.mark.parametrize(("judgement", "waits"), [("same", False), ("different", False), ("later", True)])
def test_what_was_said_stands_beside_the_pair(judgement: str, waits: bool) -> None:
    shown = pairs([WHOLE, DAMAGED, *STRANGERS], decisions=answer(DAMAGED, WHOLE, judgement))
    assert shown.select("judgement", "by", "because").rows() == [(judgement, "甲", "核实")]
    assert bool(asked(shown)) is waits
    assert shown["suggested"].to_list() == [waits]


def test_an_answer_is_asked_again_where_the_record_beside_has_been_replaced() -> None:
    """王建国 is in force without a month of birth (found by the unit, T4); the answer rested on the whole record."""
    bare = {"name": "王建国", "unit_code": "U1"}
    said = answer(DAMAGED, WHOLE, "different")
    shown = pairs([bare, DAMAGED, *STRANGERS], [WHOLE, *STRANGERS], said)
    again = waiting(shown).select("candidate_name", "changed", "candidate_birth_month", "replaces").rows()
    assert again == [("王建国", True, None, [digest(WHOLE)])]
    put_off = pl.concat([said, answer(DAMAGED, bare, "later")])
    assert waiting(pairs([bare, DAMAGED, *STRANGERS], [WHOLE, *STRANGERS], put_off))["changed"].to_list() == [True]


def test_it_is_not_asked_again_once_somebody_has_seen_what_stands_now() -> None:
    bare = {"name": "王建国", "unit_code": "U1"}
    said = pl.concat([answer(DAMAGED, WHOLE, "different"), answer(DAMAGED, bare, "different")]).sort("mention", "other")
    assert asked(pairs([bare, DAMAGED, *STRANGERS], [WHOLE, *STRANGERS], said)) == []


def test_an_answer_that_rested_on_a_replaced_record_is_not_asked_again() -> None:
    said = answer(DAMAGED, WHOLE, "different", standing=False)
    assert asked(pairs([{"name": "王建国", "unit_code": "U1"}, DAMAGED, *STRANGERS], [WHOLE, *STRANGERS], said)) == []


def test_a_different_speaks_for_all_records_of_both() -> None:
    """王建国 of U1 stands with an id number now: still the same person, from whom 王健国 was said to be different."""
    said = answer(DAMAGED, WHOLE, "different", standing=False)
    assert asked(pairs([WHOLE | {"id_no": "A"}, DAMAGED, *STRANGERS], [WHOLE, *STRANGERS], said)) == []


def test_the_columns_name_both_mentions_and_the_first_period_that_knows_both() -> None:
    (pair,) = pairs([DAMAGED, *STRANGERS], [WHOLE, *STRANGERS]).to_dicts()
    assert (pair["mention"], pair["other"], pair["since"], pair["standing"]) == (
        digest(DAMAGED),
        digest(WHOLE),
        W47,
        False,
    )
    assert set(MENTION).isdisjoint({*pair} - {"birth_month", "unit"})
