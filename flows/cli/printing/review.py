"""Prints pairs of the identity queue: both records side by side, what agrees and what does not, and the score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from flows.cli.printing.printable import line

_HEADS = ("pair", "points", "this row", "may be", "agrees", "differs", "said")
_RECORD = (("from", "file"), ("row", "row"), ("name", "name"), ("birth", "birth_month"), ("unit", "unit_name"))


def print_pair(pair: Mapping[str, Any], console: Console) -> None:
    """One pair."""
    table = Table("", "this row", "may be", title=line(_title(pair)), title_justify="left")
    for head, name in _RECORD:
        table.add_row(head, line(_text(pair[name])), line(_text(pair[f"candidate_{name}"])))
    console.print(table)
    console.print(line(("agrees  ", "green"), pair["agrees"] or "-"))
    console.print(line(("differs ", "red"), pair["differs"] or "-"))
    for note in _notes(pair):
        console.print(line((note, "yellow")))


def print_list(pairs: Sequence[Mapping[str, Any]], console: Console) -> None:
    """A line for each pair."""
    table = Table(*(Column(head, overflow="fold") for head in _HEADS))
    for pair in pairs:
        names = pair["name"], pair["candidate_name"]
        shown = (pair["pair"], str(pair["points"]), *names, pair["agrees"], pair["differs"], pair["judgement"] or "")
        table.add_row(*map(line, shown))
    console.print(table)


def print_disagreements(lines: Sequence[Mapping[str, Any]], console: Console) -> None:
    """What was taken or passed over without anybody's decision, a line for each."""
    if not lines:
        return
    table = Table(
        "name", "column", "how", "taken", "from", "other", "from", title="taken without a decision (资料不一致)"
    )
    for each in lines:
        shown = (
            each["name"],
            each["column"],
            each["how"],
            each["taken"],
            each["file"],
            each["other"],
            each["other_file"],
        )
        table.add_row(*(line(_text(part)) for part in shown))
    console.print(table)


def _title(pair: Mapping[str, Any]) -> str:
    return f"{pair['pair']}  {pair['points']} points{', suggested' if pair['suggested'] else ''}"


def _notes(pair: Mapping[str, Any]) -> list[str]:
    said = f"said before: {pair['judgement']} ({pair['by']}: {pair['because']})" if pair["judgement"] else ""
    changed = "the record an earlier answer rested on has been replaced; that answer holds until you give another"
    return [
        *([said] if said else []),
        *([changed] if pair["changed"] else []),
        *(["another row of this sheet is that person (shown, no rule)"] if pair["in_sheet"] else []),
    ]


def _text(value: object) -> str:
    return f"{value:%Y-%m}" if isinstance(value, dt.date) else str(value or "-")
