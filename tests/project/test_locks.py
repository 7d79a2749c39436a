"""The two lists of packages with hashes: a clerk's is part of the server's."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.support.project import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pinned(name: str) -> dict[str, str]:
    """The versions of a lock by package."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z0-9,]+\])?==(\S+)", text, re.MULTILINE))


def test_a_clerk_has_the_server_s_versions() -> None:
    clerk, server = pinned("requirements-clerk.lock"), pinned("requirements.lock")
    assert {name: server.get(name) for name in clerk} == clerk


def test_a_clerk_has_no_server() -> None:
    clerk = pinned("requirements-clerk.lock")
    assert {"polars", "python-calamine", "xlsxwriter"} <= {*clerk}
    assert not {"prefect", "great-expectations", "weasyprint", "numpy", "fastapi"} & {*clerk}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-clerk.lock"])
def test_what_is_declared_is_locked(lock: str) -> None:
    declared = [*PROJECT["dependencies"]]
    if lock == "requirements.lock":
        declared += [word for extra in PROJECT["optional-dependencies"].values() for word in extra]
    names = {re.split(r"[\[<>=; ]", word, maxsplit=1)[0].replace("_", "-") for word in declared}
    assert names <= {*pinned(lock)}
