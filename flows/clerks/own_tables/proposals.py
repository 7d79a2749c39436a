"""Offices' own workbooks read in a worker, and how each worksheet may be read: for `wuwei map`; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from expectations.catalogue import SHEETS
from expectations.county.county import County
from expectations.county.county_codes import all_codes
from flows.county.limits import limits_of
from flows.read.workbook import read_workbook
from flows.read.workers.pool import outcomes
from transforms.ingest.context import IngestContext
from transforms.ingest.mapping.propose import Proposal, proposal
from transforms.recognise.grid import Grid
from transforms.records.notice import Unreadable
from transforms.records.sender import likely_sender


class CannotMap(ValueError):
    """A workbook, or a list of answers, cannot be used; the message says why."""


@dataclass(frozen=True)
class Worksheet:
    """A shown worksheet with content: ids of the sheets it is read as already, else how it may be read, if at all.

    One with the headings of an earlier one (`like`, what that is called) is read as that is and has no proposal.
    """

    file: Path
    grid: Grid
    known: tuple[str, ...]
    proposal: Proposal | None
    like: str | None = None

    @property
    def label(self) -> str:
        """What it is called in lists."""
        return f"{self.file.name} · {self.grid.name}"


def ingest_context(county: County) -> IngestContext:
    """What a run would read workbooks with."""
    return IngestContext(all_codes(county), county.area_code, county.timezone, county.own_tables)


def worksheets(
    files: Sequence[Path], county: County, ingest: IngestContext, period: str, processes: int = 1
) -> Iterator[Worksheet]:
    """The worksheets of some files, in their order. Raises CannotMap for a file that cannot be read."""
    limits, labels = limits_of(county), dict[tuple[str, ...], str]()
    read = dict(outcomes(read_workbook, files, limits, processes))
    for at, file in enumerate(files):
        workbook = read[at]
        if isinstance(workbook, Unreadable):
            raise CannotMap(f"{file.name}: {workbook.notice.message}")
        sender = partial(likely_sender, file=file.name, folder=None, units=ingest.codes["units"])
        for grid in workbook.grids:
            if grid.visible and grid.rows:
                known = ingest.tables(grid, sender)
                whole = not any(SHEETS[table.header.sheet].lacking(table.header.answered) for table in known)
                sheets = tuple(dict.fromkeys(table.header.sheet for table in known)) if whole else ()
                found = None if sheets else proposal(grid, ingest.words, ingest.context(period))
                page = Worksheet(file, grid, sheets, found)
                if found and labels.setdefault(found.headings, page.label) != page.label:
                    page = replace(page, proposal=None, like=labels[found.headings])
                yield page
