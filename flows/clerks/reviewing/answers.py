"""Answers in a filled-in 待核人员.xlsx: one for each row with a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.clerks.reviewing.pairs import Answer
from flows.clerks.reviewing.workbook import form
from flows.read.workbook import read_workbook
from flows.read.workers.pool import outcomes
from flows.receive.guard import Limits
from flows.store.records.identity_decisions import CannotDecide
from transforms.identify.edges import Judgement
from transforms.records.notice import Unreadable

_PAIR = "编号"


def answers_in(file: Path, by: str | None = None) -> list[Answer]:
    """The answers in a workbook; `by` where a row names nobody. Raises CannotDecide where it is no such workbook."""
    rows = _rows(file)
    at = next((at for at, row in enumerate(rows) if _PAIR in [str(cell).strip() for cell in row]), None)
    if at is None:
        raise CannotDecide(f"{file} has no row of headings with {_PAIR}; fill in the workbook of wuwei review --into")
    heads = [str(cell).strip() for cell in rows[at]]
    wanted = {_PAIR: "pair"} | {
        name: column["fills"] for name, column in form()["columns"].items() if "fills" in column
    }
    if missing := [name for name in wanted if name not in heads]:
        raise CannotDecide(f"{file} lacks the columns {'、'.join(missing)}")
    return list(_answers(rows[at + 1 :], {field: heads.index(name) for name, field in wanted.items()}, by))


def _answers(rows: Sequence[Sequence[object]], at: dict[str, int], by: str | None) -> Iterator[Answer]:
    said = {words: Judgement(name) for name, words in form()["judgements"].items()}
    for row in rows:
        values = {name: str(row[place]).strip() if place < len(row) else "" for name, place in at.items()}
        if not values["judgement"]:
            continue
        if values["judgement"] not in said:
            raise CannotDecide(f"{values['pair']}: 认定结果 is one of {'、'.join(said)}, not {values['judgement']}")
        yield Answer(values["pair"], said[values["judgement"]], values["by"] or by or "", values["because"])


def _rows(file: Path) -> Sequence[Sequence[object]]:
    """The first visible worksheet, read in a worker like every file from outside."""
    _, workbook = next(iter(outcomes(read_workbook, [file], Limits(), 1)))
    if isinstance(workbook, Unreadable):
        raise CannotDecide(f"{file}: {workbook.notice.message}")
    return next((grid.rows for grid in workbook.grids if grid.visible), [])
