"""Containerfile and compose.yaml: what is installed is that of script/setup, what is run and set what docs say."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from typer.main import get_command

from flows.cli.command_line import app
from tests.support.project import ROOT

CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
STEPS = [tuple(line.split(maxsplit=1)) for line in CONTAINERFILE.splitlines() if line and not line.startswith("#")]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
DOCUMENT = (ROOT / "docs/server.md").read_text(encoding="utf-8")


def test_the_image_is_set_up_by_the_set_up_script_alone() -> None:
    runs = [command for step, command in STEPS if step == "RUN"]
    assert [
        run for run in runs if re.search(r"apt|dnf|pip|venv|curl|wget|fc-cache", re.sub(r"rm -rf.*", "", run))
    ] == []
    assert [run.split()[0] for run in runs] == ["script/setup", "useradd"]
    assert STEPS.index(("COPY", ". .")) < next(
        n for n, (_, what) in enumerate(STEPS) if what.startswith("script/setup")
    )


def test_the_image_is_of_a_system_that_the_set_up_knows() -> None:
    (base,) = [what for step, what in STEPS if step == "FROM"]
    system, release = re.findall(r"/(\w+):(\d+)", base)[0]
    assert f"{system.title()} {release}" in (ROOT / "script/setup").read_text(encoding="utf-8")


def test_the_set_up_and_the_program_find_all_they_need_in_the_image() -> None:
    ignored = [line.strip() for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()]
    needed = [
        "script",
        "requirements.lock",
        "pyproject.toml",
        "flows",
        "transforms",
        "expectations",
        "report_templates",
    ]
    assert {*needed, "samples", "wuwei.toml", "reference"}.isdisjoint(ignored)


def test_the_image_is_run_by_a_user_of_its_own() -> None:
    user = [step for step in STEPS if step[0] == "USER"]
    assert user == [("USER", "wuwei")]
    assert STEPS.index(user[0]) > max(n for n, (step, _) in enumerate(STEPS) if step == "RUN")


@pytest.mark.parametrize("name", ["prefect", "serve"])
def test_both_services_are_of_this_image_and_run_commands_that_there_are(name: str) -> None:
    service = SERVICES[name]
    assert service["build"] == {"context": ".", "dockerfile": "Containerfile"}
    if name == "prefect":
        assert [*service["entrypoint"], *service["command"]] == ["prefect", "server", "start"]
        return
    command, *options = service["command"]
    known = {option for each in get_command(app).commands[command].params for option in each.opts}  # type: ignore[attr-defined]
    assert {option for option in options if option.startswith("--")} <= known


def test_the_server_has_the_settings_of_the_document() -> None:
    start = DOCUMENT.partition("## Start")[2].partition("## What is served")[0]
    wanted = {
        name
        for line in re.findall(r"^export (.+?)(?:  +#.*)?$", start, re.MULTILINE)
        for name in re.findall(r"(\w+)=", line)
    }
    own = {"PREFECT_HOME"}  # the image's home, in a volume
    assert wanted - own <= SERVICES["prefect"]["environment"].keys()


def test_the_server_is_reached_from_this_machine_only() -> None:
    assert [port.rpartition(":")[0] for port in SERVICES["prefect"]["ports"]] == ["127.0.0.1:4200"]
    assert not any("ports" in SERVICES[name] for name in ("database", "serve"))


def test_every_volume_is_declared_and_every_service_waited_for_is_there_and_says_when_it_is_ready() -> None:
    used = {mount.partition(":")[0] for each in SERVICES.values() for mount in each["volumes"] if mount[0] not in "$./"}
    assert used == COMPOSE["volumes"].keys()
    waited = {other for each in SERVICES.values() for other in each.get("depends_on", ())}
    assert all("healthcheck" in SERVICES[other] for other in waited)
