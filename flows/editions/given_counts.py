"""The small counts that the public has been given in other papers, which a new one must not betray (domain.md §11.3).

Given are the public papers of editions that went out, and of those that readers see of every other period that shares
days with this one: they may go out any day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from flows.county.workspace import Workspace
from flows.editions.corrections import DistributedReports
from flows.editions.distribution import distributions_of
from flows.store.edition import Edition
from report_templates.model.report import Table, walk
from report_templates.words.sentence import Cell
from transforms.clock import Clock, overlap, period_start
from transforms.figures import figure_code
from transforms.indicators.public_counts import TOTAL, kind_of_caption
from transforms.indicators.suppression import CountTable
from transforms.tables.table import Variant


def given_to_public(workspace: Workspace, clock: Clock) -> dict[str, list[CountTable]]:
    """By kind the tables that share days with the clock's period, or with one that does."""
    given: dict[str, list[CountTable]] = defaultdict(list)
    for edition in _editions(workspace, clock):
        for kind, table in _tables(edition):
            given[kind].append(table)
    return given


def linked_editions(workspace: Workspace, clock: Clock) -> Iterator[Edition]:
    """The editions that readers see, at the knowledge cut-off, of other periods that are linked with the clock's."""
    current = (workspace.store.current(period, clock.knowledge) for period in _linked_periods(workspace, clock))
    yield from (edition for edition in current if edition and edition.period != clock.period)


def _linked_periods(workspace: Workspace, clock: Clock) -> list[str]:
    periods = workspace.store.periods()
    near = [period for period in periods if overlap(period, clock.period)]
    return [period for period in periods if any(overlap(period, other) for other in near)]


def _editions(workspace: Workspace, clock: Clock) -> list[Edition]:
    numbered = {(edition.period, edition.number): edition for edition in linked_editions(workspace, clock)}
    for period in {*_linked_periods(workspace, clock), clock.period}:
        sent = {distribution.edition for distribution in distributions_of(workspace, period, clock.knowledge)}
        numbered |= {(period, e.number): e for e in workspace.store.editions(period) if e.number in sent}
    return [numbered[key] for key in sorted(numbered)]


def _tables(edition: Edition) -> Iterator[tuple[str, CountTable]]:
    """The tables of an edition's public paper with what stands behind their marks."""
    reports = DistributedReports(edition)
    if Variant.PUBLIC not in reports:
        return
    first, last = period_start(edition.period), edition.as_of
    counts = dict(edition.table("figures").select("code", "denominator").iter_rows())
    for block in walk(reports[Variant.PUBLIC].sections):
        kind = kind_of_caption(block.caption) if isinstance(block, Table) else None
        if isinstance(block, Table) and kind:
            cells: dict[str, Cell] = {str(row[0]): row[-1] for row in block.rows if row[0] != TOTAL}
            hidden = frozenset(label for label, cell in cells.items() if not str(cell).isdecimal())
            known = {label: int(counts[figure_code("D10", "", f"{kind}.{label}")]) for label in cells}
            yield kind, CountTable(first=first, last=last, counts=known, hidden=hidden)
