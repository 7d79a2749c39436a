"""The five-dimension dataset (“五维”数据库): one row per person in scope and period (domain.md §5)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import polars as pl

from expectations.county.county import SETTINGS, County
from transforms.clock import Clock
from transforms.join.cadres.early_retirement import with_choice
from transforms.join.cadres.retirement import COLUMNS as RETIREMENT
from transforms.join.cadres.retirement import RetirementLaw, base_set, law_at, retirement
from transforms.join.completeness import COLUMNS as COMPLETENESS
from transforms.join.completeness import completeness
from transforms.join.dimensions import contact, placement, profession, progress, strengths, structure, wishes
from transforms.join.latest import latest

SOURCES: dict[str, pl.DataType] = {
    f"src_{sheet}_{what}": dtype
    for sheet in ("S1", "S2", "S3", "S4", "S6", "S7")
    for what, dtype in (("submission", pl.String()), ("row", pl.Int64()))
}

FIVE_DIM_SCHEMA: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "period_id": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "knowledge_time": pl.Datetime("us", "UTC"),
    "rule_version": pl.String(),
    **SOURCES,
    "row_hash": pl.String(),
    **structure.COLUMNS,
    **strengths.COLUMNS,
    **wishes.POST_COLUMNS,
    **profession.COLUMNS,
    **wishes.WORK_COLUMNS,
    **placement.COLUMNS,
    **progress.COLUMNS,
    **contact.COLUMNS,
    **RETIREMENT,
    **COMPLETENESS,
    # besides domain.md §5.2: the input of A5, why a retired person is in scope, and the row of S1 for traces
    "scope": pl.String(),
    "eligible_flag": pl.Boolean(),
    "avoid_units": pl.List(pl.String()),  # what bars from a post (domain.md §10.2), as `eligible_flag` does
    "native_here": pl.Boolean(),
    "submission": pl.String(),
    "row": pl.Int64(),
}
"""Columns of the dataset in the order of domain.md §5.2, with their types."""

_NOT_HASHED = ("row_hash", "knowledge_time")


def five_dim_person_period(
    *,
    s1: pl.DataFrame,
    s2: pl.DataFrame,
    s3: pl.DataFrame,
    careers: pl.DataFrame,
    assignments: pl.DataFrame,
    duties: pl.DataFrame,
    contacts: pl.DataFrame,
    clock: Clock,
    county: County,
    rule_version: str,
    law: RetirementLaw | None = None,
) -> pl.DataFrame:
    """One row per person in scope at period end, columns of FIVE_DIM_SCHEMA, ordered by person_id.

    s1, s2, s3: identified rows of the snapshots in force. careers: CAREERS. assignments, duties, contacts: the tables
    of `transforms.join.activities`. law: the retirement law, by default the one of `clock.law_day`.
    """
    days = {name: county.settings.get(name, default) for name, default in SETTINGS.items()}
    placed = placement.placement(assignments)
    persons = structure.structure(s1, s2, careers, placed["person_id"], clock.end)
    parts = (
        (strengths.strengths(s2), ("expertise_on", *strengths.COLUMNS)),
        (profession.profession(s2), (*profession.COLUMNS,)),
        (wishes.wishes(s3, clock.end), (*wishes.POST_COLUMNS, *wishes.WORK_COLUMNS, "avoid_units")),
        (placed, ("post_name", *placement.S6_COLUMNS)),
        (progress.progress(duties, clock), (*progress.COLUMNS,)),
        (contact.contact(contacts, clock.as_of, int(days["contact_window_days"])), (*contact.COLUMNS,)),
        _source("S1", persons),
        _source("S2", latest(s2)),
        _source("S3", wishes.wishes(s3, clock.end)),
        _source("S4", latest(contacts, "contact_date")),
        _source("S6", placed),
        _source("S7", latest(duties)),
    )
    for part, columns in parts:
        persons = persons.join(part.select("person_id", *columns), on="person_id", how="left", maintain_order="left")
    law = law or law_at(clock.law_day)
    retiring = with_choice(retirement(_known(persons, clock, county), law, clock.end), law, clock.end)
    derived = completeness(retiring, days)
    return _hashed(_in_period(derived, clock, rule_version))


def _source(sheet: str, rows: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, str]]:
    """The source row in a sheet of each person, under the names of the dataset."""
    submission, row = f"src_{sheet}_submission", f"src_{sheet}_row"
    return rows.select("person_id", pl.col("submission").alias(submission), pl.col("row").alias(row)), (submission, row)


def _known(persons: pl.DataFrame, clock: Clock, county: County) -> pl.DataFrame:
    """What follows from several dimensions together; missing contacts and assignments are 0 and false."""
    return persons.with_columns(
        pl.col("assigned").fill_null(value=False),
        pl.col("contacts_90d", "open_issues").fill_null(0),
        base_set=base_set(),
        expertise_age_days=(pl.lit(clock.end) - pl.col("expertise_on")).dt.total_days(),
    ).with_columns(
        pref_hit=placement.pref_hit(),
        fit_score=pl.lit(None),  # known once a proposal has been made (domain.md §10)
        native_here=structure.native_here(county),
        weekly_report_present=pl.col("weekly_report_present").fill_null(pl.when("assigned").then(pl.lit(value=False))),
    )


def _in_period(persons: pl.DataFrame, clock: Clock, rule_version: str) -> pl.DataFrame:
    """The columns of FIVE_DIM_SCHEMA, the hash still empty."""
    return (
        persons.with_columns(
            period_id=pl.lit(clock.period),
            period_start=pl.lit(clock.start),
            period_end=pl.lit(clock.end),
            knowledge_time=pl.lit(clock.knowledge.astimezone(dt.UTC)),
            rule_version=pl.lit(rule_version),
            row_hash=pl.lit(None),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in FIVE_DIM_SCHEMA.items())
        .sort("person_id")
    )


def _hashed(persons: pl.DataFrame) -> pl.DataFrame:
    """`row_hash`: SHA-256 of the row's values, independent of the knowledge time."""
    rows = persons.drop(_NOT_HASHED).iter_rows(named=True)
    texts = (json.dumps(row, sort_keys=True, ensure_ascii=False, default=str) for row in rows)
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    return persons.with_columns(row_hash=pl.Series(hashes, dtype=pl.String))
