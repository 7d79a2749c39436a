"""What stands behind a printed number of a proposal (`wuwei trace PERIOD suggest/…`)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import polars as pl

from flows.county.workspace import Workspace
from flows.report.suggestion import Wanted, composed
from flows.store.edition import Edition, EditionTables
from report_templates.model.report import Paragraph, Report, Section, Table
from report_templates.reports.suggest.view import SECTION
from report_templates.words.sentence import Number, Sentence
from report_templates.words.wording import wording
from transforms.indicators.trace import CELLS, MASKED, Trace, UnknownCode
from transforms.suggest.traced import pair_number

_SHOWN_MOST = 5


def traced_number(workspace: Workspace, edition: Edition, code: str, *, restricted: bool) -> Trace:
    """The trace of a number of the proposal without --lock, --keep and --compare. Raises UnknownCode, OldEdition.

    Of a person with a post the cells of both are behind it; what is of class P1, as points are, is masked unless
    `restricted`. Other numbers count lines of the paper: their place in it is said.
    """
    made, report = composed(workspace, edition, Wanted())
    printed = {number.code: (number, place) for number, place in _numbers(report)}
    pair = pair_number(code, made, EditionTables(edition), restricted=restricted)
    if code not in printed and pair is None:
        near = difflib.get_close_matches(code, printed, _SHOWN_MOST, 0.3)
        raise UnknownCode(f"no number of the proposal has the code {code}; near it: {', '.join(near)}")
    number, place = printed.get(code, ("", ""))
    words = wording(workspace.county)
    value = (number or (pair and pair.row.get(code.rpartition("/")[2]))) if restricted or pair is None else MASKED
    line: dict[str, object] = {
        "code": code,
        "label": words.text(SECTION, "title"),
        "place": place,
        "value": None if value in ("", None) else str(value),
        "unit": "",
        "light": None,
        "formula": words.text(SECTION, f"rule_{pair.principle}" if pair and pair.principle else "rules_said"),
        "window": edition.as_of.isoformat(),
        "form": "proposal",
        **dict.fromkeys(f"{side}{part}" for side in ("numerator", "denominator") for part in ("", "_how", "_column")),
    }
    return Trace(line, pair.cells if pair else pl.DataFrame(schema=CELLS))


def _numbers(report: Report) -> Iterator[tuple[Number, str]]:
    """Every number with its section or, in a table, caption and the first cell of its row."""
    heading = ""
    for block in report.blocks:
        if isinstance(block, Section):
            heading = str(block.heading)
        elif isinstance(block, Paragraph):
            yield from ((run, heading) for run in _runs(block.said))
        elif isinstance(block, Table):
            for row in block.rows:
                first = getattr(row[0], "text", row[0])
                yield from ((run, f"{block.caption}：{first}") for cell in row for run in _runs(cell))


def _runs(cell: str | Sentence) -> Iterator[Number]:
    return (run for run in (cell.runs if isinstance(cell, Sentence) else (cell,)) if isinstance(run, Number))
