"""Since when errata are known: read as of any moment, without a value of theirs, and loud where one was changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from expectations.county.errata import Erratum, ErratumStatus
from flows.store.records.errata_record import ErrataRecord, ErratumChanged

FIRST = dt.datetime(2021, 11, 29, 8, tzinfo=dt.UTC)
LATER, LAST = FIRST + dt.timedelta(hours=1), FIRST + dt.timedelta(hours=2)
ERRATUM = Erratum(
    id="K1", status=ErratumStatus.REVIEWED, sheet="S1", column="birth_ym", name="张三", expect="1965-03",
    becomes="1966-03", because="核对档案", by="甲",
)  # fmt: skip
WITHDRAWN = replace(ERRATUM, status=ErratumStatus.WITHDRAWN)


@pytest.fixture
def record(tmp_path: Path) -> ErrataRecord:
    return ErrataRecord(tmp_path / "decisions" / "errata.jsonl")


def test_it_holds_from_the_moment_it_became_known_until_it_is_withdrawn(record: ErrataRecord) -> None:
    assert [record.keep([ERRATUM], moment) for moment in (LATER, LAST)] == [1, 0]
    record.keep([WITHDRAWN], LAST)
    held = [record.holding([WITHDRAWN], moment) for moment in (FIRST, LATER, LAST)]
    assert [[each.id for each in errata] for errata in held] == [[], ["K1"], []]


def test_one_that_is_only_proposed_does_not_hold(record: ErrataRecord) -> None:
    proposed = replace(ERRATUM, status=ErratumStatus.PROPOSED)
    record.keep([proposed], FIRST)
    assert record.holding([proposed], FIRST) == ()
    record.keep([ERRATUM], LATER)
    assert record.holding([ERRATUM], LATER) == (ERRATUM,)


def test_no_name_and_no_value_is_in_the_log(record: ErrataRecord) -> None:
    record.keep([ERRATUM], FIRST)
    text = record.file.read_text(encoding="utf-8")
    assert not [word for word in ("张三", "1965", "1966") if word in text]


@pytest.mark.parametrize("now", [[replace(ERRATUM, becomes="1967-03")], []])
def test_one_that_was_changed_or_is_gone_is_refused(record: ErrataRecord, now: list[Erratum]) -> None:
    record.keep([ERRATUM], FIRST)
    with pytest.raises(ErratumChanged, match="勘误 K1"):
        record.keep(now, LATER)
    with pytest.raises(ErratumChanged, match="K1"):
        record.holding(now, LATER)


def test_of_an_erased_person_the_number_is_enough(record: ErrataRecord) -> None:
    record.keep([ERRATUM], FIRST)
    erased = Erratum(id="K1", status=ErratumStatus.ERASED)
    assert record.keep([erased], LATER) == 1
    assert (record.holding([erased], FIRST), record.holding([erased], LATER)) == ((), ())
