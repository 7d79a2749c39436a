"""What a Prefect server is told: the schedule, the forms, and the county file's table `[server]`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.flows import Flow

from expectations.county.county import County
from flows.cli.deployments import NoServer, deployments, serve_deployments, weekly_cron
from flows.county.county_file import WrongCountyFile, shipped_example
from flows.server.backfill import backfill
from flows.server.installation import Installation, ServerSettings, server_settings
from flows.server.on_request import remind, report
from flows.weekly import weekly
from tests.support.project import ROOT
from tests.support.runs.counties import qichun


def written(folder: Path, text: str) -> Path:
    (folder / "wuwei.toml").write_text(text, encoding="utf-8")
    return folder / "wuwei.toml"


def test_the_shipped_example_tells_nobody() -> None:
    assert server_settings(shipped_example()) == ServerSettings()


def test_the_table_is_read(tmp_path: Path) -> None:
    file = written(
        tmp_path, '[server]\nmail_to = ["office@example.com"]\nmail_from = "wuwei@example.com"\nwait_minutes = 5\n'
    )
    assert server_settings(file) == ServerSettings(
        mail_to=("office@example.com",), mail_from="wuwei@example.com", wait_minutes=5
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('mail_to = ["office"]\nmail_from = "a@b"', "key mail_to: write addresses"),
        ('mail_to = ["a@b"]', "key mail_from: is missing"),
        ("approval_hours = 0", "key approval_hours: write a whole number"),
        ("approval_hours = true", "key approval_hours: write"),
        ('mail = "a@b"', "key mail: is not known"),
    ],
)
def test_a_mistake_is_named_with_what_to_write(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(WrongCountyFile, match=words):
        server_settings(written(tmp_path, f"[server]\n{text}\n"))


@pytest.mark.parametrize(
    ("days", "hour", "cron"),
    [(1, dt.time(12), "30 12 * * 1"), (3, dt.time(9, 15), "45 9 * * 3"), (6, dt.time(23, 45), "15 0 * * 0")],
)
def test_the_week_is_run_half_an_hour_after_the_deadline(county: County, days: int, hour: dt.time, cron: str) -> None:
    deadline = replace(county.deadline, on_time_days=days, on_time_hour=hour)
    assert weekly_cron(replace(county, deadline=deadline)) == cron


def test_the_schedule_runs_by_the_clock_of_the_county() -> None:
    weekly = deployments(qichun())[0]
    schedule: Any = weekly.schedules[0].schedule  # type: ignore[index]  # it has one
    assert (schedule.cron, schedule.timezone) == ("30 12 * * 1", "Asia/Shanghai")


def test_a_work_pool_is_told_the_same_as_serve() -> None:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    served = {each.name: (each.entrypoint, each.tags) for each in deployments(qichun())}
    assert {each["name"]: (each["entrypoint"], each["tags"]) for each in declared} == served
    schedules = next(each["schedules"] for each in declared if each["name"] == "weekly")
    assert schedules == [{"cron": "30 12 * * 1", "timezone": "Asia/Shanghai"}]


@pytest.mark.parametrize("served", [weekly, backfill, report, remind])
def test_every_field_of_a_form_says_in_chinese_what_to_enter(served: Flow[..., object]) -> None:
    for name, field in served.parameters.properties.items():
        assert re.search(r"[\u4e00-\u9fff]", field.get("description") or ""), name


def test_an_installation_is_told_to_its_runs(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "out", tmp_path / "inbox", tmp_path / "wuwei.toml")
    assert Installation.from_environment(installation.environment()) == installation


def test_without_a_server_serve_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoServer, match="PREFECT_API_URL"):
        serve_deployments(Installation(tmp_path, tmp_path, shipped_example()))
