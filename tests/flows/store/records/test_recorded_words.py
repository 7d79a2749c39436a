"""What people write into the records of decisions holds nobody's personal data, whichever command writes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.county.workspace import Workspace
from flows.editions.distribution import distribute
from flows.past.backfill.plan import plan
from flows.past.erasure.apply import erase
from flows.past.erasure.model import Erasure
from flows.past.reseal import rotate
from flows.past.retention.apply import remove
from flows.past.retention.terms import Terms
from flows.store.edition import Edition
from flows.store.records.recorded_words import PersonalDataInRecord, check_recorded
from flows.store.records.withdrawals import withdraw
from tests.support.runs.counties import qichun

pytestmark = pytest.mark.usefixtures("plainly")

NOON = dt.datetime(2021, 11, 29, 4, tzinfo=dt.UTC)
PHONE, ID = "138 7123 4567", "421126196503150011"

WRITERS: dict[str, Callable[[Workspace, Edition], object]] = {
    "distribute --by": lambda at, made: distribute(at, made, ["县委办"], f"张三{PHONE}", NOON),
    "distribute --to": lambda at, made: distribute(at, made, ["县委办", f"李四 {ID}"], "张三", NOON),
    "distribute --file": lambda at, made: distribute(at, made, ["县委办"], "张三", NOON, [Path(f"签发稿{PHONE}.pdf")]),
    "withdraw": lambda at, made: withdraw(at.withdrawals, made, "S8.xlsx", PHONE, "报错了", NOON),
    "rotate": lambda at, _: rotate(at, "张三", f"{ID}外泄", NOON),
    "retain": lambda at, _: remove(at, [], Terms(), f"张三{PHONE}", NOON),
    "erase": lambda at, _: erase(
        at, Erasure(numbers=("P1",), names=("王五",), whole=(), shared=(), files={}), "张三", f"本人电话{PHONE}", NOON
    ),
    "backfill plan": lambda at, _: plan(at, "2021-W46", "2021-W46", requester=f"张三{PHONE}", reason="补报"),
    "an illness": lambda at, _: plan(at, "2021-W46", "2021-W46", requester="张三", reason="王五患肝癌"),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_no_record_takes_personal_data(writer: str, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "out", qichun())
    with pytest.raises(PersonalDataInRecord, match="leave id and phone numbers out, and illnesses") as refusal:
        WRITERS[writer](workspace, Edition(tmp_path / "edition=1", 1))
    assert not any(part in str(refusal.value) for part in ("7123", "1965", "肝癌"))
    assert not (tmp_path / "out").exists()


def test_a_refusal_names_the_option_and_not_the_value() -> None:
    with pytest.raises(PersonalDataInRecord, match="--to: leave") as refusal:
        check_recorded(by="县委办", to=["督查室", f"李四{PHONE}"])
    assert "李四" not in str(refusal.value)
    assert "7123" not in str(refusal.value)


def test_ordinary_words_are_taken() -> None:
    check_recorded(
        by="县委办 张三", because="蕲督〔2021〕12号，更正资金35.5万元", to=["县委", "县政府"], file=["签发稿.pdf"]
    )
