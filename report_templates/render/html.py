"""A report as one self-contained HTML page, with print styles for the PDF."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import count, groupby
from types import SimpleNamespace

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from report_templates.charts.drawn import drawn
from report_templates.fonts import STACKS, stack
from report_templates.model.report import Column, Report, Table
from report_templates.render.watermark import watermark
from report_templates.words.figure_words import ABSENCES
from report_templates.words.sentence import Cell, Number, Runs, Sentence, Side
from report_templates.words.typeset import cut, plain, typeset

_NUMERALS = "零一二三四五六七八九十"


@cache
def environment() -> Environment:
    """Everything is escaped and typeset, a name that is not there is an error."""
    env = Environment(
        loader=PackageLoader("report_templates", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=typeset,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {
        "stacks": {role: stack(role) for role in STACKS},
        "ABSENCES": ABSENCES,
        "kind_of": lambda block: type(block).__name__,
        "heading_number": heading_number,
        "drawn": drawn,
        "script": script,
        "digest": digest,
    }
    env.filters |= {"next": next, "groups": _groups, "runs": _runs, "plain": plain, "shown": _shown, "cut": cut}
    env.tests["sortable"] = _sortable
    return env


@cache
def script(name: str) -> Markup:
    """The element with a script of `pages/scripts/`."""
    return Markup(f"<script>{_script_text(name)}</script>")  # noqa: S704 - our own file


@cache
def digest(name: str) -> Markup:
    """The hash by which the content security policy of a page allows the script, and no other."""
    hashed = base64.b64encode(hashlib.sha256(_script_text(name).encode()).digest()).decode()
    return Markup(f"'sha256-{hashed}'")  # noqa: S704 - letters and digits


def _script_text(name: str) -> str:
    return (files("report_templates") / "pages" / "scripts" / name).read_text(encoding="utf-8")


def heading_number(depth: int, place: int) -> str:
    """一、（一）1. as official papers number their headings (GB/T 9704)."""
    numeral = _NUMERALS[place] if place < len(_NUMERALS) else str(place)
    return (f"{numeral}、", f"（{numeral}）", f"{place}.")[depth - 1]


def _shown(cell: Cell | int) -> Markup:
    """A text, or words with numbers, each line below the other; what the data say is cut where it is too long."""
    if isinstance(cell, Sentence):
        return Markup("<br>").join(Markup("").join(typeset(_cut(run)) for run in line) for line in _lines(cell.runs))
    return typeset(cut(cell) if isinstance(cell, str) else cell)


def _cut(run: str) -> str:
    return cut(run) if isinstance(run, Number) and run.side is Side.CELL else run


def _lines(runs: Runs) -> Iterator[list[str]]:
    line: list[str] = []
    for run in runs:
        first, *more = [run] if isinstance(run, Number) else run.split("\n")
        line.append(first)
        for words in more:
            yield line
            line = [words]
    yield line


def _groups(table: Table) -> Iterator[list[tuple[Cell, ...]]]:
    """The rows of a table, a new group at each row that names those that follow it."""
    group: list[tuple[Cell, ...]] = []
    for row in table.rows:
        if len(row) == 1 and group:
            yield group
            group = []
        group.append(row)
    yield group


def _sortable(table: Table) -> bool:
    """Whether its rows may stand in another order: enough of them, none that names others, every column under a head of
    its own."""
    return len(table.rows) > 2 and all(len(row) > 1 for row in table.rows) and not any(c.over for c in table.columns)


def _runs(columns: tuple[Column, ...]) -> list[tuple[str, list[Column]]]:
    """Neighbouring columns under the same head."""
    return [(over, list(run)) for over, run in groupby(columns, lambda column: column.over)]


def html(report: Report) -> str:
    """The page. It loads nothing from outside, its one script sorts tables, and its text is only text."""
    return laid("report.html", report)


def laid(template: str, report: Report) -> str:
    """A report in one of the templates, with its recipient in the watermark."""
    mark = watermark(report.variant, report.recipient, report.masthead.serial)
    numbers = SimpleNamespace(tables=count(1), charts=count(1))
    return environment().get_template(template).render(report=report, watermark=mark, count=numbers)
