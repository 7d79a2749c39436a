"""The cadres who have left leading posts: their five dimensions, assignments, talks and duties (S1–S7)."""

from __future__ import annotations

import polars as pl

from expectations.county.county import County
from transforms.cells.personal_data.redaction import shareable
from transforms.clock import Clock
from transforms.join.activities import assignments, contacts, duties
from transforms.join.cadres.due_contacts import due_contacts
from transforms.join.cadres.retirement import law_at
from transforms.join.cadres.roster_names import roster_named
from transforms.join.crosschecks.early_retirements import early_retirements
from transforms.join.dimensions.added import with_added
from transforms.join.five_dimensions import five_dim_person_period
from transforms.join.kept_rows import merged_rows
from transforms.join.lights import task_light
from transforms.join.persons import ACTIVITIES, Persons
from transforms.join.subjects.joined import Joined


def cadre_tables(persons: Persons, careers: pl.DataFrame, clock: Clock, county: County, rules: str) -> Joined:
    """Tables `five_dim`, `assignments`, `contacts`, `due_contacts`, `duties`, `posts`; FAILURES of S1.

    careers: CAREERS.
    """
    rows, people = persons.rows, persons.identified
    s4, s6, s7 = (roster_named(people[name], people["S1"]) for name in ACTIVITIES)
    posts, talks = assignments(s6, rows["S5"], careers, clock.as_of), contacts(s4, clock.as_of)
    served = duties(s7, careers, posts, clock).with_columns(task_light(county, clock.as_of))
    cadres = five_dim_person_period(
        s1=people["S1"],
        s2=people["S2"],
        s3=people["S3"],
        careers=careers,
        assignments=posts,
        duties=served,
        contacts=talks,
        clock=clock,
        county=county,
        rule_version=rules,
    )
    soon = int(county.settings["due_soon_days"])
    named = {name: people[name].filter(pl.col("person_id").is_not_null()) for name in ACTIVITIES}
    held = named["S4"].filter(pl.col("contact_date") <= clock.as_of)
    return Joined(
        tables={
            "five_dim": with_added(cadres, rows),
            "assignments": posts,
            "contacts": talks,
            "due_contacts": due_contacts(cadres, people["S1"], talks, county.contact, clock.as_of, soon),
            "duties": served,
            "posts": shareable("S5", rows["S5"]),
        },
        failures={"S1": early_retirements(people["S1"], cadres, law_at(clock.law_day))},
        merged=[
            merged_rows("S4", held.lazy(), talks),
            merged_rows("S6", named["S6"].lazy(), posts),
            merged_rows("S7", named["S7"].lazy(), served),
        ],
    )
