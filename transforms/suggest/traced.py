"""From a number of a proposal to the facts of the person and of the post it rests on, and to their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from transforms.indicators.provenance import NUMERATOR
from transforms.indicators.trace import CELLS, Tables, cells_behind
from transforms.suggest.proposal import Proposal
from transforms.suggest.scores import FACTS, PRINCIPLES

PREFIX = "suggest/"
"""Codes of a proposal: suggest/<what>/<column>; of a person with a post `what` is <person_id>@<post_code>."""

READ: Mapping[str, tuple[str, ...]] = {
    "same_category": ("S2.domain_exp", "S5.category"),
    "same_line": ("S1.former_unit", "S5.organ", "S5.host_unit"),
    "knows_town": ("S2.known_towns", "S5.place"),
    "wish_rank": ("S3.pref_post_1", "S3.pref_post_2", "S3.pref_post_3", "S3.pref_category", "S5.category"),
    "wish_base": ("S3.pref_post_1", "S3.pref_post_2", "S3.pref_post_3", "S3.pref_category", "S5.category"),
    "wish_organ": ("S3.pref_organ", "S5.organ"),
    "wish_town": ("S3.pref_town", "S5.place"),
    "conditional": ("S3.work_will",),
    "skills_held": ("S2.skill_tag", "S5.need_skills"),
    "skills_needed": ("S5.need_skills",),
    "skills": ("S2.skill_tag", "S5.need_skills"),
    "major": ("S2.major", "S5.need_major"),
    "experience": ("S2.exp_years",),
    "title": ("S2.tech_title",),
    "heavier_by": ("S3.workload_pref", "S3.work_capacity", "S1.birth_ym", "S5.load"),
    "past_retirement": ("S1.birth_ym", "S1.retire_choice", "S5.end"),
    "far": ("S2.known_towns", "S3.pref_town", "S5.place"),
}
"""By fact (`scores.FACTS`) the columns of the sheets it is read of."""

_PRINTED = {
    **dict.fromkeys(("main_domain", "second_domain", "no_continuity"), "same_category"),
    **dict.fromkeys(("rank_1", "rank_2", "rank_3", "rank_C", "rank_O", "rank_N", "rank_other"), "wish_base"),
    "no_skills": "skills",
    "title_level": "title",
    "heavier": "heavier_by",
}
"""What a fact is called where a paper prints it → the fact."""


@dataclass(frozen=True, kw_only=True)
class PairNumber:
    """A number of a person with a post: the row of `proposal.pairs`, the principle it counts for (None: all), and its
    cells (CELLS)."""

    row: Mapping[str, object]
    principle: str | None
    cells: pl.DataFrame


def pair_number(code: str, proposal: Proposal, tables: Tables, *, restricted: bool) -> PairNumber | None:
    """The number with this code, None where it is none of a person with a post.

    Values of class P1 are masked unless `restricted`.
    """
    what, _, column = code.removeprefix(PREFIX).partition("/")
    person, _, post = what.partition("@")
    row = proposal.pairs.filter(pl.col("person_id") == person, pl.col("post_code") == post)
    if row.is_empty():
        return None
    fact = _PRINTED.get(column, column)
    principle = next((name for name in PRINCIPLES if fact == name or fact in FACTS[name]), None)
    facts = (
        [fact] if fact in READ else [each for name in PRINCIPLES if principle in (None, name) for each in FACTS[name]]
    )
    read = tuple(dict.fromkeys(cell for each in facts for cell in READ[each]))
    own = {
        "five_dim": tables["five_dim"].filter(pl.col("person_id") == person).with_columns(key="person_id"),
        "posts": tables["posts"].filter(pl.col("post_code") == post).head(1).with_columns(key="post_code"),
    }
    sides = [_cells(table, rows, read, tables, restricted) for table, rows in own.items()]
    return PairNumber(row=row.row(0, named=True), principle=principle, cells=pl.concat(sides))


def _cells(table: str, rows: pl.DataFrame, read: tuple[str, ...], tables: Tables, restricted: bool) -> pl.DataFrame:
    of_post = table == "posts"
    own = [cell for cell in read if cell.startswith("S5.") == of_post]
    if not own and not of_post:
        return pl.DataFrame(schema=CELLS)
    return cells_behind(NUMERATOR, table, rows, own, tables, restricted=restricted)
