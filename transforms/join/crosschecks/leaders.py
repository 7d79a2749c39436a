"""The leaders of items by R6: 王书记 is the one of that surname in such a post, or nobody (domain.md §4.9)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from expectations.catalogue import SHEETS
from expectations.contract.rules import Reaction
from expectations.evaluate.judgement import FAILURES
from transforms.cells.persons import TITLE, TWO_CHARACTER_SURNAME
from transforms.join.crosschecks.failures import as_failures

_SHORTEST_TITLE = 2  # 王局 and 王总 say too little: 总 would find the chairman of a 总工会
_BETWEEN_POSTS = re.compile(r"[、，,;；/\s]+")
_BRACKETED = re.compile(r"[(（][^)）]*[)）]")
_UNKNOWN = {
    "name_title": "「责任领导」写的是职务或称呼，按县领导名单无法确定是谁。",
    "leader_not_listed": "「责任领导」不在县领导名单中。",
}


class _Leader(NamedTuple):
    name: str
    posts: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date


def leaders_named(items: pl.DataFrame, leaders: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The items with listed names for leaders, and FAILURES: how a title was read (FIXW), cells to be corrected (CELL).

    items: S8 rows; leaders: R6 rows. A title is read by those in office at the end of the item's period; one that fits
    nobody, or more than one, and a name that was never on the list empty the cell (domain.md §4.9, §12 M37). Without
    any list names stay.
    """
    known = _known(leaders)
    cells, lines = items["leader"].to_list(), []
    for n, (submission, row, day) in enumerate(items.select("submission", "row", "period_end").iter_rows()):
        names = [_named(text, known, day) for text in cells[n] or ()]
        if names == (cells[n] or []):
            continue
        rule = _rule(cells[n], names)
        cells[n] = None if None in names else list(dict.fromkeys(names))
        lines.append((submission, row, rule, "leader", _REACTIONS[rule].value, _message(rule, cells[n])))
    named = items.with_columns(pl.Series("leader", cells, dtype=pl.List(pl.String)))
    return named, pl.DataFrame(lines, schema=FAILURES, orient="row")


def leaders_listed_twice(leaders: pl.DataFrame) -> pl.DataFrame:
    """FAILURES of rows of one name whose times in office overlap: one leader, who counts once, in two posts (M28).

    leaders: R6 rows in force. A former post whose row has its last day is no second one.
    """
    terms = leaders.select(
        "submission",
        "row",
        "leader",
        first=pl.col("valid_from").fill_null(dt.date.min),
        last=pl.col("valid_to").fill_null(dt.date.max),
    )
    other = (pl.col("submission") != pl.col("submission_right")) | (pl.col("row") != pl.col("row_right"))
    overlap = (pl.col("first") <= pl.col("last_right")) & (pl.col("first_right") <= pl.col("last"))
    twice = terms.join(terms, on="leader").filter(other, overlap)
    return as_failures(
        twice.unique(["submission", "row"], maintain_order=True).sort("submission", "row"),
        "leader_listed_twice",
        "名单中同一姓名有几行，任职时间重叠，人数只计一次，职务层次按先写的一行。"
        "是同一人的，请只保留现任的一行，或给前一行填上「失效日期」；是同名的两人，请在姓名外写明区别。",
        column="leader",
    )


_REACTIONS = {"leader_by_title": Reaction.FIXW, "name_title": Reaction.CELL, "leader_not_listed": Reaction.CELL}


def _rule(texts: Sequence[str], names: Sequence[str | None]) -> str:
    """The rule for a cell whose texts are not all listed names."""
    if None not in names:
        return "leader_by_title"
    lost = [text for text, name in zip(texts, names, strict=True) if name is None]
    return "name_title" if any(map(TITLE.search, lost)) else "leader_not_listed"


def _message(rule: str, names: Sequence[str] | None) -> str:
    if names is None:
        return _UNKNOWN[rule] + SHEETS["S8"].column["leader"].because
    return f"「责任领导」写的是职务，已按县领导名单理解为{'、'.join(names)}；请核对，下次请填写姓名。"


def _known(leaders: pl.DataFrame) -> list[_Leader]:
    rows = leaders.select("leader", "post", "valid_from", "valid_to").unique(maintain_order=True).iter_rows()
    return [
        _Leader(name, _posts(post or ""), first or dt.date.min, last or dt.date.max) for name, post, first, last in rows
    ]


def _posts(post: str) -> tuple[str, ...]:
    return tuple(filter(None, _BETWEEN_POSTS.split(_BRACKETED.sub("", post))))


def _named(text: str, known: Sequence[_Leader], day: dt.date) -> str | None:
    """Whom a text names: the leader of that name, or the one in office a title fits, else None."""
    if not TITLE.search(text):
        return text if not known or any(text == leader.name for leader in known) else None
    fitting = {leader.name for leader in known if leader.valid_from <= day <= leader.valid_to and _fits(text, leader)}
    return fitting.pop() if len(fitting) == 1 else None


def _fits(text: str, leader: _Leader) -> bool:
    """王书记 or 王建国书记 for 王建国 whose post ends in 书记, and 县委书记王建国."""
    shortest = 2 if TWO_CHARACTER_SURNAME.match(leader.name) else 1
    starts = (n for n in range(shortest, len(leader.name) + 1) if text.startswith(leader.name[:n]))
    titles = [text[n:] for n in starts if len(text) - n >= _SHORTEST_TITLE]
    by_post = any(post.endswith(title) for title in titles for post in leader.posts)
    return by_post or text.endswith(leader.name)
