"""The record of who is whom: only added to, refuses what contradicts itself, read as of any moment and period."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from flows.store.records.append_log import LogDamaged
from flows.store.records.identity_decisions import CannotDecide, Decision, IdentityDecisions
from flows.store.records.recorded_words import PersonalDataInRecord
from transforms.identify.edges import Judgement

FIRST = dt.datetime(2021, 11, 29, 8, tzinfo=dt.UTC)
LATER = FIRST + dt.timedelta(hours=1)
SAME, DIFFERENT, UNDONE = Judgement.SAME, Judgement.DIFFERENT, Judgement.UNDONE


def decision(mention: str, other: str, judgement: Judgement, **more: str) -> Decision:
    plain = Decision(mention, other, judgement, "2021-W46", True, "姓名同音", "单位不同", "甲", "电话核实")
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.fixture
def record(tmp_path: Path) -> IdentityDecisions:
    return IdentityDecisions(tmp_path / "decisions" / "identity.jsonl")


def held(record: IdentityDecisions, period: str | None = None, knowledge: dt.datetime = LATER) -> list[tuple[str, ...]]:
    return record.holding(period, knowledge).select("mention", "other", "judgement").rows()


def test_the_last_answer_of_a_pair_is_in_force_in_whichever_order_it_names_the_two(record: IdentityDecisions) -> None:
    record.decide([decision("a", "b", SAME)], FIRST)
    record.decide([decision("b", "a", DIFFERENT)], LATER)
    assert held(record) == [("b", "a", "different")]
    assert held(record, knowledge=FIRST) == [("a", "b", "same")]
    assert len(record.record.lines()) == 2


def test_an_answer_holds_from_the_first_period_that_knows_both(record: IdentityDecisions) -> None:
    record.decide([decision("a", "b", SAME)], FIRST)
    assert (held(record, "2021-W45"), len(held(record, "2021-W46")), len(held(record, "2021-W47"))) == ([], 1, 1)


def test_an_answer_is_undone_and_stays_on_record(record: IdentityDecisions) -> None:
    record.decide([decision("a", "b", SAME)], FIRST)
    assert record.decide([decision("a", "b", UNDONE)], LATER) == 1
    assert (held(record), held(record, knowledge=FIRST)) == ([], [("a", "b", "same")])
    assert record.decide([decision("a", "b", UNDONE)], LATER) == 0


def test_what_was_said_already_is_not_written_again(record: IdentityDecisions) -> None:
    assert [record.decide([decision("a", "b", SAME)], moment) for moment in (FIRST, LATER)] == [1, 0]


def test_the_same_is_refused_against_a_standing_different_until_that_is_lifted(record: IdentityDecisions) -> None:
    """a is b, b is c: then a cannot be c, also not by the way of b."""
    record.decide([decision("a", "b", SAME), decision("a", "c", DIFFERENT)], FIRST)
    with pytest.raises(CannotDecide, match="Undo the older"):
        record.decide([decision("b", "c", SAME)], LATER)
    assert len(record.record.lines()) == 2
    record.decide([decision("a", "c", UNDONE)], LATER)
    record.decide([decision("b", "c", SAME)], LATER)
    assert len(held(record)) == 2


def test_all_answers_of_a_list_are_written_or_none(record: IdentityDecisions) -> None:
    with pytest.raises(CannotDecide):
        record.decide([decision("a", "b", SAME), decision("b", "c", SAME), decision("a", "c", DIFFERENT)], FIRST)
    assert held(record) == []


@pytest.mark.parametrize("words", [{"by": " "}, {"because": ""}])
def test_who_and_why_are_asked_for(record: IdentityDecisions, words: dict[str, str]) -> None:
    with pytest.raises(CannotDecide):
        record.decide([decision("a", "b", SAME, **words)], FIRST)


def test_a_number_in_a_reason_is_refused(record: IdentityDecisions) -> None:
    with pytest.raises(PersonalDataInRecord):
        record.decide([decision("a", "b", SAME, because="电话13871234567核实")], FIRST)
    assert held(record) == []


def test_a_line_that_was_changed_shows(record: IdentityDecisions) -> None:
    record.decide([decision("a", "b", SAME)], FIRST)
    record.file.write_text(record.file.read_text().replace("same", "different"))
    with pytest.raises(LogDamaged):
        record.holding(None, LATER)
