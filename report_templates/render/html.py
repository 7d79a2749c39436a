"""A report as one self-contained HTML page, with print styles for the PDF."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import count, groupby, zip_longest
from types import SimpleNamespace

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from report_templates.charts.drawn import drawn
from report_templates.fonts import STACKS, stack
from report_templates.model import captions, imprint
from report_templates.model.columns import rooms
from report_templates.model.report import Column, Report, Table, annex_of, codes_explained
from report_templates.render.watermark import watermark
from report_templates.words.figure_words import ABSENCES
from report_templates.words.sentence import Cell, Sentence
from report_templates.words.typeset import cell_lines, cut, plain, typeset


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
        "captions": captions,
        "rooms": rooms,
        "imprint": imprint,
        "drawn": drawn,
        "script": script,
        "digest": digest,
    }
    env.filters |= {
        "next": next,
        "groups": _groups,
        "runs": _runs,
        "plain": plain,
        "shown": _shown,
        "cut": cut,
        "parted": _parted,
    }
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


def _shown(cell: Cell | int, room: int = 0) -> Markup:
    """A text, or words with numbers, each line below the other; what the data say is cut where it is too long."""
    return Markup("<br>").join(Markup("").join(map(_whole, line)) for line in cell_lines(cell, room))


_ABSENT = re.compile(f"(（(?:{'|'.join(ABSENCES)})）)")


def _whole(words: str) -> Markup:
    """Words typeset, （无应办事项） and the like on one line."""
    parts = _ABSENT.split(words)
    kept = (Markup('<span class="kept">{}</span>').format(typeset(part)) for part in parts[1::2])
    return Markup("").join(part for pair in zip_longest(map(typeset, parts[::2]), kept) for part in pair if part)


def _parted(sentence: Sentence) -> tuple[Markup, Markup]:
    """A sentence as typeset, its last characters apart."""
    *lines, last = cell_lines(sentence)
    text = last.pop() if last else ""
    begun = Markup("<br>").join(Markup("").join(map(_whole, line)) for line in (*lines, [*last, text[:-_KEPT]]))
    return begun, typeset(text[-_KEPT:])


_KEPT = 2
"""Characters at the end of a sentence that its codes stay with: its mark and one more."""


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


def html(report: Report, *, paper: bool = False, files: tuple[str, ...] = ()) -> str:
    """The page. It loads nothing from outside, its one script sorts tables, and its text is only text.

    A `paper` may lie anywhere, so its codes lead to no page beside it. `files` beside the page are linked at its head,
    before its contents.
    """
    return laid("report.html", report, paper=paper, files=files)


def laid(template: str, report: Report, *, paper: bool, files: tuple[str, ...]) -> str:
    """A report in one of the templates, its reader and its number in the watermark; one without a number has none."""
    serial = imprint.serial_words(report.masthead)
    mark = watermark(f"{report.variant}　{report.recipient}", serial) if serial else ""
    numbers = SimpleNamespace(tables=count(1), charts=count(1), sections=count(1))
    annexed = frozenset() if paper else codes_explained(annex_of(report))
    codes = {"explained": codes_explained(report), "annexed": annexed}
    return (
        environment()
        .get_template(template)
        .render(report=report, watermark=mark, count=numbers, paper=paper, files=files, **codes)
    )
