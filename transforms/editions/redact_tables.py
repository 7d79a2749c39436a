"""The tables of an edition with one person's rows erased; figures keep their values."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from transforms.indicators.declare.declaration import key_of
from transforms.tables.catalogue import COUNTED_BY, ROSTERS

Tables = Mapping[str, pl.DataFrame]

_LINE = ["submission", "row"]
_PERSONS = ("person_id", "counted_as", "candidate")
"""The columns with a person's number."""
_BESIDE = ("", "candidate_", "other_")
"""Before the position of a row, and of another one that stands beside it."""
_KEPT = ("ledger",)
"""The fate of a row stays accounted for (design.md §5.1): its line has the position, no person."""


def without_person(
    tables: Tables, numbers: Collection[str], names: Collection[str], whole: pl.DataFrame, shared: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The tables that change, without the person.

    `numbers` and `names` are the person's; of the rows (submission, row) those in `whole` are removed, those in
    `shared` stay without the name. A person_id the edition gave to one of these rows is the person's, too. Figures keep
    their values and lose the references to removed rows (table `figure_rows`).
    """
    own = _all_numbers(tables, numbers, whole)
    left = {
        name: _left(frame, own, names, whole, shared)
        for name, frame in tables.items()
        if name not in (*_KEPT, "figure_rows")
    }
    changed = {name: frame for name, frame in left.items() if not frame.equals(tables[name])}
    gone = [_keys(name, tables[name]).join(_keys(name, left[name]), on="key", how="anti") for name in changed]
    if gone and "figure_rows" in tables:
        behind = tables["figure_rows"]
        rest = behind.join(pl.concat(gone), on=["table", "key"], how="anti", maintain_order="left")
        changed |= {"figure_rows": rest} if rest.height < behind.height else {}
    return changed


def lines_held(tables: Tables, numbers: Collection[str], own: pl.DataFrame) -> pl.DataFrame:
    """submission, row of the rows that these tables hold to be the person's; arguments as in `without_person`."""
    every = _all_numbers(tables, numbers, own)
    held = [
        frame.filter(pl.col("person_id").is_in([*every])).select(_LINE)
        for frame in tables.values()
        if {"person_id", *_LINE} <= {*frame.columns}
    ]
    return pl.concat([own.select(_LINE).clear(), *held])


def _all_numbers(tables: Tables, numbers: Collection[str], own: pl.DataFrame) -> set[str]:
    """The person's numbers, those too that a roster of the edition gave to the person's rows."""
    return {*numbers}.union(*(_numbers(tables[name], own) for name in ROSTERS if name in tables))


def _numbers(roster: pl.DataFrame, whole: pl.DataFrame) -> set[str]:
    own = roster.join(whole, on=_LINE, how="semi")
    return set(own["person_id"].drop_nulls())


def _left(
    frame: pl.DataFrame, numbers: Collection[str], names: Collection[str], whole: pl.DataFrame, shared: pl.DataFrame
) -> pl.DataFrame:
    for column in (name for name in _PERSONS if name in frame.columns):
        frame = frame.filter(~pl.col(column).is_in([*numbers]).fill_null(value=False))
    if not {*_LINE} <= {*frame.columns}:
        return frame
    for prefix in (name for name in _BESIDE if f"{name}row" in frame.columns):
        line = [f"{prefix}{name}" for name in _LINE]
        frame = frame.join(whole, left_on=line, right_on=_LINE, how="anti", maintain_order="left")
    is_shared = pl.struct(_LINE).is_in(shared.select(pl.struct(_LINE)).to_series().implode())
    nameless = [
        pl.when(is_shared).then(pl.col(column).list.set_difference(pl.lit([*names]))).otherwise(column).alias(column)
        for column in ("member_name",)
        if frame.schema.get(column) == pl.List(pl.String)
    ]
    valueless = [
        pl.when(~is_shared).then(column).alias(column) for column in ("value", "read_as") if "issue" in frame.columns
    ]
    return frame.with_columns(*nameless, *valueless)


def _keys(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """table, key of the rows that figures may name."""
    if name not in COUNTED_BY:
        return pl.DataFrame(schema={"table": pl.String, "key": pl.String})
    return frame.select(table=pl.lit(name), key=key_of(name).cast(pl.String))
