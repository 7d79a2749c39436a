"""The scripts of a fresh machine: plain POSIX shell, a whole lock, a set-up that works once and then only looks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.project import ROOT

SCRIPTS = sorted([*(ROOT / "script").iterdir(), ROOT / ".ci/run"])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
FONTS = ["Noto Serif CJK SC", "Noto Sans CJK SC", "FandolFang", "FandolKai"]

PYTHON_STUB = f"""#!/bin/sh
case $1 in
-m)
    echo "$*" >>"$CALLS"; mkdir -p .venv/bin; ln -sf "$BIN/python3" .venv/bin/python
    case $* in *requirements.lock)
        for n in 1 2 3 4 5 6 7 8 9 10 11; do echo "Collecting package$n==1.0 (from -r requirements.lock)"; done
        if [ -n "$PIP_FAILS" ]; then echo "ERROR: $PIP_FAILS"; exit 1; fi
    esac ;;
*) exec {sys.executable} "$@" ;;
esac
"""
FC_LIST_STUB = """#!/bin/sh
[ "$2" != "$MISSING_FONT" ]
"""
LIBRARIES_STUB = """
import ctypes.util, os
ctypes.util.find_library = lambda name: None if name == os.environ["MISSING_LIBRARY"] else name
"""


@dataclass(frozen=True)
class Machine:
    """A copy of the set-up script on a machine that has Python, fonts and libraries, but neither apt-get nor sudo."""

    home: Path

    @property
    def tree(self) -> Path:
        return self.home / "tree"

    @property
    def calls(self) -> list[str]:
        """What the set-up has asked Python's own installers for, in order."""
        log = self.home / "calls"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    def set_up(
        self, missing_font: str = "", missing_library: str = "", pip_fails: str = ""
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": str(self.home / "bin"),
            "BIN": str(self.home / "bin"),
            "CALLS": str(self.home / "calls"),
            "PYTHONPATH": str(self.home / "site"),
            "MISSING_FONT": missing_font,
            "MISSING_LIBRARY": missing_library,
            "PIP_FAILS": pip_fails,
        }
        return subprocess.run(
            [self.tree / "script/setup"],
            env=environment,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    for tool in ["cat", "cksum", "dirname", "grep", "id", "ln", "mkdir", "rm", "sed"]:
        path = shutil.which(tool)
        assert path, tool
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / tool).symlink_to(path)
    _write(tmp_path / "bin/python3", PYTHON_STUB, 0o755)
    _write(tmp_path / "bin/fc-list", FC_LIST_STUB, 0o755)
    _write(tmp_path / "site/sitecustomize.py", LIBRARIES_STUB)
    _write(tmp_path / "tree/requirements.lock", "polars==2.1.0 --hash=sha256:0\n")
    _write(tmp_path / "tree/pyproject.toml", "[project]\n")
    _write(tmp_path / "tree/script/setup", (ROOT / "script/setup").read_text(encoding="utf-8"), 0o755)
    return Machine(tmp_path)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_are_plain_posix_shell(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n")
    assert os.access(script, os.X_OK)
    assert subprocess.run(["sh", "-n", script], check=False, timeout=300).returncode == 0
    assert not re.findall(r"\[\[|<<<|\$'|^\s*(?:function|source|local)\s|&>|pipefail", text, re.MULTILINE)


def test_set_up_works_once_and_then_only_looks(machine: Machine) -> None:
    first = machine.set_up()
    assert first.returncode == 0, first.stderr
    environment, packages, project = machine.calls
    assert environment == "-m venv --clear .venv"
    assert "--require-hashes" in packages
    assert "--no-build-isolation" in project

    second = machine.set_up()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert len(machine.calls) == 3


def test_the_set_up_says_step_by_step_what_it_does(machine: Machine) -> None:
    _write(machine.tree / "requirements.lock", "".join(f"package{n}==1.0 --hash=sha256:{n}\n" for n in range(1, 12)))
    first, second, package, third = machine.set_up().stdout.splitlines()
    assert [line.split()[0] for line in (first, second, third)] == ["1/3", "2/3", "3/3"]
    assert package.split() == ["package", "10", "of", "11:", "package10==1.0"]


def test_a_package_that_cannot_be_installed_is_told_and_the_set_up_begun_again(machine: Machine) -> None:
    failed = machine.set_up(pip_fails="no matching distribution")
    assert failed.returncode == 1
    assert "ERROR: no matching distribution" in failed.stderr
    assert machine.set_up().returncode == 0
    assert machine.calls.count("-m venv --clear .venv") == 2


def test_another_lock_builds_the_environment_anew(machine: Machine) -> None:
    machine.set_up()
    _write(machine.tree / "requirements.lock", "polars==2.1.1 --hash=sha256:1\n")
    machine.set_up()
    assert machine.calls.count("-m venv --clear .venv") == 2


def test_an_interrupted_set_up_is_begun_again(machine: Machine) -> None:
    machine.set_up()
    (machine.tree / ".venv/stamp").unlink()
    machine.set_up()
    assert machine.calls.count("-m venv --clear .venv") == 2


def test_a_moved_environment_is_built_anew(machine: Machine) -> None:
    machine.set_up()
    elsewhere = Machine(machine.home / "elsewhere")
    shutil.copytree(machine.home / "bin", elsewhere.home / "bin", symlinks=True)
    shutil.copytree(machine.home / "site", elsewhere.home / "site")
    machine.tree.rename(elsewhere.tree)
    assert elsewhere.set_up().returncode == 0
    assert elsewhere.calls[0] == "-m venv --clear .venv"


def test_an_environment_that_is_a_link_is_not_emptied(machine: Machine) -> None:
    shared = machine.home / "shared"
    shared.mkdir()
    (machine.tree / ".venv").symlink_to(shared)
    result = machine.set_up()
    assert result.returncode == 1
    assert ".venv is a link" in result.stderr
    assert machine.calls == []


@pytest.mark.parametrize("font", FONTS)
def test_a_missing_font_stops_the_set_up_with_the_commands_to_type(machine: Machine, font: str) -> None:
    result = machine.set_up(missing_font=font)
    assert result.returncode == 1
    assert f"font {font}\n" in result.stderr
    assert all(manager in result.stderr for manager in ["apt-get install", "dnf install", "brew install"])
    assert machine.calls == []


def test_a_missing_subsetter_stops_even_a_machine_that_was_ready(machine: Machine) -> None:
    assert machine.set_up().returncode == 0
    result = machine.set_up(missing_library="harfbuzz-subset")
    assert result.returncode == 1
    assert "library harfbuzz-subset\n" in result.stderr


def test_the_set_up_takes_the_pythons_that_the_project_takes() -> None:
    text = (ROOT / "script/setup").read_text(encoding="utf-8")
    bounds = re.search(r"\((\d+), (\d+)\) <= sys.version_info < \((\d+), (\d+)\)", text)
    assert bounds
    assert PROJECT["requires-python"] == ">={}.{},<{}.{}".format(*bounds.groups())


def test_the_lock_names_no_address() -> None:
    assert not re.findall(r"://|^-", LOCK, re.MULTILINE)


def test_every_locked_package_has_hashes() -> None:
    packages = re.split(r"^(?=[a-zA-Z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(packages) > len(PROJECT["dependencies"])
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_the_lock_holds_what_the_project_asks_for() -> None:
    locked = {
        canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK, re.MULTILINE)
    }
    requirements = [Requirement(line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]]
    wrong = [
        requirement
        for requirement in requirements
        if not requirement.specifier.contains(locked.get(canonicalize_name(requirement.name), "0"))
    ]
    assert wrong == []


def test_the_environment_needs_nothing_beyond_the_lock() -> None:
    # The lock is installed without looking at dependencies, so a gap in it would show only at the first import.
    result = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False, timeout=300
    )
    assert result.returncode == 0, result.stdout


def test_help_does_not_wait_for_the_heavy_libraries() -> None:
    program = (
        "import sys\n"
        "from flows.cli.command_line import app\n"
        "app(['--help'], standalone_mode=False)\n"
        "print(sorted({'great_expectations', 'polars', 'prefect', 'weasyprint'} & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT, timeout=300
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "[]"


def test_the_generated_documents_are_fresh() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "flows.cli.data_dictionary", "--check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout + result.stderr
