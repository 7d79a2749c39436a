"""A backfill that somebody rejects ends there: nothing is made."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from flows.county.county_file import shipped_example
from flows.server import backfill as requested
from flows.server.approval import Approval, Ask, Decision
from flows.server.backfill import backfill


def test_a_backfill_somebody_rejects_makes_nothing_and_says_who_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(*_: object) -> NoReturn:
        raise AssertionError("a rejected plan was applied")

    monkeypatch.setenv("WUWEI_OUT", str(tmp_path))
    monkeypatch.setenv("WUWEI_COUNTY", str(shipped_example()))
    monkeypatch.setattr(requested, "dry_run", lambda *_: None)
    monkeypatch.setattr(requested, "show_plan", lambda _: None)
    monkeypatch.setattr(requested, "must_ask", lambda *_: True)
    rejected = Approval(decision=Decision.REJECT, by="李主任", because="等补报")
    monkeypatch.setattr(requested, "ask_for_approval", lambda *_: rejected)
    monkeypatch.setattr(requested, "make", make)
    state = backfill.fn("2021-W47", "2021-W47", by="分析员", because="核对口径", ask=Ask.ALWAYS)
    assert state is not None
    assert (state.type.value, state.message) == ("CANCELLED", "rejected by 李主任: 等补报")
