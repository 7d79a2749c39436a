"""The letter to a clerk: its facts, a note for each thing to correct, and the sentences made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from expectations.contract.rules import Reaction
from transforms.recognise.cell_references import cell_place
from transforms.recognise.grid import Place

AUTHOR = "五维校验"
MOST_NOTES = 5_000
"""Maximum notes per workbook; the most severe are kept."""

ACTIONS = {
    Reaction.FILE: "整表退回",
    Reaction.ROW: "本行退回",
    Reaction.CELL: "请改正",
    Reaction.FIXW: "请核对",
}
_SEVEREST_FIRST = list(ACTIONS)


@dataclass(frozen=True)
class Letter:
    """Until when the corrected workbook is wanted, whom to ask, the unit it goes back to, and the period it is for."""

    deadline: str
    contact: str
    unit: str | None
    period: str


class Note(NamedTuple):
    """One thing to correct; an issue in plain values, with what its contract expects of the cell.

    `row` and `cell` as the clerk counts them, `worksheet` None for the file as a whole. `read_as` is how a repaired
    cell was read, empty where it is masked.
    """

    worksheet: str | None
    row: int | None
    cell: str | None
    heading: str | None
    reaction: Reaction
    message: str
    hint: str = ""
    example: str = ""
    read_as: str = ""

    @property
    def place(self) -> Place | None:
        """The cell to mark, from 0: that of the issue, or else the first of its row."""
        return cell_place(self.cell or "") or ((self.row - 1, 0) if self.row else None)

    @property
    def wanted(self) -> str:
        """What belongs into the cell, unless the message contains it."""
        return "" if self.hint in self.message else self.hint

    @property
    def explanation(self) -> str:
        """What is wrong, or how the cell was read."""
        if self.reaction is not Reaction.FIXW:
            return self.message
        read = f"我们读作“{self.read_as}”，如不对请改正。" if self.read_as else "如不对请改正。"
        return f"{self.message}{read}"


def severest(notes: Iterable[Note]) -> Reaction:
    """The reaction that decides the colour of a cell."""
    return min((note.reaction for note in notes), key=_SEVEREST_FIRST.index)


def in_order(notes: Iterable[Note]) -> list[Note]:
    """At most MOST_NOTES notes, the most severe ones, as a clerk works through them: by worksheet, row and column."""
    first = sorted(notes, key=lambda note: _SEVEREST_FIRST.index(note.reaction))[:MOST_NOTES]
    return sorted(first, key=lambda note: (note.worksheet or "", note.place or (-1, -1)))


def by_worksheet(notes: Iterable[Note]) -> Mapping[str, dict[Place, list[Note]]]:
    """The notes that have a place, by worksheet and cell, of one cell the severest first."""
    placed = sorted(
        (note for note in notes if note.worksheet and note.place),
        key=lambda note: (note.worksheet, note.place, _SEVEREST_FIRST.index(note.reaction)),
    )
    grouped: dict[str, dict[Place, list[Note]]] = {}
    for (name, place), cell_notes in groupby(placed, key=lambda note: (note.worksheet, note.place)):
        if name and place:
            grouped.setdefault(name, {})[place] = list(cell_notes)
    return grouped


def comment_of(notes: Iterable[Note]) -> str:
    """The words of the comment on one cell."""
    return "\n\n".join("\n".join(_lines(note)) for note in notes)


def _lines(note: Note) -> Iterable[str]:
    yield f"【{ACTIONS[note.reaction]}】{note.explanation}"
    if note.wanted:
        yield f"{note.wanted}。"
    if note.example and note.example not in note.message:
        yield f"例如：{note.example}"
