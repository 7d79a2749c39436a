"""Print the result of `wuwei check`: a table for each faulty workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from expectations.contract.rules import Reaction
from flows.clerks.check import open_issues
from flows.cli.printing.printable import line
from flows.receive.inbox import shown_name

LABELS = {
    Reaction.FILE: ("整表退回", "red"),
    Reaction.ROW: ("本行退回", "red"),
    Reaction.CELL: ("请改正", "yellow"),
    Reaction.FIXW: ("请核对", "cyan"),
}
"""The words for a reaction and their style."""

_NAMED_PLACES = 6
"""Places named of one sentence; the rest are counted."""

Cells = tuple[str | tuple[str, str], ...]
"""Of a row of a table: each a text, or a text with its style."""


def print_issues(issues: pl.DataFrame, files: list[Path], console: Console) -> None:
    """Print the CONFIRMED of each workbook, or member of a zip package; confirmed issues in separate tables."""
    asking, settled = open_issues(issues), issues.filter(pl.col("confirmed_by").is_not_null())
    for file in dict.fromkeys(map(shown_name, files)):
        faulty = [name for name in asking["file"].unique(maintain_order=True) if f"{name}/".startswith(f"{file}/")]
        for name in faulty:
            lines = _together(_located(asking.filter(pl.col("file") == name)))
            console.print(_table(name, ("单元格", "列", "处理", "说明"), map(_asking, lines)))
        if not faulty:
            console.print(line((f"{file}：没有发现问题，可以报送。", "green")))
    for name in settled["file"].unique(maintain_order=True):
        lines = _located(settled.filter(pl.col("file") == name))
        console.print(_table(f"{name}：已确认，不必再改", ("单元格", "列", "说明", "确认"), map(_settled, lines)))


def _located(issues: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The issues with `place`: where in the workbook, with the worksheet's name where there are several."""
    several = issues["worksheet"].n_unique() > 1
    for issue in issues.iter_rows(named=True):
        place = issue["cell"] or (f"第{issue['row']}行" if issue["row"] else "整表")
        yield issue | {"place": f"{issue['worksheet']} {place}" if several and issue["worksheet"] else place}


def _together(issues: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Issues of one column with the same sentence as one, with all their places, where the first of them stood."""
    same: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for issue in issues:
        same.setdefault(tuple(issue[name] for name in ("worksheet", "heading", "reaction", "message")), []).append(
            issue
        )
    for alike in same.values():
        places = [str(issue["place"]) for issue in alike]
        more = f"等{len(places)}处" if len(places) > _NAMED_PLACES else ""
        yield alike[0] | {"place": "、".join(places[:_NAMED_PLACES]) + more}


def _asking(issue: dict[str, Any]) -> Cells:
    return issue["place"], issue["heading"] or "", LABELS[Reaction(issue["reaction"])], issue["message"]


def _settled(issue: dict[str, Any]) -> Cells:
    who = f"{issue['confirmed_by']} {issue['confirmed_at']:%Y-%m-%d}"
    return issue["place"], issue["heading"] or "", issue["message"], who


def _table(title: str, headings: tuple[str, ...], rows: Iterator[Cells]) -> Table:
    table = Table(title=line(title), header_style="bold", expand=True)
    for heading in headings:
        table.add_column(heading, overflow="fold")  # Chinese has no spaces to break at
    for row in rows:
        table.add_row(*map(line, row))
    return table
