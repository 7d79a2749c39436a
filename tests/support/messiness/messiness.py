"""The 82 cases of messiness (domain.md §12), declared once; tests say by `@case` which of them they show.

`python -m tests.support.messiness.messiness` writes docs/messiness.md from both, with `--check` it only says whether
that is fresh.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from tests.support.messiness.messy_cases import CASES, PARTS, Case
from tests.support.project import DOCS, ROOT

DOCUMENT = DOCS / "messiness.md"

_PREFACE = """# Messy workbooks 报表的常见毛病

Generated from `tests/support/messiness/messy_cases.py` and the tests that show each case, by `script/docs`. Do not
edit.

What clerks send in, and what Wuwei does. **FIX** repaired silently and noted, **FIXW** repaired or kept with a word to
the submitter, **CELL** cell emptied and asked back, **ROW** row refused, **FILE** submission refused. A reaction is a
line in `issues.csv`; rows that are no data have their reason in `ledger.csv`. A wrong cell never costs the row, a wrong
row never the file, a wrong file never the run.

"""


class Shown(NamedTuple):
    """A test that shows a case, and the rules (by reaction) it meets."""

    test: str
    rules: dict[str, str]


def case(number: str, **rules: str) -> pytest.MarkDecorator:
    """Declares that a test shows a case on a real workbook; `rules` are rule ids (parted by blanks) by reaction."""
    return pytest.mark.case(number, **rules)


def shown() -> dict[str, list[Shown]]:
    """The tests that show each case, by its number."""
    by_case: dict[str, list[Shown]] = {case.number: [] for case in CASES}
    for module in _modules():
        for name, test in vars(module).items():
            if name.startswith("test_"):
                for mark in _marks(test):
                    by_case[mark.args[0]].append(Shown(f"{Path(str(module.__file__)).name}::{name}", dict(mark.kwargs)))
    return by_case


def _modules() -> Iterator[ModuleType]:
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if "from tests.support.messiness.messiness import" in path.read_text("utf-8"):
            yield import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def _marks(test: Any) -> Iterator[pytest.Mark]:
    """The declarations on a test and on its parameters."""
    for mark in getattr(test, "pytestmark", ()):
        if mark.name == "case":
            yield mark
        elif mark.name == "parametrize":
            parameters = (parameter for parameter in mark.args[1] if hasattr(parameter, "marks"))
            yield from (inner for parameter in parameters for inner in parameter.marks if inner.name == "case")


def document() -> str:
    """The table of all cases as Markdown."""
    tests, lines = shown(), [_PREFACE]
    for part, title in PARTS.items():
        lines += [
            f"## {title}\n",
            "| # | 来的是什么 | What Wuwei does | Reaction | Rules | Tests |",
            "| --- " * 6 + "|",
        ]
        lines += [_line(entry, tests[entry.number]) for entry in CASES if entry.part == part]
        lines.append("")
    return "\n".join(lines)


def _line(entry: Case, tests: list[Shown]) -> str:
    rules = dict.fromkeys(f"`{rule}`" for test in tests for named in test.rules.values() for rule in named.split())
    names = dict.fromkeys(f"`{test.test}`" for test in tests)
    cells = (entry.number, entry.arrives, entry.does, " ".join(entry.reactions), " ".join(rules), " ".join(names))
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def main(arguments: list[str]) -> int:
    """Write the document, or with `--check` say that it is stale; the exit code."""
    fresh = DOCUMENT.is_file() and DOCUMENT.read_text("utf-8") == document()
    if "--check" in arguments:
        sys.stderr.write("" if fresh else f"{DOCUMENT} is stale; run script/docs\n")
        return int(not fresh)
    DOCUMENT.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
