"""Columns of an own table that are known by their cells: all are words of the very code list a column wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from expectations.contract.contract import Column, Kind, Need, Sheet
from expectations.county.codelist import CodeList, code_text
from expectations.county.own_tables import Source, Step
from transforms.cells.context import Context
from transforms.ingest.mapping.assign import READABLE, Match
from transforms.ingest.mapping.atoms import Atom
from transforms.ingest.mapping.heading_likeness import Level
from transforms.recognise.grid import Cell

_MOST = 0.5


def matched_by_words(
    sheet: Sheet, every: Iterable[Atom], there: Iterable[str], taken: Iterable[Source], context: Context
) -> Iterator[Match]:
    """Atoms that no line reads, as the columns a sheet wants and has not (`there` are those it has)."""
    free = [atom for atom in every if atom.source.step is Step.SAME and atom.source not in {*taken}]
    for column in sheet.columns:
        if column.name in there or column.need is Need.OPTIONAL or not (codes := _list_of(column, context)):
            continue
        best = max(free, key=lambda atom: _share(atom.cells, codes), default=None)
        if best and (share := _share(best.cells, codes)) >= READABLE:
            free.remove(best)
            yield Match(best, column, Level.CONTENT, 0.0, 0.0, share)


def contradicting(column: Column, value: str, every: Iterable[Atom], context: Context) -> str:
    """The heading of a column with words of the same list that are not all `value`; nothing where there is none."""
    if not (codes := _list_of(column, context)):
        return ""
    found = (atom for atom in every if atom.source.step is Step.SAME and _share(atom.cells, codes) >= _MOST)
    return next((atom.name for atom in found if {*_codes(atom.cells, codes)} - {None, codes.read(value)[0]}), "")


def _list_of(column: Column, context: Context) -> CodeList | None:
    return context.codes.get(column.codes or "") if column.kind is Kind.CODE else None


def _share(cells: Sequence[Cell], codes: CodeList) -> float:
    read = _codes(cells, codes)
    return sum(code is not None for code in read) / len(read) if read else 0.0


def _codes(cells: Sequence[Cell], codes: CodeList) -> list[str | None]:
    """The codes of the filled cells; None for what is no word of the list. Bare numbers and signs are words of any."""
    texts = [code_text(str(cell)) for cell in cells if cell not in ("", None)]
    return [None if text.isascii() else codes.readings.get(text) for text in texts if text]
