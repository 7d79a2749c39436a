"""From judged rows to the tables of an edition (design.md §2, identity and join)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import polars as pl

from expectations.county.county import County
from transforms.cells.personal_data.redaction import shareable
from transforms.clock import Clock
from transforms.dataset import Dataset
from transforms.identify.edges import UNDECIDED
from transforms.identify.mentions import KeyedDigest
from transforms.join.cadres.careers import careers
from transforms.join.crosschecks.forgotten import Forgotten
from transforms.join.crosschecks.issues import crosscheck_issues
from transforms.join.crosschecks.items import items_to_identify
from transforms.join.kept_rows import MERGED
from transforms.join.persons import persons
from transforms.join.subjects.cadres import cadre_tables
from transforms.join.subjects.items import item_tables
from transforms.join.subjects.members import member_tables
from transforms.join.subjects.orders import order_tables
from transforms.judge.acceptance import Acceptance
from transforms.judge.arrivals import arrivals
from transforms.judge.confirmations import split_confirmed
from transforms.judge.errata import errata_in_force, with_corrected
from transforms.judge.in_force import there
from transforms.judge.issue_ids import numbered
from transforms.records.extract import Intake
from transforms.records.ledger import with_cells, with_reason
from transforms.tables.own import own_sheets


def build_dataset(
    judged: Acceptance,
    intake: Intake,
    *,
    clock: Clock,
    county: County,
    rules: str,
    keyed_digest: KeyedDigest,
    confirmations: pl.DataFrame,
    decisions: pl.DataFrame = UNDECIDED,
    previous_items: pl.DataFrame | None = None,
    forgotten: Forgotten = MappingProxyType({}),
) -> Dataset:
    """All tables of one edition. Raises RowsLost where an accepted row is in none of them (`kept_rows`).

    `confirmations` (CONFIRMATIONS) are the valid ones, `decisions` (DECISIONS) what people have said about who is whom,
    `previous_items` is the items table of the period before, `forgotten` are the persons erased before (`wuwei erase`).

    Nothing of class P0 enters a table.
    """
    who, members = persons(judged, intake, clock.weeks, county, keyed_digest, decisions)
    register = member_tables(judged.rows["S9"], members, clock, forgotten)
    del members  # frees the memory of a million mentions before the orders
    careers_by_now = careers(who.snapshots, who.identified["S1"])
    joined = [
        cadre_tables(who, careers_by_now, clock, county, rules),
        register,
        order_tables(judged.rows["S10"], who.takers, clock, county),
        item_tables(who.rows, previous_items, clock, county),
    ]
    tables = {name: table for subject in joined for name, table in subject.tables.items()}
    failures = _together([who.failures, *(subject.failures for subject in joined)])
    crosschecked = crosscheck_issues(judged, intake, who, tables, failures, careers_by_now, clock.last_week, forgotten)
    asking, confirmed = split_confirmed(
        numbered(pl.concat([judged.issues, crosschecked]), intake.rows, keyed_digest), confirmations
    )
    errata = errata_in_force(intake.errata, judged.submissions)
    merged = pl.concat(rows for subject in joined for rows in subject.merged)
    return Dataset(
        **tables,
        clock=clock,
        county=county,
        leaders=shareable("R6", who.rows["R6"]),
        control_totals=shareable("R8", who.rows["R8"]),
        submissions=pl.concat(
            arrivals(there(judged.submissions), judged.ledger, county, week, clock.knowledge) for week in clock.weeks
        ),
        files=judged.submissions,
        places=intake.places.join(judged.submissions, on="submission", how="semi"),
        ledger=with_cells(with_corrected(with_reason(judged.ledger, merged, MERGED), errata)),
        errata=errata,
        issues=asking,
        confirmed=confirmed,
        validations=judged.validations,
        candidate_pairs=who.candidate_pairs,
        disagreements=who.disagreements,
        own={sheet.name: shareable(name, who.rows[name]) for name, sheet in own_sheets().items()},
        queue=pl.concat([items_to_identify(tables["items"]), who.queue]).sort(
            "sheet", "submission", "row", maintain_order=True
        ),
    )


def _together(failures: Iterable[Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """FAILURES by sheet id of all parts."""
    by_sheet: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for part in failures:
        for sheet, lines in part.items():
            by_sheet[sheet].append(lines)
    return {sheet: pl.concat(parts) for sheet, parts in by_sheet.items()}
