"""What import contracts cannot see of the house: rooms without `__init__.py`, tests in other rooms, calls outside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.project import ROOT

TOPS = ("flows", "transforms", "expectations", "report_templates", "samples")
OWN_ROOMS = {"end_to_end", "golden", "messiness", "project", "support"}
"""Of the tests: what concerns more than one room of the product."""
MANY = {"expectations/codes", "expectations/sheets", "flows/read/formats", "report_templates/pages"}
"""Rooms whose entries are of one kind."""
MOST = 16
OUTSIDE = {"open", "now", "today", "utcnow", "uuid1", "uuid4", "urandom", "getenv", "glob", "write_text"}
"""Calls by which a function depends on files, the clock or chance."""


def modules(*tops: str) -> list[Path]:
    return sorted(path for top in tops for path in (ROOT / top).rglob("*.py"))


def rooms(top: str) -> Iterator[Path]:
    yield from sorted({path.parent for path in modules(top)})


@pytest.mark.parametrize("top", TOPS)
def test_every_room_is_a_package_so_that_its_imports_are_seen(top: str) -> None:
    assert [str(room.relative_to(ROOT)) for room in rooms(top) if not (room / "__init__.py").exists()] == []


@pytest.mark.parametrize("top", TOPS)
def test_a_room_has_about_a_dozen_entries(top: str) -> None:
    full = {}
    for room in rooms(top):
        names = {path.name for path in room.iterdir()} - {"__init__.py", "__pycache__", "py.typed"}
        if len(names) > MOST and (name := room.relative_to(ROOT).as_posix()) not in MANY:
            full[name] = len(names)
    assert full == {}


def test_tests_lie_in_the_rooms_of_what_they_test() -> None:
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    mirrored = [folder for folder in folders if folder.parts[:1] and folder.parts[0] not in OWN_ROOMS]
    assert [str(folder) for folder in mirrored if not (ROOT / folder).is_dir()] == []


def imported(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_the_product_knows_no_tests() -> None:
    assert [str(path) for path in modules(*TOPS) if any(name.split(".")[0] == "tests" for name in imported(path))] == []


def calls(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {func.id if isinstance(func, ast.Name) else getattr(func, "attr", "") for func in called}


def test_transforms_ask_no_file_no_clock_and_no_chance() -> None:
    assert {str(path): asked for path in modules("transforms") if (asked := calls(path) & OUTSIDE)} == {}
