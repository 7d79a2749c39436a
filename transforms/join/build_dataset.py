"""From judged rows to the tables of an edition (design.md §2, identity and join)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from expectations.catalogue import SHEETS
from expectations.county.county import County
from transforms.cells.personal_data.redaction import shareable
from transforms.clock import Clock
from transforms.dataset import Dataset
from transforms.identify.edges import UNDECIDED, Edges, edges
from transforms.identify.mentions import BY_WORKPLACE, KeyedDigest, telling
from transforms.identify.registry import also_seen, registry
from transforms.identify.resolve import answers_alone, attach_identity, queue, resolved_mentions
from transforms.identify.review import mentioned, review
from transforms.join.activities import assignments, contacts, duties
from transforms.join.cadres.careers import careers
from transforms.join.cadres.retirement import law_at
from transforms.join.cadres.roster_names import roster_named
from transforms.join.crosschecks.early_retirements import early_retirements
from transforms.join.crosschecks.forgotten import Forgotten, forgotten_again
from transforms.join.crosschecks.issues import crosscheck_issues
from transforms.join.crosschecks.items import items_to_identify
from transforms.join.crosschecks.leaders import leaders_named
from transforms.join.crosschecks.names import other_id_no, renamed
from transforms.join.crosschecks.orders import told_otherwise
from transforms.join.crosschecks.people import same_key_twice
from transforms.join.crosschecks.same_names import same_names
from transforms.join.dimensions.added import with_added
from transforms.join.disagreements import disagreements
from transforms.join.five_dimensions import five_dim_person_period
from transforms.join.items import items
from transforms.join.kept_rows import merged_rows, with_merged
from transforms.join.lights import task_light
from transforms.join.order_numbers import order_numbers, reused_numbers, with_order_numbers
from transforms.join.orders import order_members, orders
from transforms.join.registrations import registrations
from transforms.join.snapshots import cadre_snapshots, places_of_work, rosters_received
from transforms.judge.acceptance import Acceptance
from transforms.judge.arrivals import arrivals
from transforms.judge.confirmations import split_confirmed
from transforms.judge.in_force import there
from transforms.judge.issue_ids import numbered
from transforms.records.extract import Intake
from transforms.records.ledger import with_cells
from transforms.tables.own import own_sheets

EVIDENCE = ("S2", "S3")
ACTIVITIES = ("S4", "S6", "S7")
LONGEST = ("S9", "S10")
"""Sheets of a line for each member or order: only the needed columns of their rows are collected."""


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
    rows = {name: judged.rows[name].collect() for name in SHEETS if name not in LONGEST}
    said = edges(decisions, keyed_digest)
    evidence = {sheet: rows[sheet] for sheet in EVIDENCE}
    known = registry(rosters_received(judged, intake), keyed_digest, evidence, said)
    places = places_of_work(judged, intake, rows, known, county, keyed_digest, said)
    resolved = _resolved(rows, known, places, keyed_digest, said)
    people = {name: attach_identity(rows[name], name, answers_alone(resolved[name])) for name in resolved}
    for name in LONGEST:
        resolved[name] = resolved_mentions(name, telling(name, judged.rows[name]).collect(), known, keyed_digest, said)
    members, takers = (answers_alone(resolved[name]) for name in LONGEST)
    in_force = mentioned(resolved)
    pairs = review(in_force, known, decisions, said)
    snapshots = cadre_snapshots(judged, intake, people["S1"], known, keyed_digest, said)
    at_odds = disagreements(in_force, known, people["S1"], snapshots, clock.weeks)
    del resolved, in_force
    careers_by_now = careers(snapshots, people["S1"])
    renumbered = [other_id_no("S1", people["S1"], known), other_id_no("S9", members, known)]
    del known  # frees the memory of a million mentions before the register and the orders
    unsure = [*(queue(name, people[name]) for name in people), queue("S9", members), queue("S10", takers)]
    takers = takers.select("submission", "row", "name", "unit", "person_id")
    register, wrong, again = _register(judged.rows["S9"], members, clock, forgotten)
    del members
    s4, s6, s7 = (roster_named(people[name], people["S1"]) for name in ACTIVITIES)
    posts, talks = assignments(s6, rows["S5"], careers_by_now, clock.as_of), contacts(s4, clock.as_of)
    served = duties(s7, careers_by_now, posts, clock).with_columns(task_light(county, clock.as_of))
    cadres = five_dim_person_period(
        s1=people["S1"],
        s2=people["S2"],
        s3=people["S3"],
        careers=careers_by_now,
        assignments=posts,
        duties=served,
        contacts=talks,
        clock=clock,
        county=county,
        rule_version=rules,
    )
    numbers = order_numbers(judged.rows["S10"])
    ordered = with_order_numbers(judged.rows["S10"], numbers)
    by_order = orders(shareable("S10", ordered), clock, county)
    claimed, titled = leaders_named(shareable("S8", rows["S8"]), rows["R6"])
    by_item = items(claimed, previous_items, clock, county)
    misnumbered = pl.concat(
        [
            reused_numbers(numbers),
            same_key_twice(SHEETS["S10"], ordered),
            same_names("S10", ordered),
            told_otherwise(ordered, by_order),
        ]
    )
    tables = {
        "S1": pl.concat(
            [
                early_retirements(people["S1"], cadres, law_at(clock.law_day)),
                renamed(people["S1"], snapshots),
                renumbered[0],
            ]
        ),
        "S6": posts,
        "S7": served,
        "S8": by_item,
        "S9": pl.concat([wrong, renumbered[1]]),
        "S10": misnumbered,
        "R6": pl.concat([titled, same_names("S8", rows["S8"].lazy())]),
    }
    named = {name: people[name].filter(pl.col("person_id").is_not_null()) for name in ACTIVITIES}
    merged = [
        again,
        merged_rows("S10", ordered, by_order),
        merged_rows("S4", named["S4"].lazy().filter(pl.col("contact_date") <= clock.as_of), talks),
        *(merged_rows(name, named[name].lazy(), table) for name, table in (("S6", posts), ("S7", served))),
        merged_rows("S8", rows["S8"].lazy(), by_item),
    ]
    crosschecked = crosscheck_issues(judged, intake, people, tables, takers, careers_by_now, clock.last_week, forgotten)
    asking, confirmed = split_confirmed(
        numbered(pl.concat([judged.issues, crosschecked]), intake.rows, keyed_digest), confirmations
    )
    return Dataset(
        clock=clock,
        county=county,
        five_dim=with_added(cadres, rows),
        assignments=posts,
        contacts=talks,
        duties=served,
        posts=shareable("S5", rows["S5"]),
        items=by_item,
        registrations=register,
        orders=by_order,
        order_members=order_members(by_order, takers, ordered),
        leaders=shareable("R6", rows["R6"]),
        control_totals=shareable("R8", rows["R8"]),
        submissions=pl.concat(
            arrivals(there(judged.submissions), judged.ledger, county, week, clock.knowledge) for week in clock.weeks
        ),
        files=judged.submissions,
        places=intake.places.join(judged.submissions, on="submission", how="semi"),
        ledger=with_cells(with_merged(judged.ledger, pl.concat(merged))),
        issues=asking,
        confirmed=confirmed,
        validations=judged.validations,
        candidate_pairs=pairs,
        disagreements=at_odds,
        own={sheet.name: shareable(name, rows[name]) for name, sheet in own_sheets().items()},
        queue=pl.concat([items_to_identify(by_item), *unsure]).sort("sheet", "submission", "row", maintain_order=True),
    )


def _register(
    rows: pl.LazyFrame, who: pl.DataFrame, clock: Clock, forgotten: Forgotten
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The register of members, FAILURES of those registered twice or erased before, and the `merged_rows`.

    who: the `answers_alone` of the rows.
    """
    members = attach_identity(rows, "S9", who.lazy())
    failures = [same_key_twice(SHEETS["S9"], members), forgotten_again("S9", who, forgotten)]
    register = registrations(shareable("S9", members), clock)
    return register, pl.concat(failures), merged_rows("S9", members, register)


def _resolved(
    rows: Mapping[str, pl.DataFrame], known: pl.DataFrame, places: pl.DataFrame, keyed_digest: KeyedDigest, said: Edges
) -> dict[str, pl.DataFrame]:
    """The `resolved_mentions` of all but the longest sheets; some may name a person by the present unit (`places`)."""
    by_place = also_seen(known, "S6", places)
    return {
        name: resolved_mentions(
            name, telling(name, rows[name]), by_place if name in BY_WORKPLACE else known, keyed_digest, said
        )
        for name in ("S1", *EVIDENCE, *ACTIVITIES)
    }
