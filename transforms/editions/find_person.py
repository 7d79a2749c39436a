"""Finding one person in everything ever received (domain.md §11): the person's own rows, and cells in others' rows.

Rows are found by identity (domain.md §9), as an edition finds them, rows no contract reads by id number, or by name
where it is unique. A row about several people, or about an order, stays without the person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from expectations.county.county import County
from expectations.evaluate.checks import citizen_id
from transforms.cells.names import name_key
from transforms.cells.persons import FORGOTTEN_NAME
from transforms.identify.edges import UNDECIDED, edges
from transforms.identify.mentions import BY_WORKPLACE, CLUES, ROSTERS, KeyedDigest, telling
from transforms.identify.registry import ANSWER, also_seen, numbers_shown, registry
from transforms.identify.resolve import identified, resolve_mentions
from transforms.identify.workplaces import workplaces
from transforms.recognise.grid import Cell, Grid, Place
from transforms.records.extract import Intake

MENTIONS: dict[str, pl.DataType] = {
    "sheet": pl.String(),
    "submission": pl.String(),
    "row": pl.Int64(),
    "name": pl.String(),
    "unit": pl.String(),
    **ANSWER,
}
"""Every mention of a person in a row of a sheet, with its resolution."""

ABOUT_ORDERS = ("S10",)
"""An order is the resident's: only name, id number and telephone of its taker are erased, the order still counts."""

OWN = {"S4": ("birth_ym", "mood", "issue_text"), "S10": ("id_no", "phone")}
"""Columns erased together with a name in a row that stays: they cannot be attributed to one person."""

_LINE = ["submission", "row"]

HELD_NOWHERE = pl.DataFrame(schema={"submission": pl.String, "row": pl.Int64})
"""submission, row of no rows."""


def mentions_received(
    rows: Mapping[str, pl.LazyFrame], keyed_digest: KeyedDigest, county: County, decisions: pl.DataFrame = UNDECIDED
) -> pl.DataFrame:
    """MENTIONS in all rows ever received, judged or not; an id number with a wrong check digit is no evidence.

    decisions: DECISIONS about who is whom. As in an edition, the sheets of BY_WORKPLACE may name a person by the unit
    of any post of S6 the person has had.
    """
    evidence = {sheet: telling(sheet, sound(rows[sheet])).collect() for sheet in CLUES}
    rosters, others = ({sheet: evidence[sheet] for sheet in sheets} for sheets in (ROSTERS, ("S2", "S3")))
    said = edges(decisions, keyed_digest)
    known = registry(rosters, keyed_digest, others, said)
    posts = identified("S6", sound(rows["S6"]).collect(), known, keyed_digest, said)
    by_place = also_seen(known, "S6", workplaces(posts, rows["S5"].collect(), county))
    resolved = [
        resolve_mentions(sheet, frame, by_place if sheet in BY_WORKPLACE else known, keyed_digest, said).with_columns(
            sheet=pl.lit(sheet)
        )
        for sheet, frame in evidence.items()
    ]
    return pl.concat(frame.select(*MENTIONS) for frame in resolved)


def sound(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows without id numbers whose check digit is wrong."""
    if "id_no" not in rows.collect_schema():
        return rows
    return rows.with_columns(pl.when(citizen_id(pl.col("id_no"))).then("id_no").alias("id_no"))


def mentions_of_person(
    numbers: Collection[str],
    intake: Intake,
    named: pl.DataFrame,
    keyed_digest: KeyedDigest,
    county: County,
    held: pl.DataFrame = HELD_NOWHERE,
    decisions: pl.DataFrame = UNDECIDED,
) -> pl.DataFrame:
    """Those of MENTIONS that are the person's, by all person_ids the person has had.

    Also undecided ones that an edition has `held` to be the person's (submission, row), and those that would resolve to
    a namesake once the person is erased: they counted for nobody, and must not begin to count for somebody else.
    """
    own = named.filter(pl.col("person_id").is_in([*numbers]))
    undecided = named.filter(pl.col("person_id").is_null() & pl.col("name").is_in(own["name"].implode()))
    if own.is_empty() or undecided.is_empty():
        return own
    alike = own.select("name").unique().lazy()
    rest = {sheet: _of(sheet, intake, alike).join(own.lazy(), on=_LINE, how="anti") for sheet in CLUES}
    decided = mentions_received({**rest, "S5": intake.rows["S5"]}, keyed_digest, county, decisions)
    bearing = pl.concat([decided.filter(pl.col("person_id").is_not_null()).select(_LINE), held.select(_LINE)])
    return pl.concat([own, undecided.join(bearing, on=_LINE, how="semi")])


def undecided_namesakes(own: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """submission, row of undecided MENTIONS of one of the names that are not among the person's `own`: they stay."""
    undecided = named.filter(pl.col("person_id").is_null() & pl.col("name").is_in(own["name"].drop_nulls().implode()))
    return undecided.join(own, on=_LINE, how="anti").select(_LINE).unique()


def _of(sheet: str, intake: Intake, names: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of a sheet that contain one of these names."""
    rows, column = intake.rows[sheet], CLUES[sheet].name
    if rows.collect_schema()[column] == pl.List(pl.String):
        matching = rows.select(*_LINE, name=column).explode("name").join(names, on="name", how="semi")
        return rows.join(matching, on=_LINE, how="semi")
    return rows.join(names, left_on=column, right_on="name", how="semi")


def numbers_again(own: pl.DataFrame, intake: Intake, keyed_digest: KeyedDigest) -> set[str]:
    """The person_ids the person would get if one of these MENTIONS came again on a roster."""
    lines = own.select("sheet", *_LINE).lazy()
    rows = {
        sheet: intake.rows[sheet].join(lines.filter(sheet=pl.lit(sheet)), on=_LINE, how="semi") for sheet in ROSTERS
    }
    return numbers_shown({sheet: telling(sheet, sound(rows[sheet])).collect() for sheet in ROSTERS}, keyed_digest)


@dataclass(frozen=True)
class Shown:
    """A person's identifiers, by which rows that no contract reads are attributed to the person.

    `unique`: no other known person has one of the names.
    """

    names: frozenset[str]
    id_numbers: frozenset[str]
    phones: frozenset[str]
    unique: bool


def shown_by(own: pl.DataFrame, intake: Intake, named: pl.DataFrame) -> Shown:
    """The identifiers in the person's own rows; no numbers from rows with several people."""
    keys = frozenset(name_key(name) for name in own["name"].drop_nulls().unique())
    others = named.filter(pl.col("person_id").is_not_null()).join(own, on=["person_id"], how="anti")
    alone = own.filter(~pl.struct(_LINE).is_in(_several(named).select(pl.struct(_LINE)).to_series().implode()))
    numbers: dict[str, set[str]] = {"id_no": set(), "phone": set()}
    for sheet in CLUES:
        for column in numbers.keys() & intake.rows[sheet].collect_schema().names():
            cells = intake.rows[sheet].join(alone.lazy(), on=_LINE, how="semi").select(column).collect()
            numbers[column].update(cells[column].drop_nulls())
    older = {number[:6] + number[8:17] for number in numbers["id_no"] if len(number) == 18}
    borne = {name_key(name) for name in others["name"].drop_nulls().unique()}
    return Shown(keys, frozenset(numbers["id_no"] | older), frozenset(numbers["phone"]), keys.isdisjoint(borne))


def _several(named: pl.DataFrame) -> pl.DataFrame:
    """submission, row of the rows that name several people."""
    return named.group_by(_LINE).agg(pl.len().alias("people")).filter(pl.col("people") > 1).select(_LINE)


def whole_rows(own: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """submission, row of the rows about this person alone."""
    about = own.filter(~pl.col("sheet").is_in(ABOUT_ORDERS)).select(_LINE).unique()
    return about.join(_several(named), on=_LINE, how="anti").sort(_LINE)


def shared_cells(own: pl.DataFrame, whole: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """submission, row, letter, text: the cells to be rewritten in rows that stay, with their new text."""
    parts = [pl.DataFrame(schema={"submission": pl.String, "row": pl.Int64, "letter": pl.String, "text": pl.String})]
    stay = own.join(whole, on=_LINE, how="anti")
    for sheet, names in stay.group_by("sheet").agg("name").iter_rows():
        column = CLUES[sheet].name
        rows = intake.rows[sheet].join(stay.lazy(), on=_LINE, how="semi")
        listed = rows.select(*_LINE, others=pl.col(column).list.set_difference(pl.lit(names))).collect()
        cells = [listed.select(*_LINE, column=pl.lit(column), text=_names_left())]
        cells += [listed.select(*_LINE, column=pl.lit(own_column), text=pl.lit("")) for own_column in OWN[sheet]]
        placed = pl.concat(cells).join(intake.places, on=["submission", "column"])
        parts.append(placed.select(*_LINE, "letter", "text"))
    return pl.concat(parts)


def _names_left() -> pl.Expr:
    names = pl.col("others").list.join("、")
    return pl.when(names == "").then(pl.lit(FORGOTTEN_NAME)).otherwise(names)


def found_in(
    grid: Grid,
    shown: Shown,
    read: Collection[int],
    known: Collection[int],
    unidentified: Collection[int] = (),
    beside: Collection[int] = (),
) -> tuple[set[int], set[Place]]:
    """Rows (from 0) of the person that no contract reads, and cells of others' rows with the id number.

    `read` are the rows that were read by a contract, `known` those already attributed to the person. A row of
    `unidentified` is of a sheet by which nobody is identified, a county's own: it is about something else, and where
    the person is named in it, the name is found with the numbers `beside` it (columns), whosever they are.
    """
    rows: set[int] = set()
    cells: set[Place] = set()
    for at, row in enumerate(grid.rows):
        if at in known:
            continue
        texts = [_compact(grid.digits.get((at, column), cell)) for column, cell in enumerate(row)]
        numbered = [column for column, text in enumerate(texts) if any(number in text for number in shown.id_numbers)]
        if at in read:
            cells.update((at, column) for column in numbered)
            if at in unidentified and (numbered or _names(row, texts, shown)):
                cells.update((at, column) for column in (*_showing(row, texts, shown), *beside) if column < len(row))
        elif numbered or _names(row, texts, shown):
            rows.add(at)
    return rows, cells


def _showing(row: list[Cell], texts: list[str], shown: Shown) -> Iterator[int]:
    """The columns whose cell is the person's name or has the telephone."""
    for column, (cell, text) in enumerate(zip(row, texts, strict=True)):
        named = isinstance(cell, str) and bool(cell) and name_key(cell) in shown.names
        if named or any(phone in text for phone in shown.phones):
            yield column


def _names(row: list[Cell], texts: list[str], shown: Shown) -> bool:
    if not any(name_key(cell) in shown.names for cell in row if isinstance(cell, str) and cell):
        return False
    return shown.unique or any(phone in text for phone in shown.phones for text in texts)


def _compact(cell: Cell) -> str:
    """A cell's text, normalised for the search of digits."""
    if isinstance(cell, float):
        return f"{cell:.0f}"
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", cell)).upper() if isinstance(cell, str) else ""


def lines(frame: pl.DataFrame) -> Iterator[tuple[str, int]]:
    """submission, row as pairs."""
    yield from frame.select(_LINE).iter_rows()
