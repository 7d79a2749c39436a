"""The demonstration plays at the time of its story, so that mastheads and demands bear its days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.cli import demo
from flows.cli.demo import moment_of
from flows.county.workspace import Workspace
from tests.support.frames import COUNTY


def test_a_week_is_run_on_the_monday_after_it_in_the_countys_time(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, COUNTY)
    assert moment_of(workspace, "2021-W47").isoformat() == "2021-11-29T13:05:00+08:00"


def test_shown_again_it_knows_what_was_known_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = dt.datetime(2021, 11, 29, 5, 5, tzinfo=dt.UTC)
    monkeypatch.setattr(demo, "newest_recorded", lambda _: (later, "edition 1 of 2021-W47"))
    assert moment_of(Workspace(tmp_path, COUNTY), "2021-W46") == later


def test_reminders_are_as_late_as_on_the_day_of_the_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On 22 and 29 November 2021, and not years later."""
    reminded: list[tuple[str, str]] = []
    monkeypatch.setattr(demo, "write_weeks", lambda *_, **__: None)
    monkeypatch.setattr(demo, "print_run", lambda *_: None)
    monkeypatch.setattr(demo, "run_period", lambda period, *_, **__: period)
    monkeypatch.setattr(demo, "remind_all", lambda _, edition, now, __: reminded.append((edition, now.isoformat())))
    demo.show_demo(tmp_path)
    assert reminded == [("2021-W46", "2021-11-22T13:05:00+08:00"), ("2021-W47", "2021-11-29T13:05:00+08:00")]
