"""Which column of an own table fits which column of a sheet best, and how much a table is like a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from expectations.catalogue import SHEETS
from expectations.contract.contract import Column, Kind, Sheet
from expectations.county.own_tables import Source, Step
from transforms.cells.context import Context
from transforms.ingest.mapping.atoms import Atom
from transforms.ingest.mapping.evidence import SPEAKING, has_long_numbers, readable
from transforms.ingest.mapping.heading_likeness import ENOUGH, SCORES, HeadingWords, Level, Target, resemblance

READABLE = 0.8
"""Share of cells from which a column bears its heading out."""
PERSON = frozenset({"name", "id_no", "birth_ym", "unit_code", "sex"})
"""Columns that several sheets of one table share."""
_DISPROVED = 0.5
_FEWEST_MORE = 1.5
"""Weight of the columns that are left from which they are a further sheet."""


@dataclass(frozen=True)
class Match:
    """An atom as a column: `score` tells which of several fits best, `weight` how much it speaks for this very sheet.

    A heading that many sheets have speaks for none of them. `rivals` are headings that are nothing else in the sheet
    and may be this column as well.
    """

    atom: Atom
    column: Column
    level: Level
    score: float
    weight: float
    share: float | None
    rivals: tuple[str, ...] = ()


def assigned(every: Sequence[Atom], sheet: Sheet, words: HeadingWords, context: Context) -> list[Match]:
    """For each column of a sheet the atom that fits it best; each atom serves one column."""
    matches = [match for atom in every for match in _matches(atom, sheet, words, context)]
    matches.sort(key=lambda match: (-match.score, match.atom.at))
    atoms_taken: set[Source] = set()
    columns_taken: set[str] = set()
    chosen = []
    for match in matches:
        if match.atom.source not in atoms_taken and match.column.name not in columns_taken:
            atoms_taken.add(match.atom.source)
            columns_taken.add(match.column.name)
            chosen.append(match)
    free = [match for match in matches if match.level >= Level.WORD and match.atom.source not in atoms_taken]
    chosen = [replace(m, rivals=tuple(r.atom.name for r in free if r.column.name == m.column.name)) for m in chosen]
    return chosen if "person_id" in sheet.key else [match for match in chosen if _is_somebodys(match, chosen)]


def _is_somebodys(match: Match, chosen: Iterable[Match]) -> bool:
    """Whether a number, where a row is about no one person, is that of one the sheet names: right behind the name.

    The telephone number behind 点单群众 is the resident's, and no column of the sheet.
    """
    names = (m.atom.at for m in chosen if m.column.kind in (Kind.NAME, Kind.PEOPLE))
    return match.column.kind not in SPEAKING or match.atom.at - 1 in names


def _matches(atom: Atom, sheet: Sheet, words: HeadingWords, context: Context) -> Iterator[Match]:
    like, numbers = _likeness(atom, words), has_long_numbers(atom.cells)
    for column in sheet.columns:
        level, likeness = like.get((sheet.id, column.name), (Level.CONTENT, 0.0))
        if level is Level.CONTENT and not (numbers and column.kind in SPEAKING):
            continue
        share = readable(atom.cells, column, context)
        if level is Level.CONTENT and (share or 0.0) < READABLE:
            continue
        if share is not None and share < _DISPROVED:
            continue
        score = (likeness or SCORES[Level.CONTENT]) * (1.0 if share is None else 0.5 + share / 2)
        others = {s for (s, _), (other, _) in like.items() if other >= level}
        yield Match(atom, column, level, score, score / max(1, len(others)) if likeness else 0.0, share)


def _likeness(atom: Atom, words: HeadingWords) -> Mapping[Target, tuple[Level, float]]:
    """What the words of a heading mean; where nobody knows its lines together, what the lowest does, to be asked."""
    whole = words.likeness(atom.name)
    if any(level >= Level.WORD for level, _ in whole.values()):
        return whole
    lowest = {target for target, (level, _) in words.likeness(atom.lowest).items() if level >= Level.WORD}
    return {**whole, **dict.fromkeys(lowest, (Level.WORD, SCORES[Level.WORD]))}


def disproved(every: Iterable[Atom], sheet: Sheet, words: HeadingWords, context: Context) -> dict[str, str]:
    """{heading: column of the sheet} of headings that mean it, while most of what stands below cannot be read so."""
    meant = (
        (atom, sheet.column[column])
        for atom in every
        for (of, column), (level, _) in words.likeness(atom.name).items()
        if of == sheet.id and level >= Level.WORD and atom.source.step is Step.SAME
    )
    return {
        atom.name: column.name
        for atom, column in meant
        if (share := readable(atom.cells, column, context)) is not None and share < _DISPROVED
    }


def weight_of(matches: Iterable[Match]) -> float:
    """How much some matches speak for their sheet."""
    return sum(match.weight for match in matches)


def speaks_for(text: str, sheet: str, words: HeadingWords) -> float:
    """How much a title speaks for a sheet: by its words, or as the sheet's own."""
    named = any(word in text for word in words.titles.get(sheet, ()))
    return float(named) + (resemblance(text, SHEETS[sheet].title) >= ENOUGH)


def further_sheets(first: str, best: Mapping[str, list[Match]], taken: dict[Source, str]) -> dict[str, list[Match]]:
    """Further sheets of persons, by the columns that the earlier ones leave; they share those that tell who it is."""
    chosen: dict[str, list[Match]] = {}
    if "person_id" not in SHEETS[first].key:
        return chosen
    while True:
        left = {
            sheet: [m for m in matches if m.atom.source not in taken and m.column.name not in PERSON]
            for sheet, matches in best.items()
            if sheet != first and sheet not in chosen and "person_id" in SHEETS[sheet].key
        }
        sheet = max(left, key=lambda name: weight_of(left[name]), default=None)
        if sheet is None or weight_of(left[sheet]) < _FEWEST_MORE:
            return chosen
        persons = [match for match in best[sheet] if match.column.name in PERSON]
        chosen[sheet] = [*persons, *left[sheet]]
        taken |= dict.fromkeys((match.atom.source for match in left[sheet]), sheet)
