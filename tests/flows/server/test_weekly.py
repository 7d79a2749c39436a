"""The scheduled run goes through all weeks that are due, also past one of which nothing at all has come."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import weekly as scheduled
from flows.county.county_file import shipped_example
from flows.editions.losses import NothingReceived
from flows.weekly import weekly

WEEKS = ["2021-W39", "2021-W40", "2021-W41"]


def test_the_weeks_after_one_of_silence_are_run_and_the_silence_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def run_period(period: str, *_: object, **__: object) -> None:
        if period == WEEKS[1]:
            raise NothingReceived(f"nothing at all has been received for {period}")
        made.append(period)

    monkeypatch.setenv("WUWEI_OUT", str(tmp_path))
    monkeypatch.setenv("WUWEI_COUNTY", str(shipped_example()))
    monkeypatch.setattr(scheduled, "run_period", run_period)
    monkeypatch.setattr(scheduled, "scheduled_time", lambda: None)
    monkeypatch.setattr(scheduled, "last_due", lambda *_: WEEKS[-1])
    monkeypatch.setattr(scheduled, "to_run", lambda *_: WEEKS)
    with pytest.raises(NothingReceived, match=f"nothing at all has been received for {WEEKS[1]}"):
        weekly.fn()
    assert made == [WEEKS[0], WEEKS[2]]
