"""`script/check` and `script/test` ask of the tools what was asked of them, and no failure is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.project import ROOT

STUB = """#!/bin/sh
name=${0##*/}
echo "$name $*" >>"$CALLS"
case " $FAILING " in *" $name "*) echo "$name has found something"; exit 1 ;; esac
"""
TABLE = """#!/bin/sh
cat <<'END'
Name              Stmts   Miss  Cover   Missing
-----------------------------------------------
flows/full.py        50      5    90%   7-11
flows/half.py        10      5    50%   1-3, 5-6
flows/fresh.py        9      9     0%   1-9
-----------------------------------------------
TOTAL                69     19    72%

12 files skipped due to complete coverage.
END
"""
TOOLS = ("ruff", "mypy", "lint-imports", "pytest", "chromium", "playwright")


@dataclass(frozen=True)
class Tree:
    """A checkout whose tools write down how they are called."""

    home: Path

    def call(self, script: str, *words: str | Path, failing: str = "", folder: str = ".") -> tuple[int, list[str], str]:
        """Exit code, how the tools were called, and what was said, when a script is called from a folder."""
        log = self.home.parent / "calls"
        log.unlink(missing_ok=True)
        result = subprocess.run(
            [self.home / "script" / script, *words],
            cwd=self.home / folder,
            env=os.environ | {"CALLS": str(log), "FAILING": failing},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        calls = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return (
            result.returncode,
            [call for call in calls if not call.startswith("playwright")],
            result.stdout + result.stderr,
        )

    def git(self, *words: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(["git", *identity, *words], cwd=self.home, check=True, capture_output=True, timeout=60)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    home = tmp_path / "tree"
    (home / ".venv/bin").mkdir(parents=True)
    for tool in TOOLS:
        _program(home / ".venv/bin" / tool, STUB)
    _program(home / ".venv/bin/coverage", TABLE)
    _program(home / "script/setup", "#!/bin/sh\n")
    for script in ("check", "test"):
        shutil.copy(ROOT / "script" / script, home / "script")
    (home / ".gitignore").write_text(".venv\n")
    for file in ("flows/kept.py", "flows/changed.py", "flows/gone.py", "tests/test_changed.py"):
        (home / file).parent.mkdir(exist_ok=True)
        (home / file).write_text("1\n")
    tree = Tree(home)
    tree.git("init", "-q")
    tree.git("add", "-A")
    tree.git("commit", "-qm", "All")
    return tree


def _program(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def test_what_is_named_is_checked_and_nothing_else(tree: Tree) -> None:
    code, calls, _ = tree.call("check", "flows/kept.py", "tests/test_changed.py")
    assert code == 0
    assert [call.split()[0] for call in calls] == ["ruff", "ruff", "mypy"]
    assert all(call.endswith(" flows/kept.py tests/test_changed.py") for call in calls[:2])
    assert calls[2].endswith(" flows/kept.py")


def test_by_default_what_differs_from_the_last_commit_is_checked(tree: Tree) -> None:
    assert tree.call("check")[:2] == (0, [])
    (tree.home / "flows/changed.py").write_text("2\n")
    (tree.home / "flows/new.py").write_text("3\n")
    (tree.home / "flows/gone.py").unlink()
    (tree.home / "README.md").write_text("words\n")
    code, calls, _ = tree.call("check")
    assert code == 0
    assert len(calls) == 3
    assert all(call.endswith(" flows/changed.py flows/new.py") for call in calls)


@pytest.mark.parametrize(
    ("folder", "word"),
    [(".", "./flows/kept.py"), ("flows", "kept.py"), ("tests", "../flows/kept.py"), (".", "{home}/flows/kept.py")],
)
def test_a_file_is_the_same_however_it_is_named(tree: Tree, folder: str, word: str) -> None:
    code, calls, _ = tree.call("check", word.format(home=tree.home), folder=folder)
    assert (code, len(calls)) == (0, 3)
    assert all(call.endswith(" flows/kept.py") for call in calls)


def test_of_a_folder_all_python_files_are_checked(tree: Tree) -> None:
    (tree.home / "flows/gone.py").unlink()
    (tree.home / "flows/readme.md").write_text("words\n")
    (tree.home / "flows/a lamp 灯.py").write_text("1\n")
    code, calls, _ = tree.call("check", "flows")
    assert (code, len(calls)) == (0, 3)
    assert all(call.endswith(" flows/a lamp 灯.py flows/changed.py flows/kept.py") for call in calls)


def test_what_is_not_there_fails_and_what_is_no_python_is_said_to_be_none(tree: Tree) -> None:
    (tree.home / "README.md").write_text("words\n")
    assert tree.call("check", "nothing.py") == (1, [], "There is no nothing.py.\n")
    assert tree.call("check", "README.md") == (0, [], "No Python file to check.\n")


@pytest.mark.parametrize("tool", ["ruff", "mypy"])
def test_a_finding_fails_the_check_and_hides_no_other(tree: Tree, tool: str) -> None:
    code, calls, output = tree.call("check", "flows/kept.py", failing=tool)
    assert (code, len(calls)) == (1, 3)
    assert f"{tool} has found something" in output


def test_named_tests_run_alone(tree: Tree) -> None:
    code, calls, _ = tree.call("test", "tests/test_changed.py", "-k", "one")
    assert (code, len(calls)) == (0, 1)
    assert calls[0].startswith("pytest ")
    assert calls[0].endswith(" tests/test_changed.py -k one")


def test_quick_tests_run_alone(tree: Tree) -> None:
    code, calls, _ = tree.call("test", "--quick", failing="pytest")
    assert (code, len(calls)) == (1, 1)
    assert "--quick" in calls[0]


def test_all_checks_run_beside_all_tests(tree: Tree) -> None:
    code, calls, output = tree.call("test")
    assert code == 0
    assert sorted(call.split()[0] for call in calls) == ["lint-imports", "mypy", "pytest", "ruff", "ruff"]
    assert "--cov" not in " ".join(calls)
    assert "TOTAL" not in output


@pytest.mark.parametrize(
    ("failing", "verdict"),
    [("pytest", "Failed: tests"), ("lint-imports", "Failed: checks"), ("mypy pytest", "Failed: tests checks")],
)
def test_a_failure_of_either_fails_both(tree: Tree, failing: str, verdict: str) -> None:
    code, calls, output = tree.call("test", failing=failing)
    assert code == 1
    assert any(call.startswith("pytest") for call in calls)
    assert verdict in output
    assert all(f"{tool} has found something" in output for tool in failing.split())


@pytest.mark.parametrize("option", ["--coverage", "--nightly"])
def test_the_table_of_coverage_names_files_under_90_per_cent_alone(tree: Tree, option: str) -> None:
    code, calls, output = tree.call("test", option)
    assert code == 0
    assert any(call.startswith("pytest --cov ") for call in calls)
    named = [line.split()[0] for line in output.splitlines() if "%" in line]
    assert named == ["flows/half.py", "flows/fresh.py", "TOTAL"]
