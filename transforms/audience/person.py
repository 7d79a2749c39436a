"""All that an edition knows of one cadre, for the organisation department alone (一人一策, domain.md §11.2)."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import polars as pl

from expectations.contract.contract import Privacy
from transforms.audience.column_classes import privacy_of

PERSON_TABLES = ("five_dim", "assignments", "duties", "contacts")
"""The tables with rows of a cadre."""

_NAMED = PERSON_TABLES[1:]
_LISTED = 5


class UnknownPerson(Exception):
    """Nobody in scope has this name or number, or several have this name; the text lists the candidates."""


def names(tables: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    """person_id → name of everybody in scope who is named in an assignment, a duty report or a talk."""
    named = pl.concat([tables[name].select("person_id", "name") for name in _NAMED])
    in_scope = named.join(tables["five_dim"], on="person_id", how="semi").drop_nulls()
    return dict(in_scope.unique("person_id", keep="first", maintain_order=True).iter_rows())


def person_id(wanted: str, tables: Mapping[str, pl.DataFrame]) -> str:
    """The number of the person in scope with this number or name. Raises UnknownPerson."""
    known, everybody = names(tables), set(tables["five_dim"]["person_id"])
    matches = [wanted] if wanted in everybody else [number for number, name in known.items() if name == wanted]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UnknownPerson(
            f"{len(matches)} persons are called {wanted}; name one by number: {', '.join(sorted(matches))}"
        )
    near = difflib.get_close_matches(wanted, sorted(known.values()), _LISTED, 0.3)
    raise UnknownPerson(f"nobody in scope is called {wanted}{'; near it: ' if near else ''}{', '.join(near)}")


def records_of(person: str, tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The person's rows of PERSON_TABLES without columns of class P0; latest weeks and talks last."""
    order = {"duties": "period_end", "contacts": "contact_date", "assignments": "start"}
    records = {name: tables[name].filter(pl.col("person_id") == person) for name in PERSON_TABLES}
    ordered = {
        name: rows.sort(order[name], nulls_last=True) if name in order else rows for name, rows in records.items()
    }
    return {
        name: rows.select(column for column in rows.columns if privacy_of(name, column) is not Privacy.P0)
        for name, rows in ordered.items()
    }
