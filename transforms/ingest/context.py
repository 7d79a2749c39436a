"""What reading needs to know of contracts and county, prepared once for many files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from expectations.catalogue import SHEETS
from expectations.contract.contract import Sheet
from expectations.contract.county_sheets import county_sheet, headed_sheet
from expectations.county.codelist import CodeList
from expectations.county.own_tables import OwnTable
from expectations.own.in_use import NOTHING, Own
from transforms.cells.context import Context
from transforms.clean.column_cells import with_titles
from transforms.clock import period_end
from transforms.ingest.mapping.heading_likeness import HeadingWords, heading_words
from transforms.ingest.merged_units import by_unit
from transforms.recognise.grid import Grid
from transforms.recognise.headings import Index, heading_index
from transforms.recognise.notes import Notes
from transforms.recognise.own_tables import own_index, own_tables
from transforms.recognise.tables import Table, tables


@dataclass(frozen=True)
class IngestContext:
    """The contracts' headings, all code lists, the county's own tables, area code, time zone and declarations."""

    codes: Mapping[str, CodeList]
    area_code: str | None = None
    timezone: str = "Asia/Shanghai"
    own: tuple[OwnTable, ...] = ()
    declared: Own = NOTHING
    titles: dict[str, str] = field(default_factory=lambda: {sheet.id: sheet.title for sheet in SHEETS.values()})
    contexts: dict[str, Context] = field(default_factory=dict)
    sheets: dict[tuple[str, str], Sheet] = field(default_factory=dict)

    @cached_property
    def index(self) -> Index:
        """Look-up of headings."""
        return heading_index(headed_sheet(sheet, self.codes) for sheet in SHEETS.values())

    def sheet(self, name: str, period: str) -> Sheet:
        """A sheet as the county's clerks see it in a period."""
        if (name, period) not in self.sheets:
            self.sheets[name, period] = county_sheet(SHEETS[name], self.codes, period_end(period))
        return self.sheets[name, period]

    @cached_property
    def words(self) -> HeadingWords:
        """What headings of unknown tables may stand for."""
        return heading_words(self.own)

    def context(self, period: str) -> Context:
        """The casters' context of a period; shared by all files, so that equal cells are read once."""
        if period not in self.contexts:
            end = period_end(period)
            self.contexts[period] = Context(
                period_end=end, codes=self.codes, area_code=self.area_code, timezone=self.timezone
            )
        return self.contexts[period]

    @cached_property
    def known(self) -> list[tuple[OwnTable, Index]]:
        """The own tables with the look-up of their headings."""
        return [(own, own_index(own)) for own in self.own]

    def tables(self, grid: Grid, sender: Callable[[Notes], str | None]) -> list[Table]:
        """The tables of a visible worksheet, each of one unit: an own table as declared, else by headings.

        `sender` tells the unit code by what the lines round a table say.
        """
        if not grid.visible:
            return []
        recognised = own_tables(grid, self.known, sender) or tables(grid, self.index, self.titles)
        titled = (with_titles(table, SHEETS[table.header.sheet], self.codes) for table in recognised)
        return [part for table in titled for part in by_unit(table, self.codes["units"])]
